"""When a statement holds and who makes it."""

import json
from pathlib import Path

import pytest

from hanclaim.claims import find_claims
from hanclaim.document import Source
from hanclaim.process import read

FOLDER = Path(__file__).parent / "cases"
CASES = json.loads((FOLDER / "told.json").read_text(encoding="utf-8"))
MODALITIES = json.loads((FOLDER / "modality.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_statement_has_the_time_and_voice_its_case_expects(case):
    assert case["expect"] == [
        [
            claim.quantity.text,
            claim.period and claim.period.edtf,
            claim.attribution and claim.attribution.speaker,
        ]
        for claim in find_claims(read(Source(case["given"].encode())))
        if claim.quantity is not None
    ]


@pytest.mark.parametrize("case", MODALITIES, ids=lambda case: case["label"])
def test_a_statement_has_the_modality_its_case_expects(case):
    claims = find_claims(read(Source(case["given"].encode())))
    assert case["expect"] == [[c.quantity.text, c.modality] for c in claims if c.quantity is not None]
