"""The Chinese calendar: lunar dates, solar terms, and the festivals that hang on them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from math import floor, radians, sin

from hanclaim import tables
from hanclaim.times.calendar import Interval, Moment, from_date

# In order of the sun's longitude, 15 degrees apart, from the spring equinox on.
TERMS = (
    "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至", "小暑", "大暑", "立秋", "处暑", "白露",
    "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至", "小寒", "大寒", "立春", "雨水", "惊蛰",
)  # fmt: skip
_J2000 = date(2000, 1, 1)


@cache
def _years() -> Mapping[int, Mapping[str, str]]:
    return {int(row["year"]): row for row in tables.read("lunar_years", key="year")}


def lunar_month(year: int, month: int, *, leap: bool = False) -> tuple[date, int] | None:
    """Return the first day of a lunar month and its length; None where the table ends or has no such month.

    >>> lunar_month(2025, 1)
    (datetime.date(2025, 1, 29), 30)
    """
    row = _years().get(year)
    if row is None or (leap and month != int(row["leap_month"])) or not 1 <= month <= 12:
        return None
    before = month - 1 + (leap or 0 < int(row["leap_month"]) < month)
    lengths = [30 if letter == "L" else 29 for letter in row["months"]]
    return date.fromisoformat(row["new_year"]) + timedelta(days=sum(lengths[:before])), lengths[before]


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> Moment | None:
    """Return the day of the common calendar.

    >>> lunar_day(2025, 8, 15).edtf
    '2025-10-06'
    """
    found = lunar_month(year, month, leap=leap)
    if found is None or not 1 <= day <= found[1]:
        return None
    return from_date(found[0] + timedelta(days=day - 1))


def lunar_span(year: int, month: int, *, leap: bool = False) -> Interval | None:
    """Return the days of a lunar month."""
    found = lunar_month(year, month, leap=leap)
    if found is None:
        return None
    return Interval(from_date(found[0]), from_date(found[0] + timedelta(days=found[1] - 1)))


def _longitude(days: float) -> float:
    """Return the sun's apparent longitude, so many days after noon of 2000-01-01: Meeus, chapter 25, to 0.01 degree."""
    century = days / 36525
    mean = 280.46646 + century * (36000.76983 + century * 0.0003032)
    anomaly = radians(357.52911 + century * (35999.05029 - century * 0.0001537))
    centre = (
        (1.914602 - century * 0.004817) * sin(anomaly)
        + 0.019993 * sin(2 * anomaly)
        + 0.000289 * sin(3 * anomaly)
    )
    return mean + centre - 0.00569 - 0.00478 * sin(radians(125.04 - 1934.136 * century))


@cache
def solar_term(year: int, name: str) -> date:
    """Return the day, in Beijing, of a solar term.

    >>> solar_term(2025, '清明')
    datetime.date(2025, 4, 4)
    """
    target = TERMS.index(name) * 15
    days = (year - 2000) * 365.2422 + (79.3 + target * 365.2422 / 360) % 365.2422
    for _ in range(8):
        gap = (target - _longitude(days) + 180) % 360 - 180
        days += gap * 365.2422 / 360
    # Midnight in Beijing is 20 hours after the noon counted from; ephemeris time runs about a minute ahead of the clock.
    return _J2000 + timedelta(days=floor(days + 20 / 24 - 0.0008))


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def _orthodox_easter(year: int) -> date:
    """Return Easter Sunday of the Julian calendar as a day of ours, 13 days on from 1900 to 2099."""
    moon = (19 * (year % 19) + 15) % 30
    ahead = (2 * (year % 4) + 4 * (year % 7) - moon + 34) % 7
    month, day = divmod(moon + ahead + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def festival(row: Mapping[str, str], year: int) -> Moment | None:
    """Return the day of a festival in a year, as its calendar counts."""
    month, day = int(row["month"]), int(row["day"])
    match row["calendar"]:
        case "lunar" if day == 0:
            found = lunar_month(year, month)
            return found and lunar_day(year, month, found[1])
        case "lunar":
            return lunar_day(year, month, day)
        case "term":
            return from_date(solar_term(year, TERMS[day]))
        case "easter":
            return from_date(_easter(year) + timedelta(days=day))
        case "orthodox":
            return from_date(_orthodox_easter(year) + timedelta(days=day))
        case "solar":
            return Moment(year, month, day)
        case nth:
            # "sunday:2" is the second Sunday of the month.
            weekday, count = nth.split(":")
            first = date(year, month, 1)
            ahead = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday").index(
                weekday
            )
            return from_date(first + timedelta(days=(ahead - first.weekday()) % 7 + 7 * (int(count) - 1)))
