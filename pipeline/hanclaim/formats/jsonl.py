"""JSON Lines: documents in, and the canonical form of the records out."""

from __future__ import annotations

import io
import json
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

from hanclaim.errors import DocumentError, RecordError
from hanclaim.formats.entry import LARGEST, Entry, Fields, select, too_large, unreadable
from hanclaim.formats.packed import BROKEN, unpack
from hanclaim.records import Record, read_record

_PIECE = 1024 * 1024


def find(path: Path, entry: Entry, fields: Fields) -> Iterator[Entry]:
    """Yield a document for each line that is not blank; its text is read only when it is processed."""
    with unpack(path, entry.member) as stream, unpack(path, entry.member) as again:
        for number, (offset, length) in enumerate(_lines(stream), 1):
            name = _name(again, offset, length, fields.id) or number
            yield Entry(
                f"{entry.uri}#{name}", entry.path, "jsonl", entry.member, offset, length, "text/plain"
            )


def _lines(stream: BinaryIO) -> Iterator[tuple[int, int]]:
    """Yield where each line lies, holding a piece of the file at a time: a line may be larger than memory."""
    start = at = 0
    blank = True
    while piece := stream.read(_PIECE):
        begin = 0
        while (end := piece.find(b"\n", begin)) >= 0:
            if not blank or piece[begin:end].strip():
                yield start, at + end - start
            start, begin, blank = at + end + 1, end + 1, True
        blank = blank and not piece[begin:].strip()
        at += len(piece)
    if not blank:
        yield start, at - start


def _name(stream: BinaryIO, offset: int, length: int, field: str | None) -> str | None:
    if field is None or length > LARGEST:
        return None
    stream.seek(offset)
    try:
        row = json.loads(stream.read(length).decode("utf-8", "surrogateescape"))
    except ValueError:
        return None
    value = row.get(field) if isinstance(row, dict) else None
    return str(value) if isinstance(value, str | int) else None


def read(path: Path, entries: Sequence[Entry], fields: Fields) -> Iterator[bytes | DocumentError]:
    """Yield each line's text, its own bad bytes kept: they are what repair is for."""
    waiting = deque(entries)
    while waiting:
        try:
            with unpack(path, waiting[0].member) as stream:
                while waiting:
                    found = _read_line(stream, waiting[0], fields)
                    waiting.popleft()
                    yield found
        except BROKEN as error:
            yield unreadable(waiting.popleft().uri, error)


def _read_line(stream: BinaryIO, entry: Entry, fields: Fields) -> bytes | DocumentError:
    if entry.length is None or entry.length > LARGEST:
        return too_large(entry.uri)
    stream.seek(entry.offset)
    line = stream.read(entry.length)
    if len(line) < entry.length:
        raise EOFError("the file ends within the line")
    try:
        row = json.loads(line.decode("utf-8", "surrogateescape"))
    except ValueError as error:
        return DocumentError(
            "read", f"{entry.uri} is no line of JSON ({error}): expected an object; check the file"
        )
    return select(entry.uri, row, fields)


def read_records(path: str | Path) -> Iterator[Record]:
    """Stream validated records from a file, packed or not, or from a run's folder; a bad line stops with its place."""
    for place, line in record_lines(path):
        try:
            yield read_record(line)
        except RecordError as error:
            raise RecordError(f"{place}: {error}") from None


def record_lines(path: str | Path) -> Iterator[tuple[str, bytes]]:
    """Yield each line that should be a record, with its place."""
    for file in _files(Path(path)):
        try:
            with unpack(file) as stream:
                for number, line in enumerate(_buffered(stream), 1):
                    if line.strip():
                        yield f"{file} line {number}", line
        except BROKEN as error:
            raise RecordError(unreadable(str(file), error).reason) from None


def _buffered(stream: BinaryIO) -> Iterable[bytes]:
    """Give lines, which the reader of .zst does not by itself."""
    return (
        stream if isinstance(stream, io.BufferedIOBase) else io.BufferedReader(cast("io.RawIOBase", stream))
    )


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    for pattern in ("claims.jsonl", "part-*.claims.jsonl", "parts/part-*.claims.jsonl", "*.jsonl"):
        if found := sorted(path.glob(pattern)):
            return found
    raise RecordError(
        f"{path} holds no records: expected claims.jsonl; name a run's folder or a file of records"
    )


def write(records: Iterable[Record], path: Path) -> None:
    """Write one record a line: the canonical form, which every other is made from."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.writelines(record.to_json() + "\n" for record in records)
