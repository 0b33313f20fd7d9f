"""Read the language model of the Open-Gram project, as SunPinyin stores it: which word follows another, how often."""

from itertools import pairwise

import numpy as np

PROBABILITIES, BACKOFFS = 1 << 16, 1 << 14
WORD = (1 << 18) - 1
OTHER = ""  # what is no word of its list: a number, a Latin word, the start and the end


def read(folder):
    """Return how likely each word is by itself, what weight its back-off has, and how likely words follow it.

    Three words in a row are known too, and left out.
    """
    known = _lexicon((folder / "pydict_sc.bin").read_bytes())
    ones, twos = _levels((folder / "lm_sc.t3g").read_bytes())
    followers = [(known[word], p) for word, p in zip(twos.words, twos.probabilities, strict=True)]
    spans = [slice(*span) for span in pairwise(ones.children)]
    names = [known[word] for word in ones.words[:-1]]
    single = dict(zip(names, ones.probabilities, strict=False))
    backoff = dict(zip(names, ones.backoffs, strict=False))
    return single, backoff, {name: dict(followers[span]) for name, span in zip(names, spans, strict=True)}


class _Level:
    """One length of what stands in a row: twelve bytes each, in bits."""

    def __init__(self, units, probabilities, backoffs):
        self.words = (units[:, 0] & WORD).tolist()
        self.backoffs = backoffs[units[:, 0] >> 18].tolist()
        self.probabilities = probabilities[units[:, 1] & 0xFFFF].tolist()
        self.children = (units[:, 1] >> 16 | units[:, 2] >> 25 << 16).tolist()


def _levels(data):
    """Return the words alone and the words that follow them, behind the root and before what follows two."""
    _, _, *sizes = np.frombuffer(data, "<u4", 5).tolist()
    at = 4 * (len(sizes) + 3)
    probabilities = np.frombuffer(data, "<f4", PROBABILITIES, at)
    backoffs = np.frombuffer(data, "<f4", BACKOFFS, at := at + 4 * PROBABILITIES)
    at += 4 * BACKOFFS
    found = []
    for size in sizes:
        units = np.frombuffer(data, "<u4", 3 * size, at).reshape(size, 3)
        found.append(_Level(units, probabilities, backoffs))
        at += 12 * size
    return found[1:]


def _lexicon(data):
    """Return every word in the order of its number."""
    count, _, at = np.frombuffer(data, "<u4", 3).tolist()
    return data[at:].decode("utf-32-le").split("\0")[:count]
