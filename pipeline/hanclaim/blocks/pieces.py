"""Lines to pieces: where a line mixes roles, it is cut."""

from __future__ import annotations

import re
from typing import NamedTuple

from hanclaim.alignment import Span
from hanclaim.blocks.bylines import is_byline, is_dateline, read_date, read_fields, read_names
from hanclaim.blocks.cues import find_cue, is_prose, is_stamped
from hanclaim.blocks.lines import Line
from hanclaim.structure import FURNITURE, Mark, Role

_KEYED = re.compile(r"[:：|｜丨/／]")
_NOTE_BEFORE = re.compile(r"[(（](?:数据|资料|图片|图表)?来源\s?[:：][^()（）]{1,40}[)）]\s*(?=\S)")
_BYLINE_AFTER = re.compile(
    r"(?<=[。！？”」!?])\s*(?P<byline>[(（\[【]\s?(?:责编|责任编辑|编辑|来源|作者|记者|文/|本报记者|实习编辑|审校|据|完)[^()（）\[\]【】]{0,60}[)）\]】])$"
)
_LAST_END = re.compile(r".*[。！？!?][”」』]?(?=[^。！？!?]*$)", re.DOTALL)
_CRUMB_TITLE = re.compile(
    r"(?P<crumbs>[^>＞»›\n]{1,24}(?:\s*[>＞»›]+\s*[^>＞»›\n]{1,12})*\s*[>＞»›]+\s*)(?P<title>[^>＞»›\n]{8,80}?)(?P<rest>\s*正文)?$"
)
_VALUE_END = re.compile(r"(?=\d{1,4}\s?[年月日])|(?<=[\u4e00-\u9fff]{4})(?=[^\u4e00-\u9fff])|[\s　]")


class Piece(NamedTuple):
    """A stretch of one line, with what is known of its role so far.

    ``role`` is None until a rule gives one; a role that is not ``sure`` may
    still be overruled by its place on the page.
    """

    span: Span
    text: str
    role: Role | None = None
    sure: bool = True
    opens: bool = False
    gap: bool = False
    indent: int = 0
    level: int = 0
    is_bold: bool = False
    is_link: bool = False
    is_main: bool = True

    @property
    def is_open(self) -> bool:
        """Whether its place may still decide the role."""
        return self.role is None or not self.sure


def cut(line: Line, known: frozenset[str]) -> list[Piece]:
    """Cut a line where its role changes; ``known`` are values that the page's bylines give elsewhere.

    >>> [piece.role for piece in cut(Line(Span(0, 16), '(数据来源:wind)巨头不满。', 0, False), frozenset())]
    ['caption', None]
    """
    text = line.text
    if text[0] in "(（" and (match := _NOTE_BEFORE.match(text)):
        return [_piece(line, 0, match.end(), "caption"), _piece(line, match.end(), len(text))]
    if text[-1] in ")）]】" and (match := _BYLINE_AFTER.search(text)):
        return [_piece(line, 0, match.start()), _piece(line, match.start("byline"), len(text), "byline")]
    if at := _start_of_glued_title(text):
        return [_plain(line, 0, at), _piece(line, at, len(text), "related")]
    if at := _end_of_glued_byline(text, known):
        return [_piece(line, 0, at, "byline"), _piece(line, at, len(text))]
    return [_speak(Piece(line.span, text, gap=line.gap, indent=line.indent))]


def _piece(line: Line, start: int, end: int, role: Role | None = None) -> Piece:
    while start < end and line.text[start].isspace():
        start += 1
    while start < end and line.text[end - 1].isspace():
        end -= 1
    span = Span(line.span.start + start, line.span.start + end)
    return Piece(span, line.text[start:end], role, gap=line.gap and not start, indent=line.indent)


def _plain(line: Line, start: int, end: int) -> Piece:
    return _speak(_piece(line, start, end))


def _speak(piece: Piece) -> Piece:
    """Give a piece the role it claims for itself."""
    cue = find_cue(piece.text)
    if is_byline(piece.text) and (cue is None or cue.role != "caption" or len(piece.text) <= 14):
        return piece._replace(role="byline")
    if cue and cue.role in {"caption", "navigation"} and _tells_author(piece.text):
        return piece._replace(role="byline", sure=False)
    return piece._replace(role=cue.role, sure=cue.sure, opens=cue.opens) if cue else piece


def _tells_author(text: str) -> bool:
    """Whether a line dates the page and names its author, beside a picture credit or a forum's path."""
    names = bool(read_names(text)) or any(field.kind == "authors" for field in read_fields(text))
    return names and is_dateline(text) and read_date(text) is not None


def _start_of_glued_title(text: str) -> int:
    """Return where a related headline with its time is glued to the end of prose, or 0."""
    if not text[-1].isdigit() or "。" not in text or not is_stamped(text):
        return 0
    match = _LAST_END.match(text)
    return match.end() if match and len(text) - match.end() > 12 and is_prose(text[: match.end()]) else 0


def _end_of_glued_byline(text: str, known: frozenset[str]) -> int:
    """Return where the prose begins that is glued to a byline of keys and values, or 0."""
    if len(text) < 30 or not _KEYED.search(text, 0, 16):
        return 0
    fields = read_fields(text[:100])
    if len(fields) < 2 or text.find(fields[0].value) > 12 or fields[-1].kind == "published":
        return 0
    if any(not field.value or len(field.value) > 20 for field in fields[:-1]):
        return 0
    start = fields[-1].span.start
    for size in range(min(20, len(text) - start), 1, -1):
        if text[start : start + size] in known:
            return _if_prose(text, start + size)
    end = _VALUE_END.search(text, start + 2, start + 20)
    return _if_prose(text, end.start()) if end else 0


def _if_prose(text: str, at: int) -> int:
    return at if len(text) - at >= 15 and re.search("[，,。]", text[at:]) else 0


def cut_title(piece: Piece) -> list[Piece]:
    """Cut a breadcrumb that ends in the page's title.

    >>> [piece.role for piece in cut_title(Piece(Span(0, 22), '首页 >休闲 >英伟达是怎么上5万亿的? 正文'))]
    ['navigation', 'headline', 'navigation']
    """
    match = _CRUMB_TITLE.match(piece.text)
    if match is None:
        return [piece]
    spans: tuple[tuple[tuple[int, int], Role], ...] = (
        (match.span("crumbs"), "navigation"),
        (match.span("title"), "headline"),
        (match.span("rest"), "navigation"),
    )
    start = piece.span.start
    return [
        piece._replace(span=Span(start + at, start + end), text=piece.text[at:end], role=role, sure=True)
        for (at, end), role in spans
        if at < end
    ]


def believe(piece: Piece, mark: Mark) -> Piece:
    """Add what the page's tags say of a piece to what it says of itself.

    Tags and class names are weaker than cues in the text, and never make furniture of prose.
    """
    piece = piece._replace(level=mark.level, is_bold=mark.is_bold, is_link=mark.is_link, is_main=mark.is_main)
    role = mark.role
    if piece.role is not None and piece.sure and not (piece.role == "caption" and role in FURNITURE):
        return piece
    if role is None or (mark.is_link and role == "list_item"):
        is_title = mark.is_link and not mark.level and not is_prose(piece.text) and len(piece.text) >= 6
        return piece._replace(role="related", sure=False) if is_title and piece.role is None else piece
    if mark.level and role in {"byline", "lead", "caption", "disclaimer"}:
        return piece
    if role == "list_item":
        return piece._replace(role=role, sure=False)
    if role == "byline" and len(piece.text) > 60:
        return piece
    if is_prose(piece.text) and not mark.sure and role not in {"lead", "caption"}:
        return piece
    return piece._replace(role=role, sure=True)
