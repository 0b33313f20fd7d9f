"""Every word that can be spelled from a place of a damaged text on."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage.left import left_of
from hanclaim.damage.steps import NOTHING, Choice, Choices, Step
from hanclaim.damage.words import GAP, UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.damage.proven import Proven
    from hanclaim.damage.steps import Among, Begun, Code, Guess, Place

    Spot = tuple[Place, Place, bool]  # between which two places a character stands, and whether it is a guess
    Chain = tuple["Chain", Place, Place, str, bool] | None  # the letters of a word, last one first

REMEMBERED = 1 << 14


class Arc(NamedTuple):
    """Words that lead to one place: what they cost beside, the letters that all begin with, where the others stand."""

    to: Place
    beside: float
    choices: Choices
    chain: Chain
    spots: tuple[Spot, ...] = ()
    last: str = ""  # the character that all end with
    path: tuple[Place, ...] = ()  # the places between the bytes that are left of all characters
    is_proven: bool = False


class _Waiting(NamedTuple):
    """A word begun: where it waits for more, what of it is there, its cost beside, its letters, and those not yet linked.

    Few go on, so their letters are linked when one does.
    """

    at: Place
    stem: str
    beside: float
    chain: Chain
    spots: tuple[Spot, ...] = ()
    characters: str = ""


class Spelling:
    """The words of a code, as the tables and the page know them."""

    def __init__(self, code: Code, page: Proven) -> None:
        self._code = code
        self._page = page
        self._known = words()
        self._steps: dict[Place, tuple[tuple[Step, ...], tuple[Guess, ...]]] = {}
        self._begins: dict[Among, list[str]] = {}

    def _at(self, place: Place) -> tuple[tuple[Step, ...], tuple[Guess, ...]]:
        found = self._steps.get(place)
        if found is None:
            found = self._steps[place] = tuple(self._code.steps(place)), tuple(self._code.guesses(place))
        return found

    def words(self, place: Place) -> list[Arc]:
        """Return every word that can stand at a place."""
        stems = self._known.stems
        found: list[Arc] = []
        waiting: list[_Waiting] = []
        steps, guesses = self._at(place)
        for to, character, cost, is_guess in steps:
            chain: Chain = (None, place, to, character, is_guess)
            found.append(Arc(to, cost, _alone(character), chain))
            if (letter := folded(character)) in stems:
                waiting.append(_Waiting(to, letter, cost, chain))
        for guess in guesses:
            to, among, cost = guess
            found.append(Arc(to, cost, among.alone, None, ((place, to, True),)))
            self._begun(place, guess, found, waiting)
        self._longer(waiting, found)
        found += (
            Arc(path[-1], cost, choices, None, path=path) for path, cost, choices in self._code.left(place)
        )
        if self._page.entries:
            found += self._proven(place)
        return found

    def _begun(self, place: Place, guess: Guess, found: list[Arc], waiting: list[_Waiting]) -> None:
        """Find the words that begin with a guess, by what stands behind it."""
        at, among, cost = guess
        steps, guesses = self._at(at)
        first = place, at, True
        for to, character, more, is_guess in steps:
            begun = among.before(folded(character))
            if begun is not NOTHING:
                spots = first, (at, to, is_guess)
                _add(Arc(to, cost + more, begun.choices, None, spots, character), begun, found, waiting)
        for to, other, more in guesses:
            begun = among.both(other)
            if begun is not NOTHING:
                spots = first, (at, to, True)
                _add(Arc(to, cost + more, begun.choices, None, spots), begun, found, waiting)

    def _longer(self, waiting: list[_Waiting], found: list[Arc]) -> None:
        stems = self._known.stems
        while waiting:
            at, stem, before, chain, spots, characters = waiting.pop()
            following = stems[stem]
            steps, guesses = self._at(at)
            for to, character, cost, is_guess in steps:
                letter = folded(character)
                if letter in following:
                    chain, spots, characters = link(chain, spots, characters), (), ""
                    word = stem + letter
                    spelled: Chain = (chain, at, to, character, is_guess)
                    if word in self._known.ranks:
                        found.append(Arc(to, before + cost, _word(word), spelled))
                    if word in stems:
                        waiting.append(_Waiting(to, word, before + cost, spelled))
            for to, among, cost in guesses:
                begun = among.after(stem)
                if begun is not NOTHING:
                    chain, spots, characters = link(chain, spots, characters), (), ""
                    arc = Arc(to, before + cost, begun.choices, chain, ((at, to, True),))
                    _add(arc, begun, found, waiting)

    def _proven(self, place: Place) -> Iterator[Arc]:
        """Yield the words of the page that can stand at a place."""
        waiting = [_Waiting(place, "", 0.0, None)]
        while waiting:
            at, stem, before, chain, *_ = waiting.pop()
            for letter, step in self._going_on(at, stem):
                word = stem + letter
                cost = before + step.cost
                spelled: Chain = (chain, at, step.to, step.character, step.is_guess)
                if entry := self._page.entries.get(word):
                    yield Arc(step.to, cost, entry, spelled, is_proven=True)
                if word in self._page.following:
                    waiting.append(_Waiting(step.to, word, cost, spelled))

    def _going_on(self, at: Place, stem: str) -> Iterator[tuple[str, Step]]:
        """Yield what can stand at a place and goes on with a word of the page."""
        following = self._page.following[stem]
        steps, guesses = self._at(at)
        for step in steps:
            if (letter := folded(step.character)) in following:
                yield letter, step
        for to, among, cost in guesses:
            for letter in sorted(following & among.letters.keys()) if stem else self._beginning(among):
                yield letter, Step(to, among.letters[letter], cost, is_guess=True)

    def _beginning(self, among: Among) -> list[str]:
        found = self._begins.get(among)
        if found is None:
            found = self._begins[among] = sorted(self._page.following[""] & among.letters.keys())
        return found


def _add(arc: Arc, begun: Begun, found: list[Arc], waiting: list[_Waiting]) -> None:
    """Add the words that were begun, and those that may become longer."""
    if begun.choices.ordered:
        found.append(arc)
    for characters, word in begun.stems:
        waiting.append(_Waiting(arc.to, word, arc.beside, arc.chain, arc.spots, characters + arc.last))


def spelled(arc: Arc, characters: str) -> Chain:
    """Return the letters of one of the words of an arc."""
    if not arc.path:
        return link(arc.chain, arc.spots, characters + arc.last)
    chain, at = arc.chain, 0
    for character in characters:
        width = len(left_of(character))
        chain = (chain, arc.path[at], arc.path[at + width], character, width < 2)
        at += width
    return chain


def link(chain: Chain, spots: tuple[Spot, ...], characters: str) -> Chain:
    """Put characters where they stand behind those of a chain."""
    for (start, to, is_guess), character in zip(spots, characters, strict=True):
        chain = (chain, start, to, character, is_guess)
    return chain


@lru_cache(REMEMBERED)
def _alone(character: str) -> Choices:
    known = words()
    rank = GAP if character == " " else known.ranks.get(folded(character), UNKNOWN)
    return Choices([Choice(known.single(rank, character), rank, "")])


@lru_cache(REMEMBERED)
def _word(word: str) -> Choices:
    known = words()
    rank = known.ranks[word]
    return Choices([Choice(known.singles[rank], rank, "")])
