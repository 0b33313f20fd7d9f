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
            start, end = match.span("after" if match["after"] else "before")
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
    rf"(?<![0-9:：∶.比-])(?:[0-9]{{1,3}} ?[比:：∶-] ?[0-9]{{1,3}}|[{_DIGITS}十]{{1,3}}比[{_DIGITS}十]{{1,3}})(?![0-9:：%年月日比-])"
)
# What stands between two numerals, but in no date or the clock behind one.
_BETWEEN = re.compile(
    rf"[比:：∶-](?= ?[0-9{_DIGITS}])(?<=[0-9{_DIGITS}十 ].)(?<![0-9]{{4}}.)(?<!-[0-9]{{2}}.)(?<!-[0-9]{{2}} [0-9]{{2}}.)(?![0-9]{{2}}[-:])"
)
_CONTEST = re.compile(
    r"比分|战胜|击败|击退|打败|大胜|完胜|险胜|小胜|逆转|获胜|取胜|惨败|负于|不敌|战平|逼平|打平|淘汰|横扫|领先|落后|力克|轻取|告负|落败|击溃|扳平|客胜|主胜|胜出|晋级|大比分|点球|进球|夺冠|胜利|之差|比数|得胜|输|赢|客场|主场|打成|战成|战平|告捷|负|终场|最终|攻势|攻击波|高潮|狂胜|碾压?|告败|大败|完败|拿下"
)


_DRAWN = re.compile("平(?![米方均时常稳安台等日])")


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
        drawn = "-" not in match[0] and _DRAWN.match(folded, end)
        if (
            drawn
            or _CONTEST.search(folded, max(0, start - 10), start)
            or _CONTEST.search(folded, end, end + 6)
        ):
            yield Found(
                start, end, Number(None), Unit(None, "score"), "score.match", setting=Setting("rating")
            )
