"""Headings: their shapes, their ranks, and the path of those above a line."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from hanclaim import tables

_DECORATED = re.compile(r"[■□◎●○▲△◆◇★☆►▶▍▌▎◤◥◢◣※▋█【〖#＃]+[ 　]*")
_TRIM = " 　■□◎●○▲△▼◆◇★☆►▶▍▌▎▋█◤◥◢◣※|｜【】〖〗＃"
_ONLY_NUMBER = re.compile(
    r"[#＃]?\s?(?:\d{1,2}|[一二三四五六七八九十]{1,2}|PART\s?[\dA-Za-z.]{1,4}|Part\s?[\dA-Za-z.]{1,4}|[IVX]{1,4}|[①-⑳])[.、．/]?"
)
_CONNECTIVE = re.compile(
    r"(?:那么|这|但|可是|然而|而且|所以|因此|于是|不过|他|她|它|我|你|其中|此外|同时|对此|例如|比如)"
)


class Heading(NamedTuple):
    """A heading in the path: its text without decoration, and what its rank is judged by."""

    text: str
    shape: str
    rank: int
    level: int


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str, int], ...]:
    rows = tables.read("heading_shapes", key="shape")
    return tuple((re.compile(row["pattern"]), row["shape"], int(row["rank"])) for row in rows)


@cache
def _numbering() -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<{shape}>{pattern.pattern})" for pattern, shape, _ in _shapes()))


@cache
def _ranks() -> dict[str, int]:
    return {shape: rank for _, shape, rank in _shapes()}


def find_numbering(text: str) -> str | None:
    """Return the shape of the number a line begins with.

    >>> find_numbering('（二）加强人才培养'), find_numbering('1.2万人'), find_numbering('2025年')
    ('bracketed', None, None)
    """
    match = _numbering().match(text)
    return match.lastgroup if match else None


def end_of_numbering(text: str, start: int = 0) -> int:
    """Return where a line's words begin, behind its number or sign.

    >>> end_of_numbering('（2）开工建设5所学校'), end_of_numbering('1.2万人')
    (3, 0)
    """
    match = _numbering().match(text, start)
    return match.end() if match else start


def is_only_number(text: str) -> bool:
    """Whether a line is a number that stands over the heading proper: #01."""
    return len(text) <= 10 and bool(_ONLY_NUMBER.fullmatch(text.strip(_TRIM)))


def is_decorated(text: str) -> bool:
    """Whether a line is dressed as a heading: ■ … or 【…】 and nothing after it.

    >>> is_decorated('【关键一役】'), is_decorated('【早报】A股三大指数集体高开')
    (True, False)
    """
    match = _DECORATED.match(text)
    if match is None or len(text) > 45:
        return False
    return text.find("】") in {-1, len(text) - 1} and text.find("〗") in {-1, len(text) - 1}


def is_title_like(text: str, *, limit: int = 36) -> bool:
    """Whether a line could stand as a bare heading: short, and not running on.

    >>> is_title_like('加盟商去哪儿了？'), is_title_like('举债，继续投。'), is_title_like('让我们拆开：')
    (True, False, False)
    """
    if len(text) > limit or len(text) < 2 or text[-1] in "。；;：:，,、…”」":
        return False
    if text[-1] in "？！?!":
        return len(text) <= 18 and not re.search(r"[，,。]", text) and not _CONNECTIVE.match(text)
    return not re.search(r"[。；]", text) and len(re.findall(r"[，,]", text)) <= 2


def make_heading(text: str, level: int) -> Heading:
    """Make a heading of a line; ``level`` is what HTML says, or 0."""
    bare = text.strip(_TRIM) or text
    shape = find_numbering(bare)
    if is_only_number(text):
        return Heading(bare, "number", 0, level)
    return Heading(bare, shape or "bare", _ranks()[shape] if shape and shape != "bullet" else 0, level)


def push(path: tuple[Heading, ...], heading: Heading) -> tuple[Heading, ...]:
    """Return the path to a new heading: what it does not belong under is left.

    Numbers rank as Chinese documents order them, 一、（一）1.（1）; a heading without
    one begins anew, unless HTML gives it a lower place.
    """
    kept = path
    while kept and not _is_under(heading, kept[-1]):
        kept = kept[:-1]
    return (*kept, heading)


def _is_under(heading: Heading, above: Heading) -> bool:
    if above.shape == "number" or heading.shape == "number":
        return False
    if heading.rank and above.rank and heading.shape != above.shape:
        return heading.rank > above.rank
    if heading.level and above.level:
        return heading.level > above.level
    return heading.rank > above.rank
