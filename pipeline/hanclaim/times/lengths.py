"""Lengths of time that place an event: 近3年, 五年前, 未来一周.

A length that is itself what is said (连续7个月, 历时三年) is a quantity and none
of these.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hanclaim.times.anchors import Anchors, Placed
from hanclaim.times.calendar import Interval, Moment, When, ends, shift, shift_months, week_of
from hanclaim.times.figures import HAN_ORDINAL, SMALL, number

_UNITS = {
    "年": "year", "载": "year", "月": "month", "周": "week", "星期": "week", "礼拜": "week", "天": "day", "日": "day",
    "季": "quarter", "季度": "quarter", "小时": "hour", "钟头": "hour", "分钟": "minute", "秒": "second", "秒钟": "second",
}  # fmt: skip
# Digits are taken whole and never tried again, for most are no count of time.
_COUNT = rf"(?:(?>[0-9]{{1,3}})(?![0-9])|{HAN_ORDINAL}|两|[一二两三四五六七八九]百(?:[一二三四五六七八九]十)?|半|几|数|多|[二三四五六七八九]?十[几多余]|[几数]十|[一两二三四五六七八九][二两三四五六七八九])"
_OF = "(?:个(?=[月星礼季小钟半周]))?"

# 前99年 is before Christ; 加上两天, 最后三年 and 之后五年 are said of something else.
_TENS = "[0-9]{2}|[二三四五六七八九]十"
_LOOSE = "(?<![^\\s，。,、；;（(在于自和与比较])"
# Counted up to now, or on from now.
NEAR = (
    rf"(?P<as_near>(?![上下前后]半[年月]|前{SMALL}个?[月季])(?P<near_side>近|最近|过去|过往|(?<![以之目此先日提])前(?!{_TENS})|未来|今后|接下来|{_LOOSE}[上下后])的?(?P<near_count>{_COUNT})\s?{_OF}"
    rf"(?P<near_unit>年(?!代|级|线|[上下]半年)|月(?!份)|周(?!年|岁)|星期|礼拜|季度|(?<=个)季|天|日(?!元)|小时|钟头|分钟|秒钟?)(?:以来|来(?!自|源)|间|之?内|里)?(?!的?历史|的?时间|之?前|以前|大关))"
)
# Counted away from now or from what was told.
AWAY = (
    rf"(?P<as_away>(?<!个)(?!0)(?P<away_count>{_COUNT})\s?{_OF}(?P<away_more>多|余)?(?:个(?=[月星礼季小钟]))?"
    rf"(?P<away_unit>年|(?<=个)月|周(?!年|岁)|星期|礼拜|(?<=个)季度|天|日(?=之?内|以内|间|之?后|之前|以后)|(?<=两)日|小时|钟头|分钟|秒钟?)(?P<away_half>半|多|余)?"
    r"(?P<away_side>之?前(?![期景往列身途任三两一二四五十0-9])|以前|之?后(?![来续期])|以后|以来|来(?![自源到说看])|之?间|以内|之?内(?![部容地外在])|里(?![面程斯])))"
)
_CLAIMED = re.compile(
    r"(?:连续|历时|耗时|长达|为期|用时|持续|[花费用]了?|[了达需共]|至少|不到|历经|时隔|仅|只|每|第)[近约]?$"
)
# 近4小时 is how long something took; only hours that make days, 近24小时, tell when.
_SHORT = ("hour", "minute", "second")
_DAYS_IN_HOURS = frozenset({"24", "36", "48", "72"})
_EXACT = re.compile(rf"[0-9]{{3}}|{SMALL}|[一二两三四五六七八九]百(?:[一二三四五六七八九]十)?")


def read_length(anchors: Anchors, match: re.Match[str]) -> Placed | None:
    """Read a length of time as the period it makes; None where it is a claim of its own."""
    start = match.start()
    if _CLAIMED.search(anchors.text, max(0, start - 5), start):
        return None
    near = match.lastgroup == "as_near"
    count, unit = (
        (match["near_count"], match["near_unit"]) if near else (match["away_count"], match["away_unit"])
    )
    unit, side = _UNITS[unit], match["near_side"] if near else match["away_side"].strip("之以")
    if not near and (match["away_more"] or match["away_half"]):
        return None, "publication"
    if unit in _SHORT and side in ("近", "最近") and count not in _DAYS_IN_HOURS:
        return None
    if unit in _SHORT:
        return _by_the_clock(anchors, count, unit, side)
    if not _EXACT.fullmatch(count):
        return None, "publication"
    if near:
        return (
            _around(side, anchors.published, number(count), unit) if anchors.published else None
        ), "publication"
    if side in ("前", "后"):
        return _away(anchors, start, number(count) * (1 if side == "后" else -1), unit)
    if side == "内" or anchors.published is None:
        return None, "publication"
    return Interval(
        shift(anchors.published, -number(count), unit), shift(anchors.published, 0, unit)
    ), "publication"


def _away(anchors: Anchors, start: int, count: int, unit: str) -> Placed:
    """Read 一天前 from the day told last, 三年后 from what the paragraph tells, 五年前 from the publication."""
    told: When | None = None
    if unit in ("day", "week"):
        told = anchors.recent_day(start)
    elif count > 0 and anchors.in_paragraph(anchors.told_at, start):
        told = anchors.told
    base = ends(told)[1] if told else None
    if base is not None and (when := shift(base, count, unit)) is not None:
        return when, "narrative"
    return (shift(anchors.published, count, unit) if anchors.published else None), "publication"


def _around(side: str, now: Moment, count: int, unit: str) -> When | None:
    """Return the stretch of so many units that ends, or begins, with now."""
    here = shift(now, 0, unit)
    if here is None:
        return None
    match side:
        case "上" | "下" if unit == "week":
            first, final = (
                week_of(now, -count if side == "上" else 1),
                week_of(now, -1 if side == "上" else count),
            )
            return Interval(first.low, final.high) if first and final else None
        case "前" | "上":
            last = shift(now, -1, unit)
            return last if count == 1 else Interval(shift(now, -count, unit), last)
        case "后" | "下":
            following = shift(now, 1, unit)
            return following if count == 1 else Interval(following, shift(now, count, unit))
        case "未来" | "今后" | "接下来":
            return Interval(here, shift(now, count, unit))
        case "近" | "最近" if unit == "year" and count == 1:
            return Interval(shift_months(now, -12), shift_months(now, 0))
        case "近" | "最近" if unit != "week":
            return Interval(shift(now, 1 - count, unit), here) if count > 1 else here
    return Interval(shift(now, -count, unit), here)


def _by_the_clock(anchors: Anchors, count: str, unit: str, side: str) -> Placed | None:
    """Read 两小时前 where the publication has a time of day; what lasts so long is a claim."""
    if side not in ("前", "后", "近", "最近", "过去", "未来", "上", "下") or not (
        count == "半" or _EXACT.fullmatch(count)
    ):
        return None
    now = anchors.published
    if now is None or not now.clock or now.month is None or now.day is None:
        return None, "publication"
    hour, minute, second = map(int, now.clock.split(":"))
    seconds = {"hour": 3600, "minute": 60, "second": 1}[unit]
    length = timedelta(seconds=seconds // 2 if count == "半" else seconds * number(count))
    midnight = datetime(now.year, now.month, now.day, tzinfo=UTC)
    sign = 1 if side in ("后", "未来", "下") else -1
    then = midnight + timedelta(hours=hour, minutes=minute, seconds=second) + sign * length
    shape = "%H:%M:%S" if unit == "second" else "%H:%M"
    there = Moment(then.year, then.month, then.day, then.strftime(shape))
    here = replace(now, clock=now.clock if unit == "second" else now.clock[:5])
    if side in ("前", "后"):
        return there, "publication"
    return Interval(*sorted((here, there), key=lambda moment: moment.edtf)), "publication"
