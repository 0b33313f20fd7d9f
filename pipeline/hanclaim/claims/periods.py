"""When a statement holds: its own time, the sentence's, or the narrated one."""

from __future__ import annotations

import re
from functools import cache

from hanclaim.alignment import Span
from hanclaim.claims.clauses import Clause, Sentence, Unit
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.sites import Site
from hanclaim.document import Modality, Period, Time
from hanclaim.tables import read

COUNTED_BACK = (
    "去年",
    "上年",
    "前年",
    "往年",
    "近",
    "过去",
    "最近",
    "前",
    "历",
    "十年",
    "同期",
    "首",
    "多年",
)
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
_CLOCK = re.compile("[上下]午|早上|晚上|晚间|傍晚|凌晨|清晨|中午|午间|[0-9一二三四五六七八九十][时点]")
_COUNTED_ON = re.compile("(?:个月|年|天|周)来$")
_OF_YEAR = frozenset({"全年", "年内", "当年"})
_LAST_YEAR = ("去年", "上年", "上一年", "前一年", "同期")


class Periods:
    """The times of one sentence, and which of them a quantity takes."""

    def __init__(self, sentence: Sentence, state: Discourse, *, narrates: bool) -> None:
        self.narrates = narrates
        self.opinion = False
        self.sentence = sentence
        self.state = state
        self.current: Period | None = None
        self.forecast: Period | None = None

    def enter(self, clause: Clause, *, announces: bool) -> None:
        """Begin a clause; a clause that says 仍 or 目前 leaves the narrated time."""
        if (
            any(unit.has("present") for unit in clause.units)
            and not any(unit.tag == "T" for unit in clause.units)
            and self.current is not None
            and self.current == self.forecast
        ):
            self.current = None
        if not clause.quantities:
            for unit in clause.units:
                if unit.time is not None and not _is_basis(clause.units, clause.units.index(unit)):
                    self.current = self._resolve(unit.time)
                    if not announces:
                        self._narrate(self.current)

    def leave(self, clause: Clause) -> None:
        """End a clause: a time after its last amount holds for what follows."""
        last = clause.quantities[-1] if clause.quantities else len(clause.units)
        for k in range(last + 1, len(clause.units)):
            time = clause.units[k].time
            if (
                time is not None
                and not _is_basis(clause.units, k)
                and not time.text.startswith(COUNTED_BACK)
                and "T" not in (time.edtf or "T")
            ):
                self.current = _period(time)

    def of(self, site: Site, draft: Draft, modality: Modality) -> Period | None:
        """Return the period of one quantity."""
        if draft.rule == "statement.cell":
            return draft.period
        if draft.rule == "statement.multiple":
            return _inherit(self.current)
        own = self._own(site)
        if own is not None and own.edtf is None and _CLOCK.search(own.text):
            own = None
        if own is not None:
            period = self._resolve(own)
            at = next(k for k, unit in enumerate(site.units) if unit.time is own)
            if not (
                site.left.origin and self._in_origin(site.units, at, site.index + 1)
            ) and not self._is_compared(site, own):
                self.current = period
                if modality in {"forecast", "planned", "hypothetical"}:
                    self.forecast = period
                else:
                    self._narrate(period)
            return self._last_month(site, period)
        if site.left.origin:
            return _inherit(self.current)
        if (shifted := self._after_origin(site)) is not None:
            self.current = shifted
            return shifted
        if modality == "forecast" and self.forecast is not None:
            return _inherit(self.forecast)
        if self.current is None and draft.period is not None:
            self.current = draft.period
            return _inherit(draft.period)
        if draft.measure in _timeless():
            return None
        if self.current is None and draft.rule == "statement.ellipsis" and self.state.last is not None:
            return _inherit(self.state.last.period)
        if self.current is None and modality in {"planned", "forecast"} and self.narrates:
            return _inherit(self.state.headed)
        if self.current is None and modality == "asserted" and self.narrates and not self.opinion:
            return _inherit(self.state.narrated)
        return _inherit(self.current)

    def _narrate(self, period: Period) -> None:
        counted = period.text.startswith(COUNTED_BACK) or _COUNTED_ON.search(period.text) is not None
        if period.edtf is not None and not counted and self.narrates:
            self.state.narrate(period)

    def _last_month(self, site: Site, period: Period) -> Period:
        """上月 beside a narrated month is the month before that one, not before the publication."""
        narrated = self.state.narrated
        if (
            site.left.origin
            and period.text.startswith("上月")
            and narrated is not None
            and narrated.edtf == period.edtf
        ):
            return Period(period.text, period.span, _month_before(period.edtf or ""), "narrative")
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
            if unit.time is None or unit.text in _OF_DAY or units[k + 1].has("paper"):
                continue
            if _is_basis(units, k) and not _basis_amount(units, k, site.index):
                continue
            if not site.left.origin and self._in_origin(units, k, site.index):
                continue
            return unit.time
        if stop == 0:
            for unit in units[site.index + 1 :]:
                if unit.tag == "Q" or unit.has("attain"):
                    break
                if unit.time is not None and "T" not in (unit.time.edtf or "T"):
                    return unit.time
        return None

    @staticmethod
    def _in_origin(units: tuple[Unit, ...], at: int, index: int) -> bool:
        """Whether a time belongs to where a change starts, not to where it ends."""
        start = next((k for k in range(at - 1, max(at - 3, -1), -1) if units[k].has("from")), None)
        return start is not None and any(units[k].tag == "Q" for k in range(at, index))

    def _is_compared(self, site: Site, time: Time) -> bool:
        return any(word in time.text for word in _LAST_YEAR) and bool(site.left.bridge or site.left.basis)

    def _resolve(self, time: Time) -> Period:
        period = _period(time)
        units = list(self.sentence.units)
        at = next(k for k, unit in enumerate(units) if unit.time is time)
        narrated = self.state.narrated
        if time.text in _OF_YEAR and narrated is not None and re.fullmatch(r"\d{4}", narrated.edtf or ""):
            return Period(time.text, time.span, narrated.edtf, "narrative")
        first = units[at - 2].time if at > 1 and units[at - 1].text in {"及", "和", "与", "、"} else None
        if (
            first is not None
            and re.fullmatch(r"\d{4}", first.edtf or "")
            and re.fullmatch(r"\d{4}", time.edtf or "")
        ):
            text = first.text + units[at - 1].text + time.text
            return Period(
                text,
                Span(first.span.start, time.span.end),
                f"{first.edtf}/{time.edtf}",
                time.resolved_from,
            )
        return period

    def _after_origin(self, site: Site) -> Period | None:
        """降至75.2% after 由去年10月的79.8%: the same month of this year."""
        for k in range(site.index - 1, -1, -1):
            unit = site.units[k]
            if (
                unit.time is not None
                and unit.time.edtf
                and unit.text.startswith("去年")
                and len(unit.text) > 2
                and self._in_origin(site.units, k, site.index)
            ):
                return Period(unit.text, unit.span, shift_years(unit.time.edtf, 1), "narrative")
        return None


def _is_basis(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a time is only what something is compared with."""
    for k in range(at - 1, -1, -1):
        unit = units[k]
        if unit.tag == "Q" or (unit.tag == "v" and not unit.has("than", "up", "down")):
            return False
        if k == at - 1 and unit.text in {"高出", "高于", "低于", "超过", "多于", "少于"}:
            return True
        if unit.text in {"较", "比", "与", "相较", "高于", "低于", "多于", "少于", "同", "相比"}:
            return True
    return False


def _basis_amount(units: tuple[Unit, ...], at: int, index: int) -> bool:
    """Whether the amount itself is what something is compared with: 较去年同期的405.8."""
    return all(unit.tag in {"的", "T", "u", "w"} or unit.has("approx") for unit in units[at + 1 : index])


def _period(time: Time) -> Period:
    return Period(time.text, time.span, time.edtf, time.resolved_from)


def _inherit(period: Period | None) -> Period | None:
    """Hand a period on; the hour was only that of the statement that named it."""
    if period is not None and period.edtf is not None and "/" not in period.edtf:
        period = Period(period.text, period.span, period.edtf.split("T")[0], period.resolved_from)
    return None if period is None else Period(period.text, period.span, period.edtf, "inherited")


@cache
def _timeless() -> frozenset[str | None]:
    return frozenset(row["measure"] for row in read("measures", key="measure") if row["nature"] == "state")


def shift_years(edtf: str, years: int) -> str:
    """Move every year of a date or interval.

    >>> shift_years('2025-01/2025-10', -1), shift_years('2025-35', 1)
    ('2024-01/2024-10', '2026-35')
    """
    return re.sub(r"(?<![\d-])\d{4}", lambda year: f"{int(year[0]) + years:04d}", edtf)


def _month_before(edtf: str) -> str | None:
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", edtf)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"
