"""What the words around a quantity make of it: bound, direction, basis and kind."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from hanclaim import tables
from hanclaim.document import BasisKind, Comparator, Direction, Mode, QuantityKind


class Bound(NamedTuple):
    """A comparator beside a quantity, and how far it reaches."""

    comparator: str
    approximate: bool
    length: int


@cache
def _bounds(side: str) -> Mapping[str, tuple[str, bool]]:
    return {
        row["surface"]: (row["comparator"], row["approximate"] == "yes")
        for row in tables.read("comparators")
        if row["side"] == side
    }


# Words that may stand between a bound and its number without changing it.
_LINKS = re.compile(
    r"(?:高达|达到了?|已达|可达|上看|达|为|是|有|了|的|到|至|仅|只有|只|共|近?似|人均|每股|[ “「])$"
)


def bound_before(left: str) -> Bound | None:
    """Read the comparator that ends ``left``; two may meet, as in 至少约.

    >>> bound_before('市值突破')
    Bound(comparator='gt', approximate=False, length=2)
    """
    words = _bounds("before")
    at, comparator, approximate, seen = len(left), "eq", False, False
    while at:
        for size in (4, 3, 2, 1):
            word = left[max(0, at - size) : at]
            if len(word) == size and word in words:
                said, rough = words[word]
                comparator = said if comparator == "eq" else comparator
                approximate |= rough
                at -= size
                seen = True
                break
        else:
            break
    return Bound(comparator, approximate, len(left) - at) if seen else None


def bound_after(right: str) -> Bound | None:
    """Read the comparator that begins ``right``; several may follow, as in 多以上.

    >>> bound_after('左右，')
    Bound(comparator='eq', approximate=True, length=2)
    """
    words = _bounds("after")
    for size in (5, 4, 3, 2, 1):
        if len(right) >= size and right[:size] in words:
            return Bound(*words[right[:size]], size)
    return None


class Setting(NamedTuple):
    """Kind, direction, mode and basis, as the clause gives them."""

    kind: QuantityKind = "quantity"
    direction: Direction | None = None
    mode: Mode | None = None
    basis: str | None = None
    basis_kind: BasisKind | None = None


_UP = (
    "增长|增加|增多|增|上涨|上升|上调|上扬|上浮|上修|提高|提升|提|升高|升值|升|涨|扩大|扩张|多出|多了|高出|高了|飙升|攀升|回升|跃升|激增|猛增|暴涨|大涨|"
    "急升|走高|走强|加息|加|反弹|成长|劲扬|扬升|扬|调升|调高|增值|增持|大增|翻|快于?|长|贵了?|超出|胜出|领先|改善|拉高|推高|抬高|跳涨|新增|追加"
)
_DOWN = (
    "下降|下跌|下滑|下调|下挫|下行|下修|减少|减|降低|降|缩减|缩水|缩小|萎缩|收窄|回落|跌落|跌至|重挫|挫|跌|砍|少了|少|低了|低|削减|贬值|衰退|"
    "滑落|走低|走弱|降息|调降|调低|暴跌|大跌|骤降|锐减|急跌|回吐|缩|落后|流失|裁|损失|蒸发|缩短|便宜了?|慢于?|收缩|回撤|退"
)
_MANNER = r"(?:了|过|着|到|出|近|幅度?|率|速度?|的|达|达到了?|高达|为|是|约|逾|超过?|不到|不足|至少|最多|上看|将近|接近|幅为|幅达|幅度为|幅度达|有|仅|只|共|又|再|[一两]?度|[ “:：])*"
_BY = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN})){_MANNER}$")
_TO = re.compile(rf"(?:(?P<up>{_UP})|(?P<down>{_DOWN}))[^，。；、\d]{{0,2}}(?:至|到了?|为|成){_MANNER}$")
_NOUN_UP = re.compile(r"(?:涨幅|增幅|增速|升幅|增长率|涨势)[^，。；\d%]{0,6}$")
_NOUN_DOWN = re.compile(r"(?:跌幅|降幅|减幅|缩幅|跌势)[^，。；\d%]{0,6}$")
_NEVER_BY = re.compile(
    r"(?:至少|最少|不少|多少|减持|增持|追加投资|加入|参加|提出|提供|降雨|降水|减排|降落|降级|增资|最低|最高|长达|提前|年长|会长|加上)[^，。；]{0,3}$"
)
_SHARE = re.compile(
    r"(?:占|比重|份额|市占|占比|比例|控球率|其中|持股|股权|相当于|覆盖率|占有率)[^，。；]{0,18}$"
)
_SHARE_NEAR = re.compile(r"(?:占|比重|份额|市占率?|占比|比例|控球率|持股比例)[^，。；、]{0,14}$")
_RATE_AFTER = re.compile(
    r"的?(?:年化|利率|收益|税率|增长|增速|增幅|涨幅|跌幅|降幅|速度|关税|折扣|概率|可能|机会|利息|回报|通胀|通货|失业率|票面|年利|浓度|纯度|准确|胜率)"
)
_BASIS = re.compile(
    r"(?:较|比|相比于?|相较于?|与|跟|和|同)(?P<basis>[^，。；比较]{1,16}?)(?:相比|比较|的|时|，)?(?=[^，。；]{0,12}$)"
)
_BASIS_KINDS: tuple[tuple[str, BasisKind], ...] = (
    (
        "同比|年增|年减|按年|上年同期|去年同期|同期|年升|年跌|与去年|较上年|比上年|较去年|比去年|年成长|年衰退",
        "yoy",
    ),
    ("季增|季减|按季|上季|前一季|季升|季跌|上一季", "qoq"),
    ("月增|月减|按月|上月|前一月|上个月|月升|月跌|比9月|较\\d+月", "mom"),
    ("今年以来|年初以来|较年初|比年初|年底|年末|年初至今|去年底", "ytd"),
    ("环比", "other"),
)
_KIND = re.compile("|".join(f"(?P<{kind}>{words})" for words, kind in _BASIS_KINDS))


def look_around(left: str, right: str, unit: str | None, sentence: str) -> Setting:
    """Say what the clause makes of a quantity that stands between ``left`` and ``right``."""
    direction: Direction | None = None
    mode: Mode | None = None
    kind: QuantityKind = "quantity"
    if not _NEVER_BY.search(left):
        if found := _TO.search(left):
            direction, mode = ("up" if found["up"] else "down"), "to"
        elif found := _BY.search(left):
            direction, mode, kind = ("up" if found["up"] else "down"), "by", "change"
        elif _NOUN_UP.search(left):
            direction, mode, kind = "up", "by", "change"
        elif _NOUN_DOWN.search(left):
            direction, mode, kind = "down", "by", "change"
    if kind == "quantity" and unit in {"%", None}:
        following = right.startswith("的") and not _RATE_AFTER.match(right)
        if unit == "%" and (following or _SHARE_NEAR.search(left)):
            kind = "share"
    if kind == "quantity" and unit == "{times}":
        kind = "multiple"
    basis, basis_kind = _find_basis(left) if kind == "change" or mode else (None, None)
    if kind == "change" and basis_kind is None and (found := _KIND.search(sentence)):
        basis_kind = found.lastgroup  # type: ignore[assignment]
    return Setting(kind, direction, mode, basis, basis_kind)


def _find_basis(left: str) -> tuple[str | None, BasisKind | None]:
    found = next(reversed(list(_BASIS.finditer(left))), None)
    kind = _KIND.search(left)
    return (found["basis"] if found else None), (kind.lastgroup if kind else None)  # type: ignore[return-value]


def settle(comparator: str, unit_kind: str) -> Comparator:
    """以上 is beyond the figure for money, and takes it in for what is counted."""
    if comparator == "above":
        return "gt" if unit_kind == "currency" else "ge"
    return comparator  # type: ignore[return-value]


def strip_links(left: str) -> str:
    """Drop the words that may stand between a bound and its number: 高达, 了, 有.

    >>> strip_links('至少达到')
    '至少'
    """
    while left and (link := _LINKS.search(left)) and not bound_before(left):
        left = left[: link.start()]
    return left


def is_changed(left: str) -> bool:
    """Whether the words just before say that something grew or shrank by what follows."""
    return _BY.search(left) is not None
