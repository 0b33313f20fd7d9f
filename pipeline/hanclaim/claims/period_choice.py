"""When an amount could hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hanclaim.claims.candidates import Candidate, does, step, word
from hanclaim.claims.dates import (
    dates_a_bracket,
    dates_a_noun,
    inherit,
    is_background,
    is_basis,
    lies_ahead,
    may_hold,
    period_of,
)
from hanclaim.claims.discourse import Discourse, Draft, is_recent
from hanclaim.claims.states import lasting_marks
from hanclaim.document import Modality, Period, Time
from hanclaim.grammar.clauses import Clause
from hanclaim.grammar.sites import Site

Kept = Mapping[str, Period | None]


def periods(
    site: Site, draft: Draft, state: Discourse, *, told: Period | None, modality: Modality, around: Kept
) -> list[Candidate]:
    """Return when an amount could hold: a time of its sentence, one that goes on from before, what the rule says, never.

    ``around`` holds the times that the sentence keeps for its amounts, by what they are.
    """
    found: dict[str | None, Candidate] = {}
    about = _About(site, draft, state, told=told, modality=modality)
    kept = {
        **around,
        "narrated": state.narrated,
        "report": state.report,
        "headed": state.headed,
        "last": state.last.period if state.last is not None else None,
    }
    if told is not None and told.edtf is not None:
        about.add(found, told, {"told by the rule", f"told by the rule:{draft.rule}"})
    else:
        found[None] = _never(about, kept)
    here = next(k for k, clause in enumerate(site.sentence.clauses) if clause.span == site.clause.span)
    for k, clause in enumerate(site.sentence.clauses):
        for at, unit in enumerate(clause.units):
            if k == here and dates_a_bracket(clause.units, at, site.index):
                continue
            if unit.time is not None and unit.time.edtf is not None:
                about.add(found, period_of(unit.time), set(_stands(site, clause, at, unit.time, k - here)))
    for name, period in kept.items():
        if period is not None and period.edtf is not None:
            about.add(
                found, inherit(period), {f"as {name}", f"as {name}:{modality}", f"as {name}:{draft.rule}"}
            )
    found.setdefault(None, _never(about, kept))
    return list(found.values())


def _never(about: _About, kept: Kept) -> Candidate:
    site, modality, told = about.site, about.modality, about.told
    held = next((name for name, period in kept.items() if period is not None), "nothing")
    silent = "silent" if told is None or told.edtf is None else told.resolved_from
    return Candidate(None, period=told if silent == "silent" else None, marks={
        "never", f"never:{modality}", f"never:{about.draft.rule}", f"never:{held}", f"never:rule {silent}",
        f"never:{site.quantity.unit_kind}", f"never:{site.quantity.kind}", f"never:{silent}:{modality}",
        *(f"never:{mark}" for mark in lasting_marks(site, about.draft)),
    })  # fmt: skip


class _About:
    """What is asked of every period of one amount."""

    def __init__(
        self, site: Site, draft: Draft, state: Discourse, *, told: Period | None, modality: Modality
    ) -> None:
        self.site = site
        self.draft = draft
        self.told = told
        self.state = state
        self.modality = modality

    def add(self, found: dict[str | None, Candidate], period: Period | None, marks: set[str]) -> None:
        """Add what is told of a period to what was told before."""
        if period is None or period.edtf is None:
            return
        candidate = found.get(period.edtf)
        if candidate is None:
            candidate = found[period.edtf] = Candidate(
                period.edtf, period=period, marks=set(self._marks(period))
            )
        candidate.marks |= marks

    def _marks(self, period: Period) -> Iterator[str]:
        told, edtf, modality = self.told, period.edtf or "", self.modality
        if told is not None and told.edtf == edtf:
            yield "the rule's"
            yield f"the rule's:{told.resolved_from}"
            yield f"the rule's:{told.resolved_from}:{self.draft.rule}"
            yield f"the rule's:{told.resolved_from}:{modality}"
        else:
            yield "not the rule's"
            yield f"not the rule's:{told.resolved_from if told is not None and told.edtf is not None else 'silent'}"
        grain = (
            "open"
            if ".." in edtf
            else "interval"
            if "/" in edtf
            else {4: "year", 7: "month", 10: "day"}.get(len(edtf), "hour")
        )
        yield f"grain:{grain}"
        yield f"grain:{grain}:{self.site.quantity.unit_kind}"
        yield f"grain:{grain}:{self.site.quantity.kind}"
        yield f"from:{period.resolved_from}"
        if lies_ahead(edtf, self.state.published):
            yield f"ahead:{modality}"
        if is_recent(edtf, self.state.published):
            yield "recent"
            yield f"recent:{modality}"
        if self.state.published is not None and edtf == self.state.published[:10]:
            yield "published"


def _stands(site: Site, clause: Clause, at: int, time: Time, away: int) -> Iterator[str]:
    """Yield where a time stands from the amount, and what it does there."""
    units = clause.units
    place = (
        "later" if away > 0 else f"{min(-away, 3)} back" if away else "before" if at < site.index else "after"
    )
    yield place
    if away:
        between = units[at + 1 :]
    else:
        between = units[at + 1 : site.index] if at < site.index else units[site.index + 1 : at]
    yield f"{place}:gap:{step(len(between), 1, 2, 3, 5, 8)}"
    yield f"{place}:begins:{at == 0}"
    yield f"{place}:after {word(units[at - 1] if at else None)}"
    yield f"{place}:before {word(units[at + 1] if at + 1 < len(units) else None)}"
    yield f"{place}:before a {does(units[at + 1] if at + 1 < len(units) else None)}"
    if any(unit.tag == "Q" for unit in between):
        yield f"{place}:amount between"
    if any(unit.tag == "T" for unit in between):
        yield f"{place}:time between"
    if any(unit.tag == "v" for unit in between):
        yield f"{place}:verb between"
    if any(unit.has("say") for unit in between):
        yield f"{place}:saying between"
    if is_basis(units, at):
        yield f"{place}:basis"
    if not may_hold(time):
        yield f"{place}:counted back"
    if dates_a_noun(units, at):
        yield f"{place}:of a noun"
    if is_background(units, at):
        yield f"{place}:background"
    yield f"{place}:{site.quantity.kind}"
