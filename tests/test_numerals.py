"""Numerals read from their table of cases."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from hanclaim.claims.numerals import parse_number

CASES = json.loads((Path(__file__).parent / "cases" / "numerals.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_numeral_is_read_as_a_reader_says_it(case):
    number = parse_number(case["given"])
    assert case["expect"] == (None if number is None else str(number.value))


def test_a_large_value_is_written_without_an_exponent():
    number = parse_number("5万亿")
    assert number is not None
    assert (str(number.value), number.value) == ("5000000000000", Decimal(5000000000000))
