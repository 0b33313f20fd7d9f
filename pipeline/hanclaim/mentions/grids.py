"""Names in tables: what a column's head says its cells are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import cast

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import MentionType
from hanclaim.mentions.cues import EDGE
from hanclaim.mentions.page import Name, Page
from hanclaim.structure import Outline

_CELLS = re.compile(r"[^\t|｜│\n]+?(?=[\t|｜│]|[ 　]{2,}|$)")
_ASKED = 2  # cells: a column of ranks may stand before that of the names
_LONGEST = 12  # characters
_TOTALS = frozenset({"合计", "总计", "小计", "其他", "其它", "平均", "均值", "全部", "总体", "整体"})


@cache
def _kinds() -> dict[str, MentionType]:
    return {row["head"]: cast("MentionType", row["type"]) for row in tables.read("column_heads", key="head")}


def find_row_names(page: Page, outline: Outline | None) -> Iterator[Name]:
    """Take the heads of a table's rows for what the head over them says: under 车型 a product, under 平台 a firm."""
    kind: MentionType | None = None
    for block in outline.blocks if outline is not None else ():
        if block.role != "table":
            kind = None
            continue
        if not block.cells:
            kind = _kind_of_column(page.text(block.span)) or kind
            continue
        head = block.cells[0].row_head
        if kind is not None and head is not None and (name := _strip(page, head)) is not None:
            yield Name(name, kind, "grid.row", 2.0)


def _kind_of_column(row: str) -> MentionType | None:
    """Return what the first heads of a row say that their columns hold."""
    heads = [found[0].strip(EDGE) for found in _CELLS.finditer(row)]
    return next((_kinds()[head] for head in heads[:_ASKED] if head in _kinds()), None)


def _strip(page: Page, head: Span) -> Span | None:
    """Return a head without the marks at its edges; None for what names nothing: 合计, 2025年."""
    text = page.text(head)
    bare = text.strip(EDGE)
    start = head.start + text.find(bare)
    names = 1 < len(bare) <= _LONGEST and bare not in _TOTALS and not bare[0].isdigit()
    return Span(start, start + len(bare)) if names and not set(bare) & set("“”「」、") else None
