"""Pieces to roles: what stands before the article, in it and after it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hanclaim.blocks.article import (
    ends_sentence_plainly,
    has_same_sign,
    is_heading_at,
    is_list_item,
    is_listed,
    role_in_body,
)
from hanclaim.blocks.bylines import DATE, is_dateline, read_fields
from hanclaim.blocks.cues import is_prose
from hanclaim.blocks.headings import find_numbering, is_title_like
from hanclaim.blocks.pieces import Piece
from hanclaim.blocks.titles import LEAD, find_headline, is_byline_piece, is_house
from hanclaim.structure import Role

_CREDIT = re.compile(r"作者\s?[:：]?\s?[\u4e00-\u9fff]{2,4}$")


def find_zones(pieces: Sequence[Piece], title: str | None = None) -> list[Piece]:
    """Give each piece its role, from its own cues and from its place on the page."""
    found = list(pieces)
    first = _first_prose(found)
    found, headline = find_headline(found, first, title)
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
        if _is_body(pieces[index]) and not LEAD.match(pieces[index].text):
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
        if piece.role is None and is_listed(piece.text):
            end = index
        elif piece.is_link or not (
            piece.role == "caption" or (piece.role is None and is_title_like(piece.text))
        ):
            break
    return end


def _settle_head(pieces: list[Piece], headline: int, first: int) -> None:
    """What stands above the headline is navigation; what stands below it, up to the text, is mostly byline."""
    for index in range(min(first, len(pieces))):
        piece = pieces[index]
        if index == headline or not piece.is_open:
            continue
        if LEAD.match(piece.text) or (index > headline and _is_point(pieces, index)):
            role: Role | None = "lead"
        elif is_dateline(piece.text) and (index > headline or DATE.search(piece.text)):
            role = "byline"
        elif index < headline:
            role = "byline" if is_house(piece.text) else "navigation"
        elif piece.role in {"related", "disclaimer"}:
            role = None
        elif (
            len(piece.text) <= 12 and is_byline_piece(pieces[index - 1]) and not re.search(r"\d", piece.text)
        ):
            role = (
                "byline"
                if not is_heading_at(pieces, index) or (not piece.gap and _near_byline(pieces, index))
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
        and has_same_sign(pieces[index], pieces[i])
        and find_numbering(pieces[i].text) == "bullet"
        for i in (index - 1, index + 1)
    )


def _near_byline(pieces: list[Piece], index: int) -> bool:
    return index + 1 < len(pieces) and (is_byline_piece(pieces[index + 1]) or pieces[index + 1].gap)


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
            role = role_in_body(pieces, index)
        else:
            role = "list_item" if is_list_item(pieces, index) else "body"
        pieces[index] = piece._replace(role=role, sure=True)


def _is_fact(piece: Piece) -> bool:
    """Whether 时间：… or 图／… inside the article tells of an event or a picture and not of the page."""
    fields = read_fields(piece.text)
    return bool(fields) and (fields[0].kind == "published" or piece.text.lstrip("(（【[")[0] in "图摄配制")


def _has_neighbour(pieces: list[Piece], index: int, role: Role) -> bool:
    return any(0 <= i < len(pieces) and pieces[i].role == role for i in (index - 1, index + 1))
