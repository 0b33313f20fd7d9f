"""A file that is one document: text, HTML, or whatever repair makes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from hanclaim.errors import DocumentError
from hanclaim.formats.entry import LARGEST, Entry, Fields, media_type, too_large, unreadable
from hanclaim.formats.packed import BROKEN, unpack


def find(path: Path, entry: Entry, fields: Fields) -> Iterator[Entry]:  # noqa: ARG001  every finder is called alike
    """Yield the file itself, with its length where nothing must be unpacked to know it."""
    packed = entry.member is not None or path.suffix.lower() in {".gz", ".zst"}
    yield Entry(
        entry.uri,
        entry.path,
        "plain",
        entry.member,
        length=None if packed else path.stat().st_size,
        media_type=media_type(entry.member or entry.path),
    )


def read(path: Path, entries: Sequence[Entry], fields: Fields) -> Iterator[bytes | DocumentError]:  # noqa: ARG001
    """Yield the bytes of each document."""
    for entry in entries:
        yield read_whole(path, entry)


def read_whole(path: Path, entry: Entry) -> bytes | DocumentError:
    """Return everything a file or member unpacks to, unless it is more than an article can be."""
    try:
        with unpack(path, entry.member) as stream:
            data = stream.read(LARGEST + 1)
    except BROKEN as error:
        return unreadable(entry.uri, error)
    return data if len(data) <= LARGEST else too_large(entry.uri)
