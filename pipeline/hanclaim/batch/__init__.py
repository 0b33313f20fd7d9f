"""Many documents: shards, markers, a report; the same bytes out however the work is shared.

A job is cut into shards by its manifest.  A worker does one shard at a time and
writes its parts, then its report; the report's file is the mark that the shard
is finished, and a run that finds it leaves the shard alone.
"""

from __future__ import annotations

import gc
import time
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hanclaim.batch import gather
from hanclaim.batch.apart import CONTEXT, FORKS, apart
from hanclaim.batch.files import locked, remove_leftovers, whole
from hanclaim.batch.plan import PARTS, STDIN, Job, Shard, find_shards, write_manifest
from hanclaim.batch.shard import Progress
from hanclaim.batch.supervise import Event, supervise
from hanclaim.batch.version import versions
from hanclaim.batch.warm import load
from hanclaim.reports import CountsField, ReportRecord, ShardRecord

__all__ = [
    "PARTS",
    "STDIN",
    "Engine",
    "Event",
    "Job",
    "Plan",
    "Progress",
    "Shard",
    "local",
    "plan",
    "run",
    "warm",
]

Engine = Callable[[Iterable[Shard], Job], Generator[Event]]


@dataclass
class _Sum:
    """What some shards came to."""

    counts: CountsField = field(default_factory=CountsField)
    seconds: float = 0.0

    def add(self, record: ShardRecord) -> None:
        self.counts += record.counts
        self.seconds += record.cpu_seconds


@dataclass(frozen=True)
class Plan:
    """The shards of a job: what the finished ones came to, and why each other is to be done."""

    shards: tuple[Shard, ...]
    reasons: Mapping[int, str]
    finished: _Sum

    @property
    def documents(self) -> int:
        """How many documents there are in all."""
        return sum(shard.documents for shard in self.shards)

    @property
    def waiting(self) -> tuple[Shard, ...]:
        """The shards that are to be done."""
        return tuple(shard for shard in self.shards if shard.number in self.reasons)


def plan(job: Job, manifest: Path | None = None) -> Plan:
    """List the documents and see what is finished."""
    at = manifest or job.manifest
    apart(write_manifest, job, at)
    shards = tuple(find_shards(job, at))
    reasons: dict[int, str] = {}
    finished = _Sum()
    for shard in shards:
        record = _read_mark(shard.file(job, "report"))
        reason = _reason(job, shard, record) if record else "new"
        if reason:
            reasons[shard.number] = reason
        elif record:
            finished.add(record)
    return Plan(shards, reasons, finished)


def _read_mark(path: Path) -> ShardRecord | None:
    try:
        return ShardRecord.model_validate_json(path.read_bytes())
    except (OSError, ValueError):
        return None


def _reason(job: Job, shard: Shard, record: ShardRecord) -> str | None:
    """Say why a finished shard is to be done again; None when nothing it depends on has changed."""
    if changed := [name for name, version in versions().items() if record.versions.get(name) != version]:
        return f"changed: {', '.join(changed)}"
    if record.reading != job.reading:
        return "changed: settings"
    if record.sources != shard.sources:
        return "changed: sources"
    if record.parts != shard.parts(job):
        return "changed: parts"
    if record.counts.quarantined.get("timeout") and record.timeout != job.timeout:
        return "changed: timeout"
    return None


def local(workers: int) -> Engine:
    """Return the engine that works on this machine."""

    def engine(shards: Iterable[Shard], job: Job) -> Generator[Event]:
        if FORKS:
            warm(job)
        try:
            yield from supervise(shards, job, workers=workers, context=CONTEXT)
        finally:
            gc.unfreeze()

    return engine


def warm(job: Job) -> None:
    """Load what every document needs, so that workers begin with it, and keep it out of their garbage collection."""
    versions()  # now, lest a file that is edited meanwhile be taken for the code that runs
    load(job.process, job.settings)
    gc.collect()
    gc.freeze()


def run(
    job: Job,
    *,
    engine: Engine,
    workers: int = 1,
    formats: Sequence[str] = ("jsonl",),
    begin: Callable[[Plan], None] = lambda _: None,
    watch: Callable[[Shard, Progress | ShardRecord], None] = lambda _, __: None,
) -> ReportRecord:
    """Do what is not finished, then gather the results; called again, it goes on where it stopped."""
    started = time.monotonic()
    with _held(job):
        found = plan(job)
        begin(found)
        done = _Sum()
        if found.waiting:
            gather.forget(job)
            with closing(engine(found.waiting, job)) as events:
                for shard, event in events:
                    if isinstance(event, ShardRecord):
                        done.add(event)
                    watch(shard, event)
        files = gather.gather(job, found.shards, formats)
        report = _report(job, found, done, files=files, workers=workers, wall=time.monotonic() - started)
        with whole(job.out / "report.json") as stream:
            stream.write(f"{report.model_dump_json(indent=2)}\n".encode())
    return report


@contextmanager
def _held(job: Job) -> Iterator[None]:
    """Keep the results' folder to this run, and leave nothing half written in it."""
    job.parts.mkdir(parents=True, exist_ok=True)
    with locked(job.parts):
        try:
            remove_leftovers(job.parts, job.out)
            yield
        finally:
            remove_leftovers(job.parts, job.out)


def _report(
    job: Job, found: Plan, done: _Sum, *, files: Mapping[str, str], workers: int, wall: float
) -> ReportRecord:
    return ReportRecord(
        schema_="hanclaim/report/1",
        versions=versions(),
        settings={"roles": job.settings.roles, "profile": job.settings.profile, "reading": job.reading},
        counts=found.finished.counts + done.counts,
        shards=len(found.shards),
        kept=len(found.shards) - len(found.waiting),
        done=dict(sorted(Counter(found.reasons.values()).items())),
        files=dict(files),
        workers=workers,
        wall_seconds=round(wall, 3),
        cpu_seconds=round(found.finished.seconds + done.seconds, 3),
        megabytes_per_second=round(done.counts.bytes / 1e6 / wall, 3),
    )
