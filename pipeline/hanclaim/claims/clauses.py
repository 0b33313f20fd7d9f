"""Sentences to clauses of tagged units: the ground every statement rule walks on.

A unit is a mention, a time, a quantity, or one of jieba's words with a coarse
tag.  Words that the tables know carry their classes, so that a rule asks what a
word does and never how it is spelled.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

from hanclaim.alignment import Span
from hanclaim.document import Document, Mention, Quantity, Time
from hanclaim.segment import segment
from hanclaim.tables import read

# jieba's flags by first letter: what may stand inside a noun phrase, what governs it, what links it.
_TAGS = {
    "n": "n", "j": "n", "l": "n", "i": "d", "b": "a", "s": "n", "t": "n", "e": "n", "m": "m", "q": "m",
    "a": "a", "z": "a", "v": "v", "d": "d", "p": "p", "c": "c", "r": "r", "f": "f", "u": "u", "y": "d",
    "k": "n", "h": "n", "g": "n",
}  # fmt: skip
_VERBAL = frozenset({"predicate", "say", "forecast", "planned", "attain", "up", "down"})
_BREAKS = frozenset("，,；;：:。！!？?\n")
_NAMERS = frozenset("者类族")
_MAKERS = frozenset("率额量值费价温")
_MARKERS = frozenset("①②③④⑤⑥⑦⑧⑨⑩●■◎▲▼◆※★")
_OTHERS = frozenset("他它余中实次间后")
_PREPOSED = frozenset("向对由被将把从在与和为于")


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
    units = _settle_tags(_compound(_units(document.folded, span, pins.inside(span))))
    clauses: list[Clause] = []
    start, mark, holds = 0, "", False
    for i, unit in enumerate(units):
        lists = (unit.text == "、" or not unit.text.strip()) and holds and _opens_clause(units, i + 1)
        holds = holds or unit.tag == "Q"
        if unit.text in _BREAKS or lists:
            if i > start:
                clauses.append(_clause(units[start:i], mark))
            start, mark, holds = i + 1, unit.text, False
    if start < len(units):
        clauses.append(_clause(units[start:], mark))
    return Sentence(span, tuple(clauses))


def _compound(units: Iterable[Unit]) -> list[Unit]:
    """Join 治理 and 率, 补助 and 额: a last character that makes what stands before it a measure, or a noun: 参加者."""
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        if (
            unit.text in _MAKERS
            and unit.tag != "M"
            and last is not None
            and last.tag in {"v", "n"}
            and len(last.text) > 1
        ):
            span = Span(last.span.start, unit.span.end)
            joined[-1] = Unit(
                span, last.text + unit.text, "M", word_classes().get(last.text + unit.text, frozenset())
            )
        elif (
            unit.text in _NAMERS
            and last is not None
            and last.tag in {"v", "n", "a"}
            and len(last.text) > 1
            and not last.has("region")
        ):
            span = Span(last.span.start, unit.span.end)
            joined[-1] = Unit(span, last.text + unit.text, "n")
        else:
            joined.append(unit)
    return joined


def _settle_tags(units: list[Unit]) -> list[Unit]:
    """Decide by its neighbours whether a word that can be both is a verb or a noun here."""
    settled: list[Unit] = []
    for i, unit in enumerate(units):
        before = units[i - 1] if i else None
        after = units[i + 1] if i + 1 < len(units) else None
        if (unit.tag == "M" and unit.has("measure_both") and after is not None and after.tag == "E") or (
            unit.tag == "n"
            and unit.has("predicate")
            and before is not None
            and after is not None
            and (
                after.tag in {"Q", "u"}
                or (
                    (before.tag in {"d", "v", "c"} or before.has("approx", "stop"))
                    and after.tag in {"T", "n", "E"}
                )
            )
        ):
            settled.append(replace(unit, tag="v"))
        elif (
            unit.tag == "v"
            and unit.has("predicate", "measure_act")
            and ((before is not None and before.tag == "的") or (after is not None and after.tag == "f"))
        ):
            settled.append(replace(unit, tag="n"))
        else:
            settled.append(unit)
    return settled


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
    classes = word_classes().get(mention.text, frozenset())
    return not classes - {"extension", "predicate"}


def _clear_of_measures(folded: str, span: Span) -> Span:
    """Cut a name short where the long name of a measure begins inside it: 晶瀚市占率 is no town."""
    for match in _long_measures().finditer(folded, max(span.start - 1, 0), span.end + 4):
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


@cache
def _long_measures() -> re.Pattern[str]:
    names = sorted((row["measure"] for row in read("measures", key="measure")), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in names if len(name) > 2 or name.endswith("超")))


def _words(folded: str, span: Span) -> Iterator[Unit]:
    """Cut a stretch between pins at the long names of measures, which jieba may not know."""
    at = span.start
    for match in _long_measures().finditer(folded, span.start, span.end):
        yield from _plain_words(folded, Span(at, match.start()))
        classes = word_classes()[match[0]]
        tag = "v" if "measure_act" in classes else "M"
        yield Unit(Span(*match.span()), match[0], tag, classes)
        at = match.end()
    yield from _plain_words(folded, Span(at, span.end))


def _tokens(text: str) -> Iterator[tuple[Span, str]]:
    """Jieba's words, with a preposition that it took for the first character of a name cut off."""
    for token in segment(text):
        word = text[slice(*token.span)]
        if (len(word) == 2 and word[1] in "较将" and word not in word_classes()) or (
            len(word) in {2, 3} and word[0] in _PREPOSED and token.flag.startswith("nr")
        ):
            cut = token.span.start + 1
            yield Span(token.span.start, cut), "d" if word[1] in "较将" else "p"
            yield Span(cut, token.span.end), "p" if word[1] in "较将" else "n"
        else:
            yield token.span, token.flag


def _plain_words(folded: str, span: Span) -> Iterator[Unit]:
    """Segment a stretch, joining jieba's words where the tables know the whole."""
    text = folded[span.start : span.end]
    if not text:
        return
    known = word_classes()
    tokens = list(_tokens(text))
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
    if classes & {"measure_noun", "measure_state", "measure_thing", "measure_index"}:
        return "M"
    if "measure_both" in classes:
        return "M"
    if (
        "measure_act" in classes
        or (flag in {"v", "vn", "b", "c"} and classes & _VERBAL)
        or (flag[0] == "n" and classes & {"planned", "forecast"})
        or (flag[0] == "n" and "predicate" in classes and len(word) > 3)
    ):
        return "v"
    if "hollow" in classes:
        return "f"
    if word in {"的", "之", "嘅"}:
        return "的"
    if word.strip() == "" or word in _MARKERS:
        return "w"
    if not any(ch.isalnum() for ch in word):
        return "w"
    if flag in {"vn", "an", "eng", "zg"}:
        return "n"
    if flag == "ad":
        return "a"
    if flag == "x":
        return "n"
    return _TAGS.get(flag[0], "n")
