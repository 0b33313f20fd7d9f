"""Whom an amount could be said of."""

from __future__ import annotations

from collections.abc import Iterator

from hanclaim.claims.candidates import Candidate, Line, Stretch, beside_rule, lies, step
from hanclaim.claims.centers import fits, owner_of_measure, reckons
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.weights import likely
from hanclaim.document import Party
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, is_head
from hanclaim.grammar.sites import Site

# What no subject ends with.
_NEVER = frozenset(
    {"say", "down", "up", "part", "yoy", "measure_act", "measure_state", "attain", "take", "toward"}
)


def subjects(site: Site, draft: Draft, state: Discourse, around: list[Line]) -> list[Candidate]:
    """Return whom an amount could be said of: what the rule says, a stretch of its sentence, what is spoken of, nobody."""
    found: dict[str | None, Candidate] = {}
    about = _About(site, draft, state, around)
    if draft.subject is not None:
        about.add(found, draft.subject, ["told by the rule"])
    else:
        found[None] = _nobody(about)
    for part in likely("subject", around, _NEVER):
        phrase = Phrase(part.units, part.first, part.end)
        named = state.pointed(phrase) or party(phrase)
        if named is not None:
            about.add(found, named, [*part.marks, *_in_clause(part, draft)])
    about.add_heading(found)
    about.add_earlier(found)
    for why, center in about.near:
        about.add(found, center, [f"as={why}", f"as={why}:{draft.rule}", f"as={why}:{about.sort}"])
    found.setdefault(None, _nobody(about))
    return list(found.values())


def _nobody(about: _About) -> Candidate:
    draft = about.draft
    said = "told" if draft.subject is not None else "silent"
    marks = {
        "nobody",
        f"nobody beside {about.beside}",
        f"nobody:nouns {about.nouns}",
        f"nobody:{draft.rule}",
        f"nobody:{about.sort}",
        f"nobody:{said}",
        f"nobody:{bool(about.centers)}",
    }
    return Candidate(None, marks=marks)


class _About:
    """What is asked of every subject of one amount.

    ``beside`` tells what its clause has for a subject of its own, ``both`` also what the clause before has: who is only
    spoken of has to wait for that.
    """

    def __init__(self, site: Site, draft: Draft, state: Discourse, around: list[Line]) -> None:
        self.draft = draft
        self.state = state
        self.beside = _owner(around[-1])
        self.both = f"{self.beside}, {_owner(around[-2]) if len(around) > 1 else 'the first'}"
        self.nouns = min(around[-1].nouns[site.index], 3)
        self.sort = site.quantity.unit_kind
        self.unit = site.quantity.unit
        self.verb = site.verb.text if site.verb is not None else None
        self.kind = owner_of_measure(draft.measure, site.quantity.unit)
        self.last = (
            state.last.subject.canonical
            if state.last is not None and state.last.subject is not None
            else None
        )
        self.near = list(state.centers.all(self.kind))
        self.centers: dict[str, str] = {}
        for why, center in self.near:
            self.centers.setdefault(center.canonical, why)

    def add(self, found: dict[str | None, Candidate], named: Party, marks: list[str]) -> None:
        """Add what is told of a party to what was told before."""
        candidate = found.get(named.canonical)
        if candidate is None:
            candidate = found[named.canonical] = Candidate(
                named.canonical, named, marks=set(self._marks(named))
            )
        candidate.marks.update(marks)

    def add_heading(self, found: dict[str | None, Candidate]) -> None:
        """Add the thing that the section's heading begins with."""
        if (thing := self.state.headed_thing) is not None:
            marks = ("", f":{self.draft.rule}", f":{self.sort}", f" beside {self.beside}")
            self.add(found, thing, [f"as=heading{mark}" for mark in marks])

    def add_earlier(self, found: dict[str | None, Candidate]) -> None:
        """Add the last nouns of the sentences before."""
        for back, phrase in enumerate(reversed(self.state.earlier)):
            if (named := party(phrase)) is not None:
                marks = (
                    "", f" {step(back, 1, 2, 4)}", f":{self.draft.rule}", f" beside {self.beside}",
                    f" first {phrase.start == 0}", f" ends {phrase.units[-1].tag}",
                )  # fmt: skip
                self.add(found, named, [f"as=before{mark}" for mark in marks])

    def _marks(self, named: Party) -> Iterator[str]:
        draft, name = self.draft, named.canonical
        yield from beside_rule(
            name, draft.subject.canonical if draft.subject is not None else None, f"{draft.explicit}"
        )
        if draft.subject is not None and name == draft.subject.canonical:
            yield f"rule:{draft.rule}:{draft.explicit}"
            yield f"rule:{draft.explicit} beside {self.beside}"
            yield f"rule:{draft.explicit} beside {self.both}"
            yield f"rule:{draft.rule} beside {self.beside}"
            yield f"rule:{draft.explicit}:nouns {self.nouns}"
            yield f"why:{draft.evidence.get('subject', '-')}"
        if name == self.last:
            yield "last subject"
        yield f"subject before:{step(self.state.said_of[name], 1, 2, 4, 8)}"
        yield f"subject of the block:{step(self.state.said_of_here[name], 1, 2, 4)}"
        if (why := self.centers.get(name)) is not None:
            yield f"center:{why}"
            yield f"center:{why}:{draft.explicit}"
            yield f"center:{why} beside {self.beside}"
            yield f"center:{why} beside {self.both}"
            yield f"center:{why}:nouns {self.nouns}"
        if draft.measure and name in draft.measure:
            yield "inside the measure"
        if draft.measure and draft.measure in name:
            yield "round the measure"
        yield f"type:{named.type}:{self.kind}"
        if reckons(named):
            yield "only reckons"
            yield f"only reckons:{self.kind}"
        if not fits(self.kind, named):
            yield "cannot own it"
        yield f"length:{min(len(named.text), 12)}"
        yield f"written:{step(self.state.opening.count(named.text), 2, 3, 5, 9)}"
        if named.text in self.state.title:
            yield "in the title"
        yield f"end:{named.text[-1]}"
        yield f"last two:{named.text[-2:]}"
        yield f"last two:{named.text[-2:]}:{self.sort}"
        yield from self._goes_with(f"type:{named.type}")
        yield from self._goes_with(f"end:{named.text[-1]}")
        yield from self._is_known_for(named)

    def _goes_with(self, sort: str) -> Iterator[str]:
        """Yield what amounts are said of such a thing: of what kind and unit, by what rule."""
        yield f"{sort}:{self.sort}"
        yield f"{sort}:{self.draft.rule}"
        yield f"{sort}:in {self.unit}"

    def _is_known_for(self, named: Party) -> Iterator[str]:
        """Yield what such a thing measures, and what it does: revenue is a company's, and a person plants."""
        if measure := self.draft.measure:
            yield f"type:{named.type}:of {measure[-1]}"
            yield f"type:{named.type}:of {measure[-2:]}"
            yield f"end:{named.text[-1]}:of {measure[-2:]}"
        if self.verb is not None:
            yield f"type:{named.type}:does {self.verb}"
            yield f"type:{named.type}:does {self.verb[-1]}"


def _owner(line: Line) -> str:
    return "none" if line.owner is None else line.owner.units[-1].tag


def _in_clause(part: Stretch, draft: Draft) -> Iterator[str]:
    """Yield what only a subject is asked: what it does in its clause."""
    line, place, first, end = part.line, part.place, part.first, part.end
    yield f"{place}:{draft.rule}"
    if part.between(line.verbs):
        verb = next(k for k in range(*part.gap) if line.units[k].tag == "v")
        yield f"{place}:does {line.doing[verb + 1]}"
    if part.between(line.possessives):
        yield f"{place}:的 between"
    if part.between(line.says):
        yield f"{place}:saying between"
    yield f"{place}:verbs earlier:{min(line.verbs[first], 2)}"
    yield f"{place}:begins:{step(first, 1, 2, 4)}"
    if line.nouns[first]:
        yield f"{place}:nouns earlier"
    if line.phrase is not None and line.owner is not None:
        owns = (first, end) == (line.owner.start, line.owner.end)
        yield f"{place}:subject phrase:{'owner' if owns else lies(first, end, line.phrase)}"
    if is_head(part.units[-1]):
        yield "a head"
    if end < len(line.units) and is_head(line.units[end]):
        yield "before a head"
