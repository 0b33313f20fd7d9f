"""A stretch of text to units: words with a coarse tag, joined where the tables know the whole.

Words that the tables know carry their classes, so that a rule asks what a word
does and never how it is spelled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from hanclaim.alignment import Span
from hanclaim.document import Mention, Quantity, Time
from hanclaim.grammar.tokens import Tagged, coarse, tokens
from hanclaim.tables import read

_VERBAL = frozenset({"predicate", "say", "forecast", "planned", "attain", "up", "down"})
_MARKERS = frozenset("①②③④⑤⑥⑦⑧⑨⑩●■◎▲▼◆※★")


@dataclass(
    slots=True
)  # not frozen, though none is changed: thousands are made, and that would take four times as long
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
        return not self.classes.isdisjoint(classes)


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
def _lengths() -> dict[str, list[int]]:
    """How long the words of the tables are that begin with two characters, the longest first."""
    found: dict[str, set[int]] = {}
    for word in word_classes():
        if len(word) > 1:
            found.setdefault(word[:2], set()).add(len(word))
    return {head: sorted(lengths, reverse=True) for head, lengths in found.items()}


@cache
def long_measures() -> re.Pattern[str]:
    """Find the names of measures that are too long to be anything else."""
    names = sorted((row["measure"] for row in read("measures", key="measure")), key=len, reverse=True)
    return re.compile("|".join(re.escape(name) for name in names if len(name) > 2 or name.endswith("超")))


def words(folded: str, span: Span, tagged: Tagged) -> Iterator[Unit]:
    """Cut a stretch between pins at the long names of measures, which jieba may not know."""
    at = span.start
    for match in long_measures().finditer(folded, span.start, span.end):
        yield from _plain_words(folded, Span(at, match.start()), tagged)
        classes = word_classes()[match[0]]
        tag = "v" if "measure_act" in classes else "M"
        yield Unit(Span(*match.span()), match[0], tag, classes)
        at = match.end()
    yield from _plain_words(folded, Span(at, span.end), tagged)


def _plain_words(folded: str, span: Span, tagged: Tagged) -> Iterator[Unit]:
    """Segment a stretch, joining words where the tables know the whole."""
    text = folded[span.start : span.end]
    if not text:
        return
    known, lengths = word_classes(), _lengths()
    cut = list(tokens(text, known, tagged.inside(span)))
    starts = {token.start: (token.end, flag) for token, flag in cut}
    ends = {token.end for token, _ in cut}
    at = 0
    while at < len(text):
        end = next(
            (
                stop
                for length in lengths.get(text[at : at + 2], ())
                if (stop := at + length) <= len(text)
                and (word := text[at:stop]) in known
                and (stop in ends or _is_measure(word))
            ),
            None,
        )
        # A table word may end inside a longer one; then what is left of that word stands alone.
        following, flag = starts.get(at) or (min(end for end in ends if end > at), "n")
        stop = end or following
        word = text[at:stop]
        classes = known.get(word, frozenset())
        yield Unit(Span(span.start + at, span.start + stop), word, _tag(word, flag, classes), classes)
        at = stop


def _is_measure(word: str) -> bool:
    return len(word) > 1 and any(c.startswith("measure") for c in word_classes()[word])


def _tag(word: str, flag: str, classes: frozenset[str]) -> str:
    if classes & {"measure_noun", "measure_state", "measure_thing", "measure_index"}:
        return "M"
    if "measure_both" in classes:
        return "M"
    if (
        classes & {"measure_act", "verb"}
        or (flag in {"v", "vn", "b", "c"} and classes & _VERBAL)
        or (flag[0] == "n" and classes & {"planned", "forecast"})
        or (flag[0] == "n" and "predicate" in classes and len(word) > 3)
    ):
        return "v"
    if "hollow" in classes:
        return "f"
    if "particle" in classes:
        return "u"
    if word in {"的", "之", "嘅"}:
        return "的"
    if word.strip() == "" or word in _MARKERS:
        return "w"
    if not any(ch.isalnum() for ch in word):
        return "w"
    return coarse(flag)
