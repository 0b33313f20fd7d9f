"""The fast profile's tagger: a linear model over hashed runs of letters, taught by the large one.

``bench/teach.py`` makes the weights.  Each letter's score for each tag is a sum
of rows, one a feature; the best path over a piece is found as in the large
tagger.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import as_file, files

import numpy as np
from numpy.typing import NDArray

from hanclaim.mentions.page import Word
from hanclaim.mentions.viterbi import Pack, cut_words, decode, tag_in_batches

# What the rules ask of a word; all other parts of speech are one.
FLAGS = ("PER", "LOC", "ORG", "nz", "n", "v", "r", "x")
BITS = 17
# The runs a letter is seen in, as offsets from it.
RUNS = (
    (0,), (-1,), (1,), (-2,), (2,), (-1, 0), (0, 1), (-2, -1), (1, 2), (-1, 1),
    (-2, -1, 0), (-1, 0, 1), (0, 1, 2), (-3, -2, -1), (1, 2, 3), (-1, 0, 1, 2), (-2, -1, 0, 1), (0, 1, 2, 3),
)  # fmt: skip
REACH = 4
# Sentences in one batch: few enough that a page of any length fits in memory.
BATCH = 1024
_ODD = np.uint64(0x9E3779B97F4A7C15)


def hash_runs(letters: NDArray[np.uint32]) -> Iterator[NDArray[np.int64]]:
    """Yield each run's row for every letter; ``letters`` ends and begins with ``REACH`` zeros."""
    wide = letters.astype(np.uint64)
    inner = len(letters) - 2 * REACH
    for number, run in enumerate(RUNS):
        key = np.full(inner, number + 1, np.uint64)
        for offset in run:
            key = (key ^ wide[REACH + offset : REACH + offset + inner]) * _ODD
            key ^= key >> np.uint64(29)
        yield ((key * _ODD) >> np.uint64(64 - BITS)).astype(np.int64)


def spell(sentences: Sequence[str]) -> NDArray[np.uint32]:
    """Lay the sentences end to end, lower case, digits alike, with zeros around each."""
    gap = "\0" * REACH
    text = gap + gap.join(sentences) + gap
    letters = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").copy()
    capital = (letters >= ord("A")) & (letters <= ord("Z"))
    letters[capital] += 32
    letters[(letters >= ord("0")) & (letters <= ord("9"))] = ord("0")
    return letters


class LinearTagger:
    """Rows of small integers, one a hashed run, and what may follow what."""

    def __init__(self, rows: NDArray[np.int8], scale: float, transitions: NDArray[np.float32]) -> None:
        self._rows, self._scale = rows, np.float32(scale)
        self._transitions = transitions

    def tag(self, sentences: Sequence[str], /) -> list[list[Word]]:
        """Tag batches of them; a letter's score needs no other sentence's."""
        return tag_in_batches(sentences, BATCH, self._tag)

    def _tag(self, batch: list[str]) -> Iterator[list[Word]]:
        """Score all letters at once, then find each sentence's path; even tags begin a word, odd ones go on."""
        letters = spell(batch)
        scores = np.zeros((len(letters) - 2 * REACH, self._rows.shape[1]), np.int16)
        for rows in hash_runs(letters):
            scores += self._rows[rows]
        lengths = [len(sentence) for sentence in batch]
        pack = Pack(lengths)
        order = pack.order()
        places = np.arange(len(order)) + np.repeat(np.arange(len(batch)) * REACH, lengths)
        emissions = np.empty((len(order), scores.shape[1]), np.float32)
        emissions[order] = scores[places] * self._scale
        path = decode(emissions, pack, self._transitions)[order]
        kinds = path // 2
        begins = path % 2 == 0
        begins[1:] |= kinds[1:] != kinds[:-1]
        return cut_words(begins, lambda at: (FLAGS[kind] for kind in kinds[at].tolist()), batch)


@cache
def load_linear() -> LinearTagger:
    """Return this process's fast tagger."""
    with as_file(files("hanclaim.tables") / "fast_tagger.npz") as path, np.load(path) as saved:
        return LinearTagger(saved["rows"], float(saved["scale"]), saved["transitions"])
