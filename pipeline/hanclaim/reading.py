"""A source to its outline: repair, then markup, then folding, then blocks."""

from __future__ import annotations

from hanclaim.blocks import find_outline
from hanclaim.damage import repair
from hanclaim.document import Document, Source, Text
from hanclaim.markup import is_markup, open_markup, read_metadata
from hanclaim.normalise import normalise
from hanclaim.structure import Mark, Metadata


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
