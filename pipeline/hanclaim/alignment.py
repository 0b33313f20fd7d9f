"""Which part of a source became which part of a target.

The two sides may be counted in different units, bytes against characters or
characters against characters.  An alignment knows only lengths, so one kind of
value describes a codec, a deletion and a fold, and any two that meet end to end
compose with ``then``.

Text is never invented: every atom consumes some source.  It may yield nothing,
which is how a deletion is written.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, chain, pairwise
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch of a sequence: ``text[slice(*span)]``."""

    start: int
    end: int


class Run(NamedTuple):
    """So many atoms in a row, each turning ``source`` units into ``target``."""

    times: int
    source: int
    target: int


@dataclass(frozen=True)
class Alignment:
    """A target laid against the source it came from.

    >>> text = Alignment.of([Run(2, 3, 1), Run(1, 1, 1)])  # the UTF-8 of '中文!'
    >>> text.to_source(Span(1, 3))
    Span(start=3, end=7)

    An atom has no inside: ask about part of it and the whole answers.

    >>> mojibake = Alignment.of([Run(1, 9, 2)])
    >>> mojibake.to_source(Span(0, 1)), mojibake.is_exact(Span(0, 1))
    (Span(start=0, end=9), False)
    """

    runs: tuple[Run, ...]

    @classmethod
    def of(cls, runs: Iterable[Run]) -> Alignment:
        """Gather equal neighbours, drop empty runs, and refuse an atom without source.

        >>> Alignment.of([Run(1, 3, 1), Run(4, 3, 1), Run(0, 1, 1)]).runs
        (Run(times=5, source=3, target=1),)
        """
        gathered: list[Run] = []
        for run in runs:
            if run.source <= 0 or run.target < 0 or run.times < 0:
                raise ValueError(f"{run} has no source: an atom must account for some of it")
            if gathered and gathered[-1][1:] == run[1:]:
                gathered[-1] = Run(gathered[-1].times + run.times, run.source, run.target)
            elif run.times:
                gathered.append(run)
        return cls(tuple(gathered))

    @classmethod
    def identity(cls, length: int) -> Alignment:
        """Each unit becomes itself."""
        return cls.of([Run(length, 1, 1)])

    @property
    def inverse(self) -> Alignment:
        """The same atoms seen from the target; only where none of them is a deletion."""
        return Alignment.of(Run(n, t, s) for n, s, t in self.runs)

    def atoms(self) -> Iterator[tuple[int, int]]:
        """Yield ``(source, target)`` of every atom, in order."""
        for times, source, target in self.runs:
            for _ in range(times):
                yield source, target

    @cached_property
    def _source_at(self) -> list[int]:
        return list(accumulate((n * s for n, s, _ in self.runs), initial=0))

    @cached_property
    def _target_at(self) -> list[int]:
        return list(accumulate((n * t for n, _, t in self.runs), initial=0))

    @property
    def source_length(self) -> int:
        """Units of source in all."""
        return self._source_at[-1]

    @property
    def target_length(self) -> int:
        """Units of target in all."""
        return self._target_at[-1]

    def to_source(self, span: Span) -> Span:
        """Return the least source that accounts for all of a non-empty ``span``."""
        start, end = span
        if not 0 <= start < end <= self.target_length:
            raise IndexError(f"{span} is empty or outside {self.target_length} units of target")
        i = bisect_right(self._target_at, start) - 1
        j = bisect_left(self._target_at, end) - 1
        _, s, t = self.runs[i]
        first = self._source_at[i] + (start - self._target_at[i]) // t * s
        _, s, t = self.runs[j]
        last = self._source_at[j + 1] - (self._target_at[j + 1] - end) // t * s
        return Span(first, last)

    def to_target(self, span: Span) -> Span:
        """Return the least target that ``span`` had a part in; empty if deleted."""
        start, end = span
        if not 0 <= start < end <= self.source_length:
            raise IndexError(f"{span} is empty or outside {self.source_length} units of source")
        i = bisect_right(self._source_at, start) - 1
        j = bisect_left(self._source_at, end) - 1
        _, s, t = self.runs[i]
        first = self._target_at[i] + (start - self._source_at[i]) // s * t
        _, s, t = self.runs[j]
        last = self._target_at[j + 1] - (self._source_at[j + 1] - end) // s * t
        return Span(first, last)

    def is_exact(self, span: Span) -> bool:
        """Whether ``span`` begins and ends between atoms."""
        return self.to_target(self.to_source(span)) == span

    def then(self, following: Alignment) -> Alignment:
        """Lay the target of ``following`` against this source.

        An atom closes wherever both sides share a boundary; runs are consumed
        whole where they allow it.

        >>> Alignment.of([Run(4, 3, 1)]).then(Alignment.of([Run(2, 2, 1)])).runs
        (Run(times=2, source=6, target=1),)
        """
        if self.target_length != following.source_length:
            raise ValueError(
                f"{self.target_length} units of target do not meet {following.source_length} units of source"
            )
        return Alignment.of(_join(self.runs, following.runs))

    def __add__(self, other: Alignment) -> Alignment:
        """Lay one after the other."""
        return Alignment.of(chain(self.runs, other.runs))

    @classmethod
    def concatenate(cls, parts: Iterable[Alignment]) -> Alignment:
        """Lay any number end to end, in linear time."""
        return cls.of(chain.from_iterable(part.runs for part in parts))


def _join(left: Iterable[Run], right: Iterable[Run]) -> Iterator[Run]:
    following = iter(right)
    times = takes = gives = 0  # what is left of the run at hand on the right
    source = target = ahead = 0  # the open atom, and how far the left is ahead in the middle
    for count, consumed, produced in left:
        remaining = count
        while remaining:
            if ahead == 0 and times == 0 and produced:
                times, takes, gives = next(following)
            if ahead == 0 and produced and takes == produced:
                whole = min(remaining, times)  # both sides step together
                yield Run(whole, consumed, gives)
                remaining -= whole
                times -= whole
                continue
            source += consumed
            ahead += produced
            remaining -= 1
            while ahead > 0:
                if times == 0:
                    times, takes, gives = next(following)
                target += gives
                ahead -= takes
                times -= 1
            if ahead == 0:
                yield Run(1, source, target)
                source = target = 0


def covering(spans: Iterable[Span], length: int) -> Iterator[tuple[Span, bool]]:
    """Split ``length`` units at sorted, disjoint spans; say of each part whether it is one of them.

    >>> list(covering([Span(2, 4)], 5))
    [(Span(start=0, end=2), False), (Span(start=2, end=4), True), (Span(start=4, end=5), False)]
    """
    inner = list(spans)
    if any(a.end > b.start for a, b in pairwise(inner)):
        raise ValueError("spans must be sorted and must not overlap")
    at = 0
    for span in inner:
        if at < span.start:
            yield Span(at, span.start), False
        yield span, True
        at = span.end
    if at < length:
        yield Span(at, length), False
