"""Sentences to clauses of tagged units: the ground every statement rule walks on.

A unit is a mention, a time, a quantity, or a word with a coarse tag.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import chain

from hanclaim.alignment import Span
from hanclaim.blocks.headings import end_of_numbering
from hanclaim.document import Document, Mention, Quantity, Time
from hanclaim.grammar.chunks import chunk
from hanclaim.grammar.tokens import Tagged
from hanclaim.grammar.words import Unit, long_measures, word_classes, words
from hanclaim.segment import is_word

__all__ = ["Clause", "Pins", "Sentence", "Unit", "parse", "word_classes"]

_BREAKS = frozenset("，,；;：:。！!？?\n")
_ENDS = frozenset("。！？!?\n")
_OPENS, _CLOSES = frozenset("（("), frozenset("）)")
_LONGEST_ASIDE = 24  # units
_SHORT = 3
_OTHERS = frozenset("他它余中实次间后")


@dataclass(frozen=True, slots=True)
class Clause:
    """Units between two breaks; ``mark`` is the break before them."""

    span: Span
    units: tuple[Unit, ...]
    mark: str = ""

    @property
    def quantities(self) -> tuple[int, ...]:
        """Indices of the units that are quantities."""
        return tuple(i for i, unit in enumerate(self.units) if unit.tag == "Q")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence cut into clauses."""

    span: Span
    clauses: tuple[Clause, ...] = field(default=())

    @property
    def units(self) -> Iterator[Unit]:
        """All units in reading order."""
        return chain.from_iterable(clause.units for clause in self.clauses)


def parse(document: Document, span: Span, pins: Pins) -> Sentence:
    """Cut one sentence into clauses of units."""
    units = chunk(_units(document.folded, _without_number(document.folded, span), pins))
    clauses: list[Clause] = []
    start, mark, holds, aside = 0, "", False, 0
    for i, unit in enumerate(units):
        if unit.text in _OPENS:
            aside = max(aside, _end_of_aside(units, i))
        if i < aside:
            continue
        lists = (unit.text == "、" or not unit.text.strip()) and holds and _opens_clause(units, i + 1)
        holds = holds or unit.tag == "Q"
        if unit.text in _BREAKS or lists:
            if i > start:
                clauses.append(_clause(units[start:i], mark))
            start, mark, holds = i + 1, unit.text, False
    if start < len(units):
        clauses.append(_clause(units[start:], mark))
    return Sentence(span, tuple(clauses))


def _without_number(folded: str, span: Span) -> Span:
    """Leave out the number of a list's item, which is no part of what the item says."""
    begins = span.start == 0 or folded[span.start - 1] == "\n"
    return Span(min(end_of_numbering(folded, span.start), span.end), span.end) if begins else span


def _end_of_aside(units: list[Unit], at: int) -> int:
    """Return where brackets end that only explain a name, so that no clause ends in them; they hold no amount."""
    for end in range(at + 1, min(len(units), at + _LONGEST_ASIDE)):
        if units[end].text in _CLOSES:
            return end
        if units[end].tag == "Q" or units[end].text in _OPENS or units[end].text in _ENDS:
            break
    return 0


def _opens_clause(units: list[Unit], at: int) -> bool:
    """Whether what follows a 、 says something of its own: a noun or verb, then a quantity."""
    for number, unit in enumerate(units[at:]):
        if unit.tag == "Q":
            return number > 0
        if unit.text in _BREAKS or unit.text == "、":
            return False
    return False


def _clause(units: list[Unit], mark: str) -> Clause:
    return Clause(Span(units[0].span.start, units[-1].span.end), tuple(units), mark)


class Pins:
    """The spans the earlier stages found, ready to be asked for by sentence."""

    def __init__(self, document: Document) -> None:
        taken: list[tuple[Span, str, object]] = [(q.span, "Q", q) for q in document.quantities]
        taken += [(t.span, "T", t) for t in document.times]
        taken += [
            (_clear_of_measures(document.folded, m.span), "E", m)
            for m in document.mentions
            if _is_name(document.folded, m)
        ]
        order = {"Q": 0, "T": 1, "E": 2}
        covered = bytearray(len(document.folded))
        kept: list[tuple[Span, str, object]] = []
        for span, tag, value in sorted(taken, key=lambda pin: (order[pin[1]], pin[0].start - pin[0].end)):
            free = _free(covered, span)
            if free is not None and (tag == "E" or free == span):
                cut = isinstance(value, Mention) and free != value.span
                covered[free.start : free.end] = b"\1" * (free.end - free.start)
                kept.append((free, tag, _renamed(document, value, free) if cut else value))
        self.tagged = Tagged(document.folded, document.words)
        self._kept = sorted(kept, key=lambda pin: pin[0])
        self._starts = [span.start for span, _, _ in self._kept]

    def inside(self, span: Span) -> list[tuple[Span, str, object]]:
        """Return the pins of one sentence."""
        found = self._kept[bisect_left(self._starts, span.start) : bisect_left(self._starts, span.end)]
        return [pin for pin in found if pin[0].end <= span.end]


def _is_name(folded: str, mention: Mention) -> bool:
    """Whether a mention is no word that the tables know to do something else."""
    if mention.text == "其" and folded[mention.span.end : mention.span.end + 1] in _OTHERS:
        return False
    if len(mention.text) == 1 and not mention.rule.startswith("coreference"):
        return False
    if mention.rule.startswith("tagger") and "region" in word_classes().get(mention.text[:2], ()):
        return False
    if not mention.rule.startswith("coreference") and _is_inside_word(folded, mention.span):
        return False
    classes = word_classes().get(mention.text, frozenset())
    return not classes - {"extension", "predicate", "pronoun"}


def _is_inside_word(folded: str, span: Span) -> bool:
    """Whether a short name is the end of a word, or begins with the end of one: 受|访者, 按|周升."""
    start, end = span
    if end - start > _SHORT or start == 0:
        return False
    return is_word(folded[start - 1 : end]) or "yoy" in word_classes().get(folded[start - 1 : start + 1], ())


def _clear_of_measures(folded: str, span: Span) -> Span:
    """Cut a name short where the long name of a measure begins inside it: 晶瀚市占率 is no town."""
    for match in long_measures().finditer(folded, max(span.start - 1, 0), span.end + 4):
        if span.start < match.start() < span.end < match.end():
            return Span(span.start, match.start())
    return span


def _renamed(document: Document, mention: object, span: Span) -> object:
    """Name what is left of a name that was cut short: another mention of the same text knows its fullest name."""
    if not isinstance(mention, Mention):
        return mention
    text = document.folded[slice(*span)]
    full = next((other.canonical for other in document.mentions if other.text == text), text)
    return replace(mention, span=span, text=text, canonical=full)


def _free(covered: bytearray, span: Span) -> Span | None:
    """Return the part of ``span`` before anything taken, or None."""
    start, end = span
    while start < end and covered[start]:
        start += 1
    stop = start
    while stop < end and not covered[stop]:
        stop += 1
    return Span(start, stop) if start < stop and start == span.start else None


def _units(folded: str, span: Span, pins: Pins) -> Iterator[Unit]:
    at = span.start
    for pinned, tag, value in pins.inside(span):
        if pinned.start < at:
            continue
        yield from words(folded, Span(at, pinned.start), pins.tagged)
        text = folded[pinned.start : pinned.end]
        yield Unit(
            pinned,
            text,
            tag,
            word_classes().get(text, frozenset()),
            value if isinstance(value, Mention) else None,
            value if isinstance(value, Time) else None,
            value if isinstance(value, Quantity) else None,
        )
        at = pinned.end
    yield from words(folded, Span(at, span.end), pins.tagged)
