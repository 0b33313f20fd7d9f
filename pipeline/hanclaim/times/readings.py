"""How each piece of a date is read inside what stands before it.

A reader takes the match and the moment that it refines, and returns what both
make together; None says that the calendar has no such thing, or that the words
do not tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from hanclaim.times.calendar import (
    HALF,
    QUARTER,
    SEASON,
    Interval,
    Moment,
    When,
    day_of,
    is_moment,
    shift,
    shift_days,
    shift_months,
    week_of,
)
from hanclaim.times.figures import number, table
from hanclaim.times.lunar import festival, lunar_day, lunar_span

Match = re.Match[str]
Reader = Callable[[Match, Moment], When | None]


def same(_: Match, base: Moment) -> When:
    """Add nothing: 上旬 of a month is the month, the morning of a day is the day."""
    return base


def unknown(_: Match, __: Moment) -> None:
    """Tell no date: a company's fiscal quarter."""


def relative(match: Match, base: Moment) -> When | None:
    """Read 去年, 去年全年, 上季度, 下个月 and 次日."""
    row = table("relative_times")[match[0].removesuffix("全年")]
    return shift(base, int(row["offset"]), row["unit"])


def relative_week(match: Match, base: Moment) -> When | None:
    """Read 上周 and 上周三."""
    week = week_of(base, int(table("relative_times")[match["week_word"]]["offset"]))
    return _weekday_of(week, match["week_day"]) if week and match["week_day"] else week


def weekday(match: Match, base: Moment) -> When | None:
    """Read 周三 inside a week."""
    week = week_of(base)
    return week and _weekday_of(week, match["weekday_name"])


def _weekday_of(week: Interval, name: str) -> When | None:
    if week.low is None:
        return None
    if name == "末":
        return Interval(shift_days(week.low, 5), week.high)
    return shift_days(week.low, "一二三四五六日".index(name.replace("天", "日")))


def paired(match: Match, base: Moment) -> When | None:
    """Read 今明两年: from one to the next."""
    unit = "year" if match["paired_unit"] == "年" else "day"
    low, high = ("去昨今明后".index(match[group]) for group in ("paired_low", "paired_high"))
    offsets = (-1, -1, 0, 1, 2)
    return Interval(shift(base, offsets[low], unit), shift(base, offsets[high], unit))


def parts(offset: int, last: int, low: str, high: str) -> Reader:
    """Return a reader of parts of a year: one, or from the first to the last."""

    def read(match: Match, base: Moment) -> When | None:
        numbers = [number(text) for text in (match[low], match[high]) if text]
        if not all(1 <= n <= last for n in numbers):
            return None
        first, final = numbers[0], numbers[-1]
        if "、" in match[0] and final != first + 1:
            return None
        if first == final:
            return base.within(offset + first)
        turn = 1 if final < first else 0
        return Interval(base.within(offset + first), Moment(base.year + turn, offset + final))

    return read


def half(match: Match, base: Moment) -> Moment:
    """Read 上半年."""
    return base.within(HALF + (1 if match["half_name"][0] in "上前" else 2))


def quarter_letter(match: Match, base: Moment) -> Moment:
    """Read Q3."""
    return base.within(QUARTER + int(match["latin_quarter"]))


def counted_months(name: str) -> Reader:
    """Return a reader of 前三季度, 前10个月 and 最后4个月: the year up to there, or from there on."""

    def read(match: Match, base: Moment) -> Interval | None:
        months = number(match[f"{name}_number"]) * (3 if "季" in match[f"{name}_unit"] else 1)
        if not 1 <= months <= 12:
            return None
        low, high = (1, months) if match[f"{name}_side"] in ("前", "头", "首") else (13 - months, 12)
        return Interval(base.within(low), base.within(high))

    return read


def year_to_date(_: Match, base: Moment) -> Interval:
    """Read 年初至今: from January to the month of publication."""
    return Interval(base.within(1), Moment(base.year, base.part))


def season(match: Match, base: Moment) -> Moment:
    """Read 夏季."""
    return base.within(SEASON + 1 + "春夏秋冬".index(match["season_name"]))


def near_season(match: Match, base: Moment) -> Moment:
    """Read 今春, 去年冬天."""
    year = base.year + "去今明".index(match["season_year"]) - 1
    return Moment(year, SEASON + 1 + "春夏秋冬".index(match["near_season_name"]))


def phase(match: Match, base: Moment) -> When | None:
    """Read 年底, 季末, 月初 as the month it falls in; the beginning of a year tells no month."""
    if base.month:
        return base
    if match[0][-1] in "底末终":
        return base.last_month
    return None if base.part is None else Moment(*base.first[:2])


def lunar_date(name: str) -> Reader:
    """Return a reader of 农历八月十五, 正月初一, 大年初一至初七, 闰四月."""

    def read(match: Match, base: Moment) -> When | None:
        month, leap = number(match[f"{name}_month"] or "正"), bool(match[f"{name}_leap"])
        if not match[f"{name}_day"]:
            return lunar_span(base.year, month, leap=leap)
        first = lunar_day(base.year, month, number(match[f"{name}_day"].rstrip("日号")), leap=leap)
        until = match.groupdict().get(f"{name}_until")
        last = lunar_day(base.year, month, number(until), leap=leap) if until else None
        return Interval(first, last) if last is not None else first

    return read


def days(match: Match, base: Moment) -> When | None:
    """Read 29日, 4日至6日 and 4、5日 inside a month; a list that leaves days out is no interval."""
    numbers = [number(text) for text in (match["low_day"], match["day_number"]) if text]
    moments = [day_in(base, n) for n in numbers]
    if (
        None in moments
        or numbers != sorted(set(numbers))
        or ("、" in match[0] and numbers[1] != numbers[0] + 1)
    ):
        return None
    return moments[0] if len(moments) == 1 else Interval(moments[0], moments[1])


def day_in(base: Moment, day: int) -> Moment | None:
    """Return a day of the month, where the month has it."""
    month = base.month
    return Moment(base.year, month, day) if month and is_moment(base.year, month, day) else None


def day(group: str) -> Reader:
    """Return a reader of one day of the month."""
    return lambda match, base: day_in(base, number(match[group]))


def date_in_figures(year_group: str, month_group: str, day_group: str) -> Reader:
    """Return a reader of a date in figures; an empty group is not written."""

    def read(match: Match, base: Moment) -> Moment | None:
        year_number = int(match[year_group]) if year_group else base.year
        month_number, day_number = int(match[month_group]), int(match[day_group]) if day_group else None
        if not is_moment(year_number, month_number, day_number or 1):
            return None
        return Moment(year_number, month_number, day_number)

    return read


def days_in_figures(match: Match, base: Moment) -> When | None:
    """Read 1/5-1/11 inside brackets: from one day of the year to a later one."""
    low, high = (
        day_in(base.within(int(match[f"{end}_slash_month"])), int(match[f"{end}_slash_day"]))
        for end in ("low", "high")
    )
    if low is None or high is None:
        return None
    return Interval(low, high if low.first <= high.first else replace(high, year=high.year + 1))


def nth_week(match: Match, base: Moment) -> When | None:
    """Read 第二周 of a month, from its first Monday, or of a year, as ISO 8601 counts; 第二个周三 is the second Wednesday."""
    last, name = match["nth"] == "最后一", match["nth_weekday"]
    count = 1 if last else number(match["nth"].removeprefix("第"))
    if base.month is None:
        week = week_of(Moment(base.year, 1, 4), count - 1)
        return None if last or name else week
    index = "一二三四五六日".index(name.replace("天", "日")) if name else 0
    start = shift_months(base, 1) if last else base
    opening = day_of(Moment(start.year, start.month, 1))
    if opening is None:
        return None
    ahead = (index - opening.weekday()) % 7 + 7 * (-1 if last else count - 1)
    found = shift_days(Moment(start.year, start.month, 1), ahead)
    return found if name else found and week_of(found)


def stretch_of_days(match: Match, base: Moment) -> When | None:
    """Read 前三天, 最后五天 of a month or a year."""
    opening, final = _month_ends(base)
    if opening is None or final is None:
        return None
    count = number(match["stretch_days"]) - 1
    if match["stretch_side"] in ("前", "头"):
        return Interval(opening, shift_days(opening, count))
    return Interval(shift_days(final, -count), final)


def half_month(match: Match, base: Moment) -> When | None:
    """Read 上半月: to the 15th, or from the 16th on."""
    opening, final = _month_ends(base)
    if base.month is None or opening is None or final is None:
        return None
    if match["half_month"] == "上":
        return Interval(opening, replace(opening, day=15))
    return Interval(replace(opening, day=16), final)


def _month_ends(base: Moment) -> tuple[Moment | None, Moment | None]:
    """Return the first and the last day of a month, or of a year."""
    if base.month is None:
        return (Moment(base.year, 1, 1), Moment(base.year, 12, 31)) if base.part is None else (None, None)
    return Moment(base.year, base.month, 1), shift_days(replace(shift_months(base, 1), day=1), -1)


def feast(match: Match, base: Moment) -> When | None:
    """Read 春节: its day; the days around it (假期, 期间) are told by nobody."""
    if match["festival_around"]:
        return None
    return festival(table("festivals")[match["festival_name"]], base.year)


def near_day(match: Match, base: Moment) -> When | None:
    """Read 今 and 昨 before a part of the day."""
    return shift_days(base, "昨今明".index(match[0][0]) - 1)


def clock(match: Match, base: Moment) -> Moment | None:
    """Read a time of day; digits with colons are a stamp and complete, speech is as fine as it says."""
    if match["colon_hour"]:
        hour, minute = int(match["colon_hour"]), int(match["colon_minute"])
        second = match["colon_second"] or "00"
    else:
        hour, fraction = number(match["hour"]), match["fraction"] or ""
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(fraction) or number(match["minute"] or "0")
        second = f"{number(match['second']):02d}" if match["second"] else ""
    return at_hour(base, hour, minute, second, match["part"])


def at_hour(base: Moment, hour: int, minute: int, second: str, part: str | None) -> Moment | None:
    """Return the time of day as the part of the day has it: 下午3点 is 15:00, 晚上12点 the next midnight.

    24时 closes its day, so that what is counted up to it is that day's.
    """
    if hour == 24 and not minute and not part:
        return replace(base, clock="") if base.day is not None else None
    first = int(table("day_parts")[part]["first_hour"]) if part else 0
    night = first >= 18
    if first >= 11 and hour < first and hour + 12 >= first and not (night and hour < 5) and hour < 12:
        hour += 12
    if hour == 12 and night:
        hour = 24
    if hour == 12 and part and first == 0:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    there = shift_days(base, 1) if hour == 24 else base
    if there is None or there.month is None or there.day is None:
        return None
    return Moment(
        there.year, there.part, there.day, f"{hour % 24:02d}:{minute:02d}" + (second and f":{second}")
    )
