"""The same shards on a Ray cluster; the folders of sources and results are shared by its machines.

What travels is a shard's description, a few numbers, and comes back as its
report.  Resuming, markers and quarantine are those of a run on one machine,
because a task does nothing but supervise one worker, as there.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from hanclaim.batch import Engine, Event, Job, Shard
from hanclaim.batch.supervise import supervise
from hanclaim.errors import BatchError
from hanclaim.formats.extras import need
from hanclaim.reports import ShardRecord

# How often Ray may begin a task again whose machine or process was lost; left alone, some of its ways retry for ever.
# A document that kills cannot use these up: it kills a worker of ours, which the task outlives.
_RETRIES = 3
_LOCAL = {"object_store_memory": 80 * 1024 * 1024, "include_dashboard": False}


def on_ray(address: str | None = None, *, processors: int | None = None) -> Engine:
    """Return the engine that works on the cluster at ``address``, or on a small one started here."""

    def engine(shards: Iterable[Shard], job: Job) -> Generator[Event]:
        os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
        ray = need("ray", "ray")
        settings: dict[str, Any] = {"logging_level": "ERROR", "log_to_driver": False}
        if address is None:
            settings |= {"num_cpus": processors, **_LOCAL}
        ray.init(address=address or "local", **settings)
        try:
            yield from _submit(ray, shards, job)
        finally:
            ray.shutdown()

    return engine


def _submit(ray: Any, shards: Iterable[Shard], job: Job) -> Generator[Event]:
    """Keep two shards a processor under way: one in work and one at hand."""
    task = ray.remote(num_cpus=1, max_retries=_RETRIES)(run_shard)
    at_once = 2 * max(1, int(ray.cluster_resources().get("CPU", 1)))
    waiting = iter(shards)
    under_way: dict[Any, Shard] = {}
    while True:
        while len(under_way) < at_once and (shard := next(waiting, None)) is not None:
            under_way[task.remote(shard, job)] = shard
        if not under_way:
            return
        for reference in ray.wait(list(under_way))[0]:
            shard = under_way.pop(reference)
            try:
                yield shard, ray.get(reference)
            except ray.exceptions.RayTaskError as error:
                raise BatchError(f"shard {shard.number}: {error.cause or error}") from None
            except ray.exceptions.RayError as error:
                raise BatchError(
                    f"shard {shard.number}: its machine was lost {_RETRIES + 1} times "
                    f"({type(error).__name__}): expected a cluster that stays; run again to continue"
                ) from None


def run_shard(shard: Shard, job: Job) -> ShardRecord:
    """Do one shard under supervision, in a process forked from a server that has loaded the dictionaries.

    Ray's own process is full of threads and must not be forked.
    """
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["hanclaim.batch.preload"])
    with _no_main_module():
        for _, event in supervise([shard], job, workers=1, context=context):
            if isinstance(event, ShardRecord):
                return event
    raise BatchError(f"shard {shard.number} ended without a report: run again to continue")


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Hide the main module, Ray's, which each worker would otherwise import anew and never use."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
