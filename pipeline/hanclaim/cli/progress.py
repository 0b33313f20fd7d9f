"""How far a run has come, on a terminal only."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from hanclaim.batch import Plan, Progress, Shard
from hanclaim.reports import ShardRecord

_EVERY = 0.2  # seconds between two drawings


class Display:
    """A bar with rate, claims, quarantined and time left.

    It draws when it is told something: a thread that draws by itself could not
    be had before workers are forked.
    """

    def __init__(self) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[found]}"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            auto_refresh=False,
        )
        self._task = self._bar.add_task("documents", total=None, found="")
        self._shown = bool(self._bar.console.is_terminal)
        self._under_way: dict[int, Progress] = {}
        self._claims = self._quarantined = self._documents = self._bytes = 0
        self._started = self._drawn = time.monotonic()

    def __enter__(self) -> Self:
        """Begin to draw."""
        if self._shown:
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the last drawing on the screen."""
        if self._shown:
            self._draw()
            self._bar.stop()

    def begin(self, plan: Plan) -> None:
        """Count what is finished already."""
        waiting = sum(shard.documents for shard in plan.waiting)
        self._documents, self._claims = plan.documents - waiting, plan.finished.counts.claims
        self._quarantined = sum(plan.finished.counts.quarantined.values())
        self._bar.update(self._task, total=plan.documents, completed=self._documents)

    def watch(self, shard: Shard, event: Progress | ShardRecord) -> None:
        """Take note of what a worker says."""
        if isinstance(event, ShardRecord):
            self._under_way.pop(shard.number, None)
            self._documents += event.counts.documents
            self._claims += event.counts.claims
            self._quarantined += sum(event.counts.quarantined.values())
            self._bytes += event.counts.bytes
        else:
            self._under_way[shard.number] = event
        if self._shown and time.monotonic() - self._drawn > _EVERY:
            self._draw()

    def _draw(self) -> None:
        now = self._under_way.values()
        self._drawn = time.monotonic()
        rate = (self._bytes + sum(event.bytes for event in now)) / 1e6 / max(self._drawn - self._started, 0.1)
        claims = self._claims + sum(event.claims for event in now)
        quarantined = self._quarantined + sum(event.quarantined for event in now)
        self._bar.update(
            self._task,
            completed=self._documents + sum(event.at for event in now),
            found=f"{claims:,} claims, {quarantined:,} quarantined, {rate:.2f} MB/s",
        )
        self._bar.refresh()
