"""Pieces to roles: what stands before the article, in it and after it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hanclaim.blocks.bylines import DATE, is_dateline, read_fields
from hanclaim.blocks.cues import is_prose
from hanclaim.blocks.headings import find_numbering, is_decorated, is_only_number, is_title_like
from hanclaim.blocks.pieces import Piece, cut_title

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hanclaim.document import Role

_LEAD = re.compile(
    r"[\W_]{0,4}(?:内容|文章|本文|核心|新闻|阅读)?(?:摘要|导读|导语|提示|提要|要点|概要|划重点|编者按|编者的话)[】\])）]?\s?[:：|｜　 ]|【(?:摘要|导读|导语|提要|编者按)】"
)
_ORDINAL_SHAPES = frozenset({"ordinal", "comma", "part", "question", "padded"})
_SPOKEN = re.compile(r"(?:问|答|记者|主持人|网友|A)\s?[:：]")
_CREDIT = re.compile(r"作者\s?[:：]?\s?[\u4e00-\u9fff]{2,4}$")
_BARS = re.compile(r"[|｜]")
_FACT = re.compile(r"(?=[^:：]*[\u4e00-\u9fff])[^\s：:，。]{1,12}[:：]\s?(?=.*\d)")
_INTRODUCES = re.compile(r"[:：]$|(?:以下|如下|下列)[^。]{0,14}[。:：]?$")


def find_zones(pieces: Sequence[Piece], title: str | None = None) -> list[Piece]:
    """Give each piece its role, from its own cues and from its place on the page."""
    found = list(pieces)
    first = _first_prose(found)
    found, headline = _find_headline(found, first, title)
    first = _first_prose(found, after=headline + 1)
    _settle_head(found, headline, first)
    _settle_lists_of_titles(found)
    last = _last_prose(found, headline)
    _settle_tail(found, last)
    _settle_body(found, headline, last)
    return found


def _is_body(piece: Piece) -> bool:
    return piece.role != "related" and piece.is_main and piece.is_open and is_prose(piece.text)


def _first_prose(pieces: list[Piece], after: int = 0) -> int:
    """Return where the article's running text begins; past the end where there is none."""
    for index in range(after, len(pieces)):
        if _is_body(pieces[index]) and not _LEAD.match(pieces[index].text):
            return index
    return len(pieces)


def _last_prose(pieces: list[Piece], headline: int) -> int:
    """Return where the article ends: its last running text, list or table."""
    last = headline
    for index in range(len(pieces) - 1, headline, -1):
        piece = pieces[index]
        if piece.is_main and (
            piece.role in {"table", "list_item"} or (_is_body(piece) and piece.role is None)
        ):
            last = index
            break
    end = last
    for index in range(last + 1, len(pieces)):
        piece = pieces[index]
        if not piece.is_main:
            break
        if piece.role is None and _is_listed(piece.text):
            end = index
        elif piece.is_link or not (
            piece.role == "caption" or (piece.role is None and is_title_like(piece.text))
        ):
            break
    return end


def _is_listed(text: str) -> bool:
    return find_numbering(text) is not None or bool(_FACT.match(text))


def _find_headline(pieces: list[Piece], first: int, title: str | None) -> tuple[list[Piece], int]:
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
    above = [i for i in candidates if i + 1 < len(pieces) and _is_byline(pieces[i + 1])]
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
        or _LEAD.match(text)
    ):
        return False
    return text[-1] not in "。；;：:，," and not is_dateline(text) and not is_only_number(text)


def _is_byline(piece: Piece) -> bool:
    return piece.role == "byline" or (piece.role is None and is_dateline(piece.text))


def _settle_head(pieces: list[Piece], headline: int, first: int) -> None:
    """What stands above the headline is navigation; what stands below it, up to the text, is mostly byline."""
    for index in range(min(first, len(pieces))):
        piece = pieces[index]
        if index == headline or not piece.is_open:
            continue
        if _LEAD.match(piece.text) or (index > headline and _is_point(pieces, index)):
            role: Role | None = "lead"
        elif is_dateline(piece.text) and (index > headline or DATE.search(piece.text)):
            role = "byline"
        elif index < headline:
            role = "navigation"
        elif piece.role in {"related", "disclaimer"}:
            role = None
        elif len(piece.text) <= 12 and _is_byline(pieces[index - 1]) and not re.search(r"\d", piece.text):
            role = (
                "byline"
                if not _is_heading_at(pieces, index) or (not piece.gap and _near_byline(pieces, index))
                else None
            )
        elif _CREDIT.search(piece.text) and len(piece.text) <= 20:
            role = "byline"
        elif _is_label_of_page(pieces, index):
            role = "navigation"
        else:
            role = piece.role
        pieces[index] = piece._replace(role=role, sure=role is not None)


def _is_label_of_page(pieces: list[Piece], index: int) -> bool:
    """Whether a few characters over the text are a button of the page: no heading, for no text follows."""
    piece = pieces[index]
    follows = index + 1 < len(pieces) and (
        is_prose(pieces[index + 1].text) or pieces[index + 1].text[-1] in "：:"
    )
    return len(piece.text) <= 8 and not piece.level and not follows and find_numbering(piece.text) is None


def _is_point(pieces: list[Piece], index: int) -> bool:
    """Whether a line is one of several points that sum the article up before it begins."""
    return any(
        0 <= i < len(pieces)
        and _same_sign(pieces[index], pieces[i])
        and find_numbering(pieces[i].text) == "bullet"
        for i in (index - 1, index + 1)
    )


def _near_byline(pieces: list[Piece], index: int) -> bool:
    return index + 1 < len(pieces) and (_is_byline(pieces[index + 1]) or pieces[index + 1].gap)


def _settle_lists_of_titles(pieces: list[Piece]) -> None:
    """A heading such as 相关阅读 speaks for the titles under it, up to the next prose or to another cue."""
    for index, piece in enumerate(pieces):
        if not piece.opens:
            continue
        following = index + 1
        if following < len(pieces) and _is_body(pieces[following]) and len(pieces[following].text) > 60:
            pieces[index] = piece._replace(role=None, opens=False)
            continue
        takes_prose = "评论" in piece.text or "留言" in piece.text
        while following < len(pieces) and _belongs_to_list(pieces[following], takes_prose=takes_prose):
            pieces[following] = pieces[following]._replace(role="related", sure=True)
            following += 1


def _belongs_to_list(piece: Piece, *, takes_prose: bool) -> bool:
    if piece.role == "related" and not piece.opens:
        return True
    if not piece.is_open or piece.role == "disclaimer" or piece.level:
        return False
    return takes_prose or (
        not _is_body(piece) and len(piece.text) <= 60 and not ends_sentence_plainly(piece.text)
    )


def ends_sentence_plainly(text: str) -> bool:
    """Whether a line ends with a full stop, as titles do not."""
    return text.rstrip('”」』"）)').endswith(("。", "；"))


def _settle_tail(pieces: list[Piece], last: int) -> None:
    """After the article, cues that were not sure are believed, and short lines go with their neighbours."""
    before: Role | None = None
    for index in range(last + 1, len(pieces)):
        piece = pieces[index]
        if piece.is_open:
            role = piece.role
            if role is None and is_dateline(piece.text):
                role = "byline"
            if role in {None, "list_item"} and not piece.is_main:
                role = "related" if is_prose(piece.text) else _role_among(before or "related", pieces, index)
            elif role is None and before is not None and not is_prose(piece.text):
                role = _role_among(before, pieces, index)
            piece = pieces[index] = piece._replace(role=role, sure=role is not None)
        if piece.role in {"related", "navigation", "advertisement", "disclaimer"}:
            before = piece.role


def _role_among(before: Role, pieces: list[Piece], index: int) -> Role:
    """Say what a line without a cue is that stands among furniture."""
    if before == "related":
        return "related"
    if len(pieces[index].text) <= 12:
        return "navigation"
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    return "related" if following is not None and following.is_open else "advertisement"


def _settle_body(pieces: list[Piece], headline: int, last: int) -> None:
    begun = False
    for index in range(headline + 1, len(pieces)):
        piece = pieces[index]
        if piece.role == "byline" and begun and _is_fact(piece):
            is_credit = piece.text.lstrip("(（【[").startswith(("图", "摄影", "配图", "制图"))
            pieces[index] = piece._replace(
                role="caption" if is_credit else None if index < last else "byline"
            )
        begun = begun or piece.role not in {"byline", "navigation", "advertisement", "lead"}
        if not pieces[index].is_open:
            continue
        if piece.role == "related" and index < last and not _has_neighbour(pieces, index, "related"):
            piece = piece._replace(role=None)
        if piece.role == "related":
            pieces[index] = piece._replace(sure=True)
            continue
        if piece.role == "list_item":
            role: Role = "heading" if piece.level else "list_item"
        elif index < last or index == headline + 1:
            role = _role_in_body(pieces, index)
        else:
            role = "list_item" if _is_list_item(pieces, index) else "body"
        pieces[index] = piece._replace(role=role, sure=True)


def _is_fact(piece: Piece) -> bool:
    """Whether 时间：… or 图／… inside the article tells of an event or a picture and not of the page."""
    fields = read_fields(piece.text)
    return bool(fields) and (fields[0].kind == "published" or piece.text.lstrip("(（【[")[0] in "图摄配制")


def _has_neighbour(pieces: list[Piece], index: int, role: Role) -> bool:
    return any(0 <= i < len(pieces) and pieces[i].role == role for i in (index - 1, index + 1))


def _role_in_body(pieces: list[Piece], index: int) -> Role:
    if _goes_on_list(pieces, index):
        return "list_item"
    if (over := _over_table(pieces, index)) is not None:
        return over
    if _is_heading_at(pieces, index):
        return "heading"
    return "list_item" if _is_list_item(pieces, index) else "body"


def _goes_on_list(pieces: list[Piece], index: int) -> bool:
    """Whether a numbered line goes on with the list before it."""
    shape = find_numbering(pieces[index].text)
    before = pieces[index - 1] if index else None
    return (
        shape is not None
        and before is not None
        and before.role == "list_item"
        and _shape(before.text) == _shape(pieces[index].text)
        and (shape not in {"comma", "part", "padded"} or ends_sentence_plainly(before.text))
    )


def _next_in_article(pieces: list[Piece], index: int) -> int | None:
    """Return the next piece that is no furniture."""
    for following in range(index + 1, len(pieces)):
        if (
            pieces[following].role not in {"advertisement", "navigation", "related"}
            or pieces[following].opens
        ):
            return following
    return None


def _over_table(pieces: list[Piece], index: int) -> Role | None:
    """Say what a title over a table or over a source note is."""
    following = _next_in_article(pieces, index)
    piece = pieces[index]
    if (
        following is None
        or piece.level
        or is_prose(piece.text)
        or piece.text[-1] in "：:"
        or len(piece.text) > 50
    ):
        return None
    if find_numbering(piece.text) not in {None, "bullet"}:
        return None
    role = pieces[following].role
    return role if role in {"table", "caption"} else None


def _is_heading_at(pieces: list[Piece], index: int) -> bool:
    piece, following = pieces[index], _next_in_article(pieces, index)
    if following is None or ends_sentence_plainly(piece.text) or _SPOKEN.match(piece.text):
        return False
    if piece.text[0] in "(（" and piece.text[-1] in ")）":
        return False
    after = pieces[following]
    if piece.level:
        return True
    if after.role in {"table", "byline", "disclaimer", "related"}:
        return after.role == "table" and is_title_like(piece.text)
    if is_only_number(piece.text) or (is_decorated(piece.text) and not _same_sign(piece, after)):
        return True
    if after.role == "caption":
        return False
    if piece.is_bold and is_title_like(piece.text, limit=45):
        return True
    shape = find_numbering(piece.text)
    if shape:
        same = _shape(after.text) == _shape(piece.text)
        return (
            is_title_like(piece.text, limit=45) and not same and shape not in {"bullet", "circled", "ordinal"}
        )
    if index and _INTRODUCES.search(pieces[index - 1].text) and not piece.gap:
        return False
    starts = (
        is_prose(after.text)
        or bool(find_numbering(after.text))
        or after.text[-1] in "：:"
        or after.role == "list_item"
    )
    return is_title_like(piece.text, limit=32) and starts


def _same_sign(piece: Piece, after: Piece) -> bool:
    """Whether the next line wears the same sign: then the two are items."""
    shape = _shape(piece.text)
    return shape is not None and shape == _shape(after.text)


def _shape(text: str) -> str | None:
    """Return the shape of a line's number; bullets differ by their sign."""
    shape = find_numbering(text)
    if shape != "bullet":
        return shape
    return "picture" if text[0] > "\U0001f000" else text[0]


def _is_list_item(pieces: list[Piece], index: int) -> bool:
    piece = pieces[index]
    shape = find_numbering(piece.text)
    before = pieces[index - 1] if index else None
    if shape is None and not is_prose(piece.text) and _FACT.match(piece.text):
        return any(
            0 <= i < len(pieces) and not is_prose(pieces[i].text) and bool(_FACT.match(pieces[i].text))
            for i in (index - 1, index + 1)
        )
    if shape is None:
        return (
            before is not None
            and piece.text.endswith(("；", ";"))
            and (before.text.endswith(("：", ":")) or before.role == "list_item")
        )
    if before is not None and (before.text[-1] in "：:" or _INTRODUCES.search(before.text[-20:])):
        return True
    if before is not None and before.role == "list_item" and _shape(before.text) == _shape(piece.text):
        return True
    if shape in _ORDINAL_SHAPES:
        return False
    return index + 1 < len(pieces) and _shape(pieces[index + 1].text) == _shape(piece.text)
