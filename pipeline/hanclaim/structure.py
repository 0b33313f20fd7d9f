"""What each part of a page is: the values of the outline, and what HTML and the page say of themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from hanclaim.alignment import Span

Role = Literal[
    "headline", "heading", "lead", "body", "list_item", "caption", "table",
    "byline", "related", "navigation", "advertisement", "disclaimer",
]  # fmt: skip


FURNITURE: frozenset[str] = frozenset({"byline", "related", "navigation", "advertisement", "disclaimer"})


class Mark(NamedTuple):
    """What a page's own tags say of one line of its text; ``is_main`` unless it stands apart from the article."""

    span: Span
    role: Role | None = None
    sure: bool = False
    level: int = 0
    is_bold: bool = False
    is_link: bool = False
    is_main: bool = True


class Cell(NamedTuple):
    """A cell of a table with the heads it is read under, and the unit that they or a note give.

    ``titles`` are the short lines right above the table, the nearest first.
    """

    span: Span
    row_head: Span | None
    column_head: Span | None
    unit: str | None
    titles: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of the outline with one role: a line, or the part of a line that has it.

    ``section`` holds the headings above it, outermost first.
    ``introduced_by`` points a list item at the sentence that announces its
    list, ``repeats`` a lead at the stretch of the body that tells it again.
    ``cells`` are those of a table's row that stand under its heads.
    """

    span: Span
    role: Role
    section: tuple[str, ...] = ()
    level: int = 0
    introduced_by: Span | None = None
    sentences: tuple[Span, ...] = ()
    repeats: Span | None = None
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the article says of itself; texts folded, unknown is None."""

    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    editors: tuple[str, ...] = ()
    source: str | None = None
    language: str | None = None
    script: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What each part of the page is; blocks are sorted and disjoint."""

    metadata: Metadata
    blocks: tuple[Block, ...]
