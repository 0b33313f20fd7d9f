"""How likely a text is, one character after another."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from hanclaim.damage.cp936 import FOLDED

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REMEMBERED = 1 << 16  # characters
STEP = 16  # the table keeps sixteenths of a nat
UNSEEN, UNSEEN_MARK = 15.0, 9.0  # what a character or a mark costs that the counts never met

# Marks the counts hardly hold, and those that stand where they would.
_ALIKE = dict(zip("「」『』\u3000｜", "“”‘’，，", strict=True))


class Language:
    """Costs, in nats, of one character after another, whichever script they are written in."""

    def __init__(self) -> None:
        with files("hanclaim.tables").joinpath("bigrams.npz").open("rb") as file:
            stored = dict(np.load(file))
        characters = str(stored["characters"])
        self._index = {character: i for i, character in enumerate(characters)}
        self._starts: list[int] = stored["starts"].tolist()
        self._following, self._costs = stored["following"], stored["costs"]
        self._single: list[float] = (stored["single"] / STEP).tolist()
        self._backoff: list[float] = (stored["backoff"] / STEP).tolist()
        self._places: dict[str, int] = {}
        self._rows: dict[int, Mapping[int, float]] = {}
        self.fold: Mapping[str, str] = dict(
            zip(str(stored["traditional"]), str(stored["simplified"]), strict=True)
        )
        self.reformed = frozenset(self.fold.values()) - frozenset(self.fold)

    def _at(self, character: str) -> int:
        at = self._places.get(character)
        if at is None:
            at = self._find(character)
            if len(self._places) < REMEMBERED:
                self._places[character] = at
        return at

    def _find(self, character: str) -> int:
        found = self._index.get(self.fold.get(character, character))
        if found is not None:
            return found
        if character.isascii() and character.isalpha():
            return self._index["a"]
        if character.isascii() and character.isdecimal():  # a full-width digit must not come cheap
            return self._index["0"]
        return self._index.get(
            FOLDED.get(_ALIKE.get(character, character), _ALIKE.get(character, character)), -1
        )

    def _row(self, first: int) -> Mapping[int, float]:
        row = self._rows.get(first)
        if row is None:
            part = slice(self._starts[first], self._starts[first + 1])
            row = self._rows[first] = dict(
                zip(self._following[part].tolist(), (self._costs[part] / STEP).tolist(), strict=True)
            )
        return row

    def single(self, character: str) -> float:
        """Return the cost of a character by itself."""
        at = self._at(character)
        if at < 0:
            return UNSEEN if character.isalpha() else UNSEEN_MARK
        return self._single[at]

    def step(self, before: str, character: str) -> float:
        """Return the cost of ``character`` right after ``before``."""
        at, last = self._at(character), self._at(before)
        if at < 0:
            return UNSEEN if character.isalpha() else UNSEEN_MARK
        if last < 0:
            return self._single[at]
        if at == last and before.isascii() and before.isalnum():
            return 0.0  # words and numbers of any length count once
        seen = self._row(last).get(at)
        return self._backoff[last] + self._single[at] if seen is None else seen

    def cost(self, text: Iterable[str]) -> float:
        """Return the cost of every step of ``text``."""
        return sum(self.step(before, character) for before, character in pairwise(text))


@cache
def language() -> Language:
    """Loaded once a process."""
    return Language()
