"""Folded text to its outline: what each part of a page is, and what the page says of itself."""

from __future__ import annotations

from hanclaim.alignment import Span
from hanclaim.blocks.headings import Heading, make_heading, push
from hanclaim.blocks.lines import find_lines, find_wrap, join_wrapped
from hanclaim.blocks.metadata import find_metadata
from hanclaim.blocks.pieces import Piece, cut
from hanclaim.blocks.repeats import find_repeats
from hanclaim.blocks.sentences import find_sentences
from hanclaim.blocks.zones import find_zones
from hanclaim.document import FURNITURE, Block, Outline

__all__ = ["find_outline", "find_sentences"]


def find_outline(folded: str, text: str | None = None) -> Outline:
    """Say what each line of a page is: its role, the headings above it, and its sentences.

    ``text`` is the same page in the author's own script, which tells where it was written.
    """
    lines = find_lines(folded)
    if column := find_wrap(lines):
        lines = join_wrapped(folded, lines, column)
    known = frozenset(line.text for line in lines if len(line.text) <= 32)
    pieces = [piece for line in lines for piece in cut(line, known)]
    repeats = find_repeats(folded, pieces)
    pieces = find_zones([piece._replace(role="lead") if piece.span in repeats else piece for piece in pieces])
    return Outline(find_metadata(pieces, text or folded), _make_blocks(folded, pieces, repeats))


def _make_blocks(folded: str, pieces: list[Piece], repeats: dict[Span, Span]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    path: tuple[Heading, ...] = ()
    introduction: Span | None = None
    for piece in pieces:
        role = piece.role or "body"
        sentences = find_sentences(folded, piece.span)
        level = 0
        if role == "heading":
            path = push(path, make_heading(piece.text, piece.level))
            level = len(path)
        above = path[:-1] if role == "heading" else path
        outside = role in FURNITURE or role in {"headline", "lead"}
        if role == "body":
            introduction = sentences[-1] if sentences else None
        blocks.append(
            Block(
                piece.span,
                role,
                () if outside else tuple(heading.text for heading in above),
                level,
                introduction if role == "list_item" else None,
                sentences,
                repeats.get(piece.span),
            )
        )
    return tuple(blocks)
