"""Label Studio: a task for each statement, the records as its predictions."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hanclaim.formats.json_array import write_array
from hanclaim.formats.statements import Label, Statement, gather
from hanclaim.records import Record


def write(records: Iterable[Record], path: Path) -> None:
    """Write tasks to import as they are, for a labelling setup with ``<Labels name="label" toName="text">``."""
    write_array((json.dumps(to_task(statement), ensure_ascii=False) for statement in gather(records)), path)


def to_task(statement: Statement) -> dict[str, Any]:
    """Turn a statement into one task; what a record joins, a relation from the quantity joins."""
    first, labels = statement.records[0], list(statement.labels())
    regions = [_region(label) for label in labels]
    amounts = {label.record.id: _name(label) for label in labels if label.name == "quantity"}
    relations = [
        {
            "type": "relation",
            "from_id": amounts[label.record.id],
            "to_id": _name(label),
            "direction": "right",
            "labels": [label.name],
        }
        for label in labels
        if label.name != "quantity" and label.record.id in amounts
    ]
    return {
        "data": {
            "text": statement.quote,
            "uri": first.document.uri,
            "title": first.document.title,
            "start": first.provenance.text[0],
        },
        "predictions": [
            {
                "model_version": first.schema_,
                "score": min(record.confidence for record in statement.records),
                "result": regions + relations,
            }
        ],
    }


def _name(label: Label) -> str:
    return f"{label.record.id}-{label.name}"


def _region(label: Label) -> dict[str, Any]:
    return {
        "id": _name(label),
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "score": label.record.confidence,
        "value": {
            "start": label.span.start,
            "end": label.span.end,
            "text": label.record.quote[slice(*label.span)],
            "labels": [label.name],
        },
        "meta": {"claim": [label.record.id], "kind": [label.record.kind]},
    }
