"""The flat view: a record as one row of plain columns, the same in every table format."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from hanclaim.records import Record

ColumnKind = Literal["text", "number", "integer", "real", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the place in the record it comes from; a ``number`` is a decimal string in full."""

    name: str
    kind: ColumnKind
    place: str


# The key first, then what a reader filters on, then the proof.
COLUMNS = (
    Column("document_uri", "text", "document.uri"),
    Column("id", "text", "id"),
    Column("document_id", "text", "document.id"),
    Column("title", "text", "document.title"),
    Column("published", "text", "document.published"),
    Column("publisher", "text", "document.publisher"),
    Column("kind", "text", "kind"),
    Column("subject", "text", "subject.canonical"),
    Column("subject_text", "text", "subject.text"),
    Column("subject_type", "text", "subject.type"),
    Column("subject_id", "text", "subject.id"),
    Column("measure", "text", "measure"),
    Column("measure_canonical", "text", "measure_canonical"),
    Column("object", "text", "object.canonical"),
    Column("object_text", "text", "object.text"),
    Column("object_type", "text", "object.type"),
    Column("object_id", "text", "object.id"),
    Column("amount", "text", "quantity.text"),
    Column("value", "number", "quantity.value"),
    Column("low", "number", "quantity.low"),
    Column("high", "number", "quantity.high"),
    Column("unit", "text", "quantity.unit"),
    Column("unit_kind", "text", "quantity.unit_kind"),
    Column("per", "text", "quantity.per"),
    Column("comparator", "text", "quantity.comparator"),
    Column("approximate", "boolean", "quantity.approximate"),
    Column("direction", "text", "change.direction"),
    Column("mode", "text", "change.mode"),
    Column("basis", "text", "change.basis"),
    Column("basis_edtf", "text", "change.basis_edtf"),
    Column("basis_kind", "text", "change.basis_kind"),
    Column("period", "text", "period.edtf"),
    Column("period_text", "text", "period.text"),
    Column("period_from", "text", "period.resolved_from"),
    Column("speaker", "text", "attribution.speaker"),
    Column("cue", "text", "attribution.cue"),
    Column("modality", "text", "modality"),
    Column("polarity", "text", "polarity"),
    Column("quote", "text", "quote"),
    Column("section", "text", "section"),
    Column("role", "text", "role"),
    Column("confidence", "real", "confidence"),
    Column("flags", "text", "flags"),
    Column("rule", "text", "rule"),
    Column("text_start", "integer", "provenance.text.0"),
    Column("text_end", "integer", "provenance.text.1"),
    Column("raw_start", "integer", "provenance.raw.0"),
    Column("raw_end", "integer", "provenance.raw.1"),
    Column("exact", "boolean", "provenance.exact"),
)
KEY = ("document_uri", "id")


def flatten(record: Record) -> dict[str, Any]:
    """Lay a record out as one row; a list becomes its JSON."""
    fields = record.model_dump(mode="json", by_alias=True)
    return {column.name: _cell(fields, column.place) for column in COLUMNS}


def _cell(fields: Any, place: str) -> Any:
    for key in place.split("."):
        if fields is None:
            return None
        fields = fields[int(key) if key.isdigit() else key]
    return json.dumps(fields, ensure_ascii=False) if isinstance(fields, list) else fields
