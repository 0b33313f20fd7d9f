"""What the article says of itself: title, date, publisher, authors, script."""

from __future__ import annotations

import re
from collections.abc import Sequence

from hanclaim.blocks.bylines import read_date, read_fields, read_names, split_names
from hanclaim.blocks.pieces import Piece
from hanclaim.document import Metadata

_GENERIC = re.compile(r"网络整理|网络|互联网|综合|本站原创|本站|未知|原创|转载|佚名")
_SITE = re.compile(
    r"[^\s，。:：|｜/／>]{1,14}(?:网|报|社|日报|晚报|周刊|周报|杂志|电视台|客户端|新闻|电子报|在线|财经|APP)$"
)
_REPORTER = re.compile(r"[(（](?:本报|特约|见习|实习)?记者[\s　](?P<names>[^()（），。]{2,40})[)）]")


def find_metadata(pieces: Sequence[Piece], text: str) -> Metadata:
    """Read the metadata from the pieces of a page's head and its editor's line."""
    headline = next((piece.text for piece in pieces if piece.role == "headline"), None)
    bylines = [piece.text for piece in pieces if piece.role == "byline"]
    fields = [field for line in bylines for field in read_fields(line)]
    by_kind: dict[str, list[str]] = {}
    for field in fields:
        by_kind.setdefault(field.kind, []).append(field.value)
    sources = [value for value in by_kind.get("source", []) if value]
    authors = [name for value in by_kind.get("authors", []) for name in split_names(value)]
    authors += [name for line in bylines for name in read_names(line)]
    editors = [name for value in by_kind.get("editors", []) for name in split_names(value)]
    return Metadata(
        title=headline,
        published=next((date for line in bylines if (date := read_date(line))), None),
        publisher=_publisher(pieces, by_kind, sources, bylines),
        authors=tuple(dict.fromkeys(authors)) or _reporters(pieces),
        editors=tuple(dict.fromkeys(editors)),
        source=sources[0] if sources else None,
        language="zh" if re.search(r"[\u4e00-\u9fff]", text) else None,
    )


def _publisher(
    pieces: Sequence[Piece], by_kind: dict[str, list[str]], sources: list[str], bylines: list[str]
) -> str | None:
    named = [*by_kind.get("publisher", []), *(value for value in sources if not _GENERIC.fullmatch(value))]
    if named:
        return named[0]
    for line in [*bylines, *(piece.text for piece in pieces[:3] if piece.role == "navigation")]:
        for token in re.split(r"[\s　|｜/／>·]+", line):
            if _SITE.fullmatch(token):
                return token
    return sources[0] if sources else None


def _reporters(pieces: Sequence[Piece]) -> tuple[str, ...]:
    for piece in pieces:
        if piece.role == "body":
            match = _REPORTER.search(piece.text[:60])
            return split_names(match["names"]) if match else ()
    return ()
