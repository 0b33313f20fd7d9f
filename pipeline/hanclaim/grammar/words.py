"""A stretch of text to units: jieba's words with a coarse tag, joined where the tables know the whole.

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
from hanclaim.segment import is_word, segment
from hanclaim.tables import read

# jieba's flags by first letter: what may stand inside a noun phrase, what governs it, what links it; t is either.
_TAGS = {
    "n": "n", "j": "n", "l": "n", "i": "d", "b": "a", "s": "n", "t": "t", "e": "n", "m": "m", "q": "m",
    "a": "a", "z": "a", "v": "v", "d": "d", "p": "p", "c": "c", "r": "r", "f": "f", "u": "u", "y": "d",
    "k": "n", "h": "n", "g": "n",
}  # fmt: skip
_VERBAL = frozenset({"predicate", "say", "forecast", "planned", "attain", "up", "down"})
_MARKERS = frozenset("①②③④⑤⑥⑦⑧⑨⑩●■◎▲▼◆※★")
_PREPOSED = frozenset("向对由被将把从在与和为于")


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


def words(folded: str, span: Span) -> Iterator[Unit]:
    """Cut a stretch between pins at the long names of measures, which jieba may not know."""
    at = span.start
    for match in long_measures().finditer(folded, span.start, span.end):
        yield from _plain_words(folded, Span(at, match.start()))
        classes = word_classes()[match[0]]
        tag = "v" if "measure_act" in classes else "M"
        yield Unit(Span(*match.span()), match[0], tag, classes)
        at = match.end()
    yield from _plain_words(folded, Span(at, span.end))


def _tokens(text: str) -> Iterator[tuple[Span, str]]:
    """Jieba's words, with a preposition cut off that it took for the first or last character of a word."""
    for token in segment(text):
        word = text[slice(*token.span)]
        if _ends_in_preposition(word, token.flag):
            cut = token.span.end - 1
            yield Span(token.span.start, cut), "d" if word[-1] in "较将" else "n"
            yield Span(cut, token.span.end), "p"
        elif len(word) in {2, 3} and word[0] in _PREPOSED and token.flag.startswith("nr"):
            cut = token.span.start + 1
            yield Span(token.span.start, cut), "p"
            yield Span(cut, token.span.end), "n"
        else:
            yield token.span, token.flag


def _ends_in_preposition(word: str, flag: str) -> bool:
    """Whether a word is no word but something before 将, 较 or 比: 已将, 均较, 率比 (but 名将, 比较)."""
    if len(word) != 2 or word in word_classes():
        return False
    if word[1] == "将":
        return not flag.startswith("n")
    return (word[1] in "较比" and not is_word(word)) or word == "类比"


def _plain_words(folded: str, span: Span) -> Iterator[Unit]:
    """Segment a stretch, joining jieba's words where the tables know the whole."""
    text = folded[span.start : span.end]
    if not text:
        return
    known, lengths = word_classes(), _lengths()
    tokens = list(_tokens(text))
    starts = {token.start: (token.end, flag) for token, flag in tokens}
    ends = {token.end for token, _ in tokens}
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
        # A table word may end inside a jieba word; then what is left of that word stands alone.
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
    if flag in {"vn", "an", "eng", "zg"}:
        return "n"
    if flag == "ad":
        return "a"
    if flag == "x":
        return "n"
    return _TAGS.get(flag[0], "n")
