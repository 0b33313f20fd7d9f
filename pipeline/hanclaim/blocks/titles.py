"""The headline: declared by the page, over the byline, or at a breadcrumb's end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanclaim.blocks.bylines import is_dateline
from hanclaim.blocks.headings import is_only_number
from hanclaim.blocks.pieces import Piece, cut_title

LEAD = re.compile(
    r"[\W_]{0,4}(?:内容|文章|本文|核心|新闻|阅读)?(?:摘要|导读|导语|提示|提要|要点|概要|划重点|编者按|编者的话)[】\])）]?\s?[:：|｜　 ]|【(?:摘要|导读|导语|提要|编者按)】"
)
_BARS = re.compile(r"[|｜]")
_ASIDE = re.compile(r"[(（\[【][^()（）\[\]【】]*[)）\]】]")  # （股份代号：0566）
_SUBTITLE = re.compile(r"[—－–-]{2}\S")
# What names the paper or the house and tells nothing: 房市周报 第412期; 宁岗县财政局; HANG YIU LIMITED.
_ISSUE = re.compile(r".{2,24}[\s　(（]?(?:总?第)\s?[\d一二三四五六七八九十百]{1,5}\s?[期卷号辑][)）]?")
_HOUSES = re.compile(
    r"(?:[\u4e00-\u9fff()（）]{2,24}(?:公司|局|厅|部|委员会|办公室|人民政府|法院|检察院|协会|学会)(?:文件)?[\s　、]*)+"
)


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
    candidates = [i for i in candidates if not _only_names(pieces[i].text)] or candidates
    above = [i for i in candidates if _is_over_byline(pieces, i)]
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
    for index in (chosen, *_subtitle(pieces, chosen)):
        pieces[index] = pieces[index]._replace(role="headline", sure=True)
    return pieces, chosen


def _subtitle(pieces: list[Piece], index: int) -> Iterator[int]:
    """Yield where the line under a title goes on with it: ——一座小城的样本."""
    if index + 1 < len(pieces) and pieces[index + 1].is_open and _SUBTITLE.match(pieces[index + 1].text):
        yield index + 1


def _is_over_byline(pieces: list[Piece], index: int) -> bool:
    below = max((index, *_subtitle(pieces, index))) + 1
    return below < len(pieces) and is_byline_piece(pieces[below])


def _only_names(text: str) -> bool:
    """Whether a line only names who publishes, or which issue of what: no title while there is another.

    >>> _only_names('宁岗县农业农村局　宁岗县财政局'), _only_names('达盛房市周报　第412期'), _only_names('限贷令满一年')
    (True, True, False)
    """
    return bool(text.isascii() or _ISSUE.fullmatch(text) or is_house(text))


def is_house(text: str) -> bool:
    """Whether a line is nothing but the names of the firms or offices that sign what follows.

    >>> is_house('宁岗县农业农村局　宁岗县财政局'), is_house('财经观察')
    (True, False)
    """
    return _HOUSES.fullmatch(text) is not None


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
        or _SUBTITLE.match(text)
        or _ASIDE.fullmatch(text)
    ):
        return False
    return text[-1] not in "。；;：:，," and not is_dateline(text) and not is_only_number(text)


def is_byline_piece(piece: Piece) -> bool:
    """Whether a piece is a byline, or would be one near the title."""
    return piece.role == "byline" or (piece.role is None and is_dateline(piece.text))
