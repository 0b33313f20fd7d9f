"""The headline: declared by the page, over the byline, or at a breadcrumb's end."""

from __future__ import annotations

import re

from hanclaim.blocks.bylines import is_dateline
from hanclaim.blocks.headings import is_only_number
from hanclaim.blocks.pieces import Piece, cut_title

LEAD = re.compile(
    r"[\W_]{0,4}(?:内容|文章|本文|核心|新闻|阅读)?(?:摘要|导读|导语|提示|提要|要点|概要|划重点|编者按|编者的话)[】\])）]?\s?[:：|｜　 ]|【(?:摘要|导读|导语|提要|编者按)】"
)
_BARS = re.compile(r"[|｜]")
_ASIDE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")  # （股份代号：0566）


def find_headline(pieces: list[Piece], first: int, title: str | None) -> tuple[list[Piece], int]:
    """Choose the headline: the page's own title, the line over the byline, or a breadcrumb's end."""
    declared = _declared(title) if title else frozenset()
    for index, piece in enumerate(pieces):
        if piece.role == "headline" or (
            declared and piece.role not in {"related", "table"} and _squeeze(piece.text) in declared
        ):
            pieces[index] = piece._replace(role="headline", sure=True)
            return pieces, index
    for index, piece in enumerate(pieces):
        if piece.level == 1 and piece.role not in {"related", "navigation"} and len(piece.text) >= 6:
            pieces[index] = piece._replace(role="headline", sure=True)
            return pieces, index
    candidates = [i for i in range(min(first, len(pieces))) if _could_be_headline(pieces[i])]
    above = [i for i in candidates if i + 1 < len(pieces) and is_byline_piece(pieces[i + 1])]
    if not above:
        for index in range(min(first, len(pieces))):
            parts = cut_title(pieces[index]) if pieces[index].role == "navigation" else []
            if len(parts) > 1 and not any(
                _squeeze(parts[1].text) == _squeeze(pieces[i].text) for i in candidates
            ):
                return [*pieces[:index], *parts, *pieces[index + 1 :]], index + 1
    if not candidates:
        return pieces, -1
    chosen = above[0] if above else max(candidates[:4], key=lambda i: (len(pieces[i].text) >= 8, -i))
    pieces[chosen] = pieces[chosen]._replace(role="headline", sure=True)
    return pieces, chosen


def _declared(title: str) -> frozenset[str]:
    """Return the declared title with and without the names that sites add behind it."""
    ends = [match.start() for match in re.finditer(r"[_|｜\-–—]", title)]
    cut = {_squeeze(title[:end]) for end in ends}
    return frozenset({_squeeze(title)} | {text for text in cut if len(text) >= 6})


def _squeeze(text: str) -> str:
    return re.sub(r"[\s　]+", "", text)


def _could_be_headline(piece: Piece) -> bool:
    text = piece.text
    if (
        not piece.is_open
        or piece.role == "navigation"
        or len(_BARS.findall(text)) > 1
        or not 5 <= len(text) <= 90
        or LEAD.match(text)
        or _ASIDE.fullmatch(text)
    ):
        return False
    return text[-1] not in "。；;：:，," and not is_dateline(text) and not is_only_number(text)


def is_byline_piece(piece: Piece) -> bool:
    """Whether a piece is a byline, or would be one near the title."""
    return piece.role == "byline" or (piece.role is None and is_dateline(piece.text))
