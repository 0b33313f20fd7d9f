"""JSON-LD: a schema.org Claim about an Observation."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hanclaim.formats.json_array import write_array
from hanclaim.records import PartyField, QuantityField, Record

_CONTEXT = {"@vocab": "https://schema.org/", "xsd": "http://www.w3.org/2001/XMLSchema#"}
_TYPES = {
    "organization": "Organization",
    "person": "Person",
    "place": "Place",
    "product": "Product",
    "work": "CreativeWork",
    "event": "Event",
}


def write(records: Iterable[Record], path: Path) -> None:
    """Write one graph of claims."""
    write_array(
        (json.dumps(to_claim(record), ensure_ascii=False) for record in records),
        path,
        before=f'{{"@context": {json.dumps(_CONTEXT)}, "@graph": [',
        after="]}",
    )


def to_claim(record: Record) -> dict[str, Any]:
    """Say a record in schema.org's words; what is unknown is left out."""
    document, said = record.document, record.attribution
    return _known(
        {
            "@type": "Claim",
            "@id": f"urn:hanclaim:{record.id}",
            "text": record.quote,
            "author": said and said.speaker and {"@type": "Thing", "name": said.speaker},
            "temporalCoverage": record.period and record.period.edtf,
            "about": _observation(record) if record.quantity else _things(record),
            "appearance": _known(
                {
                    "@type": "Article",
                    "@id": f"urn:sha256:{document.id.removeprefix('sha256:')}",
                    "identifier": document.uri,
                    "headline": document.title,
                    "datePublished": document.published,
                    "publisher": document.publisher and {"@type": "Organization", "name": document.publisher},
                }
            ),
        }
    )


def _observation(record: Record) -> dict[str, Any]:
    quantity = record.quantity
    amount = _amount(quantity) if quantity else {}
    return _known(
        {
            "@type": "Observation",
            "measuredProperty": record.measure and {"@type": "Property", "name": record.measure},
            "observationAbout": _thing(record.subject),
            **amount,
        }
    )


def _amount(quantity: QuantityField) -> dict[str, Any]:
    """Give numbers as xsd:decimal: a JSON number would lose digits."""
    numbers = {"value": quantity.value, "minValue": quantity.low, "maxValue": quantity.high}
    exact = {
        name: None if number is None else {"@type": "xsd:decimal", "@value": format(number, "f")}
        for name, number in numbers.items()
    }
    qualifier = None if quantity.comparator == "eq" else quantity.comparator
    per = {"measurementDenominator": quantity.per and {"@type": "Thing", "name": quantity.per}}
    if quantity.value is None and quantity.low is None:
        exact["value"] = {"@value": quantity.text}
    return {**exact, "unitText": quantity.unit, "measurementQualifier": qualifier, **per}


def _things(record: Record) -> list[dict[str, Any]]:
    return [thing for thing in (_thing(record.subject), _thing(record.object)) if thing]


def _thing(party: PartyField | None) -> dict[str, Any] | None:
    if party is None:
        return None
    return _known({"@type": _TYPES.get(party.type, "Thing"), "name": party.canonical, "identifier": party.id})


def _known(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
