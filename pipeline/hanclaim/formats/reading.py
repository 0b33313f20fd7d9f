"""From what the command line names to the bytes of each document."""

from __future__ import annotations

import glob
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from hanclaim.document import Source
from hanclaim.errors import DocumentError
from hanclaim.formats import jsonl, parquet, plain, warc
from hanclaim.formats.entry import Entry, Fields, suffix, unreadable
from hanclaim.formats.packed import BROKEN, members


@dataclass(frozen=True)
class Reader:
    """A format of input: which documents a file holds, and the bytes of some of them in order."""

    find: Callable[[Path, Entry, Fields], Iterator[Entry]]
    read: Callable[[Path, Sequence[Entry], Fields], Iterator[bytes | DocumentError]]


READERS = {
    "plain": Reader(plain.find, plain.read),
    "jsonl": Reader(jsonl.find, jsonl.read),
    "parquet": Reader(parquet.find, parquet.read),
    "warc": Reader(warc.find, warc.read),
    "warc-stream": Reader(warc.find, warc.read),
}
BY_SUFFIX = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".warc": "warc",
    ".wet": "warc",
}


def find_root(names: Sequence[str]) -> Path:
    """Return the folder that uris are relative to: the deepest that holds everything named.

    >>> find_root(['news/a.html', 'news/b/c.html']) == Path('news').absolute()
    True
    """
    folders = [
        path if path.is_dir() else path.parent
        for path in (Path(name).absolute() for name in names if name != "-")
    ]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def find_files(names: Sequence[str], *, leave_out: Path | None = None) -> Iterator[Path]:
    """Yield every file named, in the order of the paths and each once: files, folders and patterns.

    Hidden files and what lies in ``leave_out``, a run's own results, are no
    sources.  A name that nothing answers to comes out as it is, to be reported.
    """
    paths = sorted({Path(os.path.abspath(path)) for name in names for path in _expand(name) if name != "-"})  # noqa: PTH100  no symlink is resolved: the uri says what the user said
    taken = set(paths)
    for path in paths:
        if any(parent in taken and parent.is_dir() for parent in path.parents):
            continue
        if path.is_dir():
            yield from _walk(path, leave_out)
        else:
            yield path


def _expand(name: str) -> Sequence[str]:
    if not Path(name).exists() and glob.has_magic(name):
        return glob.glob(name, recursive=True) or [name]  # noqa: PTH207  pathlib's takes no absolute pattern
    return [name]


def _walk(folder: Path, leave_out: Path | None) -> Iterator[Path]:
    try:
        items = sorted(os.scandir(folder), key=lambda item: item.name)
    except OSError:
        yield folder  # to be reported as what cannot be read
        return
    for item in items:
        path = folder / item.name
        if item.name.startswith(".") or path == leave_out:
            continue
        if item.is_dir(follow_symlinks=False):
            yield from _walk(path, leave_out)
        elif item.is_file():
            yield path


def find_entries(path: Path, root: Path, fields: Fields) -> Iterator[Entry]:
    """Yield the documents a file holds; a file that cannot be opened is one document with a problem."""
    where = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
    uri = os.fsencode(where).decode("utf-8", "backslashreplace")  # a name may be damaged as well
    find = _find_members if suffix(path.name) == ".zip" and path.is_file() else _find
    yield from _guard(Entry(uri, where, "plain"), lambda entry: find(path, entry, fields))


def _find(path: Path, entry: Entry, fields: Fields) -> Iterator[Entry]:
    reader = READERS[BY_SUFFIX.get(suffix(entry.member or path.name), "plain")]
    return reader.find(path, entry, fields)


def _find_members(path: Path, entry: Entry, fields: Fields) -> Iterator[Entry]:
    for name in members(path):
        inside = Entry(f"{entry.uri}#{name}", entry.path, "plain", name)
        if BY_SUFFIX.get(suffix(name), "jsonl") != "jsonl" or suffix(name) == ".zip":
            problem = f"{inside.uri} is an archive in an archive: expected pages; unpack the outer one"
            yield Entry(inside.uri, inside.path, "plain", name, problem=problem)
        else:
            yield from _guard(inside, lambda inside: _find(path, inside, fields))


def _guard(entry: Entry, find: Callable[[Entry], Iterator[Entry]]) -> Iterator[Entry]:
    """Let a broken file cost its own documents only."""
    try:
        yield from find(entry)
    except BROKEN as error:
        problem = unreadable(entry.uri, error).reason
        yield Entry(entry.uri, entry.path, "plain", entry.member, problem=problem)


def read_entries(root: Path, entries: Sequence[Entry], fields: Fields) -> Iterator[Source | DocumentError]:
    """Yield the source of each entry, or why there is none; one document is held at a time."""
    for (reader, where, _, problem), group in groupby(
        entries, key=lambda entry: (entry.reader, entry.path, entry.member, entry.problem)
    ):
        chosen = tuple(group)
        if problem is not None:
            yield from (DocumentError("read", problem) for _ in chosen)
            continue
        found = READERS[reader].read(root / where, chosen, fields)
        for entry, data in zip(chosen, found, strict=True):
            yield data if isinstance(data, DocumentError) else Source(data, entry.uri)
