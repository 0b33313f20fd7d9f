"""Sentences to clauses of tagged units: the ground every statement rule walks on.

A unit is a mention, a time, a quantity, or one of jieba's words with a coarse
tag.  Words that the tables know carry their classes, so that a rule asks what a
word does and never how it is spelled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from hanclaim.alignment import Span
from hanclaim.document import Document, Mention, Quantity, Time
from hanclaim.segment import segment
from hanclaim.tables import read

# jieba's flags by first letter: what may stand inside a noun phrase, what governs it, what links it.
_TAGS = {
    "n": "n", "j": "n", "l": "n", "i": "n", "b": "n", "s": "n", "t": "n", "e": "n", "m": "m", "q": "m",
    "a": "a", "z": "a", "v": "v", "d": "d", "p": "p", "c": "c", "r": "r", "f": "f", "u": "u", "y": "d",
    "k": "n", "h": "n", "g": "n",
}  # fmt: skip
_BREAKS = frozenset("，,；;：:。！!？?\n")
_CLOSERS = frozenset("”’」』》）)〉")
_OPENERS = frozenset("“‘「『《（(〈")


@dataclass(frozen=True, slots=True)
class Unit:
    """One step of a clause: ``tag`` is E T Q for the stages' spans, M for a measure, else a coarse part of speech."""

    span: Span
    text: str
    tag: str
    classes: frozenset[str] = frozenset()
    mention: Mention | None = None
    time: Time | None = None
    quantity: Quantity | None = None

    def has(self, *classes: str) -> bool:
        """Whether the word does any of these things."""
        return any(c in self.classes for c in classes)


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
        for clause in self.clauses:
            yield from clause.units


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """Every word of the tables with what it does."""
    found: dict[str, set[str]] = {}
    for row in read("cues"):
        found.setdefault(row["cue"], set()).add(row["class"])
    for row in read("measures", key="measure"):
        found.setdefault(row["measure"], set()).add(f"measure_{row['nature']}")
    for row in read("predicates", key="predicate"):
        found.setdefault(row["predicate"], set()).add("predicate")
    return {word: frozenset(classes) for word, classes in found.items()}


@cache
def _longest_word() -> int:
    return max(map(len, word_classes()))


def parse(document: Document, span: Span, pins: Pins) -> Sentence:
    """Cut one sentence into clauses of units."""
    units = list(_units(document.folded, span, pins.inside(span)))
    clauses: list[Clause] = []
    start, mark, holds = 0, "", False
    for i, unit in enumerate(units):
        lists = unit.text == "、" and holds and _opens_clause(units, i + 1)
        holds = holds or unit.tag == "Q"
        if unit.text in _BREAKS or lists:
            if i > start:
                clauses.append(_clause(units[start:i], mark))
            start, mark, holds = i + 1, unit.text, False
    if start < len(units):
        clauses.append(_clause(units[start:], mark))
    return Sentence(span, tuple(clauses))


def _opens_clause(units: list[Unit], at: int) -> bool:
    """Whether what follows a 、 says something of its own: a noun or verb, then a quantity."""
    for unit in units[at:]:
        if unit.tag == "Q":
            return True
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
        taken += [(m.span, "E", m) for m in document.mentions]
        order = {"Q": 0, "T": 1, "E": 2}
        covered = bytearray(len(document.folded))
        kept: list[tuple[Span, str, object]] = []
        for span, tag, value in sorted(taken, key=lambda pin: (order[pin[1]], pin[0].start - pin[0].end)):
            free = _free(covered, span)
            if free is not None and (tag == "E" or free == span):
                covered[free.start : free.end] = b"\1" * (free.end - free.start)
                kept.append((free, tag, value))
        self._kept = sorted(kept, key=lambda pin: pin[0])

    def inside(self, span: Span) -> list[tuple[Span, str, object]]:
        """Return the pins of one sentence."""
        return [pin for pin in self._kept if span.start <= pin[0].start and pin[0].end <= span.end]


def _free(covered: bytearray, span: Span) -> Span | None:
    """Return the part of ``span`` before anything taken, or None."""
    start, end = span
    while start < end and covered[start]:
        start += 1
    stop = start
    while stop < end and not covered[stop]:
        stop += 1
    return Span(start, stop) if start < stop and start == span.start else None


def _units(folded: str, span: Span, pins: Iterable[tuple[Span, str, object]]) -> Iterator[Unit]:
    at = span.start
    for pinned, tag, value in pins:
        if pinned.start < at:
            continue
        yield from _words(folded, Span(at, pinned.start))
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
    yield from _words(folded, Span(at, span.end))


def _words(folded: str, span: Span) -> Iterator[Unit]:
    """Segment a stretch between pins, joining jieba's words where the tables know the whole."""
    text = folded[span.start : span.end]
    if not text:
        return
    known = word_classes()
    tokens = [(token.span, token.flag) for token in segment(text)]
    starts = {s.start: i for i, (s, _) in enumerate(tokens)}
    ends = {s.end for s, _ in tokens}
    at = 0
    while at < len(text):
        end = next(
            (
                stop
                for stop in range(min(len(text), at + _longest_word()), at + 1, -1)
                if text[at:stop] in known and (stop in ends or _is_measure(text[at:stop]))
            ),
            None,
        )
        if end is None:
            # A table word may end inside a jieba word; then what is left of that word stands alone.
            following = next((s.end for s, _ in tokens if s.start <= at < s.end), at + 1)
            end = following
        word = text[at:end]
        flag = tokens[starts[at]][1] if at in starts else "n"
        yield Unit(
            Span(span.start + at, span.start + end),
            word,
            _tag(word, flag, known),
            known.get(word, frozenset()),
        )
        at = end


def _is_measure(word: str) -> bool:
    return len(word) > 1 and any(c.startswith("measure") for c in word_classes()[word])


def _tag(word: str, flag: str, known: dict[str, frozenset[str]]) -> str:
    classes = known.get(word, frozenset())
    if "measure_noun" in classes or "measure_state" in classes:
        return "M"
    if "measure_both" in classes:
        return "M"
    if "measure_act" in classes:
        return "v"
    if word in {"的", "之"}:
        return "的"
    if word.strip() == "":
        return "w"
    if not any(ch.isalnum() for ch in word):
        return "w"
    if flag in {"vn", "an", "eng"}:
        return "n"
    if flag == "ad":
        return "a"
    if flag == "x":
        return "n"
    return _TAGS.get(flag[0], "n")
