"""Calendar values as Extended Date/Time Format writes them, and the steps between them.

ISO 8601-2 numbers the parts of a year: 1-12 are months, 21-24 seasons, 33-36
quarters, 40-41 halves.  Keeping that number as it is makes a moment its own
EDTF, and its precision is simply what it leaves out.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

SEASON, QUARTER, HALF = 20, 32, 39
_FIRST_MONTH = (
    {n: n for n in range(1, 13)}
    | {SEASON + n: 3 * n for n in range(1, 5)}
    | {QUARTER + n: 3 * n - 2 for n in range(1, 5)}
    | {HALF + n: 6 * n - 5 for n in range(1, 3)}
)


@dataclass(slots=True)  # not frozen, though none is changed: that would take four times as long to make
class Moment:
    """A year, a part of it, a day, or a time of day.

    >>> Moment(2025).edtf, Moment(2025, QUARTER + 3).edtf, Moment(2025, 10, 29, '06:26').edtf
    ('2025', '2025-35', '2025-10-29T06:26')
    """

    year: int
    part: int | None = None
    day: int | None = None
    clock: str = ""

    @property
    def edtf(self) -> str:
        """Written out; years before 1 are counted as astronomers do, with a year 0."""
        text = f"{self.year:04d}" if self.year >= 0 else f"-{-self.year:04d}"
        if self.part is not None:
            text = f"{text}-{self.part:02d}"
        if self.day is not None:
            text = f"{text}-{self.day:02d}"
        return f"{text}T{self.clock}" if self.clock else text

    @property
    def month(self) -> int | None:
        """The month, where the moment is inside one."""
        return self.part if self.part is not None and self.part <= 12 else None

    @property
    def first(self) -> tuple[int, int, int]:
        """Year, month and day it begins with: moments of any precision compare by it."""
        return self.year, _FIRST_MONTH[self.part or 1], self.day or 1

    @property
    def last_month(self) -> Moment:
        """The month it ends with."""
        months = 12 if self.part is None else 1 if self.part <= 12 else 6 if self.part > HALF else 3
        return shift_months(Moment(self.year, _FIRST_MONTH[self.part or 1]), months - 1)

    def within(self, part: int) -> Moment:
        """Return a part of the same year."""
        return Moment(self.year, part)


@dataclass(slots=True)
class Interval:
    """From one moment to another, both included; None is open.

    >>> Interval(Moment(2025, 8), None).edtf
    '2025-08/..'
    """

    low: Moment | None
    high: Moment | None

    @property
    def edtf(self) -> str:
        """Written out."""
        return f"{self.low.edtf if self.low else '..'}/{self.high.edtf if self.high else '..'}"


When = Moment | Interval


def is_moment(year: int, month: int = 1, day: int = 1) -> bool:
    """Say whether the calendar has that day."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return False
    return day <= 28 or not 1 <= year <= 9999 or day <= monthrange(year, month)[1]


def from_date(value: date) -> Moment:
    """Return the day as a moment."""
    return Moment(value.year, value.month, value.day)


def day_of(moment: Moment) -> date | None:
    """Return the day, where the moment has one that a date can hold."""
    if moment.month is None or moment.day is None or not 1 <= moment.year <= 9999:
        return None
    return date(moment.year, moment.month, moment.day)


def shift_days(moment: Moment, days: int) -> Moment | None:
    """Step by days, dropping the time of day.

    >>> shift_days(Moment(2025, 3, 1), -1).edtf
    '2025-02-28'
    """
    day = day_of(moment)
    if day is None:
        return None
    try:
        return from_date(day + timedelta(days=days))
    except OverflowError:
        return None


def shift_months(moment: Moment, months: int) -> Moment:
    """Step by months, keeping the precision of a month.

    >>> shift_months(Moment(2025, 11), 3).edtf
    '2026-02'
    """
    years, month = divmod(moment.year * 12 + (moment.month or 1) - 1 + months, 12)
    return Moment(years, month + 1)


def shift_years(when: When, years: int) -> When:
    """Move to the same place in another year.

    >>> shift_years(Interval(Moment(2025, 1), Moment(2025, 10)), -1).edtf
    '2024-01/2024-10'
    """
    if isinstance(when, Moment):
        day = when.day
        if when.month is not None and day is not None and not is_moment(when.year + years, when.month, day):
            day = 28
        return replace(when, year=when.year + years, day=day)
    low, high = (
        replace(end, year=end.year + years) if end is not None else None for end in (when.low, when.high)
    )
    return Interval(low, high)


def shift(moment: Moment, number: int, unit: str) -> Moment | None:
    """Step by years, quarters, months, weeks or days, at that unit's own precision."""
    match unit:
        case "year":
            return Moment(moment.year + number)
        case "quarter":
            month = shift_months(moment, 3 * number)
            return Moment(month.year, QUARTER + ((month.month or 1) + 2) // 3)
        case "month":
            return shift_months(moment, number) if moment.month else None
        case "week":
            return shift_days(moment, 7 * number)
        case _:
            return shift_days(moment, number)


def week_of(moment: Moment, weeks: int = 0) -> Interval | None:
    """Return the week, Monday to Sunday, so many weeks from the one that holds the day."""
    day = day_of(moment)
    if day is None:
        return None
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=weeks)
    return Interval(from_date(monday), from_date(monday + timedelta(days=6)))


def ends(when: When) -> tuple[Moment | None, Moment | None]:
    """Return both ends; a moment is its own."""
    return (when.low, when.high) if isinstance(when, Interval) else (when, when)
