"""What the article says of itself: title, date, publisher, authors, script."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from hanclaim.blocks.bylines import is_key, read_date, read_dispatch, read_fields, read_names, split_names
from hanclaim.blocks.pieces import Piece
from hanclaim.blocks.scripts import find_script
from hanclaim.normalise import normalise
from hanclaim.structure import FURNITURE, Metadata

_GENERIC = re.compile(r"网络整理|网络|互联网|综合|本站原创|本站|未知|原创|转载|佚名|投稿")
_SITE = re.compile(
    r"[^\s，。:：|｜/／>]{1,14}(?:网|(?<!公)报|社|晚报|周刊|周报|月刊|杂志|电视台|电台|客户端|新闻|电子报|在线|财经|APP|App)"
)
# A dispatch line stands near the top.
_HEAD = 30
_TOKENS = re.compile(r"[\s　|｜/／>＞»▸·\-–—:：©]+")
_NAME = re.compile(r"(?=.*[\u4e00-\u9fff])[\u4e00-\u9fffA-Za-z]{2,14}")
_BESIDE_DATE = re.compile(
    r"\d[日\d]\s+(?P<site>[\u4e00-\u9fff]{4,10})(?=\s+[\u4e00-\u9fff]{2,3}(?:[\s　]|$))"
)
_DISPATCHED = re.compile(
    r"(?P<site>[\u4e00-\u9fff]{2,10})(?:(?:全媒体|特派)?(?:记者|讯)(?=[\s　/／])|(?=保留所有权利|版权所有))"
)
_ACCOUNT = re.compile(r"原创\s+(?:\S{2,8}\s+)?(?P<account>\S{2,16})\s+(?=(?:19|20)\d\d)")
_REPORTER = re.compile(r"[(（](?:本报|特约|见习|实习)?记者[\s　](?P<names>[^()（），。]{2,40})[)）]")
_TITLE_TAIL = re.compile(r"\s*[_|｜\-–—]+\s*[^_|｜\-–—]{1,20}$")


def find_metadata(pieces: Sequence[Piece], folded: str, text: str, hints: Metadata) -> Metadata:
    """Read the metadata from the page's head and its editor's line, and join what HTML says.

    The page's own byline wins where the two differ: readers see it, and templates lie.
    """
    bylines = [piece.text for piece in pieces if piece.role == "byline"]
    said: dict[str, list[str]] = {}
    for line in bylines:
        for field in read_fields(line):
            said.setdefault(field.kind, []).append(field.value)
    names = [name for value in said.get("authors", ()) for name in split_names(value)]
    names += [name for line in bylines for name in read_names(line)]
    editors = [name for value in said.get("editors", ()) for name in split_names(value)]
    sources = [*filter(None, said.get("source", ())), *filter(None, [_fold(hints.source)])]
    return Metadata(
        title=_title(pieces, _fold(hints.title)),
        published=_published(bylines, hints.published) or _sent(pieces),
        publisher=_fold(hints.publisher)
        or _publisher(pieces, said, sources, bylines, _site(_fold(hints.title))),
        authors=tuple(dict.fromkeys(names)) or tuple(map(normalise, hints.authors)) or _reporters(pieces),
        editors=tuple(dict.fromkeys(editors)),
        source=sources[0] if sources else None,
        language="zh" if re.search(r"[\u4e00-\u9fff]", folded) else hints.language,
        script=find_script(folded, text, hints.language),
        url=hints.url,
    )


def _fold(value: str | None) -> str | None:
    return normalise(value) if value else None


# A forum's page or a text made of fields says that this is the title.
_TITLE_KEY = re.compile(r"^标题(?:\s?[:：]\s?|[ 　]+(?=\[))")


def _title(pieces: Sequence[Piece], hint: str | None) -> str | None:
    """Return the headline; where the page shows none, the declared title without the site's tail.

    >>> _title((), '9月末债券托管规模升至188.6万亿元_债券频道_北岸财经网')
    '9月末债券托管规模升至188.6万亿元'
    """
    shown = next((piece.text for piece in pieces if piece.role == "headline"), None)
    if shown or not hint:
        return shown and (_TITLE_KEY.sub("", shown) or shown)
    while (match := _TITLE_TAIL.search(hint)) and match.start() >= 6:
        hint = hint[: match.start()]
    return hint


def _site(title: str | None) -> str | None:
    """Return the site's name from the tail of the declared title.

    >>> _site('9月末债券托管规模升至188.6万亿元_债券频道_北岸财经网')
    '北岸财经网'
    """
    match = _TITLE_TAIL.search(title or "")
    return match[0].strip(" _|｜-–—　") if match and match.start() >= 6 else None


def _published(bylines: Sequence[str], hint: str | None) -> str | None:
    """Return the byline's date, made more exact by what HTML says of the same day.

    >>> _published(['2025年1月2日 08:30'], '2025-01-02T08:30:00+08:00')
    '2025-01-02T08:30:00+08:00'
    """
    shown = next((date for line in bylines if (date := read_date(line))), None)
    if not shown:
        return hint
    return hint if hint and len(hint) > len(shown) and hint.startswith(shown[:16]) else shown


def _sent(pieces: Sequence[Piece]) -> str | None:
    """Return the day of the dispatch that the text begins with, where no byline has one."""
    begins = next((piece.text for piece in pieces if piece.role in {None, "body", "lead"}), "")
    return read_dispatch(begins)


def _publisher(
    pieces: Sequence[Piece],
    said: dict[str, list[str]],
    sources: Sequence[str],
    bylines: Sequence[str],
    site: str | None,
) -> str | None:
    """Choose who published: named as such, the source, else the name that the page's furniture speaks for most.

    A name in the navigation, one beside the date, one that ends as sites do, and one that recurs in
    the small print each count; one sign alone is no evidence, the ending excepted.
    """
    named = [
        *filter(None, said.get("publisher", ())),
        *(value for value in sources if not _GENERIC.fullmatch(value)),
    ]
    if named:
        return named[0]
    for line in bylines:
        if match := _ACCOUNT.search(line):
            return match["account"]
    best = _most_spoken_for(pieces, only_sites=site is not None)
    return best or site or (sources[0] if sources else None)


def _most_spoken_for(pieces: Sequence[Piece], *, only_sites: bool) -> str | None:
    """Return the name that the page's furniture speaks for most; with ``only_sites`` it must end as sites do."""
    counts: Counter[str] = Counter()
    for piece in pieces:
        if piece.role not in FURNITURE or piece.role in {"related", "advertisement"}:
            continue
        tokens = [token.strip("《》[]【】()（）") for token in _TOKENS.split(piece.text)]
        names = [
            token
            for token in tokens
            if _NAME.fullmatch(token) and not read_fields(token) and not is_key(token)
        ]
        counts.update(_once(names))
        counts.update(
            token for token in tokens[:1] if len(token) >= 4 and piece is pieces[0] and len(tokens) > 1
        )
        if match := _BESIDE_DATE.search(piece.text):
            counts[match["site"]] += 1
        if piece.role in {"byline", "disclaimer"}:
            counts.update(_once([match["site"] for match in _DISPATCHED.finditer(piece.text)]))
    for token in counts:
        starts = any(f"{token}讯" in piece.text[:30] for piece in pieces[:_HEAD])
        counts[token] += 2 * bool(_SITE.fullmatch(token)) + starts
        if only_sites and not _SITE.fullmatch(token):
            counts[token] = 0
    best = max(counts, key=lambda token: counts[token], default=None)
    if best is None or counts[best] < 2:
        return None
    return best.removesuffix("网") if best.endswith("报网") else best


def _once(names: list[str]) -> list[str]:
    """Return names without repeats, in their order: of two that as much speaks for the first is chosen."""
    return list(dict.fromkeys(names))


def _reporters(pieces: Sequence[Piece]) -> tuple[str, ...]:
    for piece in pieces:
        if piece.role == "body":
            match = _REPORTER.search(piece.text[:60])
            return split_names(match["names"]) if match else ()
    return ()
