"""What the search over a shifted stretch keeps: the ways on, the best to each state, and what they are held against."""

from __future__ import annotations

from typing import NamedTuple

from hanclaim.damage.score import language

SURE = 30.0  # nats, where there is no second


class Way(NamedTuple):
    """One way to have read the bytes up to some place."""

    cost: float
    pending: int  # the lead byte that waits for its trail, 0 when none does
    last: str
    lead: float  # how far it leads any way that would have gone on alike
    text: str
    owners: tuple[tuple[str, str], ...] = ()  # characters, and the readings put behind them
    is_split: bool = False  # a reading stands before the waiting byte's partner: its own cannot follow


class Found(NamedTuple):
    """The likeliest reading of ``seen[start:end]``, its cost above what was seen, and how far it leads, in nats."""

    end: int
    text: str
    cost: float
    margin: float
    owners: tuple[tuple[str, str], ...]


class Ways(dict[tuple[int, str], Way]):
    """The best way to each state, and by how much it leads."""

    def offer(self, way: Way) -> None:
        """Keep the better of two ways that can only go on alike."""
        key = (way.pending, way.last)
        known = self.get(key)
        if known is None:
            self[key] = way
        elif known.text == way.text:
            self[key] = min(known, way)
        else:
            better, worse = (way, known) if way.cost < known.cost else (known, way)
            if worse.cost - better.cost < better.lead:
                better = better._replace(lead=worse.cost - better.cost)
            self[key] = better


class Standing:
    """What the characters from some place up to another cost as they were seen."""

    def __init__(self, seen: str, start: int, before: str) -> None:
        self.seen = seen
        self.start = start
        self.last = before
        self.costs = [0.0]

    def until(self, end: int) -> float:
        """Return the cost of all characters before ``end``, counted as far as anybody has asked."""
        step = language().step
        for at in range(self.start + len(self.costs) - 1, end):
            character = self.seen[at : at + 1] or "\n"
            self.costs.append(self.costs[-1] + step(self.last, character))
            self.last = character
        return self.costs[end - self.start]
