"""Repair, case by case; at least a third are good text that must not change."""

import json
from pathlib import Path

import pytest

from hanclaim.alignment import Span
from hanclaim.damage import repair, replays, see
from hanclaim.document import Source
from hanclaim.errors import DocumentError

CASES = json.loads((Path(__file__).parent / "cases/damage.json").read_text(encoding="utf-8"))
ARTICLE = "净利润同比增长12.5%，达到88.5亿元。\n公司表示，今年的收入超过预期。\n"
OLD_ARTICLE = "淨利潤同比增長12.5%，達到88.5億元。\n公司表示，今年的收入超過預期。\n"


def prove(text):
    """The laws, on the side of every case."""
    for done in text.repairs:
        seen = see(text.data[slice(*done.raw)], done.codec, done.kind)
        assert done.seen == seen
        assert replays(done.kind, done.text, seen), (done.kind, done.text, seen)
    for start in range(max(0, len(text.value) - 3)):
        span = Span(start, start + 3)
        joined = "".join(reading.text for reading in text.readings(text.to_raw(span)))
        assert text.value[start : start + 3] in joined


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_repair_gives_what_stood_before_the_damage(case, request):
    if case.get("fails"):
        request.applymarker(pytest.mark.xfail(strict=True))
    text = repair(Source(case["given"].encode()))
    assert case["expect"] == text.value
    prove(text)


def test_a_third_of_the_cases_is_good_text():
    assert len(CASES) <= 3 * sum(case["given"] == case["expect"] for case in CASES)


@pytest.mark.parametrize(
    ("data", "expect", "codecs"),
    [
        (ARTICLE.encode(), ARTICLE, ["utf-8"]),
        (b"\xef\xbb\xbf" + ARTICLE.encode(), ARTICLE, ["utf-8"]),
        (ARTICLE.encode("utf-16"), ARTICLE, ["utf-16-le"]),
        (ARTICLE.encode("utf-16-be"), ARTICLE, ["utf-16-be"]),
        (ARTICLE.encode("gb18030"), ARTICLE, ["gb18030"]),
        (OLD_ARTICLE.encode("gb18030"), OLD_ARTICLE, ["gb18030"]),
        (OLD_ARTICLE.encode("big5"), OLD_ARTICLE, ["big5"]),
        ("𠮷野家涨价€5，公司公告".encode("gb18030"), "𠮷野家涨价€5，公司公告", ["gb18030"]),
        (
            ARTICLE.encode() + ARTICLE.encode("gb18030") + OLD_ARTICLE.encode("big5") + ARTICLE.encode(),
            2 * ARTICLE + OLD_ARTICLE + ARTICLE,
            ["utf-8", "gb18030", "big5", "utf-8"],
        ),
        (ARTICLE.encode() + "中".encode()[:2], ARTICLE + "\ufffd", ["utf-8"]),
        (ARTICLE.encode("gb18030") + b"\xd6", ARTICLE + "\ufffd", ["gb18030"]),
    ],
)
def test_every_encoding_is_read_and_what_is_lost_is_said(data, expect, codecs):
    text = repair(Source(data))
    assert expect == text.value
    assert codecs == [stretch.codec for stretch in text.stretches]
    prove(text)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\x00\x01\x02" * 50, "binary"),
        (b"\x7fELF\x02\x01\x01" + bytes(range(256)), "binary"),
        ("\ufffd".encode() * 9, "lost"),
        (b"a" * (65 << 20), "65 MB"),
    ],
    ids=["empty", "blank", "zeros", "program", "lost", "large"],
)
def test_what_nobody_could_use_is_refused(data, word):
    with pytest.raises(DocumentError, match=word):
        repair(Source(data))


@pytest.mark.parametrize(
    ("kind", "text", "seen"),
    [
        ("pinyin", "數", "據(shù)"),
        ("pinyin", "數", "數(shú)"),
        ("pinyin", "5數", "6數(shù)"),
        ("shift", "們為A", "們?yōu)锳I"),
        ("shift", "們维A", "們?yōu)锳"),
        ("stuffing", "", "抬"),
        ("stuffing", "的", "的5"),
        ("gbk-as-latin-1", "公式", "¹«Ë¾"),
        ("utf-8-as-gbk", "进人", "杩涘叆"),
        ("lost", "公", "\ufffd"),
        ("invisible", "", "公"),
        ("spaced-digits", "2026", "2 0 2 5"),
        ("escaped", "中", "\\u4e2e"),
        ("radical", "二", "⼀"),
        ("no such kind", "公", "司"),
    ],
)
def test_a_reading_that_does_not_replay_is_caught(kind, text, seen):
    assert not replays(kind, text, seen)


def test_lost_and_guessed_characters_are_named():
    text = repair(Source("收入".encode() + b"\xff" + "5亿元，公司表示。".encode()))
    assert [Span(2, 3)] == list(text.uncertain)
