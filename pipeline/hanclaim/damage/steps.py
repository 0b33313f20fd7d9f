"""What can stand next in a damaged text: characters as they were seen, and the many that a lost byte may have been of."""

from __future__ import annotations

import math
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


class Letter(NamedTuple):
    """A character of the text, between two places, and how surely it stands there."""

    start: Place
    to: Place
    character: str
    is_guess: bool
    sure: float = 1.0
    ends: bool = False  # whether a word ends here


class Guess(NamedTuple):
    """A lost character, and the place behind it."""

    to: Place
    among: Among
    cost: float = 0.0


class Code(Protocol):
    """What was seen, as the steps that the right code can take through it."""

    start: Place
    end: Place
    slack: float  # nats by which what becomes the likeliest may trail on the way
    gone: Choices | None  # the characters of which nothing may be left

    def steps(self, place: Place, /) -> Iterable[Step]:
        """Yield the characters that stand next as they were seen."""

    def guesses(self, place: Place, /) -> Iterable[Guess]:
        """Yield what can stand next where bytes were lost."""

    def left(self, place: Place, /) -> Iterable[tuple[tuple[Place, ...], float, Choices]]:
        """Yield the words that lost bytes, with the places between those left, and what it costs to suppose these."""

    def seen(self, place: Place) -> int | None:
        """Return how much was seen at a place, None inside a character."""


class Choice(NamedTuple):
    """A word made of some of the lost characters: what it costs alone, what it is known by, those characters."""

    cost: float
    rank: int
    characters: str


class Choices:
    """Words that can stand in one place, the commonest first."""

    __slots__ = ("by_rank", "ordered")

    def __init__(self, found: Iterable[Choice]) -> None:
        self.ordered = sorted(found)
        self.by_rank = {choice.rank: choice for choice in self.ordered if choice.rank != UNKNOWN}


class Begun(NamedTuple):
    """The words that lost characters make with what stands beside them, and the beginnings of longer ones."""

    choices: Choices
    stems: tuple[
        tuple[str, str], ...
    ]  # the characters, and what they are known by together with those beside


NOTHING = Begun(Choices(()), ())


class Among:
    """Characters of which one was lost: by what the words know them by, and the likely ones alone."""

    def __init__(self, characters: Iterable[str], *, alone: float = RARE, first: float = RARE) -> None:
        known = words()
        self.letters: dict[str, str] = {}
        for character in sorted(characters, key=lambda one: known.usual.get(one, math.inf)):
            self.letters.setdefault(folded(character), character)
        costs = {letter: known.single(known.ranks.get(letter, UNKNOWN), letter) for letter in self.letters}
        least = min(costs.values(), default=0.0)
        self.alone = Choices(
            Choice(cost, known.ranks.get(letter, UNKNOWN), self.letters[letter])
            for letter, cost in costs.items()
            if cost < least + alone
        )
        self._begin = [
            letter
            for letter in self.letters
            if letter in known.stems and known.firsts[letter] < least + first
        ]
        self._after: dict[str, Begun] = {}
        self._before: dict[str, Begun] = {}
        self._both: dict[Among, Begun] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.letters)

    def after(self, stem: str) -> Begun:
        """Return how one of these characters goes on with a word begun."""
        found = self._after.get(stem)
        if found is None:
            following = words().stems[stem]
            found = self._after[stem] = _begun(
                (character, stem + letter)
                for letter, character in self.letters.items()
                if letter in following
            )
        return found

    def before(self, letter: str) -> Begun:
        """Return the words that begin with one of these characters and a letter behind it."""
        found = self._before.get(letter)
        if found is None:
            stems = words().stems
            found = self._before[letter] = _begun(
                (self.letters[stem], stem + letter) for stem in self._begin if letter in stems[stem]
            )
        return found

    def both(self, other: Among) -> Begun:
        """Return the words that begin with one of these characters and one of others."""
        found = self._both.get(other)
        if found is None:
            stems = words().stems
            found = self._both[other] = _begun(
                (self.letters[stem] + other.letters[letter], stem + letter)
                for stem in self._begin
                for letter in sorted(stems[stem] & other.letters.keys())
            )
        return found


def _begun(found: Iterable[tuple[str, str]]) -> Begun:
    known = words()
    pairs = tuple(found)
    if not pairs:
        return NOTHING
    choices = Choices(
        Choice(known.singles[rank], rank, characters)
        for characters, word in pairs
        if (rank := known.ranks.get(word)) is not None
    )
    return Begun(choices, tuple(pair for pair in pairs if pair[1] in known.stems))
