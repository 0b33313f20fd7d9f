"""Folded text to lines, and hard-wrapped lines back to paragraphs."""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from hanclaim.alignment import Span
from hanclaim.wrapping import begins_item, find_column, is_full, stops_short, width

_LINE = re.compile(r"\S[^\n\r\v\f\x85\u2028\u2029]*")


class Line(NamedTuple):
    """A line, or several that a hard wrap cut from one paragraph.

    ``span`` and ``text`` leave out white space at both ends; ``indent`` counts
    columns before the first character; ``gap`` says whether a blank line, or
    the page's beginning, stands before it.
    """

    span: Span
    text: str
    indent: int
    gap: bool


def find_lines(folded: str) -> list[Line]:
    r"""Cut at line ends, leaving out what is blank.

    >>> [line.text for line in find_lines('一\n\n  二 ')]
    ['一', '二']
    """
    lines: list[Line] = []
    before = 0
    for match in _LINE.finditer(folded):
        start, text = match.start(), match[0].rstrip()
        white = folded[before:start]
        newlines = white.count("\n") or white.count("\r")
        margin = white[white.rfind("\n") + 1 :]
        lines.append(Line(Span(start, start + len(text)), text, width(margin), not lines or newlines > 1))
        before = start + len(text)
    return lines


def find_wrap(lines: list[Line]) -> int | None:
    """Return the column at which the text was wrapped, if it was."""
    cut = [
        width(line.text) + line.indent
        for line, following in itertools.pairwise(lines)
        if not following.gap and stops_short(line.text)
    ]
    return find_column(cut, [width(line.text) for line in lines])


def join_wrapped(folded: str, lines: list[Line], column: int) -> list[Line]:
    """Put the lines of a paragraph together again; a line that stops short ends its paragraph."""
    joined: list[Line] = []
    full = False
    for line in lines:
        if joined and full and not line.gap and _continues(joined[-1], line):
            span = Span(joined[-1].span.start, line.span.end)
            joined[-1] = joined[-1]._replace(span=span, text=folded[slice(*span)])
        else:
            joined.append(line)
        full = is_full(line.text, column, line.indent)
    return joined


def _continues(paragraph: Line, line: Line) -> bool:
    if "\t" in line.text or begins_item(line.text):
        return False
    return line.indent <= paragraph.indent or begins_item(paragraph.text)
