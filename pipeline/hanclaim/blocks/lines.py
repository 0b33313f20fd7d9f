"""Folded text to lines, and hard-wrapped lines back to paragraphs."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from typing import NamedTuple

from hanclaim.alignment import Span

_LINE = re.compile(r"\S[^\n\r\v\f\x85\u2028\u2029]*")
_ENDS = frozenset("。！？!?；;：:…”」』")
_STARTS_ITEM = re.compile(
    r"[-•·●▪◆■◎※*]\s|[\d一二三四五六七八九十]{1,3}\s?[.、．)）]|[(（][\d一二三四五六七八九十]{1,3}[)）]|[①-⑳]"
)


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
        lines.append(Line(Span(start, start + len(text)), text, _width(margin), not lines or newlines > 1))
        before = start + len(text)
    return lines


def _width(text: str) -> int:
    """Columns of a fixed-width screen; a wide character takes two."""
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def find_wrap(lines: list[Line]) -> int | None:
    """Return the column at which the text was wrapped, if it was.

    A wrapped text is known by lines that stop in the middle of a sentence, and
    stop at the same column; nothing else does both.
    """
    cut = [
        _width(line.text) + line.indent
        for line, following in itertools.pairwise(lines)
        if not following.gap and line.text[-1] not in _ENDS
    ]
    if len(cut) < 4:
        return None
    counts = Counter(cut)
    column = max(counts, key=lambda width: (sum(counts[width - back] for back in range(4)), width))
    near = sum(counts[column - back] for back in range(4))
    longer = sum(_width(line.text) > column + 2 for line in lines)
    return column if column >= 30 and near >= 0.6 * len(cut) and longer <= 0.1 * len(lines) else None


def join_wrapped(folded: str, lines: list[Line], column: int) -> list[Line]:
    """Put the lines of a paragraph together again; a line that stops short ends its paragraph."""
    joined: list[Line] = []
    is_full = False
    for line in lines:
        if joined and is_full and not line.gap and _continues(joined[-1], line):
            span = Span(joined[-1].span.start, line.span.end)
            joined[-1] = joined[-1]._replace(span=span, text=folded[slice(*span)])
        else:
            joined.append(line)
        is_full = _width(line.text) + line.indent >= column - 4
    return joined


def _continues(paragraph: Line, line: Line) -> bool:
    if "\t" in line.text or _STARTS_ITEM.match(line.text):
        return False
    return line.indent <= paragraph.indent or bool(_STARTS_ITEM.match(paragraph.text))
