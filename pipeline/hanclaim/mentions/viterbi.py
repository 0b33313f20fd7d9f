"""Best paths over many sentences at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Integers = NDArray[np.int64]


class Pack:
    """Sentences from long to short, laid step by step: every row of a step is a letter, and no row is padding.

    >>> pack = Pack([3, 1])
    >>> pack.steps, [pack.rows(column).tolist() for column in (0, 1)]
    ([(0, 2), (2, 3), (3, 4)], [[0, 2, 3], [1]])
    """

    def __init__(self, lengths: Sequence[int]) -> None:
        self._lengths = lengths
        counts = np.searchsorted(-np.array(lengths), -np.arange(lengths[0]))
        self._starts = np.concatenate([[0], np.cumsum(counts)])
        ends = self._starts.tolist()
        self.steps = list(pairwise(ends))

    def rows(self, column: int) -> Integers:
        """Return where the letters of one sentence lie."""
        rows: Integers = self._starts[: self._lengths[column]] + column
        return rows

    def order(self) -> Integers:
        """Return where the letters of all sentences lie, one sentence after the other."""
        return np.concatenate([self.rows(column) for column in range(len(self._lengths))])

    def backwards(self) -> Integers:
        """Return for each row the row that stands as far from its sentence's other end."""
        flip = np.empty(self._starts[-1], np.int64)
        for column in range(len(self._lengths)):
            rows = self.rows(column)
            flip[rows] = rows[::-1]
        return flip


def find_paths(emissions: Sequence[Floats], transitions: Floats, *, batch: int = 1024) -> list[Integers]:
    """Return each sentence's best path; the first row of ``transitions`` begins, the next ends, then tag by tag."""
    paths: list[Integers] = [np.empty(0, np.int64)] * len(emissions)
    order = sorted((i for i, e in enumerate(emissions) if len(e)), key=lambda i: -len(emissions[i]))
    for first in range(0, len(order), batch):
        some = order[first : first + batch]
        pack = Pack([len(emissions[i]) for i in some])
        laid = np.empty((pack.steps[-1][1], transitions.shape[1]), np.float32)
        for column, i in enumerate(some):
            laid[pack.rows(column)] = emissions[i]
        best = decode(laid, pack, transitions)
        for column, i in enumerate(some):
            paths[i] = best[pack.rows(column)]
    return paths


def decode(emissions: Floats, pack: Pack, transitions: Floats) -> Integers:
    """Find the best paths of a batch, working out only along them which tag came from which."""
    begin, end, into = transitions[0], transitions[1], np.ascontiguousarray(transitions[2:].T)
    leaving = transitions[2:, None]
    scores = np.empty_like(emissions)
    first, last = pack.steps[0]
    scores[first:last] = score = begin + emissions[first:last]
    for start, stop in pack.steps[1:]:
        # The tag that is left comes first: the largest over it is found row by row, side by side.
        score = np.maximum.reduce(score[: stop - start].T[:, :, None] + leaving)
        score = np.add(score, emissions[start:stop], out=scores[start:stop])
    best = np.empty(len(emissions), np.int64)
    here = np.empty(0, np.int64)
    for (before, after), (start, stop) in zip(
        [(0, 0), *pack.steps[:-1]][::-1], pack.steps[::-1], strict=True
    ):
        if len(here) < stop - start:
            here = np.concatenate([here, (scores[start + len(here) : stop] + end).argmax(-1)])
        best[start:stop] = here
        if before < after:
            here = (scores[before : before + stop - start] + into[here]).argmax(-1)
    return best
