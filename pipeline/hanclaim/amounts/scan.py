"""One pass over the text that meets every numeral with its unit, and the words that are figures by themselves."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from hanclaim import tables
from hanclaim.amounts import readings
from hanclaim.amounts.numerals import BORROWED, CHARACTERS, NUMERAL
from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import by_surface, expression, one_of, trie

_WHOLE_ONLY = frozenset({"天", "岁", "度", "周", "里", "日"})  # 半天 is a long while, 半岁 no age
_DIGITS = frozenset("0123456789")
_SIZED = "类区勺碗箱包袋瓶盘片步匙批堆桶"  # 4大类, 两小勺
_COMMON_BASE = "为立功员本都交品长果分就绩效型熟份千群"  # 成 begins these words: 成为, 成立


@cache
def _scanner() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Build the gate and the one expression of a figure; what begins with no digit is not tried where one stands."""
    idioms = [row["surface"] for row in tables.read("not_quantities", key="surface")]
    words = trie(
        (word for word in idioms if word[0] not in _DIGITS),
        {word: f"(?![块{_SIZED}])" for word in idioms if len(word) == 2 and word[1] == "大"}
        | {
            "四周": "(?<![续期]四周)(?<![历耗]时四周)(?<!长达四周)",  # all around, but for how long
            "一刻": "(?!钟)",
            "万分": "(?!之)",
            "三季": "(?<!连续三季)",
            "四季": "(?<!连续四季)",
        },
    )
    figures = trie(row["surface"] for row in tables.read("figures", key="surface"))
    in_digits = (
        rf"(?P<known>{trie(word for word in idioms if word[0] in _DIGITS)})",
        r"(?P<class>[2-5]A)(?=级|景区)",
        r"(?P<over>(?=[0-9]{1,2}[/／])(?<![0-9/.])(?=[0-9]{1,2}[/／][0-9]{1,2}(?:[的强多弱]|以上|左右|股[权份])|(?<=[占约近逾足的了到至超])|(?<=由)[0-9/／]{3,5}[提升降增减扩缩])[1-9][0-9]?[/／][1-9][0-9]?(?![0-9/.月日至到-]))",
    )
    in_words = (
        rf"(?P<idiom>{words})",
        rf"(?P<figure>{figures})(?![年天月个小厘])",
        rf"第 ?(?P<rank>{NUMERAL}) ?(?P<order>大(?![学道街队厅])|[高多长强快贵名位个低少慢短])?",
        rf"(?<!税)前 ?(?P<among>(?>{NUMERAL})) ?(?:(?P<of>[名位强大甲])|(?![年月周天日季个次期几者后面]| ?(?:{expression()})))",
        rf"翻了?近?(?P<fold>{NUMERAL})(?:番|(?<=[翻了近][一1])倍)",  # 翻了一倍 doubled
        r"数以(?P<hundreds>[十百千万亿]+)计",
        r"(?P<rating>(?<![A-Za-z0-9.+-])(?:A{1,3}|B{1,3}|C{1,3}|Aa|Baa|Ba|Caa|aaa|aa)(?:[1-3]|[+＋-]|－)?)(?![A-Za-z0-9])",
        rf"半个?(?P<halved>{_halves()})(?![品功])",
        r"(?P<tenth>[二三四五八])分(?P<parts>[一二三四五七])(?![之钟秒分])(?=[的嘅\u4e00-\u9fff，。；、）」]|$)",
    )
    alternatives = (
        r"(?P<stars>[一二三四五六七2-7])星(?:级|(?=酒店|宾馆|饭店|好评|景区)|(?<=米其林..)|(?:(?<!三星)|(?<=[给予获得]三星))(?=评[级等价]))",
        rf"(?=[0-9])(?:{'|'.join(in_digits)})",
        rf"(?![0-9])(?:{'|'.join(in_words)})",
        _with_unit(expression()),
    )
    return _gate(), re.compile("|".join(alternatives))


def _gate() -> re.Pattern[str]:
    """Build what a figure may begin with, and what must stand beside it: one class of characters leads, for speed."""
    idioms = {row["surface"][1] for row in tables.read("not_quantities")}
    words = [row["surface"] for row in tables.read("figures")]
    heads, seconds = one_of(word[0] for word in words), one_of(word[1] for word in words)
    follows = one_of(
        {
            *"0123456789 大小又以分之下多余来点星+＋至到~～—－-",
            *CHARACTERS,
            *idioms,
            *(unit[0] for unit in by_surface()),
        }
    )
    return re.compile(
        rf"[0-9{CHARACTERS}上成好第前翻A-Ca-c±负+＋−－{heads[1:-1]}-]"
        rf"(?:(?<=[0-9])(?<![0-9]{{2}})[0-9]*|(?<![0-9])(?:(?=[ 0-9{CHARACTERS}好了近])|(?<=[{CHARACTERS}])(?={follows})|(?<={heads})(?={seconds})"
        r"|(?<=[A-Ca-c])(?<![A-Za-z0-9.+-].)(?=[A-Ca1-3]|[^A-Za-z0-9]|$)))"
    )


def _halves() -> str:
    return trie(
        word
        for word, unit in by_surface().items()
        if (unit.kind in {"duration", "physical", "percentage_point"} or word in {"成", "折", "厘"})
        and not word.isascii()
        and word not in _WHOLE_ONLY
    )


def _with_unit(units: str) -> str:
    """Write a numeral with its sign, its unit and what may follow a unit: 60多万元, 七成五, 一个半小时, 元/吨, 毫克/100毫升."""
    unit = (
        rf"个? ?百 ?分 ?点|个[半多](?:小时|钟头|月|星期|世纪)|分半钟|成(?![{_COMMON_BASE}])(?: ?[{BORROWED}](?![{CHARACTERS}])|[0-9]{{1,2}}(?![0-9.%个{CHARACTERS}]))?"
        rf"|(?<=[有约近逾超][{BORROWED}])成(?=为)|度[0-9](?![0-9.%度分点])|[米块秒][0-9]{{1,2}}(?![0-9.%个英吋寸{CHARACTERS}])|[块毛][{BORROWED}](?=一[斤个只张份杯碗包瓶盒条颗片天])|[块毛米][{BORROWED}]{{1,2}}(?![{CHARACTERS}个只张毛角分名位家点成倍元大])|{units}"
    )
    return (
        rf"(?P<sign>[-−－+＋]|零下 ?|负|±)?(?P<number>(?>{NUMERAL}))"
        rf"(?:(?: ?又 ?(?P<base>(?>{NUMERAL})))? {{0,2}}分 {{0,2}}之 {{0,2}}(?P<part>{NUMERAL})(?P<portion>{_halves()})?"
        rf"|(?P<loose> ?[多余来](?![自到源于出样]|元[化素])|[+＋](?![0-9]))?"
        rf"(?: ?(?:(?<![一几数])[大小](?=[{_SIZED}]))?(?P<unit>{unit})(?:(?: ?[/／] ?|(?<![%％])每)(?P<many>[15]00|1000|百)?(?P<per>{units}))?(?P<half>半)?"
        rf"(?P<more>有?[多余](?![0-9出了于达元种少数为个名家付花赚收缴交给卖买用加]))?)?)"
    )


_NOWHERE = (sys.maxsize, sys.maxsize)
# The group that closes last says which alternative it was.
_READ: Mapping[str, Callable[[re.Match[str]], Found | None]] = {
    "figure": readings.figure, "rank": readings.rank, "order": readings.rank, "among": readings.among, "of": readings.among,
    "fold": readings.fold, "hundreds": readings.hundreds, "rating": readings.rating, "class": readings.rating,
    "stars": readings.rating, "halved": readings.half, "part": readings.fraction, "portion": readings.fraction, "over": readings.over, "parts": readings.short_fraction,
    **dict.fromkeys(("number", "loose", "unit", "per", "half", "more"), readings.number),
}  # fmt: skip


def candidates(folded: str, closed: Sequence[tuple[int, int]] = ()) -> Iterator[Found]:
    """Yield every figure outside the ``closed`` stretches, in order; words that only begin with a numeral are stepped over.

    The expression is tried only where the gate opens.

    >>> [one.number.value for one in candidates('一旦超过3.5万吨')]
    [Decimal('35000')]
    """
    gate, figure = _scanner()
    stretches = iter(closed)
    shut, opened = next(stretches, _NOWHERE)
    at = 0
    while (begins := gate.search(folded, at)) is not None:
        start, at = begins.span()
        while opened <= start:
            shut, opened = next(stretches, _NOWHERE)
        if shut <= start:
            at = opened
        elif (match := figure.match(folded, start)) is not None:
            at = match.end()
            read = _READ.get(match.lastgroup or "") if at <= shut else None
            if read is not None and (found := read(match)) is not None:
                yield found
