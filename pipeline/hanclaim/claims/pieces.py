"""The pieces that dates are written in: each has a rank, a pattern, and a reading inside what stands before it.

A chain goes from coarse to fine: 2025年 · 9月 · 上旬, 昨天 · 晚上 · 8点.  So one
piece needs to know only the moment it refines, and whatever the first one lacks
is looked up by `anchors`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from hanclaim import tables
from hanclaim.claims.calendar import (
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
)  # fmt: skip

# What the first piece of a chain leaves to its surroundings.
Base = Literal["none", "year", "month", "week", "day", "published", "narrated"]
Match = re.Match[str]

HAN = "〇零一二三四五六七八九十"
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
SMALL = "(?:[0-9]{1,2}|[一二三]?十[一二三四五六七八九]?|廿[一二三四五六七八九]?|卅一?|[一二两三四五六七八九])"
DASH = "[-—–―~～－至到]+"


def number(text: str) -> int:
    """Read a whole number below a hundred, or a year said digit by digit.

    >>> number('廿三'), number('二〇二五'), number('12'), number('十'), number('正')
    (23, 2025, 12, 10, 1)
    """
    if text.isascii():
        return int(text)
    text = {"正": "一", "元": "一", "首": "一", "冬": "十一", "腊": "十二"}.get(text, text)
    text = text.removeprefix("初").replace("廿", "二十").replace("卅", "三十")
    tens, ten, units = text.rpartition("十")
    if ten:
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[units] if units else 0)
    value = 0
    for character in units:
        value = value * 10 + _DIGITS[character]
    return value


@dataclass(frozen=True, slots=True)
class Piece:
    """A named pattern; ``read`` places it inside a moment that is at least as fine as ``base`` asks.

    ``opens`` says that a chain may begin with it.
    """

    name: str
    rank: int
    base: Base
    pattern: str
    read: Callable[[Match, Moment], When | None]
    opens: bool = True


@cache
def relative_words() -> dict[str, tuple[str, int, Base]]:
    """Unit, offset and anchor of words such as 去年 and 次日."""
    anchors: dict[str, Base] = {"published": "published", "narrated": "narrated"}
    return {
        row["word"]: (row["unit"], int(row["offset"]), anchors[row["anchor"]])
        for row in tables.read("relative_times", key="word")
    }


def any_of(words: object) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))  # type: ignore[call-overload]


@cache
def _column(table: str, column: str) -> dict[str, int]:
    return {row["word"]: int(row[column]) for row in tables.read(table, key="word")}


def _full_year(text: str) -> int:
    year = number(text)
    return year if len(text) > 2 else year + (2000 if year < 50 else 1900)


def _years(match: Match, _: Moment) -> When | None:
    low, high = (number(part) for part in (match["low_year"], match["high_year"]))
    if len(match["high_year"]) == 2:
        high += low - low % 100
    return Interval(Moment(low), Moment(high)) if low < high else None


def _era(match: Match, _: Moment) -> Moment:
    first, year = _column("eras", "first_year")[match["era_name"]], number(match["era_year"])
    return Moment(first + year - 1) if first > 0 else Moment(1 - year)


def _plan(match: Match, _: Moment) -> Interval:
    row = next(row for row in tables.read("plans", key="word") if row["word"] == match["plan_name"])
    return Interval(Moment(int(row["first_year"])), Moment(int(row["last_year"])))


def _century(text: str | None) -> int | None:
    return None if text is None else {"上": 1900, "本": 2000}.get(text[0]) or (number(text) - 1) * 100


def _decade(match: Match, _: Moment) -> Interval:
    tens = number(match["decade_tens"])
    century = _century(match["decade_century"])
    start = tens + (century if century is not None else 1900 if tens >= 50 else 2000)
    return Interval(Moment(start), Moment(start + 9))


def _centuries(match: Match, _: Moment) -> Interval:
    start = _century(match["century_name"]) or 0
    return Interval(Moment(start), Moment(start + 99))


def _relative(match: Match, base: Moment) -> When | None:
    unit, offset, _ = relative_words()[match[0]]
    return week_of(base, offset) if unit == "week" else shift(base, offset, unit)


def _parts(offset: int, last: int, low: str, high: str) -> Callable[[Match, Moment], When | None]:
    """Return a reader of parts of a year: one, or from the first to the last."""

    def read(match: Match, base: Moment) -> When | None:
        numbers = [number(text) for text in (match[low], match[high]) if text]
        if not all(1 <= n <= last for n in numbers):
            return None
        moments = [Moment(base.year, offset + n) for n in numbers]
        if len(moments) == 1:
            return moments[0]
        return Interval(*moments) if numbers[0] < numbers[1] else None

    return read


def _leading(match: Match, base: Moment) -> When | None:
    """Read 前三季度 or 前10个月: the year up to there."""
    months = number(match["leading_count"]) * (3 if match["leading_unit"].startswith("季") else 1)
    return Interval(Moment(base.year, 1), Moment(base.year, months)) if months <= 12 else None


def _season(match: Match, base: Moment) -> Moment:
    year = base.year + {"去": -1, "明": 1}.get(match["season_year"] or "", 0)
    return Moment(year, SEASON + 1 + "春夏秋冬".index(match["season_name"]))


def _year_phase(match: Match, base: Moment) -> When | None:
    return base.within(12) if match["year_phase_name"] in "底末终" else None


def _month_phase(_: Match, base: Moment) -> Moment | None:
    return base if base.month else None


def _day(match: Match, base: Moment) -> When | None:
    month = base.month
    days = [number(text) for text in (match["low_day"], match["day_number"]) if text]
    if month is None or not all(is_moment(base.year, month, day) for day in days):
        return None
    moments = [Moment(base.year, month, day) for day in days]
    return moments[0] if len(moments) == 1 else Interval(moments[0], moments[1])


def _date(year: str, month: str, day: str) -> Callable[[Match, Moment], Moment | None]:
    """Return a reader of a date in figures."""

    def read(match: Match, base: Moment) -> Moment | None:
        numbers = (int(match[year]) if year else base.year, int(match[month]), int(match[day]) if day else 1)
        if not is_moment(*numbers):
            return None
        return Moment(*numbers) if day else Moment(*numbers[:2])

    return read


def _weekday(match: Match, base: Moment) -> Moment | None:
    week = week_of(base)
    day = "一二三四五六日".index({"天": "日", "末": "六"}.get(match["weekday_name"], match["weekday_name"]))
    return shift_days(week.low, day) if week and week.low else None


def _same(_: Match, base: Moment) -> Moment:
    return base


def _festival(match: Match, base: Moment) -> Moment | None:
    row = next(row for row in tables.read("festivals", key="word") if row["word"] == match["festival_name"])
    return Moment(base.year, int(row["month"]), int(row["day"]))


def _clock(match: Match, base: Moment) -> Moment | None:
    """Read a time of day; digits with colons are a stamp and complete, speech is as fine as it says."""
    colons = match["colon_hour"]
    if colons:
        hour, minute, second = int(colons), int(match["colon_minute"]), match["colon_second"] or "00"
    else:
        hour = number(match["hour"])
        minute = {"半": 30, "一刻": 15, "三刻": 45}.get(
            match["fraction"] or "", number(match["minute"] or "0")
        )
        second = f"{number(match['second']):02d}" if match["second"] else ""
    part = match["part"]
    first = _column("day_parts", "first_hour")[part] if part else 0
    if first >= 11 and hour < first and not (first >= 18 and hour < 5):
        hour += 12 if hour < 12 and hour + 12 >= first else 0
    if hour > 24 or minute > 59 or day_of(base) is None:
        return None
    day = shift_days(base, 1) if hour == 24 or (first >= 18 and hour == 12) else base
    if first == 0 and part and hour == 12:
        hour = 0
    hour = 0 if hour == 24 or (first >= 18 and hour == 12) else hour
    clock = f"{hour:02d}:{minute:02d}" + (f":{second}" if second else "")
    return Moment(day.year, day.part, day.day, clock) if day else None


def _month_start(match: Match, base: Moment) -> When | None:
    """Read 本月前三天 and 当月第二周: a stretch counted inside a month."""
    if base.month is None:
        return None
    if match["nth_week"]:
        week = week_of(Moment(base.year, base.month, 1))
        first = week.low if week else None
        if first and first.first < (base.year, base.month, 1):
            first = shift_days(first, 7)
        start = shift_days(first, 7 * (number(match["nth_week"]) - 1)) if first else None
        return week_of(start) if start else None
    return Interval(
        Moment(base.year, base.month, 1), Moment(base.year, base.month, number(match["first_days"]))
    )


def _last_months(match: Match, base: Moment) -> Interval:
    return Interval(
        shift_months(Moment(base.year, 12), 1 - number(match["last_count"])), Moment(base.year, 12)
    )


_YEAR = "(?:1[0-9]{3}|20[0-9]{2}|21[0-9]{2}|[一二][〇零一二三四五六七八九]{3})"
_FINER = rf"(?={SMALL}月|[初底末]|年[初底末]|[上下]半年|第?[一二三四1-4首]季|[春夏秋冬])"
_PART = any_of(_column("day_parts", "first_hour"))
_UNITS = {"year": 2, "quarter": 3, "month": 4, "week": 5, "day": 6}


def _relative_pieces() -> tuple[Piece, ...]:
    """Return one piece for each unit and anchor."""
    groups: dict[tuple[str, Base], list[str]] = {}
    for word, (unit, _, anchor) in relative_words().items():
        groups.setdefault((unit, anchor), []).append(word)
    return tuple(
        Piece(f"relative_{unit}_{anchor}", _UNITS[unit], anchor, any_of(words), _relative)
        for (unit, anchor), words in groups.items()
    )


# In order of trial: a longer way of writing stands before the shorter one it begins with.
PIECES: tuple[Piece, ...] = (
    Piece("stamp", 6, "none",
          r"(?P<stamp_year>[12][0-9]{3})(?P<stamp_dash>[-/.])(?P<stamp_month>[0-9]{1,2})(?P=stamp_dash)(?P<stamp_day>[0-9]{1,2})(?![0-9])",
          _date("stamp_year", "stamp_month", "stamp_day")),
    Piece("year_month", 4, "none",
          r"(?P<ym_year>(?:19|20)[0-9]{2})[-/](?P<ym_month>0[1-9]|1[0-2])(?![-/0-9年]|赛季|学年)",
          _date("ym_year", "ym_month", "")),
    Piece("month_day_stamp", 6, "year",
          r"(?P<md_month>[01]?[0-9])[-/](?P<md_day>[0-3]?[0-9])(?=\s{1,2}[0-2]?[0-9][:：][0-5][0-9])",
          _date("", "md_month", "md_day")),
    Piece("school_year", 2, "none",
          rf"(?P<low_year>(?:19|20)[0-9]{{2}})年?{DASH}(?P<high_year>(?:(?:19|20)[0-9]{{2}}|[0-9]{{2}}))(?:年度?|财年|学年|赛季)", _years),
    Piece("era", 2, "none",
          rf"(?P<era_name>{any_of(_column('eras', 'first_year'))})(?P<era_year>[0-9]{{1,4}}|元|{SMALL}|[{HAN}]{{3,4}})年",
          _era),
    Piece("republic_year", 2, "none", rf"(?P<republic>1[01][0-9])年(?:度|全年|{_FINER})",
          lambda match, _: Moment(int(match["republic"]) + 1911)),
    Piece("fiscal", 2, "none", rf"(?P<fiscal_year>{_YEAR})(?:财政?年度?|会计年度|学年|赛季)(?!第?[一二三四1-4]财?季)",
          lambda match, _: Moment(number(match["fiscal_year"]))),
    Piece("year", 2, "none", rf"(?P<full_year>{_YEAR})年(?:度(?!过)|全年)?(?!的?(?:历史|文明|之久))",
          lambda match, _: Moment(number(match["full_year"]))),
    Piece("short_year", 2, "none", rf"(?P<short>[0-9]{{2}}|[〇零一二三四五六七八九]{{2}})年{_FINER}|(?P<short0>0[0-9]|[〇零][一二三四五六七八九])年",
          lambda match, _: Moment(_full_year(match["short"] or match["short0"]))),
    Piece("decade", 1, "none",
          r"(?:(?P<decade_century>上个?|本|[0-9]{1,2}|[一二]?十[一二三四五六七八九]?)世纪)?(?P<decade_tens>[0-9]0|[一二三四五六七八九]十)年代(?:[初中末]期?)?", _decade),
    Piece("century", 1, "none", r"(?P<century_name>上个?|本|[0-9]{1,2}|二?十[一二三四五六七八九]?)世纪(?:[初中末]叶?)?", _centuries),
    Piece("plan", 1, "none", r"[“\"「]?(?P<plan_name>十[一二三四五六]?五|[八九]五)[”\"」]?(?:规划)?(?:期间|时期|期末)", _plan),
    *_relative_pieces(),
    Piece("half", 3, "year", r"(?:(?P<half>[上下])半年(?!线))",
          lambda match, base: base.within(HALF + 1 + "上下".index(match["half"]))),
    Piece("leading", 3, "year", rf"(?:前|头)(?P<leading_count>{SMALL})(?P<leading_unit>个月|月(?!份)|个?季度?)", _leading),
    Piece("last_months", 3, "year", rf"后(?P<last_count>{SMALL})个?月", _last_months, opens=False),
    Piece("quarters", 3, "year", rf"第?(?:(?P<low_quarter>[一二三1-3])(?:{DASH}|、))?第?(?P<quarter>[一二三四1-4首])(?:个季度|季度?)(?!赛)|[qQ](?P<latin_quarter>[1-4])(?![0-9A-Za-z])",
          lambda match, base: base.within(QUARTER + int(match["latin_quarter"])) if match["latin_quarter"]
          else _parts(QUARTER, 4, "low_quarter", "quarter")(match, base)),
    Piece("season", 3, "year", r"(?P<season_year>[今去明])?(?P<season_name>[春夏秋冬])(?:季|天|(?<=[今去明年][春夏秋冬]))", _season),
    Piece("year_phase", 3, "year", r"[年岁](?P<year_phase_name>[底末终])", _year_phase),
    Piece("inner_year_phase", 3, "year", r"(?P<inner_year_phase_name>[底末初]|年初)(?!期|步|次|始|创|代|见)",
          lambda match, base: base.within(12) if match["inner_year_phase_name"] in "底末" else None, opens=False),
    Piece("months", 4, "year", rf"(?:(?P<low_month>{SMALL})(?:月份?)?(?:{DASH}|、))?(?P<month>{SMALL}|元|首)月份?(?![薪票饼嫂])",
          _parts(0, 12, "low_month", "month")),
    Piece("month_phase", 5, "month", r"月(?:[初底末]|上旬|中旬|下旬)|[中下上]旬(?=至|到|$|[,，。、的])", _month_phase),
    Piece("inner_month_phase", 5, "month", r"[初底末](?!期|步|次)|[中下上]旬", _month_phase, opens=False),
    Piece("month_stretch", 5, "month", rf"的?第(?P<nth_week>[一二三四五1-5])(?:周|个?星期)|前(?P<first_days>{SMALL})[天日]", _month_start, opens=False),
    Piece("day", 6, "month", rf"(?:(?P<low_day>{SMALL})[日号]?(?:{DASH}|、))?(?P<day_number>(?:初[一二三四五六七八九十]|{SMALL}))(?:日(?![内间游线均元龄])|号(?=[,，。、\s上下早晚凌中起的至到开]|$))", _day),
    Piece("inner_day", 6, "month", rf"(?P<inner_day_number>{SMALL})[日号]",
          lambda match, base: _date_inside(base, number(match["inner_day_number"])), opens=False),
    Piece("bracket_day", 6, "month", r"[今昨前明]?[天日]?[(（](?P<bracket_day_number>[0-3]?[0-9])[)）]日?",
          lambda match, base: _date_inside(base, int(match["bracket_day_number"]))),
    Piece("festival", 6, "year", rf"(?P<festival_name>{any_of(row['word'] for row in tables.read('festivals', key='word'))})(?!假|期间|黄金周|档|长)", _festival),
    Piece("weekday", 6, "week", r"(?:周|星期|礼拜)(?P<weekday_name>[一二三四五六日天末])(?![年月天])", _weekday),
    Piece("bare_day", 6, "published", r"(?:今|昨|明)(?=[早晚晨夜])",
          lambda match, base: shift_days(base, "昨今明".index(match[0]) - 1)),
    Piece("told_day", 6, "narrated", r"当(?=[早晚晨夜])", _same),
    Piece("yesterday", 6, "published", r"昨(?![早晚晨夜是非])", lambda _, base: shift_days(base, -1)),
    Piece("same_weekday", 7, "day", r"[(（]?(?:周|星期|礼拜)[一二三四五六日天][)）]?", _same, opens=False),
    Piece("clock", 9, "day",
          rf"(?P<part>{_PART})?[的]?(?:(?P<colon_hour>[0-2]?[0-9])[:：](?P<colon_minute>[0-5][0-9])(?:[:：](?P<colon_second>[0-5][0-9]))?(?![0-9:：])|(?P<hour>{SMALL}|零)(?:时|点(?!钟?[建意原要]))(?:(?P<fraction>半|一刻|三刻)|整|许|(?:(?P<minute>[0-5]?[0-9]|零?{SMALL})分?(?:(?P<second>[0-5]?[0-9]|{SMALL})秒)?))?钟?许?)",
          _clock, opens=False),
    Piece("day_part", 8, "day", rf"(?:{_PART})", _same, opens=False),
)  # fmt: skip


def _date_inside(base: Moment, day: int) -> Moment | None:
    month = base.month
    return Moment(base.year, month, day) if month and is_moment(base.year, month, day) else None


BY_GROUP = {f"as_{piece.name}": piece for piece in PIECES}


def _compile(pieces: tuple[Piece, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?P<as_{piece.name}>{piece.pattern})" for piece in pieces))


OPENING = _compile(tuple(piece for piece in PIECES if piece.opens))
# A refining piece is tried by rank, so each rank from 3 on has its own pattern of what may still follow.
REFINING = {rank: _compile(tuple(piece for piece in PIECES if piece.rank > rank)) for rank in range(1, 9)}
