"""One row of the manifest: which bytes of which file are one document."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from hanclaim.damage.encodings import LARGEST
from hanclaim.errors import DocumentError

__all__ = ["LARGEST", "TEXT", "Entry", "Fields", "media_type", "select", "suffix", "too_large", "unreadable"]

# Suffix to media type, written out because the tables of the standard library differ between machines.
MEDIA_TYPES = {
    ".htm": "text/html",
    ".html": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Which fields of a JSON line or a Parquet row are the document, and which one names it."""

    text: tuple[str, ...] = ("text",)
    id: str | None = None


TEXT = Fields()


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one document lies.

    ``path`` is relative to the run's root; ``member`` names a file inside a
    zip.  ``offset`` and ``length`` count bytes of what unpacks from there,
    except in a WARC, where ``offset`` is that of the record in the file as it
    lies, and in Parquet, where it counts rows.  ``problem`` says why there is
    nothing to read: such a row is reported and never opened.

    >>> Entry.from_json(Entry('a.html', 'a.html', 'plain').to_json()).uri
    'a.html'
    """

    uri: str
    path: str
    reader: str
    member: str | None = None
    offset: int = 0
    length: int | None = None
    media_type: str | None = None
    problem: str | None = None

    def to_json(self) -> str:
        """Write the row as one line of JSON; a path that is no text is escaped."""
        return json.dumps(asdict(self), ensure_ascii=not self.path.isprintable())

    @classmethod
    def from_json(cls, line: str | bytes) -> Entry:
        """Read the row back."""
        return cls(**json.loads(line))


def media_type(name: str) -> str | None:
    """Say what a file's name says it holds.

    >>> media_type('a/b.HTML.gz'), media_type('b')
    ('text/html', None)
    """
    return MEDIA_TYPES.get(suffix(name))


def suffix(name: str) -> str:
    """Return the last suffix below any packing, in lower case.

    >>> suffix('crawl/a.WARC.gz'), suffix('a.zip'), suffix('.gz')
    ('.warc', '.zip', '')
    """
    path = Path(name.lower())
    return Path(path.stem).suffix if path.suffix in {".gz", ".zst"} else path.suffix


def too_large(uri: str) -> DocumentError:
    """Say that a document is larger than repair takes: it is not even held in memory, whatever it was packed in."""
    return DocumentError(
        "read", f"{uri} holds more than {LARGEST // 1024**2} MiB: expected an article; split the file"
    )


def unreadable(uri: str, error: BaseException) -> DocumentError:
    """Say in one sentence why bytes could not be had."""
    why = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return DocumentError(
        "read", f"{uri} cannot be read ({why}): expected a whole file; check or fetch it again"
    )


def select(uri: str, row: Any, fields: Fields) -> bytes | DocumentError:
    r"""Join a row's text fields as the bytes of one document.

    Bytes that were no UTF-8 came in as surrogate escapes and go out as they were.

    >>> select('a#1', {'title': '标题', 'text': '正文'}, Fields(('title', 'text'))).decode()
    '标题\n正文'
    """
    values = [row.get(name) if isinstance(row, dict) else None for name in fields.text]
    present = [value for value in values if value is not None]
    if not present or not all(isinstance(value, str | bytes) for value in present):
        wanted = ", ".join(fields.text)
        return DocumentError(
            "read", f"{uri} has no text in {wanted}: expected a string; name the field with --text-field"
        )
    return b"\n".join(value if isinstance(value, bytes) else _to_bytes(value) for value in present)


def _to_bytes(value: str) -> bytes:
    try:
        return value.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return value.encode("utf-8", "surrogatepass")
