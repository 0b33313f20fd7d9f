"""Who speaks in quotations: the words round the marks tell it, in the same sentence or in the one before."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from hanclaim.alignment import Span
from hanclaim.claims.speakers import find_speech
from hanclaim.claims.tellers import attribute
from hanclaim.document import Attribution, Document, Party
from hanclaim.grammar.clauses import Pins, parse
from hanclaim.structure import Block

_MARKS = re.compile("[“”「」]")
_CLOSED_BY = {"“": "”", "「": "」"}
_SAID = re.compile("[，,。！？!?；;]")
# A name, with a title or a house before it, and a paragraph behind it that is no vita.
_LED = re.compile(r"[^：:\n，,。；;“「]{2,24}[：:](?=[^\n男女]{12})")
_SPOKEN = frozenset({"body", "lead", "list_item"})
_WORDS = re.compile(r"[^\W\d_]{2}")


def answering(document: Document, block: Block, pins: Pins) -> tuple[Attribution, Party] | None:
    """Return the person whose words a paragraph is, as interviews and notes give them: 范一舟：先看夜班工人……."""
    if block.role not in _SPOKEN or (match := _LED.match(document.folded, *block.span)) is None:
        return None
    units = list(parse(document, Span(block.span.start, match.end() - 1), pins).units)
    mention = units[-1].mention if units else None
    if mention is None or mention.type != "person":
        return None
    speaker = Party(units[-1].text, mention.canonical, "person", mention.span, mention.id)
    return attribute(speaker, match[0][-1]), speaker


class Quotations:
    """The quotations of one block that say something; names in quotation marks are none.

    They may run over sentences, and whoever speaks does so in all of them.
    """

    def __init__(self, document: Document, block: Block, pins: Pins) -> None:
        self._document, self._pins = document, pins
        self._sentences = block.sentences or (block.span,)
        self._spans = tuple(self._find(block.span))

    def _find(self, span: Span) -> Iterator[Span]:
        folded = self._document.folded
        opening: re.Match[str] | None = None
        for mark in _MARKS.finditer(folded, *span):
            if opening is None and mark[0] in _CLOSED_BY:
                opening = mark
            elif opening is not None and mark[0] == _CLOSED_BY[opening[0]]:
                if _SAID.search(folded, opening.end(), mark.end()) or self._opens_sentence(opening.start()):
                    yield Span(opening.start(), mark.end())
                opening = None

    def _number(self, at: int) -> int:
        return max(bisect_right([sentence.start for sentence in self._sentences], at) - 1, 0)

    def _opens_sentence(self, at: int) -> bool:
        start = self._sentences[self._number(at)].start
        return _WORDS.search(self._document.folded, start, at) is None

    def voice(self, where: Span, known: Party | None) -> Attribution | None:
        """Return who says what stands in a quotation: before it, behind it, or in the sentence before."""
        span = next((span for span in self._spans if span.start <= where.start < span.end), None)
        if span is None:
            return None
        first, last = self._number(span.start), self._number(span.end - 1)
        stretches = [
            Span(self._sentences[first].start, span.start),
            Span(span.end, self._sentences[last].end),
        ]
        if first and self._opens_sentence(span.start):
            stretches.append(self._sentences[first - 1])
        for stretch in stretches:
            if _WORDS.search(self._document.folded, *stretch) is None:
                continue
            speech = find_speech(parse(self._document, stretch, self._pins), known=known)
            if speech.voices:
                return speech.voices[-1].attribution
        return None
