"""What a line of the article is: heading, item of a list, title of a table, or paragraph."""

from __future__ import annotations

import re

from hanclaim.blocks.cues import is_prose
from hanclaim.blocks.headings import find_numbering, is_decorated, is_only_number, is_title_like
from hanclaim.blocks.pieces import Piece
from hanclaim.structure import Role

_ORDINAL_SHAPES = frozenset({"ordinal", "comma", "part", "question", "padded"})
_SPOKEN = re.compile(r"(?:问|答|记者|主持人|网友|A)\s?[:：]")
_FACT = re.compile(r"(?=[^:：]*[\u4e00-\u9fff])[^\s：:，。]{1,12}[:：]\s?(?=.*\d)")
_INTRODUCES = re.compile(r"[:：]$|(?:以下|如下|下列)[^。]{0,14}[。:：]?$")


def role_in_body(pieces: list[Piece], index: int) -> Role:
    """Say what an open line of the article is."""
    if _goes_on_list(pieces, index):
        return "list_item"
    if (over := _over_table(pieces, index)) is not None:
        return over
    if is_heading_at(pieces, index):
        return "heading"
    return "list_item" if is_list_item(pieces, index) else "body"


def ends_sentence_plainly(text: str) -> bool:
    """Whether a line ends with a full stop, as titles do not."""
    return text.rstrip('”」』"）)').endswith(("。", "；"))


def is_listed(text: str) -> bool:
    """Whether a line begins as an item does: with a number, a sign, or a label before its figures."""
    return find_numbering(text) is not None or bool(_FACT.match(text))


def is_heading_at(pieces: list[Piece], index: int) -> bool:
    """Whether the line at ``index`` heads what follows: by its tag, its number, its dress, or its shortness over prose."""
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
    if is_only_number(piece.text) or (is_decorated(piece.text) and not has_same_sign(piece, after)):
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


def is_list_item(pieces: list[Piece], index: int) -> bool:
    """Whether the line at ``index`` is one of several items, or is announced as one."""
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


def _next_in_article(pieces: list[Piece], index: int) -> int | None:
    """Return the next piece that is no furniture."""
    for following in range(index + 1, len(pieces)):
        if (
            pieces[following].role not in {"advertisement", "navigation", "related"}
            or pieces[following].opens
        ):
            return following
    return None


def has_same_sign(piece: Piece, after: Piece) -> bool:
    """Whether the next line wears the same sign: then the two are items."""
    shape = _shape(piece.text)
    return shape is not None and shape == _shape(after.text)


def _shape(text: str) -> str | None:
    """Return the shape of a line's number; bullets differ by their sign."""
    shape = find_numbering(text)
    if shape != "bullet":
        return shape
    return "picture" if text[0] > "\U0001f000" else text[0]
