"""Small whole numbers as dates write them, and patterns for words from tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from hanclaim import tables

HAN = "〇零一二三四五六七八九十"
# 两 counts and does not number: 两日 is two days, never the second.
HAN_ORDINAL = "[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二三四五六七八九]"
ORDINAL = f"(?:[0-9]{{1,2}}|{HAN_ORDINAL})"
SMALL = f"(?:{ORDINAL}|两)"
DASH = "(?:[-—–―~～－ー]{1,2}|至|到)"
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_MONTHS = {"正": "一", "元": "一", "首": "一", "冬": "十一", "腊": "十二"}


def number(text: str) -> int:
    """Read a whole number below a thousand, a year said digit by digit, or a month by its name.

    >>> number('廿三'), number('二〇二五'), number('12'), number('十'), number('腊'), number('一百二十')
    (23, 2025, 12, 10, 12, 120)
    """
    if text.isascii():
        return int(text)
    text = _MONTHS.get(text, text).removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    head, hundred, rest = text.rpartition("百")
    tens, ten, units = rest.rpartition("十")
    value = 0
    for character in units:
        value = value * 10 + _DIGITS[character]
    if ten:
        value += 10 * (_DIGITS[tens.removeprefix("零")] if tens else 1)
    return value + (100 * (_DIGITS[head] if head else 1) if hundred else 0)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


@cache
def table(name: str) -> Mapping[str, Mapping[str, str]]:
    """Return a table's rows by their word."""
    return {row["word"]: row for row in tables.read(name, key="word")}
