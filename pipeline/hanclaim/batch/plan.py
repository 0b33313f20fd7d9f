"""What there is to do: the manifest of documents, cut into shards."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hanclaim.batch.files import whole
from hanclaim.document import Source
from hanclaim.formats.entry import TEXT, Entry, Fields
from hanclaim.formats.reading import find_entries, find_files, find_root
from hanclaim.process import DEFAULT, Outcome, Settings, process

STDIN = "-"
PARTS = ("claims", "documents", "quarantine")
Process = Callable[[Source, Settings], Outcome]


@dataclass(frozen=True)
class Job:
    """What to read, how, and where the results go; nothing here depends on how many work on it.

    A shard ends at so many ``documents`` or bytes, whichever comes first.
    """

    names: tuple[str, ...]
    out: Path
    root: Path
    settings: Settings = DEFAULT
    fields: Fields = TEXT
    timeout: float = 60.0
    documents: int = 32
    bytes: int = 8 * 1024 * 1024
    process: Process = field(default=process)

    @classmethod
    def of(cls, *names: str | Path, out: Path, root: Path | None = None, **settings: Any) -> Job:
        """Make a job whose uris are relative to the deepest folder that holds everything named."""
        texts = tuple(map(str, names))
        return cls(texts, Path(out).absolute(), (root or find_root(texts)).absolute(), **settings)

    @property
    def parts(self) -> Path:
        """The folder of finished shards."""
        return self.out / "parts"

    @property
    def manifest(self) -> Path:
        """The documents, one a line."""
        return self.out / "manifest.jsonl"

    @property
    def stdin(self) -> Path:
        """Where what came from stdin is kept, so that a worker can read it."""
        return self.parts / "stdin"

    @property
    def reading(self) -> str:
        """What decides a document's records besides its bytes and the code."""
        return digest(
            repr((self.settings, self.fields, f"{self.process.__module__}.{self.process.__qualname__}"))
        )


@dataclass(frozen=True, slots=True)
class Shard:
    """A run of manifest rows, ``start`` to ``end`` in its bytes; ``sources`` changes when one of their files does."""

    number: int
    start: int
    end: int
    documents: int
    sources: str

    def file(self, job: Job, kind: str) -> Path:
        """Return where this shard's ``claims``, ``documents``, ``quarantine`` or ``report`` lies."""
        suffix = "json" if kind == "report" else "jsonl"
        return job.parts / f"part-{self.number:05}.{kind}.{suffix}"

    def parts(self, job: Job) -> dict[str, str]:
        """Return the digest of each part; a part that the power took before it reached the disk has another one."""
        found = {}
        for kind in PARTS:
            with suppress(FileNotFoundError), self.file(job, kind).open("rb") as stream:
                found[kind] = hashlib.file_digest(stream, "sha256").hexdigest()[:16]
        return found

    def entries(self, manifest: Path) -> tuple[Entry, ...]:
        """Read this shard's rows of the manifest."""
        with manifest.open("rb") as stream:
            stream.seek(self.start)
            return tuple(Entry.from_json(line) for line in stream.read(self.end - self.start).splitlines())


def digest(text: str) -> str:
    """Shorten a text to what only it has."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_manifest(job: Job, path: Path) -> None:
    """List every document, unless the list at hand was made from the same files.

    An archive has to be read through to list it, so that is done once.
    """
    mark = path.with_name(f".{path.name}.mark")
    state = json.dumps({"files": _state(job)})
    if path.is_file() and mark.is_file() and mark.read_text(encoding="utf-8") == state:
        return
    mark.unlink(missing_ok=True)
    with whole(path) as stream:
        if STDIN in job.names:
            stream.write(f"{Entry(STDIN, str(job.stdin), 'plain').to_json()}\n".encode())
        for file in find_files(job.names, leave_out=job.out):
            for entry in find_entries(file, job.root, job.fields):
                stream.write(f"{entry.to_json()}\n".encode())
    with whole(mark) as stream:
        stream.write(state.encode())


def _state(job: Job) -> str:
    """Describe the files named by path, size and time of change, without opening one."""
    state = hashlib.sha256(repr((job.root, job.fields, stamp(job.stdin))).encode())
    for file in find_files(job.names, leave_out=job.out):
        state.update(f"{file}\0{stamp(file)}\n".encode())
    return state.hexdigest()


def stamp(file: Path) -> str:
    """Describe a file's size and time of change; nothing where it is gone."""
    try:
        found = file.stat()
    except OSError:
        return "missing"
    return f"{found.st_size} {found.st_mtime_ns}"


def find_shards(job: Job, manifest: Path) -> Iterator[Shard]:
    """Cut the manifest into shards: the same cuts whoever works on them."""
    with manifest.open("rb") as stream:
        number = start = at = documents = size = 0
        sources = hashlib.sha256()
        path = ""
        for line in stream:
            entry = Entry.from_json(line)
            if documents and (documents >= job.documents or size + (entry.length or 0) > job.bytes):
                yield Shard(number, start, at, documents, sources.hexdigest()[:16])
                number, start, documents, size = number + 1, at, 0, 0
                sources, path = hashlib.sha256(), ""
            if entry.path != path:
                path = entry.path
                sources.update(f"{stamp(job.root / path)}\n".encode())
            sources.update(line)
            at += len(line)
            documents += 1
            size += entry.length or 0
        if documents:
            yield Shard(number, start, at, documents, sources.hexdigest()[:16])
