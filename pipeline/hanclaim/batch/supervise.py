"""Workers, each with a shard at a time, and what happens when one dies."""

from __future__ import annotations

import signal
from collections import Counter
from collections.abc import Generator, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from hanclaim.batch.apart import start
from hanclaim.batch.plan import Job, Shard
from hanclaim.batch.shard import Failed, Progress, work
from hanclaim.errors import BatchError, DocumentError
from hanclaim.reports import ShardRecord

Event = tuple[Shard, Progress | ShardRecord]


@dataclass
class _Attempt:
    """A shard under way, with what earlier attempts taught."""

    shard: Shard
    process: BaseProcess
    connection: Connection
    at: int = -1
    deaths: Counter[int] = field(default_factory=Counter)
    condemned: dict[int, DocumentError] = field(default_factory=dict)


def supervise(shards: Iterable[Shard], job: Job, *, workers: int, context: BaseContext) -> Generator[Event]:
    """Do shards, so many at a time, each in a fresh process; yield how far each has come and its report.

    A process lasts for one shard: what it leaks ends with it.  One that dies is
    started again: a document over which two have died, or that took too long,
    is condemned and its neighbours are read without it.
    """
    waiting = iter(shards)
    running: list[_Attempt] = []
    try:
        while True:
            while len(running) < workers and (shard := next(waiting, None)) is not None:
                running.append(_start(shard, job, context))
            if not running:
                return
            ready = wait([attempt.connection for attempt in running])
            for attempt in [attempt for attempt in running if attempt.connection in ready]:
                message = _receive(attempt)
                if message is None:
                    running[running.index(attempt)] = _restart(attempt, job, context)
                    continue
                if isinstance(message, ShardRecord):
                    running.remove(attempt)
                    _end(attempt)
                else:
                    attempt.at = message.at
                yield attempt.shard, message
    finally:
        for attempt in running:
            attempt.process.kill()
            _end(attempt)


def _start(shard: Shard, job: Job, context: BaseContext, before: _Attempt | None = None) -> _Attempt:
    receiving, sending = context.Pipe(duplex=False)
    deaths, condemned = (before.deaths, before.condemned) if before else (Counter[int](), {})
    process = context.Process(target=work, args=(sending, job, shard, condemned))  # type: ignore[attr-defined]  # typeshed keeps it to the subclasses
    start(process)
    sending.close()
    return _Attempt(shard, process, receiving, deaths=deaths, condemned=condemned)


def _receive(attempt: _Attempt) -> Progress | ShardRecord | None:
    """Return what a worker says; None when it is dead."""
    try:
        message = attempt.connection.recv()
    except (EOFError, ConnectionResetError):
        return None
    if isinstance(message, Failed):
        raise BatchError(f"shard {attempt.shard.number}: {message.reason}")
    if not isinstance(message, Progress | ShardRecord):
        raise TypeError(f"a worker said {message!r}: expected progress or a report")
    return message


def _restart(attempt: _Attempt, job: Job, context: BaseContext) -> _Attempt:
    """Begin a dead worker's shard again, without the document that killed it."""
    _end(attempt)
    code = attempt.process.exitcode or 0
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
    return _start(attempt.shard, job, context, attempt)


def _end(attempt: _Attempt) -> None:
    attempt.process.join()
    attempt.connection.close()


def _name(code: int) -> str:
    """Say how a process ended.

    >>> _name(-9), _name(3)
    ('signal SIGKILL', 'exit 3')
    """
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit {code}"
