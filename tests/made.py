"""Records and documents made by hand, for the tests of what comes after extraction."""

import hashlib
from typing import Any

from hanclaim.records import RECORD, Record, claim_id

QUOTE = "云山电池2024年营收达62.45亿元"


def made_fields(uri: str = "a.html", *, quote: str = QUOTE, **changes: Any) -> dict[str, Any]:
    """A record as JSON values, its id and spans in order; ``changes`` come before the id is worked out."""
    length, size = len(quote), len(quote.encode())
    fields: dict[str, Any] = {
        "schema": "hanclaim/claim/1",
        "document": {
            "id": f"sha256:{hashlib.sha256(uri.encode()).hexdigest()}",
            "uri": uri,
            "title": "云山电池发布年报",
            "published": "2025-03-01T08:00:00+08:00",
            "publisher": None,
        },
        "kind": "quantity",
        "subject": {
            "text": "云山电池",
            "span": [0, 4],
            "canonical": "云山电池",
            "type": "organization",
            "id": None,
        },
        "measure": "营收",
        "measure_canonical": "营业收入",
        "object": None,
        "quantity": {
            "text": "62.45亿元",
            "value": "6245000000",
            "low": None,
            "high": None,
            "unit": "CNY",
            "unit_kind": "currency",
            "per": None,
            "comparator": "eq",
            "approximate": False,
        },
        "change": None,
        "period": {"text": "2024年", "span": [4, 9], "edtf": "2024", "resolved_from": "explicit"},
        "attribution": None,
        "modality": "asserted",
        "polarity": "positive",
        "quote": quote,
        "provenance": {
            "text": [0, length],
            "quantity_text": [length - 7, length],
            "raw": [0, size],
            "exact": True,
            "readings": [{"raw": [0, size], "text": quote, "codec": "utf-8", "kind": None}],
        },
        "section": ["一、业绩"],
        "role": "body",
        "confidence": 0.875,
        "flags": [],
        "rule": "money.scaled",
    }
    fields |= changes
    return {"id": claim_id(fields["document"]["id"], fields)} | fields


def made_record(uri: str = "a.html", **changes: Any) -> Record:
    return RECORD.validate_python(made_fields(uri, **changes), strict=False)


def made_relation(uri: str = "a.html") -> Record:
    """A record without a quantity, whose statement names two parties."""
    party = {"text": "海川集团", "span": [8, 12], "canonical": "海川集团", "type": "organization", "id": "Q1"}
    provenance = made_fields(quote="云山电池宣布收购海川集团")["provenance"] | {"quantity_text": None}
    return made_record(
        uri,
        quote="云山电池宣布收购海川集团",
        kind="relation",
        quantity=None,
        measure="收购",
        measure_canonical=None,
        object=party,
        period=None,
        provenance=provenance,
        attribution={"speaker": "云山电池", "cue": "宣布", "span": [0, 4]},
        flags=["repaired"],
    )


def made_huge(uri: str = "b.html") -> Record:
    """A record whose number no binary float and no 38 digits can hold."""
    quantity = made_fields()["quantity"] | {"value": "123456789012345678901234567890123456789012.125"}
    return made_record(uri, quantity=quantity, measure="=1+1")
