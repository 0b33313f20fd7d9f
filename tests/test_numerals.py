"""Numerals read from their table: one value, its many spellings."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanclaim.amounts.numerals import Number, parse_number, read_numeral
from hanclaim.normalise import normalise

CASES = json.loads((Path(__file__).parent / "cases" / "numerals.json").read_text(encoding="utf-8"))
SPELLINGS = [(case["expect"], spelling) for case in CASES for spelling in case["given"]]
SIGNS = {"eq": "", "gt": ">", "ge": "≥", "lt": "<", "le": "≤"}
DIGITS = "零一二三四五六七八九"


def say(number: Number | None) -> str:
    """Write a number as the table does: its bound, ~ where it is rough, and its value or its ends."""
    if number is None:
        return "no"
    bound = SIGNS[number.comparator] + ("~" if number.approximate else "")
    return bound + (str(number.value) if number.value is not None else f"{number.low}..{number.high}")


def speak(number: int) -> str:
    """Write a number below 10,000 as it is said in full, another way than it is read."""
    said, gap = "", False
    for digit, unit in zip(f"{number:04}", "千百十 ", strict=True):
        if digit == "0":
            gap = bool(said)
            continue
        said += ("零" if gap else "") + DIGITS[int(digit)] + unit.strip()
        gap = False
    return said or "零"


@pytest.mark.parametrize(("expect", "spelling"), SPELLINGS, ids=[f"{s} is {v}" for v, s in SPELLINGS])
def test_every_spelling_of_a_value_is_read(expect, spelling):
    assert expect == say(parse_number(normalise(spelling)))


@given(st.integers(0, 9999), st.integers(1, 9999), st.integers(1000, 9999))
def test_a_number_said_in_full_is_read_back(units, hundreds_of_millions, ten_thousands):
    said = f"{speak(hundreds_of_millions)}亿{speak(ten_thousands)}万"
    said += {0: ""}.get(units, ("" if units >= 1000 else "零") + speak(units))
    assert hundreds_of_millions * 10**8 + ten_thousands * 10**4 + units == read_numeral(said)


@given(st.decimals(0, 10**6, places=4), st.sampled_from([("万", 10**4), ("亿", 10**8), ("万亿", 10**12)]))
def test_a_scale_multiplies_exactly(value, scale):
    word, factor = scale
    number = parse_number(f"{value}{word}")
    assert number is not None
    assert (value * factor, False) == (number.value, "E" in str(number.value))


@pytest.mark.parametrize("run", ["一", "1", "万", "三万5", "1,234,", "十多", "数十", "百分之", "1 ", "零"])
def test_a_run_that_nobody_says_is_no_numeral(run):
    assert parse_number(run * 5000) is None


def test_no_digit_is_lost_in_a_long_number():
    number = parse_number("12345678901234567890123456789.25万")
    assert number is not None
    assert str(number.value) == "123456789012345678901234567892500"


def test_what_is_no_numeral_says_what_was_expected():
    with pytest.raises(ValueError, match="expected digits and scales"):
        read_numeral("几何")
