"""What an amount could measure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanclaim.alignment import Span
from hanclaim.claims.candidates import Candidate, Line, Stretch, beside_rule, step
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import default_measure
from hanclaim.claims.weights import likely
from hanclaim.grammar.phrases import is_head, trim
from hanclaim.grammar.sites import Site
from hanclaim.segment import segment

_LONGEST_MEASURE = 14  # characters
_PEOPLE = frozenset({"{人}", "{名}", "{位}"})
# Small words that say how an amount is taken, where they are words by themselves.
_SMALL = frozenset("共只会想便属仅已曾仍还也都就将才再又起各现则更竟需须")
# Links before a measure, and small words behind one.
_LINKED = re.compile("^(?:不过|但是?|而且?|并且|同时|其中|此外|另外)(?=..)|(?<=..)[已仅约则还]$")
# What no measure ends with.
_NEVER = frozenset({"r", "approx", "part"})


def measures(site: Site, draft: Draft, state: Discourse, around: list[Line]) -> list[Candidate]:
    """Return what an amount could measure: what the rule says, a stretch of its clause or the one before, or what goes on."""
    about = _About(site, draft, state)
    if draft.measure:
        about.add(draft.measure, ["told by the rule"])
    else:
        about.found[None] = Candidate(None, marks={"nothing"})
    for part in likely("measure", around[-2:], _NEVER):
        if any(unit.has("say") for unit in part.units[:-1]):
            continue
        text = trim("".join([unit.text for unit in part.units]))
        if not text or len(text) > _LONGEST_MEASURE:
            continue
        marks = [*part.marks, *_in_clause(part, draft)]
        about.add(text, marks)
        if part.units[-1].tag == "v" and site.quantity.unit in _PEOPLE:
            about.add(text + "人数", [*marks, "of people"])
    sort = site.quantity.unit_kind
    if state.last is not None:
        about.add(state.last.measure, [f"last:{draft.rule}", f"last:{sort}"])
    if state.measured is not None:
        about.add(state.measured.measure, ["last measured"])
    about.add(default_measure(site), [f"of the unit:{sort}", f"of the unit:{draft.rule}"])
    about.found.setdefault(None, Candidate(None, marks={"nothing"}))
    return list(about.found.values())


def bare_measure(text: str | None) -> str | None:
    """Leave out the small words before a measure that say how it is taken.

    >>> bare_measure("起加租"), bare_measure("会员人数")
    ('加租', '会员人数')
    """
    if text is None:
        return None
    text = _LINKED.sub("", text)
    if text[0] not in _SMALL or len(text) < 3:
        return text
    first = segment(text)[0].span
    return text[first.end :] if first.end == 1 else text


class _About:
    """What is asked of every measure of one amount."""

    def __init__(self, site: Site, draft: Draft, state: Discourse) -> None:
        self.site = site
        self.draft = draft
        self.state = state
        self.found: dict[str | None, Candidate] = {}

    def add(self, text: str | None, marks: list[str]) -> None:
        """Add what is told of a measure to what was told before."""
        if not text:
            return
        candidate = self.found.get(text)
        if candidate is None:
            told = _of_measure(text, self.site, self.draft, self.state)
            candidate = self.found[text] = Candidate(text, marks=set(told))
        candidate.marks.update(marks)


def _of_measure(text: str, site: Site, draft: Draft, state: Discourse) -> Iterator[str]:
    quantity = site.quantity
    yield from beside_rule(text, draft.measure, draft.rule)
    if text == draft.measure:
        yield f"rule:{draft.rule}:{quantity.unit_kind}"
        yield f"why:{draft.evidence.get('measure', '-')}"
    if state.last is not None and text == state.last.measure:
        yield "last measure"
        yield f"last measure:{quantity.kind}"
    if draft.subject is not None:
        name = draft.subject.canonical
        if text == name:
            yield "is the subject"
        elif name in text:
            yield "round the subject"
        elif text in name:
            yield "inside the subject"
    yield f"length:{min(len(text), 10)}"
    yield f"begin:{text[0]}"
    yield f"first two:{text[:2]}"
    yield f"end:{text[-1]}"
    yield f"end:{text[-1]}:{quantity.unit}"
    yield f"written:{step(state.opening.count(text), 1, 2, 3, 5)}"
    if canonical_measure(text) is not None:
        yield "known"
        yield f"known:{quantity.unit_kind}"


def _in_clause(part: Stretch, draft: Draft) -> Iterator[str]:
    """Yield what only a measure is asked: its kind of noun for this kind of amount, and whether it follows its owner."""
    line, place, quantity = part.line, part.place, part.line.site.quantity
    yield f"{place}:first:{line.doing[part.first + 1]}:{quantity.unit_kind}"
    yield f"{place}:last:{line.doing[part.end]}:{quantity.unit_kind}"
    yield f"{place}:{quantity.kind}"
    yield f"{place}:{draft.rule}"
    if is_head(part.units[-1]):
        yield f"a head:{quantity.unit_kind}"
    if draft.subject is not None and draft.subject.span is not None:
        yield f"owner {_follows(Span(part.units[0].span.start, part.units[-1].span.end), draft.subject.span)}"


def _follows(measure: Span, owner: Span) -> str:
    if measure.start < owner.end and owner.start < measure.end:
        return "overlaps"
    return {0: "before", 1: "one before"}.get(measure.start - owner.end, "apart")
