"""Lengths of time that place an event: 近3年, 五年前, 未来一周."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hanclaim.claims.anchors import Anchors
from hanclaim.claims.calendar import Interval, Moment, When, shift, shift_months
from hanclaim.claims.pieces import SMALL, number
from hanclaim.document import ResolvedFrom

_UNITS = {
    "年": "year", "月": "month", "周": "week", "星期": "week", "礼拜": "week", "天": "day", "日": "day", "季": "quarter", "季度": "quarter",
    "小时": "hour", "分钟": "minute",
}  # fmt: skip
_COUNT = rf"(?:{SMALL}|[0-9]{{3}}|[一二两三四五六七八九]十|[一二两三四五六七八九]百|半|几|数|多)"
_CLAIMED = re.compile(r"(?:连续|历时|耗时|长达|为期|用时|持续|[花费用]了?|至少|不到|历经|时隔|仅|只)[近约]?$")
COUNTED = re.compile(
    rf"(?P<side>近|最近|过去|过往|前|未来|今后|接下来)的?(?P<count>{_COUNT})(?:个(?=[月星礼季小]))?(?P<unit>年|月(?!份)|周(?!年)|星期|礼拜|季度?|天|日(?!元)|小时|分钟)(?P<after>以来|来|间|里|内)?(?!的?历史|时间|之?前|以前)"
)
PLACED = re.compile(
    rf"(?P<count>{_COUNT})(?:个(?=[月星礼季小]))?(?P<more>多|余)?(?P<unit>年|(?<=个)月|周(?!年)|星期|礼拜|(?<=个)季度|天|日(?=之?内|间)|小时|分钟)(?P<half>半)?"
    r"(?P<side>之?前(?![期景往列身途任三两一二四五十0-9])|以前|之?后(?![来续期])|以后|以来|来(?![自源到说看])|之?间|以内|之?内(?![部容地外在])|里(?!面|程|斯))"
)


def read_length(anchors: Anchors, start: int) -> tuple[re.Match[str], When | None, ResolvedFrom] | None:
    """Read the length of time at ``start`` and the period it makes; None where it is the claim itself."""
    match = COUNTED.match(anchors.text, start) or PLACED.match(anchors.text, start)
    if match is None or _CLAIMED.search(anchors.text, max(0, start - 5), start):
        return None
    unit = _UNITS[match["unit"]]
    if match["side"] == "前" and unit in ("month", "quarter") and match.re is COUNTED:
        return None
    count = match["count"]
    if count in "半几数多" or match.groupdict().get("more") or match.groupdict().get("half"):
        if unit in ("hour", "minute"):
            return None
        return match, None, "publication"
    if unit in ("hour", "minute"):
        return _clocked(match, anchors, unit)
    when, source = _place(match, anchors, int(_hundreds(count)), unit)
    return match, when, source


def _hundreds(count: str) -> int:
    head, hundred, rest = count.partition("百")
    return number(head) * 100 + (number(rest) if rest else 0) if hundred else number(count)


def _place(match: re.Match[str], anchors: Anchors, n: int, unit: str) -> tuple[When | None, ResolvedFrom]:
    side, now = match["side"].removeprefix("之").removeprefix("以"), anchors.published
    if match.re is PLACED and side in ("前", "后"):
        sign = 1 if side == "后" else -1
        paragraph = anchors.text.rfind("\n", 0, match.start()) + 1
        told = (
            anchors.day
            if unit in ("day", "week")
            else anchors.told
            if anchors.told_at > paragraph and sign > 0
            else None
        )
        if isinstance(told, Interval):
            told = told.high or told.low
        if told is not None and (when := shift(told, sign * n, unit)) is not None:
            return when, "narrative"
        return (shift(now, sign * n, unit) if now else None), "publication"
    if now is None or (match.re is PLACED and side == "内"):
        return None, "publication"
    return _around(side, now, n, unit), "publication"


def _around(side: str, now: Moment, n: int, unit: str) -> When | None:
    """Return the stretch of so many units that ends, or begins, with now."""
    here = shift(now, 0, unit)
    if here is None:
        return None
    if side in ("未来", "今后", "接下来"):
        return Interval(here, shift(now, n, unit))
    if side == "前":
        return Interval(shift(now, -n, unit), shift(now, -1, unit)) if n > 1 else shift(now, -1, unit)
    if side in ("近", "最近"):
        if unit == "year" and n == 1:
            return Interval(shift_months(now, -12), shift_months(now, 0))
        if unit == "week":
            return Interval(shift(now, -n, unit), here)
        return Interval(shift(now, 1 - n, unit), here) if n > 1 else here
    return Interval(shift(now, -n, unit), here)


def _clocked(
    match: re.Match[str], anchors: Anchors, unit: str
) -> tuple[re.Match[str], When | None, ResolvedFrom] | None:
    """Read 两小时前 where the publication has a time of day."""
    now, sign = (
        anchors.published,
        {"前": -1, "后": 1}.get(match["side"].removeprefix("之").removeprefix("以")),
    )
    if sign is None or match.re is not PLACED:
        return None
    if now is None or not now.clock or now.month is None or now.day is None:
        return match, None, "publication"
    hour, minute, second = map(int, now.clock.split(":"))
    length = timedelta(hours=1) if unit == "hour" else timedelta(minutes=1)
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    then = (
        midnight
        + timedelta(hours=hour, minutes=minute, seconds=second)
        + sign * _hundreds(match["count"]) * length
    )
    return (
        match,
        replace(now, year=then.year, part=then.month, day=then.day, clock=then.strftime("%H:%M")),
        "publication",
    )
