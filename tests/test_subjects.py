"""Subjects: the noun phrase that a clause's amount is said of."""

import json
from pathlib import Path

import pytest

from hanclaim.claims import find_claims
from hanclaim.document import Source
from hanclaim.process import read

CASES = json.loads((Path(__file__).parent / "cases" / "subjects.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_an_amount_is_said_of_whom_its_case_expects(case):
    found = {
        claim.quantity.text: claim.subject and claim.subject.canonical
        for claim in find_claims(read(Source(case["given"].encode())))
        if claim.quantity is not None
    }
    assert case["expect"] == {amount: found.get(amount, "no claim") for amount in case["expect"]}
