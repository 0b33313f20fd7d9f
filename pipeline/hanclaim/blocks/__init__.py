"""Folded text to its outline: what each part of a page is, and what the page says of itself."""

from __future__ import annotations

from collections.abc import Sequence

from hanclaim.alignment import Span
from hanclaim.blocks.boilerplate import disown, learn_boilerplate
from hanclaim.blocks.bylines import is_byline, read_fields
from hanclaim.blocks.grids import find_grids, read_cells
from hanclaim.blocks.headings import Heading, make_heading, push
from hanclaim.blocks.lines import Line, find_lines, find_wrap, join_wrapped
from hanclaim.blocks.metadata import find_metadata
from hanclaim.blocks.pieces import Piece, believe, cut
from hanclaim.blocks.repeats import find_repeats
from hanclaim.blocks.sentences import find_sentences
from hanclaim.blocks.zones import find_zones
from hanclaim.normalise import normalise
from hanclaim.structure import FURNITURE, Block, Cell, Mark, Metadata, Outline

__all__ = ["find_cells", "find_outline", "find_sentences", "learn_boilerplate"]


def find_outline(
    folded: str,
    text: str | None = None,
    *,
    marks: Sequence[Mark] = (),
    hints: Metadata | None = None,
    boilerplate: frozenset[str] = frozenset(),
) -> Outline:
    """Say what each line of a page is: its role, the headings above it, and its sentences.

    ``text`` is the same page in the author's own script, which tells where it was written.  ``marks``
    and ``hints`` are what HTML says of the lines and of the article, ``boilerplate`` what
    ``learn_boilerplate`` found on other pages of the site.
    """
    lines = find_lines(folded)
    if not marks and (column := find_wrap(lines)):
        lines = join_wrapped(folded, lines, column)
    cells: dict[Span, tuple[Cell, ...]] = {}
    rows: set[int] = set()
    for grid in find_grids(folded, lines):
        cells |= read_cells(folded, lines, grid)
        rows.update(row.line for row in grid)
    pieces = [disown(piece, boilerplate) for piece in _cut_all(lines, rows, marks)]
    repeats = find_repeats(folded, pieces)
    pieces = [piece._replace(role="lead") if piece.span in repeats else piece for piece in pieces]
    hints = hints or Metadata()
    pieces = find_zones(pieces, normalise(hints.title) if hints.title else None)
    metadata = find_metadata(pieces, folded, text or folded, hints)
    return Outline(metadata, _make_blocks(folded, pieces, repeats, cells))


def find_cells(folded: str) -> tuple[Cell, ...]:
    r"""Return the cells of a text's tables, with their heads, in reading order.

    >>> [folded[slice(*cell.span)] for folded in ['品种\t8月\n国债\t13920\n完。'] for cell in find_cells(folded)]
    ['13920']
    """
    lines = find_lines(folded)
    grids = [read_cells(folded, lines, grid) for grid in find_grids(folded, lines)]
    return tuple(cell for rows in grids for cells in rows.values() for cell in cells)


def _cut_all(lines: Sequence[Line], rows: set[int], marks: Sequence[Mark]) -> list[Piece]:
    known = frozenset(
        field.value
        for line in lines
        if len(line.text) <= 32 and is_byline(line.text)
        for field in read_fields(line.text)
    )
    pieces: list[Piece] = []
    at = 0
    for index, line in enumerate(lines):
        while at < len(marks) and marks[at].span.end <= line.span.start:
            at += 1
        parts = [Piece(line.span, line.text, "table", gap=line.gap)] if index in rows else cut(line, known)
        if at < len(marks) and marks[at].span.start < line.span.end:
            parts = [believe(part, marks[at]) for part in parts]
        pieces += parts
    return pieces


def _make_blocks(
    folded: str,
    pieces: Sequence[Piece],
    repeats: dict[Span, Span],
    cells: dict[Span, tuple[Cell, ...]],
) -> tuple[Block, ...]:
    blocks: list[Block] = []
    path: tuple[Heading, ...] = ()
    introduction: Span | None = None
    for piece in pieces:
        role = piece.role or "body"
        sentences = find_sentences(folded, piece.span)
        if role == "heading":
            path = push(path, make_heading(piece.text, piece.level))
        elif role == "body":
            introduction = sentences[-1] if sentences else None
        above = path[:-1] if role == "heading" else path
        outside = role in FURNITURE or role in {"headline", "lead"}
        blocks.append(
            Block(
                piece.span,
                role,
                section=() if outside else tuple(heading.text for heading in above),
                level=len(path) if role == "heading" else 0,
                introduced_by=introduction if role == "list_item" else None,
                sentences=sentences,
                repeats=repeats.get(piece.span),
                cells=cells.get(piece.span, ()),
            )
        )
    return tuple(blocks)
