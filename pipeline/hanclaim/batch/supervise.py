"""Workers, each with a shard at a time, and what happens when one dies."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Generator, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from hanclaim.batch.apart import child, undisturbed
from hanclaim.batch.plan import Job, Shard
from hanclaim.batch.shard import Failed, Progress, Task, work
from hanclaim.errors import BatchError, DocumentError
from hanclaim.reports import ShardRecord

Event = tuple[Shard, Progress | ShardRecord]


# A process ends after so many shards, and what it leaks ends with it.  Forking and touching the dictionaries first costs
# 40 ms, which is half of a shard of headlines.
LIFE = 16


@dataclass
class _Worker:
    """A process, and how many shards it was given."""

    process: BaseProcess
    connection: Connection
    shards: int = 0


@dataclass
class _Attempt:
    """A shard under way, with what earlier attempts taught."""

    shard: Shard
    worker: _Worker
    at: int = -1
    deaths: Counter[int] = field(default_factory=Counter)
    condemned: dict[int, DocumentError] = field(default_factory=dict)


def supervise(shards: Iterable[Shard], job: Job, *, workers: int, context: BaseContext) -> Generator[Event]:
    """Do shards, so many at a time; yield how far each has come and its report.

    A process that dies is replaced: a document over which two have died, or
    that took too long, is condemned and its neighbours are read without it.
    """
    waiting = iter(shards)
    running: list[_Attempt] = []
    idle: list[_Worker] = []
    try:
        while True:
            while len(running) < workers and (shard := next(waiting, None)) is not None:
                with undisturbed():
                    running.append(_begin(_Attempt(shard, idle.pop() if idle else _start(job, context))))
            if not running:
                return
            ready = wait([attempt.worker.connection for attempt in running])
            for attempt in [attempt for attempt in running if attempt.worker.connection in ready]:
                message = _receive(attempt)
                if message is None:
                    with undisturbed():
                        running[running.index(attempt)] = _restart(attempt, job, context)
                    continue
                if isinstance(message, ShardRecord):
                    with undisturbed():
                        running.remove(attempt)
                        idle += _spare(attempt.worker)
                else:
                    attempt.at = message.at
                yield attempt.shard, message
    finally:
        with undisturbed():
            left = (*idle, *(attempt.worker for attempt in running))
            for worker in left:
                worker.process.kill()
            for worker in left:
                _end(worker)


def _start(job: Job, context: BaseContext) -> _Worker:
    ours, theirs = context.Pipe()
    process = child(context, work, theirs, job)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _begin(attempt: _Attempt) -> _Attempt:
    """Give the worker its shard; that it is dead already is found out when it is listened to."""
    attempt.worker.shards += 1
    with suppress(BrokenPipeError):
        attempt.worker.connection.send(Task(attempt.shard, attempt.condemned))
    return attempt


def _spare(worker: _Worker) -> list[_Worker]:
    """Return the worker if it may do another shard; else let it go."""
    if worker.shards < LIFE:
        return [worker]
    worker.process.kill()
    _end(worker)
    return []


def _receive(attempt: _Attempt) -> Progress | ShardRecord | None:
    """Return what a worker says; None when it is dead."""
    try:
        message = attempt.worker.connection.recv()
    except (EOFError, ConnectionResetError):
        return None
    if isinstance(message, Failed):
        raise BatchError(f"shard {attempt.shard.number}: {message.reason}")
    if not isinstance(message, Progress | ShardRecord):
        raise TypeError(f"a worker said {message!r}: expected progress or a report")
    return message


def _restart(attempt: _Attempt, job: Job, context: BaseContext) -> _Attempt:
    """Begin a dead worker's shard again, without the document that killed it."""
    _end(attempt.worker)
    code = attempt.worker.process.exitcode or 0
    attempt.deaths[attempt.at] += 1
    again = attempt.deaths[attempt.at] > 1
    if code == -signal.SIGALRM:
        reason = f"no result within {job.timeout:g} seconds: expected far fewer; raise --timeout or report the page"
        attempt.condemned[attempt.at] = DocumentError("timeout", reason)
    elif again and 0 <= attempt.at < attempt.shard.documents:
        reason = f"two workers ended over it ({_name(code)}): expected records; report the page"
        attempt.condemned[attempt.at] = DocumentError("worker", reason)
    elif again:
        raise BatchError(
            f"shard {attempt.shard.number}: its worker died twice outside any document ({_name(code)}): "
            "expected a machine with free memory; run again to continue"
        )
    return _begin(replace(attempt, worker=_start(job, context), at=-1))


def _end(worker: _Worker) -> None:
    worker.process.join()
    worker.connection.close()


def _name(code: int) -> str:
    """Say how a process ended.

    >>> _name(-9), _name(3)
    ('signal SIGKILL', 'exit 3')
    """
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
