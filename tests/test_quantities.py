"""Quantities read from their tables, through the front door."""

import json
import re
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from hanclaim import quantities
from hanclaim.amounts import find_quantities
from hanclaim.cli import main
from hanclaim.document import Quantity, Time
from hanclaim.normalise import normalise

FOLDER = Path(__file__).parent / "cases"
CASES = [
    case
    for path in sorted(FOLDER.glob("quantities*.json"))
    for case in json.loads(path.read_text(encoding="utf-8"))
]
SIGNS = {"eq": "", "gt": ">", "ge": "≥", "lt": "<", "le": "≤"}


def say(quantity: Quantity) -> str:
    """Write a quantity as the tables do: text = bound value unit /per kind direction."""
    ends = "-" if quantity.low is None else f"{quantity.low}..{quantity.high}"
    value = ends if quantity.value is None else str(quantity.value)
    bound = SIGNS[quantity.comparator] + ("~" if quantity.approximate else "")
    said = [f"{quantity.text} = {bound}{value}", quantity.unit or "-"]
    said += [f"/{quantity.per}"] if quantity.per else []
    said += [quantity.kind] if quantity.kind != "quantity" else []
    return " ".join((*said, quantity.direction or "")).rstrip()


def read(text: str) -> list[str]:
    return [say(item) for item in quantities(text) if isinstance(item, Quantity)]


@pytest.mark.parametrize("case", CASES, ids=[case["label"] for case in CASES])
def test_a_case_is_read_as_its_table_says(case):
    assert case["expect"] == read(case["given"])


@pytest.mark.parametrize(
    ("region", "text", "unit"),
    [
        (None, "票价50元", "CNY"), ("TW", "票价50元", "TWD"), ("HK", "票价50元", "HKD"),
        ("CN", "新台币3亿元的合约，订金50元", "TWD"), (None, "（单位：港元，下同）订金50元", "HKD"),
    ],
)  # fmt: skip
def test_the_article_decides_what_a_bare_yuan_is(region, text, unit):
    assert unit == find_quantities(text, region=region)[-1].unit


def test_a_bare_amount_takes_the_currency_of_the_same_measure():
    found = find_quantities("市值达3万亿美元。五万亿市值还有多远")
    assert ["USD", "USD"] == [quantity.unit for quantity in found]


def test_a_bare_amount_without_such_a_measure_has_no_currency():
    assert [None] == [quantity.unit for quantity in find_quantities("观众超过3500万")]


def test_the_basis_of_a_change_is_dated():
    changes = [item for item in quantities("净利较2024年年底下降5%") if isinstance(item, Quantity)]
    assert [("2024年年底", "2024-12")] == [(change.basis, change.basis_edtf) for change in changes]


@pytest.mark.parametrize(("text", "kind"), [("10月CPI环比上涨0.2%", "mom"), ("三季度营收环比增长5%", "qoq")])
def test_the_step_before_is_a_month_or_a_quarter(text, kind):
    changes = [item for item in quantities(text, date(2025, 11, 12)) if isinstance(item, Quantity)]
    assert [kind] == [change.basis_kind for change in changes]


def test_nothing_overlaps_a_time():
    text = "2025年3月5日，股价上涨5%，3日后又跌2%"
    items = quantities(text, published=date(2025, 3, 9))
    assert any(isinstance(item, Time) for item in items)
    assert all(a.span.end <= b.span.start for a, b in pairwise(items))


@pytest.mark.parametrize(
    ("text", "basis", "kind"),
    [
        ("较2024年年底下降5%", "2024年年底", "ytd"), ("较上年同期增长20%", "上年同期", "yoy"), ("同比增长3%", None, "yoy"),
        ("营收季增12%", None, "qoq"), ("环比下降0.3%", None, "other"), ("比9月低了0.3个百分点", "9月", "mom"),
        ("今年以来上涨17%", None, "ytd"), ("按年升5.6%", None, "yoy"),
    ],
)  # fmt: skip
def test_a_change_says_what_it_is_measured_against(text, basis, kind):
    (quantity,) = find_quantities(text)
    assert (basis, kind) == (quantity.basis, quantity.basis_kind)


@pytest.mark.parametrize(
    ("text", "expect"),
    [
        ("城市　人口（万人）　占比\n甲市　120.5　3.2%", ["120.5 = 1205000 {人}", "3.2% = 3.2 % share"]),
        ("项目|同比涨跌（%）\n猪肉|-16.1\n鲜果|3.3", ["-16.1 = 16.1 % change down", "3.3 = 3.3 % change up"]),
        ("表：年产量（单位：亿吨）\n2023年\t1.5\n2024年\t1.62", ["1.5 = 150000000 t", "1.62 = 162000000 t"]),
    ],
)
def test_a_cell_takes_unit_and_sense_from_its_heads(text, expect):
    assert expect == [say(quantity) for quantity in find_quantities(text)][-len(expect) :]


@given(st.text("一二三十百千万亿两几数半0123456789.,-%年月元美人家个第前超近约至、，。 增降占", max_size=30))
def test_any_text_gives_sorted_disjoint_spans_that_quote_it(text):
    folded = normalise(text)
    found = find_quantities(folded)
    assert all(folded[slice(*quantity.span)] == quantity.text for quantity in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.sampled_from(CASES))
def test_numbers_are_written_in_full(case):
    for item in quantities(case["given"]):
        for number in (getattr(item, name, None) for name in ("value", "low", "high")):
            assert number is None or re.fullmatch(r"-?\d+(\.\d+)?", str(number))


def test_the_command_prints_a_line_for_each_item(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("2025年上半年，營收約４３億美元。", encoding="utf-8")
    result = CliRunner().invoke(main, ["quantities", str(page), "--published", "2025-12-01"])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert [("time", "2025-40"), ("quantity", "4300000000")] == [
        (row["type"], row.get("edtf") if row["type"] == "time" else row["value"]) for row in rows
    ]
