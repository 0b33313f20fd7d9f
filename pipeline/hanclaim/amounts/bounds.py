"""Bounds and approximation: 超, 近, 不足, 左右, 以上, and what they do to the number beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.amounts.numerals import Number
from hanclaim.document import Comparator, UnitKind

# Words that may stand between a bound and its number without changing it.
_LINK = re.compile(
    r"(?:高达|达到?|已达|可达|为|是|有|了|的|到|至|在|仅|只有|只|共|将|也|可|还要|还需要?|需要?|要|得|人均|每股|已|已有|再|又|占|嘅|[ “「:：]"
    r"|(?<=超过|不足|不到|不及|将近|接近)(?:[^，。；\d]{1,6}[的嘅]|全国|全球|全部|总数))$"
)
_LINK_LENGTH = 8
_LINK_ENDS = frozenset(
    "达到已可为是有了的至在仅只共将也要得均股又占嘅 “「:：部球国再数"
)  # a quick look before the slow one


# Adverbs that reach over the verb they stand before: 大约省下10.8亿元, 至少要卖出8400万台.
_OVER_A_VERB = re.compile(
    r"(大约|大概|大致|(?<![北纽合公条契节制签预违相简邀毁履续])约(?![翰旦定束会])|至少|最少|最多|至多|起码)[\u4e00-\u9fff]{1,4}$"
)
_OVER_LENGTH = 8
_NOT_A_VERB = re.compile(r"[的了和与在比较时]|以")


class Bound(NamedTuple):
    """A comparator, and whether it is only rough."""

    comparator: str
    approximate: bool


class Word(NamedTuple):
    """A word that bounds, what it says, and the characters it says it not beside."""

    surface: str
    bound: Bound
    refused: str


@cache
def _words(side: str, at: int) -> Mapping[str, Sequence[Word]]:
    """The words of a side by the character next to the number, the longest first."""
    words: dict[str, list[Word]] = {}
    for row in sorted(tables.read("comparators"), key=lambda row: -len(row["surface"])):
        if row["side"] == side:
            bound = Bound(row["comparator"], row["approximate"] == "yes")
            words.setdefault(row["surface"][at], []).append(Word(row["surface"], bound, row["not_beside"]))
    return MappingProxyType(words)


def _last(left: str) -> tuple[Bound, int] | None:
    for word, bound, refused in _words("before", -1).get(left[-1:], ()):
        if left.endswith(word):
            before = left[-len(word) - 1 : -len(word)]
            if not before or before not in refused:
                return bound, len(word)
    return None


def _over(left: str) -> re.Match[str] | None:
    return _OVER_A_VERB.search(left, max(0, len(left) - _OVER_LENGTH))


def before(left: str) -> Bound | None:
    """Read the comparator that ends ``left``; two may meet (至少约), and a link may follow (至少需要).

    >>> before('市值突破'), before('通过')
    (Bound(comparator='gt', approximate=False), None)
    """
    last = left[-1:]
    if not (last in _LINK_ENDS or last in _words("before", -1) or _over(left)):
        return None
    comparator, approximate, seen = "eq", False, False
    for _ in range(6):
        if found := _last(left):
            bound, size = found
            comparator = bound.comparator if comparator == "eq" else comparator
            approximate |= bound.approximate
            seen = True
            left = left[:-size]
        elif left[-1:] in _LINK_ENDS and (link := _LINK.search(left, max(0, len(left) - _LINK_LENGTH))):
            left = left[: link.start()]
        else:
            over = None if seen else _over(left)
            if over is None or _NOT_A_VERB.search(over[0][len(over[1]) :]):
                break
            left = left[: over.end(1)]
    return Bound(comparator, approximate) if seen else None


def after(right: str) -> Bound | None:
    """Read the comparator that begins ``right``.

    >>> after('左右，')
    Bound(comparator='eq', approximate=True)
    """
    if right[:1] in {" ", "的", "（", "("}:
        right = right.removeprefix("（含）").removeprefix("(含)").lstrip(" 的")
    for word, bound, refused in _words("after", 0).get(right[:1], ()):
        if right.startswith(word):
            following = right[len(word) : len(word) + 1]
            if not following or following not in refused:
                return bound
    return None


def apply(number: Number, left: str, right: str, kind: UnitKind) -> Number:
    """Bound a number by what stands on either side; what is written inside it (2300余) holds unless they say more.

    >>> apply(Number(None), '不低于', '', 'percent').comparator
    'ge'
    """
    bounds = [bound for bound in (before(left), after(right)) if bound is not None]
    if not bounds:
        return number
    comparator: str = number.comparator
    approximate = number.approximate
    for bound in bounds:
        comparator = bound.comparator if bound.comparator != "eq" else comparator
        approximate |= bound.approximate
    if comparator == "above":  # 以上 is beyond the figure for money, and takes it in for what is counted
        comparator = "gt" if kind == "currency" else "ge"
    return Number(number.value, number.low, number.high, cast("Comparator", comparator), approximate)
