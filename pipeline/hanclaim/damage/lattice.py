"""The likeliest text among all that could have been damaged into what was seen.

A code says which characters can stand next at a place, and where each leads.
Words are laid over these steps, one after the other; what all likely readings
share is sure, what only one of them holds is not.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hanclaim.damage.words import UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    # How far into what was seen, and what of the code waits there; sorted in reading order.
    Place = tuple[int, ...]
    Chain = tuple["Chain", Place, Place, str, bool] | None  # the letters of a word, last one first
    Arc = tuple[
        Place, int, float, float, Chain
    ]  # a word: where it ends, its rank, its cost alone and beside, its letters

BEAM, AHEAD = 4, 6.0  # how many endings are kept at a place, and by how many nats they may trail the best
BEHIND, NEAR = 7.0, 3  # nats by which a whole place may trail those so few characters beyond it
RARE = 7.0  # nats by which a guess may be rarer than the commonest, where it stands alone or first in a word
LONGEST = 1500  # places that may wait for each other
# Words that are tried in vain on a page before it is left as it is; a character that came back took 3 to 60.
PATIENCE, EARNED = 400_000, 100


class Step(NamedTuple):
    """One character that can stand next, and the place behind it."""

    to: Place
    character: str
    cost: float = 0.0
    is_guess: bool = False


class Among:
    """Characters of which one was lost: by what the words know them by, and the likely ones with rank and cost."""

    def __init__(self, characters: Iterable[str], *, rare: float = RARE) -> None:
        known = words()
        self.letters: dict[str, str] = {}
        for character in characters:
            self.letters.setdefault(folded(character), character)
        found = sorted(
            (known.single(rank, letter), rank, character)
            for letter, character in self.letters.items()
            for rank in (known.ranks.get(letter, UNKNOWN),)
        )
        self.alone = [(rank, cost, character) for cost, rank, character in found if cost < found[0][0] + rare]
        self.begin = [
            (known_by, character)
            for cost, _, character in found
            if cost < found[0][0] + rare and (known_by := folded(character)) in known.stems
        ]
        self._after: dict[str, tuple[tuple[str, str, int | None, bool], ...]] = {}

    def after(self, stem: str) -> tuple[tuple[str, str, int | None, bool], ...]:
        """Return the characters that go on with a word begun: what it is by then, its rank, and whether it goes on."""
        found = self._after.get(stem)
        if found is None:
            known = words()
            following = known.stems[stem]
            found = self._after[stem] = tuple(
                (character, stem + letter, known.ranks.get(stem + letter), stem + letter in known.stems)
                for letter, character in self.letters.items()
                if letter in following
            )
        return found


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


class Letter(NamedTuple):
    """A character of the text, between two places, and how surely it stands there."""

    start: Place
    to: Place
    character: str
    is_guess: bool
    sure: float = 1.0


class Ending:
    """A text so far that ends in a word: what it costs, and every way into it."""

    __slots__ = ("cost", "into", "rank")

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.cost = math.inf
        self.into: list[tuple[float, Ending, Chain]] = []


class Patience:
    """How many words may still be laid over what was seen; text that comes of it earns more."""

    def __init__(self) -> None:
        self.left = PATIENCE

    def earn(self, characters: int) -> None:
        """Go on for as long as so many characters that came back are worth."""
        self.left = min(PATIENCE, self.left + EARNED * characters)


class _Search:
    def __init__(self, code: Code) -> None:
        self.code = code
        self.steps: dict[Place, tuple[Step, ...]] = {}
        self.guesses: dict[Place, tuple[Guess, ...]] = {}
        self.known = words()

    def at(self, place: Place) -> tuple[tuple[Step, ...], tuple[Guess, ...]]:
        found = self.steps.get(place)
        if found is None:
            found = self.steps[place] = tuple(self.code.steps(place))
            self.guesses[place] = tuple(self.code.guesses(place))
        return found, self.guesses[place]

    def words(self, place: Place) -> list[Arc]:
        """Return every word that can stand at a place."""
        ranks, singles = self.known.ranks, self.known.singles
        found: list[Arc] = []
        waiting: list[tuple[Place, str, float, Chain]] = []
        steps, guesses = self.at(place)
        for to, character, cost, is_guess in steps:
            letter = folded(character)
            rank = ranks.get(letter, UNKNOWN)
            chain: Chain = (None, place, to, character, is_guess)
            alone = singles[rank] if rank >= 0 else self.known.single(rank, character)
            found.append((to, rank, alone, cost, chain))
            if letter in self.known.stems:
                waiting.append((to, letter, cost, chain))
        for to, among, cost in guesses:
            found += [
                (to, rank, alone, cost, (None, place, to, character, True))
                for rank, alone, character in among.alone
            ]
            waiting += [
                (to, letter, cost, (None, place, to, character, True)) for letter, character in among.begin
            ]
        self._longer(waiting, found)
        return found

    def _longer(self, waiting: list[tuple[Place, str, float, Chain]], found: list[Arc]) -> None:
        ranks, singles, stems = self.known.ranks, self.known.singles, self.known.stems
        while waiting:
            at, stem, before, chain = waiting.pop()
            following = stems[stem]
            steps, guesses = self.at(at)
            for to, character, cost, is_guess in steps:
                letter = folded(character)
                if letter in following:
                    word = stem + letter
                    spelled: Chain = (chain, at, to, character, is_guess)
                    rank = ranks.get(word)
                    if rank is not None:
                        found.append((to, rank, singles[rank], before + cost, spelled))
                    if word in stems:
                        waiting.append((to, word, before + cost, spelled))
            for to, among, cost in guesses:
                for character, word, rank, goes_on in among.after(stem):
                    spelled = (chain, at, to, character, True)
                    if rank is not None:
                        found.append((to, rank, singles[rank], before + cost, spelled))
                    if goes_on:
                        waiting.append((to, word, before + cost, spelled))


def read(code: Code, patience: Patience, *, before: str = "\n", after: str = "\n") -> list[Letter] | None:
    """Return the likeliest text from the code's start to its end, None where nothing fits or patience runs out."""
    search = _Search(code)
    first = Ending(words().ranks.get(folded(before), UNKNOWN))
    first.cost = 0.0
    places: dict[Place, dict[int, Ending]] = {code.start: {first.rank: first}}
    order: list[list[Ending]] = []
    queue = [code.start]
    least: dict[int, float] = {}  # what it costs to have come so far in what was seen
    done: list[Letter] = []
    while queue:
        place = heappop(queue)
        endings = _best(places.pop(place))
        order.append(endings)
        if place == code.end:
            return done + _letters(order, [_closed(endings, after)])
        if len(order) > LONGEST and not queue:
            done += _letters(order, endings)
            endings = [_afresh(endings[0])]
            order = [endings]
        near = (least.get(place[0] + more, math.inf) for more in range(NEAR))
        if queue and endings[0].cost > min(near) + BEHIND:
            continue
        arcs = search.words(place)
        patience.left -= len(arcs)
        if patience.left < 0:
            return None
        _arrive(arcs, endings, places, queue, least)
    return None


def _closed(endings: list[Ending], after: str) -> Ending:
    """Close a text with what stands behind it."""
    known = words()
    rank = known.ranks.get(folded(after), UNKNOWN)
    last = Ending(rank)
    for ending in endings:
        backoff, row = known.after(ending.rank)
        cost = ending.cost + row.get(rank, backoff + known.single(rank, after))
        last.into.append((cost, ending, None))
        last.cost = min(last.cost, cost)
    return last


def _best(endings: dict[int, Ending]) -> list[Ending]:
    found = sorted(endings.values(), key=lambda ending: ending.cost)[:BEAM]
    return [ending for ending in found if ending.cost <= found[0].cost + AHEAD]


def _afresh(ending: Ending) -> Ending:
    copy = Ending(ending.rank)
    copy.cost = ending.cost
    return copy


def _arrive(
    arcs: list[Arc],
    endings: list[Ending],
    places: dict[Place, dict[int, Ending]],
    queue: list[Place],
    least: dict[int, float],
) -> None:
    """Let every word follow every ending before it, unless that trails too far what came as far."""
    known = words()
    befores = [(ending.cost, *known.after(ending.rank), ending) for ending in endings]
    cheapest = endings[0].cost
    for to, rank, alone, beside, chain in arcs:
        far = to[0]
        most = least.get(far, math.inf) + BEHIND + AHEAD
        if cheapest + beside > most and rank not in known.endless:
            continue
        there = places.get(to)
        ending = there.get(rank) if there else None
        for so_far, backoff, row, before in befores:
            step = row.get(rank)
            cost = so_far + beside + (backoff + alone if step is None else step)
            if rank == before.rank and rank in known.endless:
                cost = so_far  # a word or number of any length counts once
            if cost > most:
                continue
            if there is None:
                there = places[to] = {}
                heappush(queue, to)
            if ending is None:
                ending = there[rank] = Ending(rank)
            if cost < ending.cost + AHEAD:
                ending.into.append((cost, before, chain))
                if cost < ending.cost:
                    ending.cost = cost
                    most = min(most, cost + BEHIND + AHEAD)
        least[far] = min(most - BEHIND - AHEAD, least.get(far, math.inf))


def _letters(order: list[list[Ending]], last: list[Ending]) -> list[Letter]:
    """Walk the best way back, and say of each letter what share of all likely ways goes through it."""
    shares = _shares(order, last)
    found: list[Letter] = []
    ending = last[0]
    while ending.into:
        _, ending, chain = min(ending.into, key=lambda way: way[0])
        for start, to, character, is_guess in _spelled(chain):
            sure = min(1.0, shares.get((start, to, character), 0.0))
            found.append(Letter(start, to, character, is_guess, sure))
    found.reverse()
    return found


def _spelled(chain: Chain) -> Iterator[tuple[Place, Place, str, bool]]:
    while chain:
        yield chain[1:]
        chain = chain[0]


def _shares(order: list[list[Ending]], last: list[Ending]) -> dict[tuple[Place, Place, str], float]:
    """Share one among all ways, from the end backwards."""
    shares: dict[tuple[Place, Place, str], float] = {}
    weights: dict[int, float] = {
        id(ending): share
        for ending, share in zip(last, _parts([ending.cost for ending in last]), strict=True)
    }
    for endings in (last, *reversed(order)):
        for ending in endings:
            weight = weights.get(id(ending), 0.0)
            if weight < 1e-4 or not ending.into:
                continue
            for (_, before, chain), part in zip(
                ending.into, _parts([way[0] for way in ending.into]), strict=True
            ):
                share = weight * part
                if share < 1e-5:
                    continue
                weights[id(before)] = weights.get(id(before), 0.0) + share
                for start, to, character, _ in _spelled(chain):
                    key = (start, to, character)
                    shares[key] = shares.get(key, 0.0) + share
    return shares


def _parts(costs: list[float]) -> list[float]:
    least = min(costs)
    weights = [math.exp(least - cost) for cost in costs]
    total = sum(weights)
    return [weight / total for weight in weights]
