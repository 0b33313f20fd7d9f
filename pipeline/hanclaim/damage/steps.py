"""What can stand next in a damaged text: characters as they were seen, and the many that a lost byte may have been of."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hanclaim.damage.words import UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable

    # How far into what was seen, and what of the code waits there; sorted in reading order.
    Place = tuple[int, ...]

RARE = 7.0  # nats by which a guess, or what it is first of, may be rarer than the commonest that stands alone


class Step(NamedTuple):
    """One character that can stand next, and the place behind it."""

    to: Place
    character: str
    cost: float = 0.0
    is_guess: bool = False


class Guess(NamedTuple):
    """A lost character, and the place behind it."""

    to: Place
    among: Among
    cost: float = 0.0


class Code(Protocol):
    """What was seen, as the steps that the right code can take through it."""

    start: Place
    end: Place

    def steps(self, place: Place) -> Iterable[Step]:
        """Yield the characters that stand next as they were seen."""

    def guesses(self, place: Place) -> Iterable[Guess]:
        """Yield what can stand next where bytes were lost."""

    def seen(self, place: Place) -> int | None:
        """Return how much was seen at a place, None inside a character."""


class Beginning(NamedTuple):
    """The characters that a word begins with, what it is known by so far, and whether it goes on."""

    characters: str
    word: str
    rank: int | None
    goes_on: bool


class Among:
    """Characters of which one was lost: by what the words know them by, and the likely ones with rank and cost."""

    def __init__(self, characters: Iterable[str], *, alone: float = RARE, first: float = RARE) -> None:
        known = words()
        self.letters: dict[str, str] = {}
        for character in sorted(characters, key=lambda one: known.usual.get(one, math.inf)):
            self.letters.setdefault(folded(character), character)
        costs = {letter: known.single(known.ranks.get(letter, UNKNOWN), letter) for letter in self.letters}
        least = min(costs.values(), default=0.0)
        self.alone = [
            (known.ranks.get(letter, UNKNOWN), cost, self.letters[letter])
            for letter, cost in sorted(costs.items(), key=itemgetter(1))
            if cost < least + alone
        ]
        self._begin = [
            letter
            for letter in self.letters
            if letter in known.stems and known.firsts[letter] < least + first
        ]
        self._after: dict[str, tuple[Beginning, ...]] = {}
        self._before: dict[str, tuple[Beginning, ...]] = {}
        self._both: dict[Among, tuple[Beginning, ...]] = {}

    def after(self, stem: str) -> tuple[Beginning, ...]:
        """Return how one of these characters goes on with a word begun."""
        found = self._after.get(stem)
        if found is None:
            following = words().stems[stem]
            found = self._after[stem] = tuple(
                _beginning(character, stem + letter)
                for letter, character in self.letters.items()
                if letter in following
            )
        return found

    def before(self, letter: str) -> tuple[Beginning, ...]:
        """Return the words that begin with one of these characters and a letter behind it."""
        found = self._before.get(letter)
        if found is None:
            stems = words().stems
            found = self._before[letter] = tuple(
                _beginning(self.letters[stem], stem + letter) for stem in self._begin if letter in stems[stem]
            )
        return found

    def both(self, other: Among) -> tuple[Beginning, ...]:
        """Return the words that begin with one of these characters and one of others."""
        found = self._both.get(other)
        if found is None:
            found = self._both[other] = tuple(
                one._replace(characters=self.letters[stem] + one.characters)
                for stem in self._begin
                for one in other.after(stem)
            )
        return found


def _beginning(characters: str, word: str) -> Beginning:
    known = words()
    return Beginning(characters, word, known.ranks.get(word), word in known.stems)
