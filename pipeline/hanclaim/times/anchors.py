"""What a partial date leans on: the publication date, and what the article has told so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from hanclaim.document import ResolvedFrom
from hanclaim.times.calendar import Moment, When, ends, shift_days, shift_months, shift_years
from hanclaim.times.pieces import Base

Read = Callable[[Moment], When | None]
Placed = tuple[When | None, ResolvedFrom]

_AHEAD = re.compile(
    r"将(?![军领士])|预计|有望|预期(?![，,])|预[测估料]|(?<![资材原饲燃塑肥涂废布照意香饮颜面爆物染油木石辅配调填毛衣坯史])料(?!理)|拟|计划|即将|最快|可望|届时|未来|下[一个]|定于|力争|争取|确保|不晚于|最迟|目标(?![，,])"
)
# 前 closes a date, 前三季度 and 前总统 begin something else.
BEFORE = "(?:以前|之前|前(?![半一二两三四五六七八九十百0-9期景往后列身提途述任总首夫妻美英副主所部董队车沿端台辈夜夕]))"
_UNTIL = re.compile(rf"{BEFORE}(?![就已曾])")
_DONE = re.compile(r".{0,2}[已曾]")
_SAID = re.compile(r"宣布|表示|公告|透露|公布|发布|签署|通报|指出|报告|称|说")
_SENTENCE = re.compile(r"[^。！？!?\n]*$")
_CLAUSE = re.compile(r"[^，,。；;！？!?\n]{0,8}")
# A year that is only compared with does not date what follows.
_COMPARED = re.compile(r"(?:较|比|与|和|同|由|从)[^，,。]{0,2}$")
# 2026年预测市盈率17倍 values a share, and tells of no 2026.
_VALUED = re.compile(" ?(?:预[测期估]|目标|市盈|本益比|每股|E|P[/E])")
# A line without an end is no paragraph; it also keeps the look back short.
_IN_SIGHT = 1000
_NEXT = 120
_JUST_OVER = 3
# Days: 6月27日 two days before it comes, and 5月下旬 in April, are said of what is to come.
_LONG_GONE, _SOON = 290, 62
# 比10月多 and (2024年：2.5亿元) leave the talk where it was: 去年同月 is not October.
_ASIDE = re.compile(r"[较比][^，,。]{0,1}$")
_MONTH = re.compile(r"(?:[0-9]{1,2}|[一二三四五六七八九十]{1,2})月")
# The period told last is what 同期 means, where it was told just now.
_BESIDE = 80
_CLOSED = 11  # from this day of a month on nobody means the one before by 本月
_STOPS = "。！？!?\n"
_ANY = Moment(1)


@dataclass(slots=True)
class Anchors:
    """Where the reader of one text stands; ``tell`` moves it on, expression by expression."""

    text: str
    published: Moment | None
    told: When | None = None
    told_at: int = -1
    day: Moment | None = None
    day_at: int = -1
    month: Moment | None = None
    year: int | None = None
    year_at: int = -1
    report: When | None = None
    tells_today: bool = False
    defined: dict[str, When] = field(default_factory=dict)

    def tell(self, when: When, start: int, end: int, *, dated: bool) -> None:
        """Take note of what has been told; ``dated`` says that it has its own year."""
        low, high = (None, when) if isinstance(when, Moment) else ends(when)
        moment = high or low
        if moment is None:
            return
        aside = (self.told is not None and _ASIDE.search(self.text, start - 3, start)) or (
            self.text[start - 1 : start] in {"(", "（"} and self.text[end : end + 1] in {":", "："}
        )
        if not aside:
            self.told, self.told_at = when, end
        if self.report is None and moment.part is not None and moment.day is None:
            self.report = when
        if when is moment and moment.day is not None:
            now = self.published
            self.tells_today |= (
                now is not None
                and (moment.part, moment.day) == (now.part, now.day)
                and moment.year == now.year
            )
            self.day = moment if not moment.clock else Moment(moment.year, moment.part, moment.day)
            self.day_at = end
        if when is moment and moment.month is not None and not aside:
            self.month = Moment(moment.year, moment.part)
        if (
            dated
            and not aside
            and not _COMPARED.search(self.text, start - 4, start)
            and not _VALUED.match(self.text, end)
        ):
            self.year, self.year_at = moment.year, start

    def place(self, base: Base, read: Read, start: int, end: int) -> Placed:
        """Read an expression that lacks its coarser part, in the place that fits best."""
        match base:
            case "none":
                return read(_ANY), "explicit"
            case "published":
                if self.published is None and self.text.startswith("今年", start):
                    return self._elsewhere(read, start, end), "narrative"
                if (month := self._month_reported(start)) is not None:
                    return read(month), "narrative"
                return (read(self.published) if self.published else None), "publication"
            case "narrated":
                told = self._told_moment() if start - self.told_at < _IN_SIGHT else None
                found = read(told) if told else None
                # What is to come was told in between: the day is still the one that the page reports on.
                if found is None and (day := self._day_reported()) is not None:
                    found = read(day)
                return found, "narrative"
            case "year":
                return self._in_year(read, start, end)
            case "month":
                return self._in_month(read, start, end)
            case "near":
                return self._near(read, start) or self._in_month(read, start, end)
            case "whole":
                return self._in_whole_year(read, start, end)
            case "week":
                now = self.published
                weeks = lambda step: now and shift_days(now, 7 * step)  # noqa: E731
                return self._nearest(read, weeks, (0, 1), start, end), "publication"
            case "day":
                day = self.recent_day(start)
                return (read(day) if day else None), "narrative"

    def _day_reported(self) -> Moment | None:
        """Return the day of publication, where the page told of it and what was told last is no past year."""
        told = self._told_moment()
        if self.published is None or told is None or told.year < self.published.year:
            return None
        return self.published if self.tells_today else None

    def _month_reported(self, start: int) -> Moment | None:
        """Return the month that a page reports on at the start of the next: what it calls 本月."""
        report, published = self.report, self.published
        if not isinstance(report, Moment) or published is None or not self.text.startswith("本月", start):
            return None
        if report.month is None or report.day is not None or (published.day or _CLOSED) >= _CLOSED:
            return None
        return report if shift_months(report, 1) == Moment(published.year, published.part) else None

    def same_period(self, start: int, years: int) -> When | None:
        """Return the period told last, so many years before; else, or where that is last year's, the page's first.

        >>> anchors = Anchors('2025年上半年……', None)
        >>> anchors.tell(Moment(2025, 40), 0, 7, dated=True)
        >>> anchors.same_period(500, -1).edtf
        '2024-40'
        """
        told = self.told if start - self.told_at <= _BESIDE else None
        of_report = ends(self.report)[1] if self.report else None
        of_told = ends(told)[1] if told else None
        if of_report is not None and (of_told is None or (of_told.year < of_report.year and of_told.part)):
            told = self.report
        return shift_years(told, years) if told else None

    def _elsewhere(self, read: Read, start: int, end: int) -> When | None:
        """Read a month without a year as the one that the same line gives a year: 1月……2012年1月."""
        month = _MONTH.search(self.text, start, end)
        if month is None:
            return None
        low, high = self.text.rfind("\n", max(0, start - _IN_SIGHT), start), self.text.find("\n", end)
        line = self.text[max(low, 0) : high if 0 <= high < end + _IN_SIGHT else end + _IN_SIGHT]
        if f"年{month[0]}" not in line:  # a quick look before the slow one
            return None
        years = set(re.findall(rf"([12][0-9]{{3}})年{month[0]}", line))
        return read(Moment(int(years.pop()))) if len(years) == 1 else None

    def looks_ahead(self, start: int, end: int) -> bool:
        """Say whether the words around speak of what is to come."""
        if _DONE.match(self.text, end):
            return False
        before = self.text[max(0, start - 12) : start]
        if _AHEAD.search(before):
            sentence = _SENTENCE.search(before)
            cues = list(_AHEAD.finditer(sentence[0])) if sentence else []
            if sentence and cues and not _SAID.search(sentence[0], cues[-1].end()):
                return True
        if _UNTIL.match(self.text, end):
            return True
        clause = _CLAUSE.match(self.text, end)
        cue = _AHEAD.search(clause[0]) if clause else None
        return bool(clause and cue and not _SAID.search(clause[0], 0, cue.start()))

    def recent_day(self, start: int) -> Moment | None:
        """Return the day told last, where it is still in sight."""
        return self.day if start - self.day_at < _IN_SIGHT else None

    def in_paragraph(self, at: int, start: int) -> bool:
        """Say whether ``at`` stands before ``start`` in the same line, and not out of sight."""
        return at >= 0 and start - at < _IN_SIGHT and self.text.find("\n", at, start) < 0

    def _told_moment(self) -> Moment | None:
        """Return the finest thing told, so that 当月 and 当年 can coarsen it."""
        low, high = ends(self.told) if self.told else (None, None)
        recent = high or low
        if self.day is None or recent is None:
            return recent or self.day
        if self.day_at == self.told_at:
            return self.day
        same = recent.year == self.day.year and recent.month in (None, self.day.month)
        return self.day if same else recent

    def _in_year(self, read: Read, start: int, end: int) -> Placed:
        if self.year is not None and self._sets_year(start):
            return read(Moment(self.year)), "inherited"
        if self.published is None:
            found = self._elsewhere(read, start, end)
            return found, "narrative" if found else "publication"
        now = self.published.year
        # Beyond last year and next there are 29 February and leap months of the Chinese calendar.
        steps = (0, 1, 2, 3, 4, 5, 6, 7, 8)
        return self._nearest(read, lambda step: Moment(now + step), steps, start, end), "publication"

    def _in_whole_year(self, read: Read, start: int, end: int) -> Placed:
        """Read 全年: the year told, this one or the last; else this one, but the last when that is only just over."""
        if self.published is None:
            in_sight = self.year is not None and start - self.year_at < _IN_SIGHT
            return (read(Moment(self.year)) if self.year and in_sight else None), "narrative"
        now = self.published.year
        if self.year in (now, now - 1):
            return read(Moment(self.year)), "inherited"
        just_over = (self.published.month or 12) <= _JUST_OVER and not self.looks_ahead(start, end)
        return read(Moment(now - just_over)), "publication"

    def _sets_year(self, start: int) -> bool:
        """Say whether the sentence, or the head of the paragraph, has set the year."""
        if not self.in_paragraph(self.year_at, start):
            return False
        if all(self.text.find(stop, self.year_at, start) < 0 for stop in _STOPS):
            return True
        return self.year_at - self.text.rfind("\n", max(0, self.year_at - 4), self.year_at) <= 4

    def _in_month(self, read: Read, start: int, end: int) -> Placed:
        when = read(self.month) if self.month is not None else None
        if when is not None and (
            self.published is None or self.in_paragraph(self.told_at, start) or self._follows(when, start)
        ):
            return when, "inherited"
        if self.published is None:
            return None, "publication"
        month = Moment(self.published.year, self.published.part)
        return self._nearest(
            read, lambda step: shift_months(month, step), (0, 1, 2), start, end
        ), "publication"

    def _near(self, read: Read, start: int) -> Placed | None:
        """Read 今（14）日 after the day told just now, or in the month that puts it nearest to the publication."""
        told = read(self.month) if self.month is not None else None
        if told is not None and self._follows(told, start):
            return told, "inherited"
        if self.published is None:
            return None
        month, today = Moment(self.published.year, self.published.part), _ordinal(self.published.first)
        whens = [when for step in (0, -1, 1) if (when := read(shift_months(month, step)))]
        near = min(whens, key=lambda when: abs(_ordinal(_first(when)) - today), default=None)
        return (near, "publication") if near else None

    def _follows(self, when: When, start: int) -> bool:
        """Say whether a day is one of the next after the day told just now: a list of days goes on."""
        low = ends(when)[0]
        if (
            low is None
            or low.day is None
            or self.day is None
            or self.day.day is None
            or start - self.day_at > _NEXT
        ):
            return False
        return (low.year, low.part) == (self.day.year, self.day.part) and 0 <= low.day - self.day.day <= 7

    def _nearest(
        self, read: Read, base: Callable[[int], Moment | None], steps: tuple[int, ...], start: int, end: int
    ) -> When | None:
        """Return the last that had begun by publication, or the first still to come where the words look ahead."""
        if self.published is None:
            return None
        today, ahead = self.published.first, self.looks_ahead(start, end)
        for step in steps:
            place = base(step if ahead else -step)
            when = read(place) if place else None
            if when is not None and (_last(when) >= today if ahead else _has_been(when, today)):
                return when if ahead else self._sooner(read, base, when, end) or when
        return None

    def _sooner(self, read: Read, base: Callable[[int], Moment | None], past: When, end: int) -> When | None:
        """Return the next time round where the last is most of a year gone: nobody leaves the year out of that."""
        if self.published is None or _DONE.match(self.text, end):
            return None
        today = _ordinal(self.published.first)
        if today - _ordinal(_last(past)) < _LONG_GONE:
            return None
        coming = next(
            (
                when
                for step in (0, 1)
                if (place := base(step)) and (when := read(place)) and _first(when) > self.published.first
            ),
            None,
        )
        return coming if coming and _ordinal(_first(coming)) - today <= _SOON else None


def _has_been(when: When, today: tuple[int, int, int]) -> bool:
    """Say whether it had begun by then; of months and quarters counted together the greater part must be over."""
    low, high = ends(when)
    if low is not None and high is not None and low is not high and high.day is None:
        return _ordinal(_last(when)) - _ordinal(today) <= _ordinal(today) - _ordinal(low.first)
    return _first(when) <= today


def _ordinal(day: tuple[int, int, int]) -> int:
    """Count days, near enough for telling weeks from months."""
    year, month, number = day
    return 365 * year + 30 * month + number


def _first(when: When) -> tuple[int, int, int]:
    low = ends(when)[0]
    return low.first if low else (0, 1, 1)


def _last(when: When) -> tuple[int, int, int]:
    high = ends(when)[1]
    if high is None:
        return (9999, 12, 31)
    if high.day is not None:
        return high.first
    last = high.last_month
    return (last.year, last.month or 12, 31)


def as_moment(published: date | datetime | None) -> Moment | None:
    """Return the publication date as a moment, with its time of day where it has one."""
    if published is None:
        return None
    clock = published.strftime("%H:%M:%S") if isinstance(published, datetime) else ""
    return Moment(published.year, published.month, published.day, clock)
