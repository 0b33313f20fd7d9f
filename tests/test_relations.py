"""Who does what to whom."""

import json
from pathlib import Path

import pytest

from hanclaim.claims import find_claims
from hanclaim.document import Source
from hanclaim.process import read

CASES = json.loads((Path(__file__).parent / "cases" / "relations.json").read_text(encoding="utf-8"))


def told(claim):
    """Who does what to whom, how surely, whether it is denied, and when: a case gives as much of it as it is about."""
    period = claim.period.edtf if claim.period is not None else None
    return [
        claim.subject.canonical,
        claim.measure,
        claim.object.canonical,
        claim.modality,
        claim.polarity,
        period,
    ]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_clause_relates_whom_its_case_expects(case):
    claims = [
        claim for claim in find_claims(read(Source(case["given"].encode()))) if claim.kind == "relation"
    ]
    length = max((len(row) for row in case["expect"]), default=0)
    assert case["expect"] == [told(claim)[: length or None] for claim in claims]
