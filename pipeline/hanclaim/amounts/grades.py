"""Ratings: steps on a scale that are named and not counted, such as A+, 二级响应 or 「减码」评等."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from hanclaim import tables
from hanclaim.amounts.changes import Setting
from hanclaim.amounts.numerals import Number
from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import Unit, trie

_DIGITS = "零一二三四五六七八九"
_RATING = Unit(None, "rating")
_FAR = 40  # characters beyond which no advice stands from the word that calls it a rating
_SCALE_BEFORE = re.compile(r"(?:响应|预警|警报|防控|警戒|风险等级|应急)[^，。；]{0,14}$")
_SCALE_AFTER = re.compile(r"(?:应急)?(?:响应|预警|警报|警戒|防御|资质|风险)")

_CALLED = re.compile("评[等级]")


@cache
def _advice() -> re.Pattern[str]:
    words = trie(row["surface"] for row in tables.read("ratings", key="surface"))
    return re.compile(
        rf"(?:评[等级](?:[由从至为到调升降上下维持给予]|[“「『‘\"]){{0,6}}(?P<after>{words}))"
        rf"|(?P<before>{words})[”」』’\"]?的?(?:投资|股票)?评[等级]"
        rf"|(?:[上下]调|调[升降高低]|[升降])[至到为][“「『‘\"]?(?P<then>{words})"
    )


def find_advice(folded: str) -> Iterator[Found]:
    """Yield what analysts advise where it is called a rating.

    >>> [folded[one.start:one.end] for folded in ['重申「减码」评等'] for one in find_advice(folded)]
    ['减码']
    """
    if "评等" not in folded and "评级" not in folded:
        return
    near: list[tuple[int, int]] = []  # all that is searched: a page speaks of ratings in few places
    for called in _CALLED.finditer(folded):
        begin, end = max(0, called.start() - _FAR), called.end() + _FAR
        if near and begin <= near[-1][1]:
            begin, _ = near.pop()
        near.append((begin, end))
    for stretch in near:
        for match in _advice().finditer(folded, *stretch):
            start, end = match.span(match.lastgroup or 0)
            yield Found(start, end, Number(None), _RATING, "rating.advice", setting=Setting("rating"))


def as_grade(folded: str, one: Found) -> Found:
    """Read 三级 as a rating where an alert or a class is spoken of, and as a count elsewhere."""
    if one.number.value is None or one.number.value % 1:
        return one
    if one.chinese and one.scaled:  # 千亿级 is of that size
        return replace(one, end=one.end - 1, unit=None, surface="", rule="number.size")
    if _SCALE_BEFORE.search(folded, max(0, one.start - 20), one.start) or _SCALE_AFTER.match(folded, one.end):
        return replace(one, number=Number(None), unit=_RATING, rule="rating.level", setting=Setting("rating"))
    return one


_SCORE = re.compile(
    rf"(?<![0-9:：∶.比-])(?:[0-9]{{1,3}} ?[比:：∶-] ?[0-9]{{1,3}}|[{_DIGITS}十]{{1,3}}比[{_DIGITS}十]{{1,3}})(?![0-9:：%年月日比-]|[.][0-9])"
)
# What stands between two numerals, but in no date or the clock behind one.
_BETWEEN = re.compile(
    rf"[比:：∶-](?= ?[0-9{_DIGITS}])(?<=[0-9{_DIGITS}十 ].)(?<![0-9]{{4}}.)(?<!-[0-9]{{2}}.)(?<!-[0-9]{{2}} [0-9]{{2}}.)(?![0-9]{{2}}[-:])"
)
_CONTEST = re.compile(
    r"比分|战胜|击败|击退|打败|大胜|完胜|险胜|小胜|逆转|获胜|取胜|惨败|负于|不敌|战平|逼平|打平|淘汰|横扫|领先|落后|力克|轻取|告负|落败|击溃|扳平|客胜|主胜|胜出|晋级|大比分|点球|进球|夺冠|胜利|之差|比数|得胜|输|赢|客场|主场|打成|战成|战平|告捷|负|终场|最终|攻势|攻击波|高潮|狂胜|碾压?|告败|大败|完败|拿下|打爆|完封|扳倒|痛宰|打出|轰出|一波"
)
# 以11比1提前结束 is a score, 以2比1的比例混合 is none.
_CLOCK = re.compile("[\\[【(（][0-2]?[0-9][:：][0-5][0-9][\\]】)）]")
_BY = re.compile("以$")
_MIXED = re.compile("的?(?:比[例率值重]|配比|汇率|价[格位]|混合|稀释|[兑换折])")
_ALONE = re.compile("[，。；！].*[，。；！]")  # 一脚低射，1比1。
_AND_ONE = re.compile("[0-9]{1,3} ?[比:：∶-] ?[0-9]{1,3}[和与、及]$")
_SIDE_BY_SIDE = re.compile("[比:：∶赔](?= ?[0-9])(?<=[0-9 ].)")
# Sides of a whole: 男女比例2.1比1, 三次产业结构为6:55:39.
_SIDES = re.compile(
    r"(?:比(?:例|率|值)?|赔率|[^A-Za-z]按|配资)(?:大?约)?(?:分别)?(?:[为是]|达到?|：|:)?(?:大?约)?(?P<sides>[0-9]+(?:\.[0-9]+)?(?: ?[比:：∶赔] ?[0-9]+(?:\.[0-9]+)?)+)(?![0-9%.比:：∶])"
    r"|(?P<told>[0-9]+(?: ?[:：∶] ?[0-9]+)+)的?比[例率]"
)


_DRAWN = re.compile("平(?![米方均时常稳安台等日])")


def find_ratios(folded: str) -> Iterator[Found]:
    """Yield how the sides of a whole stand to each other; as with a score, only the text tells what each one is.

    >>> [folded[one.start:one.end] for folded in ['男女比例为2.1比1'] for one in find_ratios(folded)]
    ['2.1比1']
    """
    at = 0
    for sign in _SIDE_BY_SIDE.finditer(folded):
        match = (
            _SIDES.search(folded, max(at, sign.start() - 16), sign.end() + 24) if sign.start() >= at else None
        )
        if match is None:
            continue
        at = match.end()
        yield Found(
            *match.span("sides" if match["sides"] else "told"),
            Number(None),
            Unit(None, "ratio"),
            "ratio.sides",
            setting=Setting("quantity"),
        )


def find_scores(folded: str) -> Iterator[Found]:
    """Yield the scores of matches, where a contest is spoken of close by.

    >>> [folded[one.start:one.end] for folded in ['主队以3比1战胜对手'] for one in find_scores(folded)]
    ['3比1']
    """
    for sign in _BETWEEN.finditer(folded):
        match = _SCORE.search(folded, max(0, sign.start() - 4), sign.end() + 5)
        if match is None:
            continue
        start, end = match.span()
        if _CLOCK.fullmatch(folded, start - 1, end + 1):
            continue
        drawn = "-" not in match[0] and _DRAWN.match(folded, end)
        by = _BY.search(folded, max(0, start - 2), start) and not _MIXED.match(folded, end)
        if (
            drawn
            or by
            or ("比" in match[0] and _ALONE.fullmatch(folded, start - 1, end + 1))
            or _AND_ONE.search(folded, max(0, start - 9), start)
            or _CONTEST.search(folded, max(0, start - 10), start)
            or _CONTEST.search(folded, end, end + 6)
        ):
            yield Found(
                start, end, Number(None), Unit(None, "score"), "score.match", setting=Setting("rating")
            )
