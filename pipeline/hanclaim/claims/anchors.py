"""What a partial date leans on: the publication date, and what the article has told so far."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from hanclaim.claims.calendar import Moment, When, ends, shift_days, shift_months
from hanclaim.claims.pieces import Base
from hanclaim.document import ResolvedFrom

_STOP = re.compile(r"[。！？!?\n]")
_AHEAD = re.compile(
    r"将(?![军领士])|预计|有望|预期|预测|料(?!理)|拟|计划|即将|届时|未来|下[一个]|定于|力争|争取|确保|不晚于|最迟|目标"
)
_SAID = re.compile(r"宣布|表示|公告|透露|公布|发布|签署|通报|指出|报告|称|说")
_COMPARED = re.compile(r"(?:较|比|与|和|同|去|由|从)[^，,。]{0,2}$")


@dataclass(frozen=True, slots=True)
class Anchors:
    """Where the reader stands: one value before each expression, another after it."""

    text: str
    published: Moment | None
    told: When | None = None
    told_at: int = -1
    day: Moment | None = None
    day_at: int = -1
    month: Moment | None = None
    year: int | None = None
    year_at: int = -1

    def after(self, when: When, start: int, end: int, *, dated: bool) -> Anchors:
        """Return the anchors once ``when`` has been told; ``dated`` says that it has its own year."""
        known = replace(self, told=when, told_at=end)
        moment = when if isinstance(when, Moment) else (when.high or when.low)
        if moment is None:
            return known
        if moment.day is not None:
            known = replace(known, day=replace(moment, clock=""), day_at=end)
        if moment.month is not None:
            known = replace(known, month=Moment(moment.year, moment.part))
        if dated and not _COMPARED.search(self.text, max(0, start - 4), start):
            known = replace(known, year=moment.year, year_at=start)
        return known

    def sentence_start(self, at: int) -> int:
        """Return where the sentence begins that holds ``at``."""
        return max(self.text.rfind(stop, 0, at) for stop in "。！？!?\n") + 1

    def looks_ahead(self, start: int, end: int) -> bool:
        """Say whether the words around speak of what is to come."""
        before = self.text[max(self.sentence_start(start), start - 12) : start]
        cues = list(_AHEAD.finditer(before))
        if cues and not _SAID.search(before, cues[-1].end()):
            return True
        clause = re.match(r"[^，,。；;！？!?\n]{0,8}", self.text[end : end + 8])
        return bool(
            clause and (cue := _AHEAD.search(clause[0])) and not _SAID.search(clause[0], 0, cue.start())
        )

    def place(
        self, base: Base, read: Callable[[Moment], When | None], start: int, end: int
    ) -> tuple[When | None, ResolvedFrom]:
        """Read an expression that lacks its coarser part, in the place that fits best."""
        match base:
            case "none":
                return read(Moment(1)), "explicit"
            case "published":
                return (read(self.published) if self.published else None), "publication"
            case "narrated":
                told = self._told_moment()
                return (read(told) if told else None), "narrative"
            case "year":
                return self._in_year(read, start, end)
            case "month":
                return self._in_month(read, start, end)
            case "week":
                return self._in_week(read, start, end)
            case "day":
                return (read(self.day) if self.day else None), "narrative"

    def _told_moment(self) -> Moment | None:
        """Return the finest thing told, so that 当月 and 当年 can coarsen it."""
        if self.day and self.day_at == self.told_at:
            return self.day
        low, high = ends(self.told) if self.told else (None, None)
        recent = high or low
        if self.day and recent and recent.day is None and recent.first <= self.day.first:
            same_year = recent.year == self.day.year
            return self.day if same_year and recent.month in (None, self.day.month) else recent
        return recent or self.day

    def _in_year(
        self, read: Callable[[Moment], When | None], start: int, end: int
    ) -> tuple[When | None, ResolvedFrom]:
        inherited = self._sentence_year(start)
        if inherited is not None:
            return read(Moment(inherited)), "inherited"
        if self.published is None:
            return None, "publication"
        return self._nearest(
            read, [Moment(self.published.year + step) for step in (-1, 0, 1)], start, end
        ), "publication"

    def _sentence_year(self, start: int) -> int | None:
        """Return the year that the sentence, or the head of the paragraph, has set."""
        if self.year is None:
            return None
        paragraph = self.text.rfind("\n", 0, start) + 1
        if self.year_at >= self.sentence_start(start) or (
            self.year_at >= paragraph and self.year_at - paragraph <= 3
        ):
            return self.year
        return None

    def _in_month(
        self, read: Callable[[Moment], When | None], start: int, end: int
    ) -> tuple[When | None, ResolvedFrom]:
        paragraph = self.text.rfind("\n", 0, start) + 1
        told = self.month
        if told is not None:
            when = read(told)
            here = self.told_at > paragraph
            if when is not None and (here or self.published is None):
                return when, "inherited"
        if self.published is None:
            return None, "publication"
        month = Moment(self.published.year, self.published.part)
        candidates = [shift_months(month, step) for step in (-2, -1, 0, 1)]
        return self._nearest(read, candidates, start, end), "publication"

    def _in_week(
        self, read: Callable[[Moment], When | None], start: int, end: int
    ) -> tuple[When | None, ResolvedFrom]:
        if self.published is None:
            return None, "publication"
        weeks = [self.published if step == 0 else shift_days(self.published, 7 * step) for step in (-1, 0, 1)]
        return self._nearest(read, [week for week in weeks if week], start, end), "publication"

    def _nearest(
        self, read: Callable[[Moment], When | None], bases: list[Moment], start: int, end: int
    ) -> When | None:
        """Return the last that had begun by publication, or the first still to come where the words look ahead."""
        if self.published is None:
            return None
        today = self.published.first
        found = [when for when in map(read, bases) if when is not None]
        begun = [when for when in found if _first(when) <= today]
        if self.looks_ahead(start, end):
            coming = [when for when in found if _last(when) >= today]
            return coming[0] if coming else None
        return begun[-1] if begun else None


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
