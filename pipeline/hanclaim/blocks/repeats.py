"""A lead that the body tells again."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hanclaim.alignment import Span
from hanclaim.blocks.pieces import Piece

_SHORTEST = 20
# A lead stands near the top: looking further would call a refrain a lead.
_DEEPEST = 12


def find_repeats(folded: str, pieces: Sequence[Piece]) -> dict[Span, Span]:
    r"""Find leads near the top that are told again further down, whole or cut off.

    White space and line ends do not count; a lead may stop in the middle of a sentence.

    >>> lead = '美股一开盘,公司成为第一个市值破5万亿的公司。另外'
    >>> text = '\n'.join([lead, '作者 | 某', lead[:23], '另外,还有。'])
    >>> find_repeats(text, [Piece(Span(0, len(lead)), lead)])
    {Span(start=0, end=25): Span(start=33, end=59)}
    """
    repeats: dict[Span, Span] = {}
    for piece in pieces[:_DEEPEST]:
        if piece.role is not None or len(piece.text) < _SHORTEST:
            continue
        again = folded.find(piece.text[:_SHORTEST], piece.span.end)
        if again < 0:
            continue
        pattern = r"\s*".join(map(re.escape, re.sub(r"\s+", "", piece.text.rstrip("….。 "))))
        if match := re.compile(pattern).match(folded, again):
            repeats[piece.span] = Span(*match.span())
    return repeats
