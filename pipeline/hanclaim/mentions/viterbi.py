"""Best paths over many sentences at once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray


def find_paths(
    emissions: Sequence[NDArray[np.float32]], transitions: NDArray[np.float32], *, batch: int = 1024
) -> list[NDArray[np.int64]]:
    """Return each sentence's best path; the first row of ``transitions`` begins, the next ends, then tag by tag."""
    paths: list[NDArray[np.int64]] = [np.empty(0, np.int64)] * len(emissions)
    order = sorted((i for i, e in enumerate(emissions) if len(e)), key=lambda i: len(emissions[i]))
    for first in range(0, len(order), batch):
        some = order[first : first + batch]
        lengths = np.array([len(emissions[i]) for i in some])
        padded = np.zeros((lengths[-1], len(some), transitions.shape[1]), np.float32)
        for column, i in enumerate(some):
            padded[: lengths[column], column] = emissions[i]
        best = decode(padded, find_going(lengths), transitions)
        for column, i in enumerate(some):
            paths[i] = best[: lengths[column], column]
    return paths


def find_going(lengths: NDArray[np.int64]) -> list[int]:
    """Return for each step the first column still going; columns run from short to long."""
    return [int(first) for first in np.searchsorted(lengths, np.arange(lengths[-1]), side="right")]


def decode(
    emissions: NDArray[np.float32], going: list[int], transitions: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Find the best paths of a padded batch, working out only along them which tag came from which."""
    begin, end, into = transitions[0], transitions[1], np.ascontiguousarray(transitions[2:].T)
    scores = np.empty_like(emissions)
    scores[0] = score = begin + emissions[0]
    for step in range(1, len(emissions)):
        on = going[step]
        score[on:] = (score[on:, None] + into).max(-1) + emissions[step, on:]
        scores[step] = score
    here = (score + end).argmax(-1)
    path = np.empty(emissions.shape[:2], np.int64)
    for step in range(len(emissions) - 1, -1, -1):
        path[step] = here
        if step:
            on = going[step]
            here[on:] = (scores[step - 1, on:] + into[here[on:]]).argmax(-1)
    return path
