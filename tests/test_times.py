"""Times: the tables of cases, what an unknown publication leaves open, and the laws of spans and of the calendar."""

import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanclaim import tables
from hanclaim.times.find import find_times, join_lists
from hanclaim.times.lunar import lunar_month, solar_term

CASES = Path(__file__).parent / "cases"
PUBLISHED = datetime(2025, 12, 1, 6, 26, 58)  # noqa: DTZ001
DATE = r"-?\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?)?)?)?"


def cases(name):
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [pytest.param(row, id=row["label"]) for row in rows]


@pytest.mark.parametrize("case", [*cases("times"), *cases("times_none"), *cases("times_context")])
def test_every_case_is_read_as_its_table_says(case):
    published = datetime.fromisoformat(case["published"]) if "published" in case else PUBLISHED
    assert case["expect"] == [
        [time.text, time.edtf] for time in find_times(case["given"], published=published)
    ]


@pytest.mark.parametrize("case", cases("times"))
def test_nothing_is_read_from_a_publication_that_is_not_known(case):
    for time in find_times(case["given"]):
        assert time.edtf is None or time.resolved_from != "publication"


PIECES = st.sampled_from(
    ["2025年", "10月", "29日", "3日", "上半年", "第三季度", "至", "-", "和", "，", "。", "\n", "的", "去年", "同期", "近3年", "五年前", "周三", "晚8点", "营收", "12:30",
     "自", "以来", "前", "初", "底", "十", "一", "0", "正月", "十五", "春节", "2024-02-30", "截至", "每年", "一天", "预计", "将于"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=14).map("".join), st.none() | st.dates(date(1950, 1, 1), date(2090, 12, 31)))
def test_times_are_sorted_disjoint_and_written_as_edtf(text, published):
    times = find_times(text, published=published)
    assert [time.text for time in times] == [text[slice(*time.span)] for time in times]
    edges = [edge for time in times for edge in time.span]
    assert edges == sorted(edges)
    for time in times:
        assert time.edtf is None or re.fullmatch(rf"({DATE}|\.\.)(/({DATE}|\.\.))?", time.edtf)


def test_a_list_joins_only_where_an_interval_says_the_same():
    def joined(text):
        return [time.edtf for time in join_lists(text, find_times(text, published=PUBLISHED))]

    assert joined("今年及2026年") == ["2025/2026"]
    assert joined("9月和10月") == ["2025-09/2025-10"]
    assert joined("2020年和2024年") == ["2020", "2024"]
    assert joined("去年、今年") == ["2024/2025"]


def test_lunar_years_follow_each_other_without_a_gap():
    rows = tables.read("lunar_years", key="year")
    for row, following in pairwise(rows):
        days = sum(30 if letter == "L" else 29 for letter in row["months"])
        assert date.fromisoformat(following["new_year"]) == date.fromisoformat(row["new_year"]) + timedelta(
            days
        )
        assert len(row["months"]) == (13 if row["leap_month"] != "0" else 12)


@pytest.mark.parametrize("year", range(1950, 2090, 7))
def test_the_winter_solstice_falls_in_the_eleventh_lunar_month(year):
    first, length = lunar_month(year, 11)
    assert first <= solar_term(year, "冬至") < first + timedelta(length)


def test_the_seed_articles_times_are_found(shared, tmp_path):
    text = (shared / "gold/text/article.txt").read_text(encoding="utf-8")
    out = tmp_path / "times.jsonl"
    rows = [{"span": time.span, "edtf": time.edtf} for time in find_times(text, published=PUBLISHED)]
    out.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    score = subprocess.run(
        [sys.executable, shared / "contract/score_mentions.py", shared / "gold/article.times.jsonl", out,
         "--text", shared / "gold/text/article.txt"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert float(score.stdout.split("F1")[1].split()[0]) >= 0.95
