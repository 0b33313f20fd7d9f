"""What a page proves of its own words: a name that stands whole in one place is likely in another."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from hanclaim.damage.steps import Choice, Choices
from hanclaim.damage.words import UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hanclaim.damage.steps import Letter

SURE = 0.7  # how surely letters stand that others are told by
SHARE = 0.4  # of a page's words are said to be words it has already
IN_A_ROW, LONGEST = 3, 8  # words, and characters of them, that are learned as one
_HAN = re.compile("[\u3400-\u9fff]+")


class Proven:
    """The words of a page, alone and in a row, that stand on it surely."""

    def __init__(self) -> None:
        self._counts: Counter[tuple[str, ...]] = Counter()
        self._total = 0
        self.entries: dict[str, Choices] = {}
        self.following: Mapping[str, frozenset[str]] = {}
        self._lasts: list[int] = []

    def learn(self, letters: Iterable[Letter]) -> None:
        """Count the words of a text that stand surely."""
        found = list(_sure(letters))
        self._total += len(found)
        for size in range(1, IN_A_ROW + 1):
            for row in zip(*(found[i:] for i in range(size)), strict=False):
                if all(row) and (size == 1 or sum(map(len, row)) <= LONGEST):
                    self._counts[row] += 1

    def settle(self) -> None:
        """Weigh what was learned."""
        ranks = words().ranks
        following: dict[str, set[str]] = defaultdict(set)
        for found, times in self._counts.items():
            word = "".join(found)
            rank = ranks.get(word, UNKNOWN)
            if rank == UNKNOWN and len(word) > 1:
                rank = len(ranks) + len(self._lasts)
                self._lasts.append(ranks.get(found[-1], UNKNOWN))
            cost = -math.log(SHARE * times / self._total)
            if word not in self.entries or cost < self.entries[word].ordered[0].cost:
                self.entries[word] = Choices([Choice(cost, rank, "")])
            for end in range(len(word)):
                following[word[:end]].add(word[end])
        self.following = {stem: frozenset(letters) for stem, letters in following.items()}

    def last(self, rank: int) -> int:
        """Return the word that the tables know, of those that a word of the page was learned from the last."""
        known = len(words().ranks)
        return self._lasts[rank - known] if rank >= known else rank


def _sure(letters: Iterable[Letter]) -> Iterator[str]:
    """Yield the words of a text as the tables know them, nothing for those that do not stand surely."""
    word, sure = "", 1.0
    for letter in letters:
        word += folded(letter.character)
        sure = min(sure, letter.sure)
        if letter.ends:
            yield word if sure >= SURE and _HAN.fullmatch(word) else ""
            word, sure = "", 1.0
