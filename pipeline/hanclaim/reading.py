"""A source to its outline and its figures: repair, markup, folding, blocks, then times and quantities."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from hanclaim.alignment import Span
from hanclaim.amounts import find_quantities
from hanclaim.blocks import find_outline
from hanclaim.damage import repair
from hanclaim.document import Document, Quantity, Source, Text
from hanclaim.markup import is_markup, open_markup, read_metadata
from hanclaim.normalise import normalise
from hanclaim.structure import Mark, Metadata
from hanclaim.times import find_times

# A decoder's ? that ate a digit: before a numeral no one begins so, or between digits.
_EATEN = re.compile(r"[?？](?=0[0-9]|[.．][0-9])|(?<=[0-9])[?？](?=[0-9])")
# What a number may go on with beyond what was read of it.
_NUMERAL = frozenset("0123456789.,．〇零一二三四五六七八九十百千万亿兆")


def open_source(source: Source) -> tuple[Text, tuple[Mark, ...], Metadata]:
    """Repair the bytes and open markup where there is some: what a reader sees, and what the tags say of it."""
    text = repair(source)
    if not is_markup(text.value):
        return text, (), Metadata()
    hints = read_metadata(text.value)
    return *open_markup(text), hints


def read_outline(source: Source) -> Document:
    """Read a page up to its outline; HTML is opened first, so that spans count what a reader sees.

    Raises DocumentError when the bytes cannot be used.

    >>> document = read_outline(Source('<title>标题</title><p>公司营收43亿元，同比增长12%。</p>'.encode()))
    >>> [document.folded[slice(*block.span)] for block in document.outline.blocks]
    ['公司营收43亿元，同比增长12%。']
    """
    text, marks, hints = open_source(source)
    folded = normalise(text.value)
    return Document(source, text, folded, find_outline(folded, text.value, marks=marks, hints=hints))


def read_figures(document: Document, published: datetime | None = None) -> Document:
    """Add the document's times and quantities; ``published`` wins over what the page says of itself.

    A number that touches a lost or guessed character gets no value: nobody can know it.
    """
    metadata = document.outline.metadata
    day = published or _moment(metadata.published)
    times = find_times(document.folded, published=day)
    quantities = find_quantities(
        document.folded,
        published=day and day.date(),
        region=_region(metadata),
        times=times,
        cells=[cell for block in document.outline.blocks for cell in block.cells],
    )
    return replace(
        document, quantities=_doubt(document.folded, quantities, document.text.uncertain), times=times
    )


def _moment(published: str | None) -> datetime | None:
    return datetime.fromisoformat(published).replace(tzinfo=None) if published else None


def _region(metadata: Metadata) -> str | None:
    return {"Hans": "CN", "Hant-TW": "TW", "Hant-HK": "HK"}.get(metadata.script or "")


def _doubt(
    folded: str, quantities: tuple[Quantity, ...], uncertain: tuple[Span, ...]
) -> tuple[Quantity, ...]:
    """Give no value to a number that touches a lost or guessed character, or a ``?`` that stands for a digit."""
    doubts = [*uncertain, *(Span(*match.span()) for match in _EATEN.finditer(folded))]
    if not doubts:
        return quantities

    def touches(span: Span) -> bool:
        start, end = span
        while start > 0 and folded[start - 1] in _NUMERAL:
            start -= 1
        while end < len(folded) and folded[end] in _NUMERAL:
            end += 1
        return any(start <= doubt.end and doubt.start <= end for doubt in doubts)

    return tuple(
        quantity._replace(value=None, low=None, high=None, flags=(*quantity.flags, "unknown_digits"))
        if touches(quantity.span)
        else quantity
        for quantity in quantities
    )
