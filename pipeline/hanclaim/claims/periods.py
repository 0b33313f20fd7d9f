"""When a statement holds: its own time, the sentence's, or the narrated one."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from hanclaim.alignment import Span
from hanclaim.claims.dates import (
    CLOSES,
    LISTS,
    OPENS,
    basis_amount,
    dates_a_bracket,
    dates_a_noun,
    in_brackets,
    inherit,
    is_background,
    is_basis,
    is_year,
    lies_ahead,
    listed_times,
    may_hold,
    month_before,
    period_of,
    row_from,
    shift_years,
    steps,
)
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.speakers import Speech
from hanclaim.document import Modality, Period, Time
from hanclaim.grammar.clauses import Clause, Sentence, Unit
from hanclaim.grammar.sites import Site
from hanclaim.tables import read

_DAY = len("2025-10-29")
_OF_DAY = frozenset(
    {
        "此前",
        "早段",
        "午后",
        "上午",
        "下午",
        "早上",
        "晚间",
        "凌晨",
        "盘中",
        "早盘",
        "尾盘",
        "午间",
        "中午",
        "随后",
        "之后",
        "之前",
    }
)
# These mean the time that is told of, whatever it is.
_OF_REPORT = frozenset({"年内", "期内", "报告期内", "回顾期内", "期间"})


class Periods:
    """The times of one sentence, and which of them a quantity takes."""

    def __init__(self, sentence: Sentence, speech: Speech, state: Discourse, *, narrates: bool) -> None:
        self.narrates = narrates
        self.opinion = False
        self.sentence = sentence
        self.speech = speech
        self.state = state
        self.current: Period | None = None
        self.opening: Period | None = None
        self.forecast: Period | None = None
        self.said: Period | None = None
        self.outside: Period | None = None  # what holds again when a bracket closes: 2元（2024年：1元）
        self.in_brackets = False
        self.effective = self._effective()

    @property
    def kept(self) -> dict[str, Period | None]:
        """The times that the sentence keeps for its amounts, by what they are."""
        return {
            "current": self.current,
            "opening": self.opening,
            "forecast": self.forecast,
            "said": self.said,
            "effective": self.effective,
        }

    def _effective(self) -> Period | None:
        """Return the day from which what the sentence decides holds: 5月1日生效."""
        for clause in self.sentence.clauses:
            for at, unit in enumerate(clause.units[:-1]):
                if unit.time is not None and unit.time.edtf and clause.units[at + 1].has("effective"):
                    period = period_of(unit.time)
                    done = any(other.text.startswith("已") for other in clause.units)
                    if done or unit.time.resolved_from != "publication" or self._is_coming(period):
                        return period
                    return replace(period, edtf=shift_years(period.edtf or "", 1))
        return None

    def _is_coming(self, period: Period) -> bool:
        return lies_ahead(period.edtf, self.state.published)

    def enter(self, clause: Clause) -> None:
        """Begin a clause; one that says 仍 or 目前 leaves a forecast's time, a new part comes back to the first."""
        if (
            any(unit.has("present") for unit in clause.units)
            and not any(unit.tag == "T" for unit in clause.units)
            and self.current is not None
            and self.current == self.forecast
        ):
            self.current = None
        if clause.mark in {"；", ";"} and (self.opening is not None or not self._lasts()):
            supposes = any(unit.has("hypothetical") for unit in clause.units)
            self.current = None if supposes else self.opening
        if clause.quantities:
            return
        for at, unit in enumerate(clause.units):
            if unit.time is None or is_basis(clause.units, at) or not may_hold(unit.time):
                continue
            if self.current is not None and dates_a_noun(clause.units, at):
                continue
            if is_background(clause.units, at):
                continue
            self._take(period_of(unit.time), of_saying=self._is_of_saying(unit.time))

    def _lasts(self) -> bool:
        return self.current is None or may_hold(self.current)

    def leave(self, clause: Clause) -> None:
        """End a clause: a time after its last amount holds for what follows."""
        last = clause.quantities[-1] if clause.quantities else len(clause.units)
        for k in range(last + 1, len(clause.units)):
            time = clause.units[k].time
            if (
                time is not None
                and not is_basis(clause.units, k)
                and not _names(clause.units, k)
                and may_hold(time)
                and "T" not in (time.edtf or "T")
            ):
                if dates_a_bracket(clause.units, k, last):
                    self.outside = self.current
                    self.in_brackets = True
                self.current = period_of(time)
        if self.in_brackets and any(unit.text in CLOSES for unit in clause.units[: last + 2]):
            self.current, self.in_brackets = self.outside, False

    def of(self, site: Site, draft: Draft, modality: Modality) -> Period | None:
        """Return the period of one quantity."""
        if draft.rule == "statement.cell":
            return draft.period
        if draft.rule == "statement.multiple":
            return inherit(self.current)
        if (listed := self._each(site)) is not None:
            self.current = self.current or listed
            return listed
        own = self._own(site)
        if own is not None:
            return self._from_own(site, own, modality)
        return self._inherited(site, draft, modality)

    def _from_before(self, site: Site, draft: Draft, modality: Modality) -> Period | None:
        if site.left.origin:
            return inherit(self.current)
        if (shifted := self._after_origin(site)) is not None:
            self.current = shifted
            return shifted
        if modality == "forecast" and self.forecast is not None:
            return inherit(self.forecast)
        if self.current is None and draft.period is not None:
            self.current = draft.period
            return inherit(draft.period)
        if self._is_lasting(draft.measure):
            return None
        if modality != "asserted" and self.current is not None and self.current == self.said:
            return None
        if (
            self.current is None
            and draft.rule == "statement.ellipsis"
            and self.state.last is not None
            and self.state.last.period is not None
            and modality == "asserted"
        ):
            return inherit(self.state.last.period)
        if self.current is None and modality in {"planned", "forecast"} and self.narrates:
            return inherit(self.state.headed)
        if self.current is None and modality == "asserted" and self.narrates and not self.opinion:
            return inherit(self.state.narrated)
        return inherit(self.current)

    def _is_decided(self, site: Site, effective: Period) -> bool:
        """Whether an amount stands before the day it holds from, with at most the day of the decision before it."""
        day = self.current is None or self.current == self.said or len(self.current.edtf or "") == _DAY
        return day and effective.span is not None and site.quantity.span.end <= effective.span.start

    def _is_lasting(self, measure: str | None) -> bool:
        """Whether the words name a lasting trait: 海拔, 建筑面积; a bare 6万吨 can be a flow."""
        return measure in _timeless() and any(unit.text in (measure or "") for unit in self.sentence.units)

    def _inherited(self, site: Site, draft: Draft, modality: Modality) -> Period | None:
        """Return the time an amount takes from what was said before; a fact takes none that is still to come."""
        if self.effective is not None and not site.left.origin and self._is_decided(site, self.effective):
            return inherit(self.effective)
        period = self._from_before(site, draft, modality)
        ahead = (
            period is not None
            and self.current != self.forecast
            and lies_ahead(period.edtf, self.state.published)
        )
        return None if ahead and modality == "asserted" else period

    def _from_own(self, site: Site, own: Time, modality: Modality) -> Period:
        """Take the time beside the amount, and let it hold on unless it is only what something is compared with."""
        period = self._resolve(own)
        at = next(k for k, unit in enumerate(site.units) if unit.time is own)
        origin = site.left.origin and self._in_origin(site.units, at, site.index + 1)
        reckoned = at > 0 and site.units[at - 1].has("take")
        aside = in_brackets(site.units, at, site.index)
        if not (origin or reckoned or aside or is_basis(site.units, at) or self._is_compared(site, own)):
            if modality in {"forecast", "planned", "hypothetical"} or lies_ahead(
                period.edtf, self.state.published
            ):
                self.current = self.forecast = period
            elif may_hold(own):
                self._take(period, of_saying=self._is_of_saying(own))
            else:
                self.current = period
        return self._last_month(site, period)

    def _take(self, period: Period, *, of_saying: bool) -> None:
        """Let a time hold for what follows; when something was said only dates what nothing else does."""
        if of_saying and self.said is not None and self.current == self.said:
            return
        self.current = period
        if of_saying:
            self.said = period
        else:
            self.opening = self.opening or period
        if period.edtf is not None and self.narrates and not self._is_part(period.edtf):
            self.state.narrate(period, of_saying=of_saying)

    def _is_part(self, edtf: str) -> bool:
        """Whether 其中 only picks a day or month out of the time told, which what follows is about again."""
        whole = self.state.narrated.edtf if self.state.narrated is not None else None
        return self.state.in_part and whole is not None and edtf.startswith(whole)

    def _is_of_saying(self, time: Time) -> bool:
        """Whether a time stands before a word of saying, with no amount between: 今天公布, 2日召开发布会，介绍."""
        after = (unit for unit in self.sentence.units if unit.span.start >= time.span.end)
        for unit in after:
            if unit.tag in {"Q", "T"}:
                break
            if unit.has("paper", "meeting") and unit.tag != "E":
                return True
        for voice in self.speech.voices:
            if time.span.end <= voice.cue_span.end:
                between = range(time.span.end, voice.cue_span.end)
                return not any(u.tag == "Q" and u.span.start in between for u in self.sentence.units)
        return False

    def _last_month(self, site: Site, period: Period) -> Period:
        """上月 beside a narrated month is the month before that one, not before the publication."""
        narrated = self.state.narrated
        if (
            site.left.origin
            and period.text.startswith("上月")
            and narrated is not None
            and narrated.edtf == period.edtf
        ):
            return Period(period.text, period.span, month_before(period.edtf or ""), "narrative")
        return period

    def _own(self, site: Site) -> Time | None:
        """The nearest time before the amount in its clause, else one after it."""
        units = site.units
        stop = 0
        for k in range(site.index - 1, -1, -1):
            unit = units[k]
            if unit.tag == "Q":
                stop = k + 1
                break
            if (
                unit.time is None
                or unit.text in _OF_DAY
                or unit.text in _OF_REPORT
                or is_background(units, k)
                or (unit.text == "同期" and k < 2)
                or units[k + 1].has("paper")
            ):
                continue
            if is_basis(units, k) and not basis_amount(units, k, site.index):
                continue
            if not site.left.origin and self._in_origin(units, k, site.index):
                continue
            return unit.time
        if stop == 0:
            for k in range(site.index + 1, len(units)):
                unit = units[k]
                bracketed = unit.text in OPENS and (
                    any(u.tag == "Q" for u in units[k:]) or not any(u.text in CLOSES for u in units[k:])
                )
                if unit.tag == "Q" or unit.has("attain") or not unit.text.strip() or bracketed:
                    break
                if unit.time is not None and not _names(units, k) and "T" not in (unit.time.edtf or "T"):
                    return unit.time
        return None

    @staticmethod
    def _in_origin(units: tuple[Unit, ...], at: int, index: int) -> bool:
        """Whether a time belongs to where a change starts, not to where it ends."""
        start = next((k for k in range(at - 1, max(at - 3, -1), -1) if units[k].has("from")), None)
        return start is not None and any(units[k].tag == "Q" for k in range(at, index))

    def _is_compared(self, site: Site, time: Time) -> bool:
        return "同" in time.text and bool(site.left.bridge)

    def _resolve(self, time: Time) -> Period:
        period = period_of(time)
        units = list(self.sentence.units)
        at = next(k for k, unit in enumerate(units) if unit.time is time)
        first = units[at - 2].time if at > 1 and units[at - 1].text in LISTS else None
        if first is not None and is_year(first) and is_year(time):
            text = first.text + units[at - 1].text + time.text
            span = Span(first.span.start, time.span.end)
            return Period(text, span, f"{first.edtf}/{time.edtf}", time.resolved_from)
        return period

    def _each(self, site: Site) -> Period | None:
        """Return its own of the times listed before 分别, where there are as many as amounts in a row."""
        units = site.units
        spread = next((k for k in range(site.index - 1, -1, -1) if _spreads(units[k])), None)
        if spread is None:
            return None
        row = row_from(units, spread)
        if site.index not in row:
            return None
        before = [unit for unit in self.sentence.units if unit.span.end <= units[spread].span.start]
        place = row.index(site.index)
        if len(row) > 1 and (listed := listed_times(before, len(row))):
            if is_year(listed[0]) and is_year(listed[-1]):
                first, last = listed[0], listed[-1]
                span = Span(first.span.start, last.span.end)
                self.current = Period(first.text, span, f"{first.edtf}/{last.edtf}", first.resolved_from)
            return period_of(listed[place])
        times = [unit.time for unit in before if unit.time is not None]
        time = times[-1] if times else None
        if time is not None and len(parts := steps(time.edtf or "")) == len(row) > 1:
            return Period(time.text, time.span, parts[place], time.resolved_from)
        return None

    def _after_origin(self, site: Site) -> Period | None:
        """降至75.2% after 由去年10月的79.8%: the same month of this year."""
        for k in range(site.index - 1, -1, -1):
            unit = site.units[k]
            edtf = unit.time.edtf if unit.time is not None else None
            if (
                edtf is not None
                and "/" not in edtf
                and unit.text.startswith("去年")
                and len(unit.text) > 2
                and self._in_origin(site.units, k, site.index)
            ):
                return Period(unit.text, unit.span, shift_years(edtf, 1), "narrative")
        return None


def _names(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a time after the amount only says which thing is meant: 未接种本季疫苗."""
    return at + 1 < len(units) and units[at + 1].tag in {"n", "M", "E"}


def _spreads(unit: Unit) -> bool:
    """Whether a word deals out what was listed: 分别, 依次, 分别为."""
    return unit.has("each") or unit.text.startswith(("分别", "依次"))


@cache
def _timeless() -> frozenset[str | None]:
    return frozenset(row["measure"] for row in read("measures", key="measure") if row["nature"] == "state")
