"""One shard after the other, in a process of their own."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from multiprocessing.connection import Connection
from typing import BinaryIO, NamedTuple

from hanclaim.batch.files import whole
from hanclaim.batch.plan import PARTS, Job, Shard
from hanclaim.batch.version import versions
from hanclaim.document import Source
from hanclaim.errors import DocumentError, HanclaimError
from hanclaim.formats.entry import Entry
from hanclaim.formats.reading import read_entries
from hanclaim.process import Outcome, Processed
from hanclaim.reports import CountsField, QuarantineRecord, ShardRecord

_PATIENCE = 1.0  # seconds between two looks whether there is still a run to work for


class Progress(NamedTuple):
    """How far a shard has come: ``at`` is the document about to be read."""

    at: int
    claims: int
    quarantined: int
    bytes: int


class Failed(NamedTuple):
    """Why a shard cannot be finished at all: no document's fault, so the run stops."""

    reason: str


class Task(NamedTuple):
    """What a worker is told to do; ``condemned`` documents are set aside unread."""

    shard: Shard
    condemned: Mapping[int, DocumentError]


def work(connection: Connection, job: Job) -> None:
    """Do the shards that come, and say how each went, until nobody asks any more."""
    signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process, whatever it is busy with
    parent = os.getppid()
    while True:
        try:
            while not connection.poll(_PATIENCE):
                _leave_with(parent)
            task = connection.recv()
            connection.send(_Work(connection, job, task, parent).run())
        except HanclaimError as error:
            connection.send(Failed(str(error)))
        except (EOFError, ConnectionResetError, BrokenPipeError):
            os._exit(1)
        except OSError as error:
            connection.send(Failed(f"{error}: expected to be able to write; make room and run again"))


def _leave_with(parent: int) -> None:
    """End where nobody waits for a shard any more: the run was killed, and pipes may be held open by other workers."""
    if os.getppid() != parent:
        os._exit(1)


class _Tally:
    """Counts what a shard's documents come to."""

    def __init__(self) -> None:
        self.numbers: Counter[str] = Counter()
        self.names = {name: Counter[str]() for name in ("quarantined", "roles", "kinds", "rules", "repairs")}

    def add(self, outcome: Outcome) -> None:
        self.numbers["documents"] += 1
        if isinstance(outcome, QuarantineRecord):
            self.names["quarantined"][outcome.stage] += 1
            return
        self.numbers["processed"] += 1
        self.numbers["claims"] += len(outcome.records)
        self.names["repairs"].update(outcome.document.repairs)
        for record in outcome.records:
            self.names["roles"][record.role] += 1
            self.names["kinds"][record.kind] += 1
            self.names["rules"][record.rule] += 1

    def counts(self) -> CountsField:
        names = {name: dict(sorted(counter.items())) for name, counter in self.names.items()}
        return CountsField.model_validate({**self.numbers, **names})


class _Work:
    """A shard's documents, one after the other."""

    def __init__(self, connection: Connection, job: Job, task: Task, parent: int) -> None:
        self.connection, self.job, self.shard, self.condemned = connection, job, task.shard, task.condemned
        self.tally = _Tally()
        self.parent = parent

    def run(self) -> ShardRecord:
        """Write the shard's parts, then the report that marks it finished.

        To wait for the disk after each would take longer than to read short documents; the report holds the
        parts' digests instead.
        """
        started = time.process_time()
        with ExitStack() as stack:
            streams = {
                kind: stack.enter_context(whole(self.shard.file(self.job, kind), synced=False))
                for kind in PARTS
            }
            for outcome in self._outcomes():
                self.tally.add(outcome)
                _write(outcome, streams)
        record = ShardRecord(
            schema_="hanclaim/shard/1",
            number=self.shard.number,
            versions=versions(),
            reading=self.job.reading,
            sources=self.shard.sources,
            parts=self.shard.parts(self.job),
            timeout=self.job.timeout,
            counts=self.tally.counts(),
            cpu_seconds=round(time.process_time() - started, 3),
        )
        with whole(self.shard.file(self.job, "report"), synced=False) as stream:
            stream.write(f"{record.model_dump_json()}\n".encode())
        return record

    def _outcomes(self) -> Iterator[Outcome]:
        entries = self.shard.entries(self.job.manifest)
        wanted = [entry for at, entry in enumerate(entries) if at not in self.condemned]
        sources = read_entries(self.job.root, wanted, self.job.fields)
        for at, entry in enumerate(entries):
            self._announce(at)
            if at in self.condemned:
                yield _set_aside(entry, self.condemned[at])
                continue
            signal.setitimer(signal.ITIMER_REAL, self.job.timeout)
            outcome = self._read(entry, next(sources))
            signal.setitimer(signal.ITIMER_REAL, 0)
            yield outcome
        self._announce(len(entries))

    def _read(self, entry: Entry, source: Source | DocumentError) -> Outcome:
        if isinstance(source, DocumentError):
            return _set_aside(entry, source)
        self.tally.numbers["bytes"] += len(source.data)
        return self.job.process(source, self.job.settings)

    def _announce(self, at: int) -> None:
        _leave_with(self.parent)
        numbers = self.tally.numbers
        quarantined = numbers["documents"] - numbers["processed"]
        self.connection.send(Progress(at, numbers["claims"], quarantined, numbers["bytes"]))


def _set_aside(entry: Entry, error: DocumentError) -> QuarantineRecord:
    """Report a document whose bytes are not at hand."""
    return QuarantineRecord(
        schema_="hanclaim/quarantine/1", id=None, uri=entry.uri, stage=error.stage, reason=error.reason
    )


def _write(outcome: Outcome, streams: Mapping[str, BinaryIO]) -> None:
    if isinstance(outcome, Processed):
        streams["claims"].writelines(f"{record.to_json()}\n".encode() for record in outcome.records)
        streams["documents"].write(f"{outcome.document.model_dump_json()}\n".encode())
    else:
        streams["quarantine"].write(f"{outcome.model_dump_json()}\n".encode())
