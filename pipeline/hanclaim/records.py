"""Claims as JSON: the contract's record, validated whoever wrote it.

Only this module and ``reports`` import pydantic: inside, the type checker is
the validator; at the edge, every record is validated.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    BeforeValidator,
    Field,
    PlainSerializer,
    TypeAdapter,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from hanclaim.document import (
    BasisKind,
    Claim,
    Comparator,
    Direction,
    Document,
    MentionType,
    Modality,
    Mode,
    Party,
    Polarity,
    QuantityKind,
    ResolvedFrom,
    UnitKind,
)
from hanclaim.errors import RecordError
from hanclaim.reports import DocumentRecord, Model, QuarantineRecord, ReportRecord, Versioned, Words
from hanclaim.structure import Role

_IN_FULL = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def _read_decimal(value: object) -> object:
    """Accept a Decimal, or a decimal string in full; a float has already lost digits."""
    if isinstance(value, str) and _IN_FULL.fullmatch(value):
        return Decimal(value)
    if isinstance(value, Decimal):
        return value
    raise ValueError(
        f"{value!r} is no decimal string in full: expected digits such as '62.45', without exponent"
    )


Exact = Annotated[
    Decimal,
    BeforeValidator(_read_decimal),
    PlainSerializer(lambda value: format(value, "f"), return_type=str),
    WithJsonSchema({"type": "string", "pattern": f"^{_IN_FULL.pattern}$"}),
]


def _read_span(value: object) -> object:
    """Accept a Span or a pair; refuse one that ends before it starts."""
    if isinstance(value, list | tuple) and len(value) == 2:
        start, end = value
        if type(start) is int and type(end) is int and 0 <= start <= end:
            return (start, end)
    raise ValueError(f"{value!r} is no span: expected [start, end) with 0 <= start <= end")


Pair = Annotated[tuple[int, int], BeforeValidator(_read_span)]


class DocumentKey(Model):
    """Which document a claim stands in."""

    id: Annotated[str, Field(pattern="^sha256:[0-9a-f]{64}$")]
    uri: Words
    title: Words | None
    published: Words | None
    publisher: Words | None


class PartyField(Model):
    """Who or what a claim is said of, or whom it concerns."""

    text: Words
    span: Pair | None
    canonical: Words
    type: MentionType
    id: Words | None


class QuantityField(Model):
    """The amount: contract section 3."""

    text: Words
    value: Exact | None
    low: Exact | None
    high: Exact | None
    unit: Words | None
    unit_kind: UnitKind
    per: Words | None
    comparator: Comparator
    approximate: bool


class ChangeField(Model):
    """Which way, by or to how much, compared with what."""

    direction: Direction | None
    mode: Mode | None
    basis: Words | None
    basis_edtf: Words | None
    basis_kind: BasisKind | None


class PeriodField(Model):
    """When the claim holds, as EDTF where the text determines it."""

    text: Words
    span: Pair | None
    edtf: Words | None
    resolved_from: ResolvedFrom


class AttributionField(Model):
    """Who says so inside the article."""

    speaker: Words | None
    cue: Words
    span: Pair | None


class ReadingField(Model):
    """How one stretch of bytes was read; ``kind`` names the damage undone, null where plain."""

    raw: Pair
    text: str
    codec: Words
    kind: Words | None


class ProvenanceField(Model):
    """Where the quote and the quantity stand, in the text and in the bytes, and how those bytes were read."""

    text: Pair
    quantity_text: Pair | None
    raw: Pair
    exact: bool
    readings: tuple[ReadingField, ...]

    @model_validator(mode="after")
    def _readings_cover_raw(self) -> ProvenanceField:
        at = self.raw[0]
        for reading in self.readings:
            if reading.raw[0] != at:
                raise ValueError(
                    f"readings leave bytes {at} to {reading.raw[0]} unread: expected them to cover raw"
                )
            at = reading.raw[1]
        if at != self.raw[1]:
            raise ValueError(f"readings end at byte {at}, raw at {self.raw[1]}: expected them to cover raw")
        return self


class _Common(Versioned):
    """What both families share, in the order of the contract; ``kind`` and ``quantity`` are narrowed below."""

    schema_: Annotated[Literal["hanclaim/claim/1"], Field(alias="schema")]
    id: Annotated[str, Field(pattern="^[0-9a-f]{32}$")]
    document: DocumentKey
    kind: str
    subject: PartyField | None
    measure: Words | None
    measure_canonical: Words | None
    object: PartyField | None
    quantity: QuantityField | None
    change: ChangeField | None
    period: PeriodField | None
    attribution: AttributionField | None
    modality: Modality
    polarity: Polarity
    quote: Words
    provenance: ProvenanceField
    section: tuple[str, ...]
    role: Role
    confidence: Annotated[float, Field(ge=0, le=1)]
    flags: tuple[Words, ...]
    rule: Words

    def to_json(self) -> str:
        """Write the record as one line of JSON."""
        return self.model_dump_json(by_alias=True)


class QuantityRecord(_Common):
    """A statement that holds a quantity."""

    kind: QuantityKind
    quantity: QuantityField


class RelationRecord(_Common):
    """An entity does something to, with or as an entity."""

    kind: Literal["relation"]
    quantity: None


Record = QuantityRecord | RelationRecord
RECORD: TypeAdapter[Record] = TypeAdapter(Annotated[Record, Field(discriminator="kind")])


def read_record(line: str | bytes) -> Record:
    """Validate one line of JSON; raise RecordError with the field that is wrong.

    >>> read_record('{"kind": "relation"}')
    Traceback (most recent call last):
    ...
    hanclaim.errors.RecordError: schema: Field required; expected a claim record as in schemas/claim.schema.json
    """
    try:
        return RECORD.validate_json(line)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"][1:]) or "record"
        raise RecordError(
            f"{place}: {first['msg']}; expected a claim record as in schemas/claim.schema.json"
        ) from None


def claim_id(document_id: str, record: dict[str, Any]) -> str:
    """Derive a claim's id from what makes it this claim: same input, same id, on any machine.

    ``record`` is the record as JSON values: the document's id, both text spans,
    kind, amount, subject, measure and object go in; the uri, the confidence and
    the other readings of the same words do not.
    """
    amount = record["quantity"] or {}
    what = [
        document_id,
        record["provenance"]["text"],
        record["provenance"]["quantity_text"],
        record["kind"],
        [amount.get(key) for key in ("value", "low", "high", "unit")],
        [(record[key] or {}).get("canonical") for key in ("subject", "object")],
        record["measure"],
    ]
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()[:32]


def record(document: Document, claim: Claim) -> Record:
    """Write a claim as a validated record, proven from the document's bytes."""
    quantity = claim.quantity
    raw = document.text.to_raw(claim.clause)
    metadata = document.outline.metadata
    fields: dict[str, Any] = {
        "schema": "hanclaim/claim/1",
        "document": {
            "id": document.source.id,
            "uri": document.source.uri,
            "title": metadata.title,
            "published": metadata.published,
            "publisher": metadata.publisher,
        },
        "kind": claim.kind,
        "subject": _party(claim.subject),
        "measure": claim.measure,
        "measure_canonical": claim.measure_canonical,
        "object": _party(claim.object),
        "quantity": quantity
        and {
            "text": quantity.text,
            **{key: _in_full(getattr(quantity, key)) for key in ("value", "low", "high")},
            **{
                key: getattr(quantity, key)
                for key in ("unit", "unit_kind", "per", "comparator", "approximate")
            },
        },
        "change": quantity
        and (quantity.direction or quantity.basis or quantity.basis_kind)
        and {
            key: getattr(quantity, key) for key in ("direction", "mode", "basis", "basis_edtf", "basis_kind")
        },
        "period": _values(claim.period, ("text", "span", "edtf", "resolved_from")),
        "attribution": _values(claim.attribution, ("speaker", "cue", "span")),
        "modality": claim.modality,
        "polarity": claim.polarity,
        "quote": document.text.value[slice(*claim.clause)],
        "provenance": {
            "text": list(claim.clause),
            "quantity_text": quantity and list(quantity.span),
            "raw": list(raw),
            "exact": document.text.alignment.to_target(raw) == claim.clause,
            "readings": [
                {"raw": list(reading.raw), "text": reading.text, "codec": reading.codec, "kind": reading.kind}
                for reading in document.text.readings(raw)
            ],
        },
        "section": list(claim.section),
        "role": claim.role,
        "confidence": round(claim.confidence, 3),
        "flags": list(claim.flags),
        "rule": claim.rule,
    }
    fields["change"] = fields["change"] or None
    return RECORD.validate_python({"id": claim_id(document.source.id, fields), **fields}, strict=False)


def _in_full(number: Decimal | None) -> str | None:
    return None if number is None else format(number, "f")


def _party(party: Party | None) -> dict[str, Any] | None:
    return _values(party, ("text", "span", "canonical", "type", "id"))


def _values(value: object, keys: tuple[str, ...]) -> dict[str, Any] | None:
    return None if value is None else {key: getattr(value, key) for key in keys}


def schemas() -> Iterator[tuple[str, str]]:
    """Yield each schema's file name and its JSON, as ``hanclaim schema`` writes them."""
    for name, adapter in (
        ("claim", RECORD),
        ("document", TypeAdapter(DocumentRecord)),
        ("quarantine", TypeAdapter(QuarantineRecord)),
        ("report", TypeAdapter(ReportRecord)),
    ):
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"hanclaim/{name}/1",
            **adapter.json_schema(mode="serialization", by_alias=True),
        }
        yield f"{name}.schema.json", json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
