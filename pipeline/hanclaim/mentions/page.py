"""A page as the rules see it: folded text, where to tag it, and the tagger's words with their places."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol

from hanclaim.alignment import Span
from hanclaim.document import MentionType, Token

# A clause stop, or a gap or bar that separates words only in layout; between Latin words a space is part of the name.
_STOP = re.compile(r"[。！？；!?;\n|｜\u3000]+|(?<![A-Za-z0-9])[ \t]+|[ \t]+(?![A-Za-z0-9])")
_COMMA = re.compile(r"[,，:：]")
# The network's memory fades long before this; a longer stretch without a stop is a table or a list of links.
LONGEST = 200


# A word as a tagger cut it, with its part of speech or its kind of name (PER, LOC, ORG).
Word = Token


class Tags(Protocol):
    """Anything that cuts and tags folded sentences: spans are counted from each sentence's start."""

    def tag(self, sentences: Sequence[str], /) -> list[list[Word]]:
        """Return each sentence's words, which joined give the sentence."""
        ...


class Name(NamedTuple):
    """A span that one rule takes for a name, and how sure that rule is."""

    span: Span
    type: MentionType
    rule: str
    weight: float = 1.0


@dataclass(frozen=True)
class Page:
    """The text and its words; only what could be tagged has words."""

    folded: str
    words: tuple[Word, ...]

    def text(self, span: Span) -> str:
        """Return the characters of ``span``."""
        return self.folded[span.start : span.end]

    @cached_property
    def spelled(self) -> list[tuple[Word, str]]:
        """Each word with its characters, cut out once for all the rules that go through them."""
        return [(word, self.folded[word.span.start : word.span.end]) for word in self.words]

    @cached_property
    def starts(self) -> list[int]:
        """Where each word begins."""
        return [word.span.start for word in self.words]

    def splits(self, span: Span) -> bool:
        """Whether a short Han form begins or ends inside one of the tagger's Han words, and so is no word here."""
        if span.end - span.start > 3 or self.text(span).isascii():
            return False
        return any(
            (word.span.start < span.start and not self.folded[span.start - 1].isascii())
            or (span.end < word.span.end and not self.folded[span.end].isascii())
            for word in self.words_in(span)
            if word.flag != "x"
        )

    def words_in(self, span: Span) -> tuple[Word, ...]:
        """Return the words that share a character with ``span``."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        if first < len(self.words) and self.words[first].span.end <= span.start:
            first += 1
        return self.words[first : bisect_left(self.starts, span.end)]


def read_page(folded: str, spans: Sequence[Span] | None, tagger: Tags) -> Page:
    """Tag the page, or only ``spans`` of it, in one call."""
    pieces = [
        piece
        for span in (spans if spans is not None else [Span(0, len(folded))])
        for piece in cut(folded, span)
    ]
    tagged = tagger.tag([folded[slice(*piece)] for piece in pieces])
    return Page(
        folded,
        tuple(
            Word(Span(piece.start + span.start, piece.start + span.end), flag)
            for piece, words in zip(pieces, tagged, strict=True)
            for span, flag in words
        ),
    )


def cut(folded: str, span: Span) -> list[Span]:
    """Cut at stops and layout; cut what is still too long at the last comma that keeps it short enough."""
    pieces: list[Span] = []
    start = span.start
    for stop in [*_STOP.finditer(folded, *span), None]:
        end = stop.start() if stop else span.end
        while end - start > LONGEST:
            commas = [m.end() for m in _COMMA.finditer(folded, start, start + LONGEST)]
            middle = commas[-1] if commas else start + LONGEST
            pieces.append(Span(start, middle))
            start = middle
        if start < end:
            pieces.append(Span(start, end))
        start = stop.end() if stop else end
    return pieces
