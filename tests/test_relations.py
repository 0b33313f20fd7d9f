"""Who does what to whom."""

import json
from pathlib import Path

import pytest

from hanclaim.claims import find_claims
from hanclaim.document import Source
from hanclaim.process import read

CASES = json.loads((Path(__file__).parent / "cases" / "relations.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_clause_relates_whom_its_case_expects(case):
    claims = [
        claim for claim in find_claims(read(Source(case["given"].encode()))) if claim.kind == "relation"
    ]
    assert case["expect"] == [
        [claim.subject.canonical, claim.measure, claim.object.canonical] for claim in claims
    ]
