"""Bounds and approximation: 超, 近, 不足, 左右, 以上, and what they do to the number beside them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.amounts.numerals import Number
from hanclaim.amounts.units import trie
from hanclaim.document import Comparator, UnitKind

# Words that may stand between a bound and its number without changing it, and what may after some: 超过全国的.
_LINKS = (
    "高达", "达", "达到", "已达", "可达", "为", "是", "有", "了", "的", "到", "至", "在", "仅", "只有", "只", "共", "将", "也", "可", "还要", "还需", "还需要",
    "需", "需要", "要", "得", "人均", "每股", "已", "已有", "再", "又", "占", "嘅", " ", "“", "「", ":", "：",
)  # fmt: skip
_OF = re.compile(r"(?<=超过|不足|不到|不及|将近|接近)(?:[^，。；\d]{1,6}[的嘅]|全国|全球|全部|总数)$")
_OF_ENDS, _OF_LENGTH = frozenset("的嘅国球部数"), 8
# Adverbs that reach over the verb they stand before: 大约省下10.8亿元, 至少要卖出8400万台. A class of characters leads, for speed.
_OVER_A_VERB = re.compile(
    r"[大约至最起](?:(?<=大)[约概致]|(?<=约)(?<![北纽合公条契节制签预违相简邀毁履续]约)(?![翰旦定束会])|(?<=[至最])少|(?<=[至最])多|(?<=起)码)(?P<verb>[\u4e00-\u9fff]{1,4})$"
)
_OVER_LENGTH = 8
# 高于4.94%的基线: the figure is the line's own.
_STANDARD = re.compile("的(?:基线|标准|水平|均值|平均|中位数|门槛|目标|限值|上限|下限|红线|警戒线|荣枯线)")
_AGAINST = re.compile("(?<!不)(?:[高低]于|超[过出])$")
_SET_OFF = frozenset(" 的（(")
_NOT_A_VERB = re.compile(
    r"[的了和与在比较时]|以|(?<=最[多少])[为是由属]"
)  # 最多为韩国的5.2万人: the most are


class Bound(NamedTuple):
    """A comparator, and whether it is only rough."""

    comparator: str
    approximate: bool


class Word(NamedTuple):
    """A word that bounds, what it says, and the characters it says it not beside; one that only links says nothing."""

    surface: str
    bound: Bound | None
    refused: str = ""


def _words(side: str, at: int) -> dict[str, list[Word]]:
    """The bounds of a side by the character next to the number, the longest first."""
    words: dict[str, list[Word]] = {}
    for row in sorted(tables.read("comparators"), key=lambda row: -len(row["surface"])):
        if row["side"] == side:
            bound = Bound(row["comparator"], row["approximate"] == "yes")
            words.setdefault(row["surface"][at], []).append(Word(row["surface"], bound, row["not_beside"]))
    return words


@cache
def _before() -> tuple[Mapping[str, Sequence[Word]], re.Pattern[str]]:
    """Build what may end the words before a number, bounds and then links, and a quick look for any bound."""
    words = _words("before", -1)
    bounds = trie({word.surface for listed in words.values() for word in listed}, leads=True)
    for link in sorted(_LINKS, key=len, reverse=True):
        words.setdefault(link[-1], []).append(Word(link, None))
    for end in _OF_ENDS:
        words.setdefault(end, [])
    return MappingProxyType(words), re.compile(bounds)


@cache
def _after() -> Mapping[str, Sequence[Word]]:
    return MappingProxyType(_words("after", 0))


def _last(left: str, words: Sequence[Word]) -> Word | None:
    """The word that ends ``left``, of those with its last character."""
    if left[-1] in _OF_ENDS and (of := _OF.search(left, max(0, len(left) - _OF_LENGTH))):
        return Word(of[0], None)
    for word in words:
        if left.endswith(word.surface):
            size = len(word.surface)
            before = left[-size - 1 : -size]
            if not before or before not in word.refused:
                return word
    return None


def _over(left: str) -> re.Match[str] | None:
    return _OVER_A_VERB.search(left, max(0, len(left) - _OVER_LENGTH))


def before(left: str) -> Bound | None:
    """Read the comparator that ends ``left``; two may meet (至少约), and a link may follow (至少需要).

    >>> before('市值突破'), before('通过')
    (Bound(comparator='gt', approximate=False), None)
    """
    words, bounds = _before()
    if (left[-1:] not in words and not _over(left)) or not bounds.search(left):
        return None
    comparator, approximate, seen = "eq", False, False
    for _ in range(6):
        ended = words.get(left[-1:])
        if ended is not None and (word := _last(left, ended)):
            left = left[: -len(word.surface)]
            if word.bound is not None:
                comparator = word.bound.comparator if comparator == "eq" else comparator
                approximate |= word.bound.approximate
                seen = True
        else:
            over = None if seen else _over(left)
            if over is None or _NOT_A_VERB.search(over[0], over.start("verb") - over.start()):
                break
            left = left[: over.start("verb")]
    return Bound(comparator, approximate) if seen else None


def after(right: str) -> Bound | None:
    """Read the comparator that begins ``right``.

    >>> after('左右，')
    Bound(comparator='eq', approximate=True)
    """
    if right[:1] in _SET_OFF:
        right = right.removeprefix("（含）").removeprefix("(含)").lstrip(" 的")
    for word, bound, refused in _after().get(right[:1], ()):
        if right.startswith(word):
            following = right[len(word) : len(word) + 1]
            if not following or following not in refused:
                return bound
    return None


_BEYOND = re.compile("[\u4e00-\u9fff]{1,6}?(?:还要?|更)[大多高长重远快]")


def apply(number: Number, left: str, right: str, kind: UnitKind) -> Number:
    """Bound a number by what stands on either side; what is written inside it (2300余) holds unless they say more.

    >>> apply(Number(None), '不低于', '', 'percent').comparator
    'ge'
    """
    first, second = before(left), after(right)
    if first is not None and _STANDARD.match(right) and _AGAINST.search(left):
        first = None
    if second and right.startswith("起") and left.endswith(("从", "自", "由")):  # 从24岁起 says from when on
        second = None
    if first is None and second is None:
        if left.endswith("比") and _BEYOND.match(right):  # 比400个足球场还大
            return number._replace(comparator="gt")
        return number
    comparator: str = number.comparator
    approximate = number.approximate
    for bound in (first, second):
        if bound is not None:
            comparator = bound.comparator if bound.comparator != "eq" else comparator
            approximate |= bound.approximate
    if comparator == "above":  # 以上 is beyond the figure for money, and takes it in for what is counted
        comparator = "gt" if kind == "currency" else "ge"
    return Number(number.value, number.low, number.high, cast("Comparator", comparator), approximate)
