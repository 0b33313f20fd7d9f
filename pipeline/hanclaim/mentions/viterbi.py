"""Best paths over many sentences at once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from hanclaim.alignment import Span
from hanclaim.mentions.page import Word

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


def tag_in_batches(
    sentences: Sequence[str], size: int, tag: Callable[[list[str]], Iterable[list[Word]]]
) -> list[list[Word]]:
    """Tag so many sentences at a time, from long to short: long ones share batches with long ones."""
    words: list[list[Word]] = [[] for _ in sentences]
    order = sorted((i for i, s in enumerate(sentences) if s), key=lambda i: -len(sentences[i]))
    for start in range(0, len(order), size):
        batch = order[start : start + size]
        for i, found in zip(batch, tag([sentences[i] for i in batch]), strict=True):
            words[i] = found
    return words


def cut_words(
    begins: NDArray[np.bool_], flags: Callable[[Integers], Iterable[str]], batch: list[str]
) -> Iterator[list[Word]]:
    """Join each letter that begins a word with those that continue it, sentence by sentence."""
    ends = np.cumsum([len(sentence) for sentence in batch])
    begins[0] = begins[ends[:-1]] = True
    starts = np.flatnonzero(begins)
    cuts, names = starts.tolist(), list(flags(starts))
    first, start = 0, 0
    for end in ends.tolist():
        last = bisect_left(cuts, end, first)
        edges = [cut - start for cut in cuts[first:last]] + [end - start]
        spans = map(Span, edges, edges[1:])
        yield list(map(Word, spans, names[first:last]))
        first, start = last, end


def decode(emissions: Floats, pack: Pack, transitions: Floats) -> Integers:
    """Find the best paths of a batch, working out only along them which tag came from which."""
    begin, end, into = transitions[0], transitions[1], np.ascontiguousarray(transitions[2:].T)
    leaving = transitions[2:, None]
    scores = np.empty_like(emissions)
    first, last = pack.steps[0]
    scores[first:last] = score = begin + emissions[first:last]
    sums = np.empty((len(begin), 0, len(begin)), emissions.dtype)
    for start, stop in pack.steps[1:]:
        count = stop - start
        if count != sums.shape[1]:  # room that is used again: making it anew costs as much as filling it
            sums = np.empty((len(begin), count, len(begin)), emissions.dtype)
        # The tag that is left comes first: the largest over it is found row by row, side by side.
        np.add(score[:count].T[:, :, None], leaving, out=sums)
        score = np.maximum.reduce(sums, out=scores[start:stop])
        score += emissions[start:stop]
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
