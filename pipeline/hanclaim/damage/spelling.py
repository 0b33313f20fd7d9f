"""Every word that can be spelled from a place of a damaged text on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanclaim.damage.steps import Step
from hanclaim.damage.words import GAP, UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.damage.proven import Proven
    from hanclaim.damage.steps import Among, Code, Guess, Place

    Chain = tuple["Chain", Place, Place, str, bool] | None  # the letters of a word, last one first
    # A word: where it ends, its rank, its cost alone and beside, its letters, whether the page proves it.
    Arc = tuple[Place, int, float, float, Chain, bool]
    Begun = tuple[Place, str, float, Chain]  # where it waits for more, what of it is there, its cost beside


class Spelling:
    """The words of a code, as the tables and the page know them."""

    def __init__(self, code: Code, page: Proven) -> None:
        self._code = code
        self._page = page
        self._known = words()
        self._steps: dict[Place, tuple[tuple[Step, ...], tuple[Guess, ...]]] = {}
        self._begins: dict[Among, frozenset[str]] = {}

    def _at(self, place: Place) -> tuple[tuple[Step, ...], tuple[Guess, ...]]:
        found = self._steps.get(place)
        if found is None:
            found = self._steps[place] = tuple(self._code.steps(place)), tuple(self._code.guesses(place))
        return found

    def words(self, place: Place) -> list[Arc]:
        """Return every word that can stand at a place."""
        ranks, stems = self._known.ranks, self._known.stems
        found: list[Arc] = []
        waiting: list[Begun] = []
        steps, guesses = self._at(place)
        for to, character, cost, is_guess in steps:
            letter = folded(character)
            rank = GAP if character == " " else ranks.get(letter, UNKNOWN)
            chain: Chain = (None, place, to, character, is_guess)
            found.append((to, rank, self._known.single(rank, character), cost, chain, False))
            if letter in stems:
                waiting.append((to, letter, cost, chain))
        for guess in guesses:
            to, among, cost = guess
            found += [
                (to, rank, alone, cost, (None, place, to, character, True), False)
                for rank, alone, character in among.alone
            ]
            self._begun(place, guess, found, waiting)
        self._longer(waiting, found)
        if self._page.entries:
            found += self._proven(place)
        return found

    def _begun(self, place: Place, guess: Guess, found: list[Arc], waiting: list[Begun]) -> None:
        """Find the words that begin with a guess, by what stands behind it."""
        singles = self._known.singles
        at, among, cost = guess
        steps, guesses = self._at(at)
        for to, character, more, is_guess in steps:
            for first, word, rank, goes_on in among.before(folded(character)):
                beside = cost + more
                chain: Chain = ((None, place, at, first, True), at, to, character, is_guess)
                if rank is not None:
                    found.append((to, rank, singles[rank], beside, chain, False))
                if goes_on:
                    waiting.append((to, word, beside, chain))
        for to, other, more in guesses:
            for both, word, rank, goes_on in among.both(other):
                beside = cost + more
                chain = ((None, place, at, both[0], True), at, to, both[1], True)
                if rank is not None:
                    found.append((to, rank, singles[rank], beside, chain, False))
                if goes_on:
                    waiting.append((to, word, beside, chain))

    def _longer(self, waiting: list[Begun], found: list[Arc]) -> None:
        ranks, singles, stems = self._known.ranks, self._known.singles, self._known.stems
        while waiting:
            at, stem, before, chain = waiting.pop()
            following = stems[stem]
            steps, guesses = self._at(at)
            for to, character, cost, is_guess in steps:
                letter = folded(character)
                if letter in following:
                    word = stem + letter
                    spelled: Chain = (chain, at, to, character, is_guess)
                    rank = ranks.get(word)
                    if rank is not None:
                        found.append((to, rank, singles[rank], before + cost, spelled, False))
                    if word in stems:
                        waiting.append((to, word, before + cost, spelled))
            for to, among, cost in guesses:
                for character, word, rank, goes_on in among.after(stem):
                    spelled = (chain, at, to, character, True)
                    if rank is not None:
                        found.append((to, rank, singles[rank], before + cost, spelled, False))
                    if goes_on:
                        waiting.append((to, word, before + cost, spelled))

    def _proven(self, place: Place) -> Iterator[Arc]:
        """Yield the words of the page that can stand at a place."""
        waiting: list[Begun] = [(place, "", 0.0, None)]
        while waiting:
            at, stem, before, chain = waiting.pop()
            for letter, step in self._going_on(at, stem):
                word = stem + letter
                cost = before + step.cost
                spelled: Chain = (chain, at, step.to, step.character, step.is_guess)
                if entry := self._page.entries.get(word):
                    yield step.to, entry.rank, entry.cost, cost, spelled, True
                if word in self._page.following:
                    waiting.append((step.to, word, cost, spelled))

    def _going_on(self, at: Place, stem: str) -> Iterator[tuple[str, Step]]:
        """Yield what can stand at a place and goes on with a word of the page."""
        following = self._page.following[stem]
        steps, guesses = self._at(at)
        for step in steps:
            if (letter := folded(step.character)) in following:
                yield letter, step
        for to, among, cost in guesses:
            for letter in following & among.letters.keys() if stem else self._beginning(among):
                yield letter, Step(to, among.letters[letter], cost, is_guess=True)

    def _beginning(self, among: Among) -> frozenset[str]:
        found = self._begins.get(among)
        if found is None:
            found = self._begins[among] = self._page.following[""] & among.letters.keys()
        return found
