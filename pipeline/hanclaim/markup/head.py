"""What the source of a page says of the article, beside the text: title, dates, names."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from hanclaim.structure import Metadata

_META = re.compile(r"<(?:meta|link|html|time)\b[^<>]{1,2000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z:-]{1,30})\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title\b[^<>]{0,200}>([^<]{1,500})</title", re.IGNORECASE)
_LINKED = re.compile(r"<script\b[^<>]{0,200}ld\+json[^<>]{0,200}>", re.IGNORECASE)
_ISO = re.compile(
    r"((?:19|20)\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T\s]+(\d{1,2}:\d{2}(?::\d{2})?)(?:\.\d+)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
_LONGEST_SCRIPT = 200_000
# Names of meta elements by what they say, the most telling first.
_NAMES = {
    "title": ("og:title", "twitter:title", "articletitle", "title"),
    "published": ("article:published_time", "og:published_time", "pubdate", "publishdate", "publish_date", "date", "datepublished", "weibo: article:create_at", "og:release_date", "datetime"),
    "publisher": ("og:site_name", "application-name", "sitename"),
    "author": ("author", "article:author", "dable:author"),
    "source": ("contentsource", "source", "mediaid"),
    "url": ("canonical", "og:url"),
    "language": ("lang",),
}  # fmt: skip


def read_metadata(source: str) -> Metadata:
    """Read what the source says of the article; unknown is None.

    >>> read_metadata('<html lang="zh-TW"><title>台積電</title><meta name=author content="某">').authors
    ('某',)
    """
    said = _meta(source)
    linked = next((node for node in _linked(source) if node.get("headline")), {})
    author = _name(linked.get("author")) or _first(said, "author")
    title = _TITLE.search(source)
    published = _text(linked.get("datePublished")) or _first(said, "published")
    return Metadata(
        title=_text(linked.get("headline"))
        or _first(said, "title")
        or (html.unescape(title[1]).strip() if title else None),
        published=_iso(published) if published else None,
        publisher=_name(linked.get("publisher")) or _first(said, "publisher"),
        authors=(author,) if author else (),
        source=_first(said, "source"),
        language=_first(said, "language"),
        url=_first(said, "url"),
    )


def _meta(source: str) -> dict[str, str]:
    said: dict[str, str] = {}
    for match in _META.finditer(source):
        pairs = {
            name.lower(): html.unescape(double or single or bare).strip()
            for name, double, single, bare in _ATTRIBUTE.findall(match[0])
        }
        name = pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or pairs.get("rel") or ""
        value = pairs.get("content") or pairs.get("href")
        if "lang" in pairs and match[0][1:5].lower() == "html":
            said.setdefault("lang", pairs["lang"])
        if "datetime" in pairs:
            said.setdefault("datetime", pairs["datetime"])
        if name and value:
            said.setdefault(name.lower(), value)
    return said


def _first(said: dict[str, str], kind: str) -> str | None:
    return next((said[name] for name in _NAMES[kind] if said.get(name)), None)


def _linked(source: str) -> Iterator[dict[str, Any]]:
    """Yield the nodes of JSON-LD; what does not parse is passed over, as browsers do."""
    for match in _LINKED.finditer(source):
        end = source.find("</", match.end(), match.end() + _LONGEST_SCRIPT)
        try:
            parsed = json.loads(source[match.end() : end])
        except (ValueError, RecursionError):
            continue
        waiting = [parsed]
        while waiting:
            node = waiting.pop()
            if isinstance(node, list):
                waiting.extend(reversed(node))
            elif isinstance(node, dict):
                yield node
                waiting.extend(value for value in (node.get("@graph"), node.get("mainEntity")) if value)


def _text(value: Any) -> str | None:
    return html.unescape(value).strip() or None if isinstance(value, str) else None


def _name(value: Any) -> str | None:
    if isinstance(value, list):
        value = value[0] if value else None
    return _text(value.get("name")) if isinstance(value, dict) else _text(value)


def _iso(value: str) -> str | None:
    match = _ISO.search(value)
    if match is None:
        return None
    year, month, day, clock, zone = match.groups()
    date = f"{year}-{int(month):02}-{int(day):02}"
    return f"{date}T{clock:0>{len(clock) + (clock[1] == ':')}}{zone or ''}" if clock else date
