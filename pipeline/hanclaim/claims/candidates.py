"""What an amount could be said of or could measure: every stretch of its sentence that might name it.

The rules answer with one subject, one measure and one period; the candidates are all that they could have answered,
each with the marks that a learned choice weighs: how it is written, where it stands, what stands between.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from hanclaim.claims.owners import owner_of
from hanclaim.document import Party, Period
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.phrases import Phrase
from hanclaim.grammar.sites import Site, subject_phrase

_LONGEST = 5  # units
_FARTHEST = 6  # clauses back; what stands farther off is seldom meant, unless it is still spoken of
_INNER = frozenset({"n", "E", "M", "a", "m", "r", "的", "v", "f", "w", "d", "Q", "u", "c", "T"})
_FIRST = frozenset({"n", "E", "M", "r", "v", "a", "m", "f", "Q", "T"})
_LAST = frozenset({"n", "E", "M", "r", "v", "a"})
_EMPTY = frozenset({"m", "a", "w", "的", "d", "f", "u", "c"})
_NOMINAL = frozenset({"n", "E", "M"})
_POINTING = frozenset("该此本")
_LISTING = frozenset("、和与及")
_JOINING = frozenset("“”「」《》·-（）()、")
# Words that tell by themselves how their neighbours stand to each other; of all others the tag is told.
_CLOSED = frozenset(
    "的之嘅对在向由被把将从比较与和及、为是系有达至到“”「」（）()《》按以据让使给了也都已而则因共只仅约超逾近于等喺话同仲每各该此这那其全·"
) | frozenset({"因为", "其中", "对于", "由于", "关于"})
_DOING = (
    "say", "attain", "up", "down", "toward", "by", "than", "from", "through", "at", "take", "dispose", "forecast",
    "planned", "approx", "part", "each", "predicate", "stop", "hypothetical", "yoy", "present",
)  # fmt: skip


@dataclass(slots=True)
class Candidate:
    """A subject, measure or period that an amount could have, and the marks that speak for and against it; None is none.

    ``chance`` is that of the one that was chosen, among all.
    """

    text: str | None
    party: Party | None = None
    period: Period | None = None
    marks: set[str] = field(default_factory=set)
    chance: float = 1.0


def beside_rule(text: str, told: str | None, how: str) -> list[str]:
    """Return how a candidate is to what the rule answered."""
    if text == told:
        return ["the rule's", f"the rule's:{how}"]
    if told is None:
        return ["not the rule's", "rule silent"]
    if text in told:
        return ["not the rule's", f"inside the rule's:{how}"]
    return ["not the rule's", f"round the rule's:{how}"] if told in text else ["not the rule's"]


class Line:
    """One clause seen from an amount, with what is asked of it again and again counted once."""

    def __init__(self, site: Site, units: tuple[Unit, ...], place: str) -> None:
        self.site = site
        self.units = units
        self.place = place
        self.is_own = units is site.units
        self.words = ["the edge", *map(word, units), "the edge"]
        self.doing = ["edge", *map(does, units), "edge"]
        self.verbs = _count(unit.tag == "v" for unit in units)
        self.nouns = _count(unit.tag in _NOMINAL for unit in units)
        self.amounts = _count(unit.tag == "Q" for unit in units)
        self.says = _count(unit.has("say") for unit in units)
        self.possessives = _count(unit.tag == "的" for unit in units)
        self.phrase = subject_phrase(units, site.index if self.is_own else len(units))
        self.owner = owner_of(self.phrase) if self.phrase is not None else None

    @cached_property
    def stretches(self) -> list[Stretch]:
        """Every stretch that could be a noun phrase."""
        return [*self._nominal(), *self._lists()]

    def _nominal(self) -> Iterator[Stretch]:
        units, index = self.units, self.site.index
        for first, unit in enumerate(units):
            if unit.tag not in _FIRST:
                continue
            points = unit.mention is not None and unit.mention.is_reference and unit.text[0] in _POINTING
            full = False
            for end in range(first + 1, min(len(units), first + _LONGEST) + 1):
                last = units[end - 1]
                if last.tag not in _INNER or (last.tag == "w" and last.text not in _JOINING):
                    break
                if self.is_own and end - 1 == index:
                    break
                if points and end - first == 2 and last.tag in _NOMINAL:  # 该片 ends where 制作成本 begins
                    break
                full = full or last.tag not in _EMPTY or last.text.endswith("岁")
                if full and last.tag in _LAST:
                    yield Stretch(self, first, end, self._place(first))

    def _lists(self) -> Iterator[Stretch]:
        """Yield what is listed as one, with and without the noun after 等: 甲县、乙县、丙县等地."""
        units, first = self.units, 0
        while first < len(units):
            end = first
            while end < len(units) and (
                units[end].tag in _NOMINAL or (end > first and units[end].text in _LISTING)
            ):
                end += 1
            while end > first and units[end - 1].text in _LISTING:
                end -= 1
            if end - first > _LONGEST and any(unit.text in _LISTING for unit in units[first:end]):
                yield Stretch(self, first, end, self._place(first))
                if end + 1 < len(units) and units[end].text == "等" and units[end + 1].tag in _NOMINAL:
                    yield Stretch(self, first, end + 2, self._place(first))
            first = max(end, first + 1)

    def _place(self, first: int) -> str:
        if not self.is_own:
            return self.place
        return "after" if first > self.site.index else "before"


def lines(site: Site) -> list[Line]:
    """Return the amount's clause and those not far before it in its sentence, the nearest last."""
    clauses: Sequence[tuple[Unit, ...]] = [clause.units for clause in site.sentence.clauses]
    here = next(k for k, clause in enumerate(site.sentence.clauses) if clause.span == site.clause.span)
    return [
        *(Line(site, clauses[k], f"{min(here - k, 3)} back") for k in range(max(0, here - _FARTHEST), here)),
        Line(site, site.units, "here"),
    ]


class Stretch:
    """Units ``first`` to before ``end`` of a clause, and what can be told of them."""

    def __init__(self, line: Line, first: int, end: int, place: str) -> None:
        self.line = line
        self.first = first
        self.end = end
        self.place = place
        index = line.site.index
        # The units from here to the amount, or to the end of an earlier clause.
        self.gap = (
            (end, index)
            if place == "before"
            else (index + 1, first)
            if place == "after"
            else (end, len(line.units))
        )
        self.units = line.units[first:end]
        self.marks = self._marks()

    def between(self, counts: list[int]) -> int:
        """Return how many of what was counted stand between the stretch and the amount."""
        return counts[self.gap[1]] - counts[self.gap[0]]

    def _marks(self) -> list[str]:
        """Say how the stretch is made, what stands beside it, and what stands between it and the amount."""
        line, place, units, first, end = self.line, self.place, self.units, self.first, self.end
        tags = "".join([unit.tag for unit in units])
        marks = [
            place,
            f"{place}:{line.site.quantity.unit_kind}",
            f"{place}:after {line.words[first]}",
            f"{place}:before {line.words[end + 1]}",
            f"{place}:after a {line.doing[first]}",
            f"{place}:before a {line.doing[end + 1]}",
            f"first:{line.doing[first + 1]}",
            f"last:{line.doing[end]}",
            f"{place}:last:{line.doing[end]}",
            f"units:{len(units)}",
            f"tags:{tags if len(units) < 5 else 'many'}",
            f"{place}:gap:{step(self.gap[1] - self.gap[0], 1, 2, 3, 5, 8, 12)}",
            f"{place}:verbs:{min(self.between(line.verbs), 3)}",
            f"{place}:nouns:{min(self.between(line.nouns), 4)}",
        ]
        if self.between(line.amounts):
            marks.append(f"{place}:amount between")
        if "E" in tags:
            marks.append("named")
        if line.is_own:
            marks += self._in_phrases()
        return marks

    def _in_phrases(self) -> Iterator[str]:
        """Yield how the stretch lies to the noun phrases that touch the amount."""
        site = self.line.site
        if site.left.phrase is not None:
            yield f"phrase before:{lies(self.first, self.end, site.left.phrase)}:{site.quantity.unit_kind}"
        if site.right is not None and self.place == "after":
            yield f"phrase after:{lies(self.first, self.end, site.right)}:{site.quantity.unit_kind}"


def _count(hits: Iterator[bool]) -> list[int]:
    return [0, *accumulate(hits)]


def word(unit: Unit | None) -> str:
    """Return a word that tells by itself what it does, of another its tag."""
    if unit is None:
        return "the edge"
    return unit.text if unit.text in _CLOSED else unit.tag


def does(unit: Unit | None) -> str:
    """Return what the tables know a word to do, else its tag."""
    if unit is None:
        return "edge"
    if unit.classes and unit.tag != "E":
        for name in _DOING:
            if name in unit.classes:
                return name
        for name in sorted(unit.classes):
            if name.startswith("measure"):
                return name
    return "long verb" if unit.tag == "v" and len(unit.text) > 1 else unit.tag


def lies(first: int, end: int, phrase: Phrase) -> str:
    """Return how a stretch lies to a noun phrase."""
    if (first, end) == (phrase.start, phrase.end):
        return "is it"
    if phrase.start <= first and end <= phrase.end:
        return "begins it" if first == phrase.start else "ends it" if end == phrase.end else "inside"
    return "beyond" if first < phrase.start < end else "outside"


def step(number: int, *steps: int) -> int:
    """Return how many of the steps a number has reached."""
    return bisect_right(steps, number)
