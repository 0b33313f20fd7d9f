"""Which tables hold data: the others only lay out the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hanclaim.alignment import Span
from hanclaim.markup.scan import Token

# A cell that holds a longer stretch of text is a part of the page.
_LONGEST_CELL = 100
_NO_CELL_HOLDS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "article", "form"})


@dataclass(slots=True)
class _Table:
    start: int
    rows: int = 0
    cells: int = 0
    is_plain: bool = True


def find_grids(tokens: Sequence[Token]) -> list[Span]:
    """Return the tables of data, from opening to closing tag.

    >>> from hanclaim.markup.scan import scan
    >>> find_grids(list(scan('<table><tr><td>a<td>b<tr><td>c<td>d</table>')))
    [Span(start=0, end=43)]
    """
    grids: list[Span] = []
    tables: list[_Table] = []
    before = 0
    for token in tokens:
        if tables and token.span.start - before > _LONGEST_CELL and tables[-1].cells:
            tables[-1].is_plain = False
        before = token.span.end
        if token.kind not in {"open", "close"}:
            continue
        if token.name == "table" and token.kind == "open":
            if tables:
                tables[-1].is_plain = False
            tables.append(_Table(token.span.start))
        elif not tables:
            continue
        elif token.name == "table":
            table = tables.pop()
            if table.is_plain and table.rows >= 2 and table.cells >= 1.5 * table.rows:
                grids.append(Span(table.start, token.span.end))
        elif token.kind == "open":
            tables[-1].rows += token.name == "tr"
            tables[-1].cells += token.name in {"td", "th"}
            tables[-1].is_plain = tables[-1].is_plain and token.name not in _NO_CELL_HOLDS
    return sorted(grids)
