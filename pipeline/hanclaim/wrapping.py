"""Hard wraps: lines that end at a fixed column, and not where their author ended them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

_ENDS = frozenset("。！？!?；;：:…”」』")
_ITEM = re.compile(
    r"[-•·●▪◆■◎※*]\s|[\d一二三四五六七八九十]{1,3}\s?[.、．)）](?!\d)|[(（][\d一二三四五六七八九十]{1,3}[)）]|[①-⑳]"
)
# A line is full when it stops so few columns before the last: what may not begin a line pulled one sign along.
_SLACK = 4
_NEARLY = 0.75


def width(text: str) -> int:
    """Columns of a fixed-width screen; a wide character takes two.

    >>> width('GDP增速'), width('3%')
    (7, 2)
    """
    return len(text) if text.isascii() else len(text.encode("gbk", "replace"))


def stops_short(text: str) -> bool:
    """Whether a line stops in the middle of a sentence."""
    return text[-1] not in _ENDS


def begins_item(text: str) -> bool:
    """Whether a line begins as an item of a list does, and not in the middle of a number.

    >>> begins_item('1. 概况'), begins_item('1.5亿元')
    (True, False)
    """
    return _ITEM.match(text) is not None


def find_column(cut: Sequence[int], widths: Sequence[int]) -> int | None:
    """Return the column at which a text was wrapped, if it was.

    ``cut`` are the columns of lines that stop in the middle of a sentence, ``widths`` those of all.
    In a wrapped text the first stop at the same column; nothing else does both.
    """
    if len(cut) < _SLACK:
        return None
    counts = Counter(cut)
    column = max(counts, key=lambda at: (sum(counts[at - back] for back in range(_SLACK)), at))
    near = sum(counts[column - back] for back in range(_SLACK))
    longer = sum(at > column + 2 for at in widths)
    return column if column >= 30 and near >= 0.6 * len(cut) and longer <= 0.1 * len(widths) else None


def is_full(line: str, column: int, indent: int = 0) -> bool:
    """Whether the wrap ended a line: it is full, or nearly and stops inside a word.

    Wraps that count characters and not columns end a line with digits in it early.

    >>> is_full('全省接待游客6.82亿', 24), is_full('全省接待，', 24)
    (True, False)
    """
    at = width(line) + indent
    return at >= column - _SLACK or (line[-1:].isalnum() and at >= column * _NEARLY)
