"""The ways through a damaged text: where texts end, and what share of all likely ones goes through each letter."""

from __future__ import annotations

import math
from operator import itemgetter
from typing import TYPE_CHECKING

from hanclaim.damage.spelling import spelled
from hanclaim.damage.steps import Letter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.damage.spelling import Arc
    from hanclaim.damage.steps import Place

    # A way into an ending: what it costs in all, behind which other, by which word of an arc.
    Into = tuple[float, "Ending", Arc | None, str]

LEAST, LEAST_PART = 1e-4, 1e-5  # shares that are followed


class Ending:
    """A text so far that ends in a word: what it costs, and every way into it."""

    __slots__ = ("cost", "into", "rank")

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.cost = math.inf
        self.into: list[Into] = []

    def come(self, cost: float, before: Ending) -> None:
        """Take one more way, on which no word stands."""
        self.into.append((cost, before, None, ""))
        self.cost = min(self.cost, cost)

    def afresh(self) -> Ending:
        """Return an ending alike that nothing leads into."""
        copy = Ending(self.rank)
        copy.cost = self.cost
        return copy


class There:
    """A place that was come to: the texts that end there, what the cheapest costs, how much was seen by then."""

    __slots__ = ("endings", "least", "reached")

    def __init__(self, reached: int) -> None:
        self.endings: dict[int, Ending] = {}
        self.least = math.inf
        self.reached = reached

    def offer(self, arc: Arc, ways: list[tuple[float, int, Ending, str]]) -> None:
        """Let texts end here: what each costs, in which word of an arc it ends, behind what."""
        for cost, rank, before, characters in ways:
            ending = self.endings.get(rank)
            if ending is None:
                ending = self.endings[rank] = Ending(rank)
            ending.into.append((cost, before, arc, characters))
            if cost < ending.cost:
                ending.cost = cost
                self.least = min(self.least, cost)


def walk_back(order: list[list[Ending]], last: list[Ending]) -> list[Letter]:
    """Walk the best way back, and say of each letter what share of all likely ways goes through it."""
    shares = _shares(order, last)
    found: list[Letter] = []
    ending = last[0]
    while ending.into:
        _, ending, arc, characters = min(ending.into, key=itemgetter(0))
        ends = True
        for start, to, character, is_guess in _spelled(arc, characters):
            sure = min(1.0, shares.get((start, to, character), 0.0))
            found.append(Letter(start, to, character, is_guess, sure, ends))
            ends = False
    found.reverse()
    return found


def _spelled(arc: Arc | None, characters: str) -> Iterator[tuple[Place, Place, str, bool]]:
    chain = spelled(arc, characters) if arc else None
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
            if weight < LEAST or not ending.into:
                continue
            parts = _parts([way[0] for way in ending.into])
            for (_, before, arc, characters), part in zip(ending.into, parts, strict=True):
                share = weight * part
                if share < LEAST_PART:
                    continue
                weights[id(before)] = weights.get(id(before), 0.0) + share
                for start, to, character, _ in _spelled(arc, characters):
                    key = (start, to, character)
                    shares[key] = shares.get(key, 0.0) + share
    return shares


def _parts(costs: list[float]) -> list[float]:
    least = min(costs)
    weights = [math.exp(least - cost) for cost in costs]
    total = sum(weights)
    return [weight / total for weight in weights]
