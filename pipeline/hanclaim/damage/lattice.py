"""The likeliest text among all that could have been damaged into what was seen.

A code says which characters can stand next at a place, and where each leads.
Words are laid over these steps, one after the other; what all likely readings
share is sure, what only one of them holds is not.
"""

from __future__ import annotations

import math
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage.spelling import Spelling
from hanclaim.damage.words import GAP, UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.damage.proven import Proven
    from hanclaim.damage.spelling import Chain
    from hanclaim.damage.steps import Code, Place

BEAM, AHEAD = 4, 6.0  # how many endings are kept at a place, and by how many nats they may trail the best
BEHIND, NEAR = 7.0, 3  # nats by which a whole place may trail those so few characters beyond it
LONGEST = 1500  # places that may wait for each other
# Words that are tried in vain on a page before it is left as it is; a character that came back took 3 to 60.
PATIENCE, EARNED = 400_000, 100


class Letter(NamedTuple):
    """A character of the text, between two places, and how surely it stands there."""

    start: Place
    to: Place
    character: str
    is_guess: bool
    sure: float = 1.0
    ends: bool = False  # whether a word ends here


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
        self.spent = 0

    def spend(self, tried: int) -> bool:
        """Count words that were tried, and say whether more may be."""
        self.left -= tried
        self.spent += tried
        return self.left >= 0

    def earn(self, characters: int) -> None:
        """Go on for as long as so many characters that came back are worth."""
        self.left = min(PATIENCE, self.left + EARNED * characters)


def read(
    code: Code, patience: Patience, page: Proven, *, before: str = "\n", after: str = "\n"
) -> list[Letter] | None:
    """Return the likeliest text from the code's start to its end, None where nothing fits or patience runs out."""
    search = _Search(code, page, before)
    order: list[list[Ending]] = []
    done: list[Letter] = []
    while search.queue:
        place = heappop(search.queue)
        endings = _best(search.places.pop(place))
        order.append(endings)
        if place == code.end:
            return done + _letters(order, [search.closed(endings, after)])
        if len(order) > LONGEST and not search.queue:
            done += _letters(order, endings)
            endings = [_afresh(endings[0])]
            order = [endings]
        if not patience.spend(search.go_on(place, endings)):
            return None
    return None


class _Search:
    """The places that were come to, and the texts that end there."""

    def __init__(self, code: Code, page: Proven, before: str) -> None:
        self._spelling = Spelling(code, page)
        self._page = page
        first = Ending(words().ranks.get(folded(before), UNKNOWN))
        first.cost = 0.0
        self.places: dict[Place, dict[int, Ending]] = {code.start: {first.rank: first}}
        self.queue = [code.start]
        self._cheapest: dict[Place, float] = {}
        self._least: dict[int, float] = {}  # what it costs to have come so far in what was seen

    def closed(self, endings: list[Ending], after: str) -> Ending:
        """Close a text with what stands behind it."""
        rank = words().ranks.get(folded(after), UNKNOWN)
        last = Ending(rank)
        for ending in endings:
            backoff, row = self._page.after(ending.rank)
            cost = ending.cost + row.get(rank, backoff + words().single(rank, after))
            last.into.append((cost, ending, None))
            last.cost = min(last.cost, cost)
        return last

    def go_on(self, place: Place, endings: list[Ending]) -> int:
        """Let every word follow every ending at a place, and say how many there are."""
        near = (self._least.get(_reached(place) + more, math.inf) for more in range(NEAR))
        if self.queue and endings[0].cost > min(near) + BEHIND:
            return 0
        arcs = self._spelling.words(place)
        befores = [(ending.cost, *self._page.after(ending.rank), ending) for ending in endings]
        endless = words().endless
        for to, rank, alone, beside, chain, is_proven in arcs:
            there = self.places.get(to)
            least = self._cheapest.get(to, math.inf)
            reached = _reached(to)
            most = AHEAD + min(least, self._least.get(reached, math.inf) + BEHIND)
            for so_far, backoff, row, before in befores:
                step = alone if is_proven else row.get(rank)
                cost = so_far + beside + (backoff + alone if step is None else step)
                last = before.rank if rank == GAP else rank
                if last == before.rank and (rank == GAP or rank in endless):
                    cost = so_far + beside  # a word or number of any length counts once
                if cost > most:
                    continue
                if there is None:
                    there = self.places[to] = {}
                    heappush(self.queue, to)
                ending = there.get(last)
                if ending is None:
                    ending = there[last] = Ending(last)
                ending.into.append((cost, before, chain))
                ending.cost = min(cost, ending.cost)
                least = min(cost, least)
            if there is not None:
                self._cheapest[to] = least
                self._least[reached] = min(least, self._least.get(reached, math.inf))
        return len(arcs)


def _reached(place: Place) -> int:
    """Return how many characters of what was seen a place has come into."""
    return place[0] + any(part > 0 for part in place[1:3])


def _best(endings: dict[int, Ending]) -> list[Ending]:
    found = sorted(endings.values(), key=lambda ending: ending.cost)[:BEAM]
    return [ending for ending in found if ending.cost <= found[0].cost + AHEAD]


def _afresh(ending: Ending) -> Ending:
    copy = Ending(ending.rank)
    copy.cost = ending.cost
    return copy


def _letters(order: list[list[Ending]], last: list[Ending]) -> list[Letter]:
    """Walk the best way back, and say of each letter what share of all likely ways goes through it."""
    shares = _shares(order, last)
    found: list[Letter] = []
    ending = last[0]
    while ending.into:
        _, ending, chain = min(ending.into, key=lambda way: way[0])
        ends = True
        for start, to, character, is_guess in _spelled(chain):
            sure = min(1.0, shares.get((start, to, character), 0.0))
            found.append(Letter(start, to, character, is_guess, sure, ends))
            ends = False
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
