"""How likely a text is, one word after another: what decides where a character alone does not."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

STEP = 16  # the table keeps sixteenths of a nat, and eighths for words by themselves
UNKNOWN = -1  # the word that no table holds
GAP = -2  # a space, which parts no two words
SPELLED = 4.0  # what a character costs beyond its own rarity, where no word holds it
# A space is a break, a point stands in numbers, and what is lost was mostly a letter.
_ALIKE = dict(zip(",?!;:()「」『』％． \u3000.\ufffd", "，？！；：（）“”‘’%0\n\n0a", strict=True))


class Words:
    """Costs, in nats, of one word after another; words are folded, and known by their rank."""

    def __init__(self) -> None:
        with files("hanclaim.tables").joinpath("words.npz").open("rb") as file:
            stored = dict(np.load(file))
        words = stored["words"].tobytes().decode().split(" ")
        self.ranks: dict[str, int] = {word: rank for rank, word in enumerate(words)}
        self.written = frozenset(str(stored["written"]))  # simplified characters of traditional text
        self.unusual = frozenset(str(stored["unusual"]))  # traditional characters that nobody writes
        self.stems = _stems(words)
        self.usual = {form: place for place, form in enumerate(str(stored["usual"]))}
        self.endless = frozenset(self.ranks[word] for word in "0a" if word in self.ranks)
        self.singles: list[float] = (stored["costs"] * (2 / STEP)).tolist()
        self.firsts = {word[0]: cost for word, cost in zip(words[::-1], self.singles[::-1], strict=True)}
        self._backoff: list[float] = (stored["backoff"] / STEP).tolist()
        self._starts: list[int] = stored["starts"].tolist()
        self._following, self._steps = stored["following"], stored["steps"]
        self._rows: dict[int, Mapping[int, float]] = {}

    def after(self, rank: int) -> tuple[float, Mapping[int, float]]:
        """Return what any word costs more after this one, and what the words cost that are known to follow it."""
        if not 0 <= rank < len(self._backoff):
            return 0.0, {}
        row = self._rows.get(rank)
        if row is None:
            part = slice(self._starts[rank], self._starts[rank + 1])
            row = self._rows[rank] = dict(
                zip(self._following[part].tolist(), (self._steps[part] / STEP).tolist(), strict=True)
            )
        return self._backoff[rank], row

    def cost(self, words: Iterable[str], *, before: str = "\n") -> float:
        """Return what these words cost one after another.

        >>> words().cost(['公司', '营业', '收入']) < words().cost(['公司', '迎', '叶', '收入'])
        True
        """
        last, total = self.ranks.get(before, UNKNOWN), 0.0
        for word in words:
            backoff, row = self.after(last)
            last = self.ranks.get(word, UNKNOWN)
            total += row.get(last, backoff + self.single(last, word))
        return total

    def single(self, rank: int, word: str) -> float:
        """Return the cost of a word by itself, or of a character that no table holds."""
        return self.singles[rank] if rank >= 0 else sum(map(language().single, word)) + SPELLED


def _stems(words: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return what can follow each beginning of a word."""
    found: dict[str, set[str]] = {}
    for word in words:
        for end in range(1, len(word)):
            found.setdefault(word[:end], set()).add(word[end])
    return {stem: frozenset(letters) for stem, letters in found.items()}


@cache
def words() -> Words:
    """Loaded once a process."""
    return Words()


@cache
def folded(character: str) -> str:
    """Return what the table knows a character by: simplified, marks full-width, a digit 0, a Latin letter a.

    >>> ''.join(map(folded, '億元,3a「'))
    '亿元，0a“'
    """
    if character.isascii() and character.isalnum():
        return "0" if character.isdigit() else "a"
    return _ALIKE.get(character) or language().fold.get(character, character)
