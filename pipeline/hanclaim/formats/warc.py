"""WARC and WET archives: a document for each page, its bytes those of the HTTP body once transfer codings are undone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from hanclaim.errors import DocumentError
from hanclaim.formats.entry import LARGEST, Entry, Fields, too_large, unreadable
from hanclaim.formats.extras import need
from hanclaim.formats.packed import BROKEN, unpack

_PAGES = ("text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml")
# How each packing begins; where a second record does not, the archive was packed as one stream.
_MAGIC = {".gz": b"\x1f\x8b", ".zst": b"\x28\xb5\x2f\xfd"}


def find(path: Path, entry: Entry, fields: Fields) -> Iterator[Entry]:  # noqa: ARG001
    """Yield every record that holds a page; requests, images and the like are no documents."""
    whole = not _is_record_by_record(path)
    with _records(path, 0, whole=whole) as records:
        for record in records:
            kind = _media_type(record)
            if kind is not None:
                yield Entry(
                    f"{entry.uri}#{record.stream_pos}",
                    entry.path,
                    "warc-stream" if whole else "warc",
                    offset=record.stream_pos,
                    length=record.content_length,
                    media_type=kind,
                )


def read(path: Path, entries: Sequence[Entry], fields: Fields) -> Iterator[bytes | DocumentError]:  # noqa: ARG001
    """Yield each page's bytes: the record is sought by its offset."""
    for entry in entries:
        try:
            yield _read_record(path, entry)
        except BROKEN as error:
            yield unreadable(entry.uri, error)


def _read_record(path: Path, entry: Entry) -> bytes | DocumentError:
    whole = entry.reader == "warc-stream"
    with _records(path, entry.offset, whole=whole) as records:
        record = next(records, None)
        if record is None:
            raise EOFError(f"no record begins at {entry.offset}")
        data: bytes = record.reader.read(LARGEST + 1)
        headers = record.http_headers
        coded = headers is not None and any(
            key.lower() in {"content-encoding", "transfer-encoding"} for key, _ in headers
        )
        if len(data) < min(record.content_length, LARGEST) or record.content_length != entry.length:
            raise EOFError("the record is cut short")
    if coded:
        with _records(path, entry.offset, whole=whole, decode="all") as records:
            data = next(records).reader.read(LARGEST + 1)
    return data if len(data) <= LARGEST else too_large(entry.uri)


@contextmanager
def _records(path: Path, offset: int, *, whole: bool, decode: str = "none") -> Iterator[Iterator[Any]]:
    fastwarc = need("fastwarc.warc", "warc")
    kinds = (
        fastwarc.WarcRecordType.response
        | fastwarc.WarcRecordType.resource
        | fastwarc.WarcRecordType.conversion
    )
    with unpack(path) if whole else path.open("rb") as stream:
        stream.seek(offset)
        yield iter(fastwarc.ArchiveIterator(stream, record_types=kinds, parse_http=True, auto_decode=decode))


def _is_record_by_record(path: Path) -> bool:
    """Say whether each record can be sought in the file as it lies."""
    magic = _MAGIC.get(path.suffix.lower())
    if magic is None:
        return True
    iterate = need("fastwarc.warc", "warc").ArchiveIterator
    with path.open("rb") as stream:
        places = [record.stream_pos for record in islice(iterate(stream), 2)]
    with path.open("rb") as stream:
        stream.seek(places[-1] if places else 0)
        return stream.read(len(magic)) == magic


def _media_type(record: Any) -> str | None:
    """Return the page's media type, None where the record is no page."""
    kind = record.http_content_type if record.is_http else record.headers.get("Content-Type")
    if kind is None:
        return "application/octet-stream" if record.is_http else None
    return kind if kind.split(";")[0].strip().lower() in _PAGES else None
