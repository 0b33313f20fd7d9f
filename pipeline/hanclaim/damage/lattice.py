"""The likeliest text among all that could have been damaged into what was seen.

A code says which characters can stand next at a place, and where each leads.
Words are laid over these steps, one after the other; what all likely readings
share is sure, what only one of them holds is not.
"""

from __future__ import annotations

import math
from functools import lru_cache
from heapq import heappop, heappush
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage.spelling import Arc, Spelling
from hanclaim.damage.trellis import Ending, There, walk_back
from hanclaim.damage.words import GAP, UNKNOWN, folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hanclaim.damage.proven import Proven
    from hanclaim.damage.steps import Choices, Code, Letter, Place

BEAM = 5  # endings that are kept at a place; they may trail the best by the code's slack
WIDER = 4.0  # nats added to the slack where nothing came out at all
# Nats beyond the slack by which a whole place may trail those so few characters beyond it, each of which costs as much.
BEHIND, NEAR, EACH = 1.0, 6, 1.5
LONGEST = 1500  # places that may wait for each other
REMEMBERED = 1 << 16  # what follows what, among words that stand in one place
# Words that are tried in vain on a page before it is left as it is; a character that came back took 3 to 60.
PATIENCE, EARNED = 400_000, 100


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
    """Return the likeliest text from the code's start to its end, None where nothing fits or patience runs out.

    Where all that was likely at first led nowhere, less likely beginnings are followed too.
    """
    found = _read(_Search(code, code.slack, page, before), patience, after)
    if found is None and patience.left > 0:
        found = _read(_Search(code, code.slack + WIDER, page, before), patience, after)
    return found


def _read(search: _Search, patience: Patience, after: str) -> list[Letter] | None:
    code = search.code
    order: list[list[Ending]] = []
    done: list[Letter] = []
    while search.queue:
        place = heappop(search.queue)
        endings = _best(search.places.pop(place).endings, search.slack)
        if place == code.end:
            return done + walk_back([*order, endings], [search.closed(endings, after)])
        if search.trails(place, endings[0]):
            continue
        order.append(endings)
        if len(order) > 2 * LONGEST and not search.queue:
            done += walk_back(order, endings)
            endings = [endings[0].afresh()]
            order = [endings]
        befores = search.befores(endings)
        if code.gone and (more := search.vanished(place, befores, code.gone)):
            order += [befores.all, more]
            befores = search.befores(sorted(endings + more, key=_cost)[: BEAM + 1])
        order.append(befores.all)
        if not patience.spend(search.go_on(place, befores)):
            return None
    return None


class _Befores(NamedTuple):
    """The endings at a place, with the word that each is known by and what follows it; and all of them as one.

    Any word may follow ``any``; what no table has behind an ending follows ``unmet``.
    """

    endings: list[Ending]
    lasts: list[int]
    rows: list[Mapping[int, float]]
    any: Ending
    unmet: Ending

    @property
    def all(self) -> list[Ending]:
        """Those that stand for all."""
        return [self.any, self.unmet]


class _Search:
    """The places that were come to, and the texts that end there."""

    def __init__(self, code: Code, slack: float, page: Proven, before: str) -> None:
        self.code = code
        self._spelling = Spelling(code, page)
        self._page = page
        self._known = words()
        self.slack = slack
        start = There(0)
        first = Ending(words().ranks.get(folded(before), UNKNOWN))
        first.cost = 0.0
        start.endings[first.rank] = first
        self.places: dict[Place, There] = {code.start: start}
        self.queue = [code.start]
        self._end = code.end[0]
        # What it costs to have come so far in what was seen, less what that costs at least.
        self._least = [math.inf] * (_reached(code.end) + NEAR + 1)

    def closed(self, endings: list[Ending], after: str) -> Ending:
        """Close a text with what stands behind it."""
        rank = words().ranks.get(folded(after), UNKNOWN)
        last = Ending(rank)
        for ending in endings:
            backoff, row = words().after(self._page.last(ending.rank))
            cost = ending.cost + row.get(rank, backoff + words().single(rank, after))
            last.come(cost, ending)
        return last

    def trails(self, place: Place, best: Ending) -> bool:
        """Whether all that ends at a place is far behind what comes out near it."""
        reached = _reached(place)
        near = min(self._least[reached : reached + NEAR])
        return bool(self.queue) and best.cost - EACH * reached > near + self.slack + BEHIND

    def befores(self, endings: list[Ending]) -> _Befores:
        """Gather the endings of a place."""
        found = _Befores(endings, [], [], Ending(UNKNOWN), Ending(UNKNOWN))
        for ending in endings:
            last = self._page.last(ending.rank)
            backoff, row = self._known.after(last)
            found.lasts.append(last)
            found.rows.append(row)
            found.any.come(ending.cost, ending)
            found.unmet.come(ending.cost + backoff, ending)
        return found

    def vanished(self, place: Place, befores: _Befores, gone: Choices) -> list[Ending]:
        """Return the texts that end in a character of which nothing is left."""
        there = There(0)
        _offer(
            Arc(place, 0.0, gone, None, path=(place,)), befores, there, befores.endings[0].cost + self.slack
        )
        return _best(there.endings, self.slack) if there.endings else []

    def go_on(self, place: Place, befores: _Befores) -> int:
        """Let every word follow every ending at a place, and say how many were looked at."""
        tried = 0
        for arc in self._spelling.words(place):
            if arc.to[0] > self._end:  # a reading may stand across the end
                continue
            there = self.places.get(arc.to) or There(_reached(arc.to))
            reached = there.reached
            least = self._least[reached] + EACH * reached
            most = self.slack + min(there.least, least + self.slack + BEHIND)
            tried += _offer(arc, befores, there, most)
            if there.endings and arc.to not in self.places:
                self.places[arc.to] = there
                heappush(self.queue, arc.to)
            if there.least < least:
                self._least[reached] = there.least - EACH * reached
        return tried


def _offer(arc: Arc, befores: _Befores, there: There, most: float) -> int:
    """Let the words of an arc follow the endings before them where that costs no more than ``most``, and count them."""
    beside, choices = arc.beside, arc.choices
    if choices.ordered[0].rank == GAP:  # parts no two words
        there.offer(
            arc,
            [
                (cost, ending.rank, ending, "")
                for ending in befores.endings
                if (cost := ending.cost + beside) <= most
            ],
        )
        return 1
    before = befores.any if arc.is_proven else befores.unmet
    so_far, ways = before.cost + beside, []
    for alone, rank, characters in choices.ordered:
        cost = so_far + alone
        if cost > most:
            break
        ways.append((cost, rank, before, characters))
    if not arc.is_proven:
        ways += _met_ways(arc, befores, most)
    if ways:
        there.offer(arc, ways)
    return 1 + len(ways)


def _met_ways(arc: Arc, befores: _Befores, most: float) -> Iterator[tuple[float, int, Ending, str]]:
    """Yield the words that are known to follow, and what they follow; a number of any length counts once."""
    choices = arc.choices
    most -= arc.beside
    for ending, last, row in zip(befores.endings, befores.lasts, befores.rows, strict=True):
        so_far = ending.cost
        if so_far > most:
            continue
        if len(choices.ordered) > 1 or last in words().endless:
            met = _met(choices, last)
        else:
            _, rank, characters = choices.ordered[0]
            met = ((row[rank], rank, characters),) if rank in row else ()
        for step, rank, characters in met:
            if so_far + step > most:
                break
            yield so_far + arc.beside + step, rank, ending, characters


@lru_cache(REMEMBERED)
def _met(choices: Choices, last: int) -> tuple[tuple[float, int, str], ...]:
    """Return which words are known to follow another, the likeliest first, and what they cost there."""
    by_rank, row = choices.by_rank, words().after(last)[1]
    if last in words().endless and last in by_rank:
        return ((0.0, last, by_rank[last].characters),)
    return tuple(sorted((row[rank], rank, by_rank[rank].characters) for rank in row.keys() & by_rank.keys()))


def _reached(place: Place) -> int:
    """Return how many characters of what was seen a place has come into."""
    return place[0] + (place[1] > 0 or place[2] > 0)


_cost = attrgetter("cost")


def _best(endings: dict[int, Ending], slack: float) -> list[Ending]:
    found = sorted(endings.values(), key=_cost)[:BEAM]
    return [ending for ending in found if ending.cost <= found[0].cost + slack]
