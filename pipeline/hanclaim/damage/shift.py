"""Kind A across characters: a reading or a cut fell between two bytes, and what follows is read shifted by one.

The search walks over what was seen with the byte that still waits for its
partner, and keeps the likeliest ways on.  A step only exists where the damage,
run forward, gives what was seen, so whatever comes out replays.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from hanclaim.damage import cp936
from hanclaim.damage.pinyin import SHIFTED_SITE
from hanclaim.damage.readings import SYLLABLE, is_reading, readings, with_lead, with_reading
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

K = TypeVar("K")

BEAM = 20
WIDEST = 6  # first halves of a vanished pair that are followed up
HOPELESS = 15.0  # nats behind a way that has closed
IN_USE = 11.0  # nats; 95 % of running text is made of cheaper characters
LOST = "\ufffd"
# Costs in nats. About one shifted pair in six is private and vanishes; a cut is rarer than the marks it stands before.
VANISHED, CUT, UNLEARNED, OTHER_SCRIPT = 1.8, 3.0, 4.0, 3.0
UNUSUAL = 2.0  # a reading that is not the character's first
KNOWN_PAIR = 3.0  # gained by two characters that stand together elsewhere on the page
WIDE_LATIN = 10.0  # full-width digits and letters, where the page has none
STANDS_PLAIN = 6.0  # a table's character never stands without its reading, unless by a shift of its own
EATEN = 9.0  # for each lost character
# What the search may take in all, so that a page made of sites stays linear; a wild page needs a tenth of it.
FREE_STEPS, CHARACTERS_A_STEP = 1500, 12
GUESS = 4  # lost trail bytes that are tried
_PRIVATE_LEADS = (*range(0xA1, 0xA8), *range(0xAA, 0xB0), *range(0xF8, 0xFF))
_INJECTED = re.compile(rf"\(({SYLLABLE}) ?\)")
_CUT_PAIRS = {cp936.FOLDED.get(mark, mark): cp936.pairs()[mark] for mark in cp936.CUT_BEFORE} | {
    mark: cp936.pairs()[mark] for mark in cp936.CUT_BEFORE
}


@dataclass(frozen=True)
class Page:
    """What the rest of the page says about how to read a damaged place."""

    readings: Mapping[str, str]
    is_traditional: bool
    is_folded: bool
    plain: frozenset[str]
    pairs: frozenset[str]


class Way(NamedTuple):
    """One way to have read the bytes so far."""

    cost: float
    at: int  # characters of what was seen
    pending: int  # the lead byte that waits for its trail, 0 when none does
    trail: int  # the second byte of the character read last, 0 if it had one byte
    last: str
    text: str


class Found(NamedTuple):
    """The likeliest reading of ``seen[start:end]``, its cost, and how far it leads, in nats."""

    end: int
    text: str
    cost: float
    margin: float


class Shift:
    """The search over one stretch of a page."""

    def __init__(self, seen: str, page: Page) -> None:
        self.seen = seen
        self.page = page
        self.language = language()
        self.steps = FREE_STEPS + len(seen) // CHARACTERS_A_STEP

    def undo(self, start: int, before: str, limit: int) -> Found | None:
        """Read on from the ``?`` at ``start``, which stands behind the character ``before``."""
        pair = cp936.pairs().get(cp936.UNFOLDED.get(before, before), 0)
        ways = list(self._open(Way(0.0, start, 0, pair & 0xFF, before, "")))
        closed: dict[tuple[int, str], Way] = {}
        bar, bar_at = (
            math.inf,
            start,
        )  # what the best closed way costs, with what was seen behind it left as it is
        while ways and self.steps > 0:
            self.steps -= 1
            onward: dict[tuple[int, int, str], Way] = {}
            healed: list[Way] = []
            for way in ways:
                for following in self._step(way, limit):
                    if following.pending == 0:
                        healed.append(self._settle(following))
                    else:
                        _keep(onward, (following.at, following.pending, following.text[-3:]), following)
            reached = max(bar_at, min((way.at for way in (*onward.values(), *healed)), default=bar_at))
            bar += self.language.cost(self.seen[bar_at - 1 : reached])
            standing = [(self._standing(way, reached), way) for way in sorted(healed)[:BEAM]]
            bar, bar_at = min([bar, *(cost for cost, _ in standing)]), reached
            for cost, way in standing:
                if cost < bar + HOPELESS:
                    _keep(closed, (way.at, way.text), way)
            worst = min(bar, *(way.cost for way in onward.values()), math.inf) + HOPELESS
            ways = sorted(way for way in onward.values() if way.cost < worst)[:BEAM]
        return self._choose(list(closed.values()))

    def _standing(self, way: Way, until: int) -> float:
        """Return the cost of a closed way with what was seen behind it left as it stands."""
        return way.cost + self.language.cost(way.last + self.seen[way.at : until])

    def _choose(self, ways: list[Way]) -> Found | None:
        if not ways:
            return None
        furthest = max(way.at for way in ways) + 2
        costs: dict[tuple[int, str], float] = {}
        for way in ways:
            costs[way.at, way.text] = self._standing(way, furthest)
        (best_at, text), cost = min(costs.items(), key=lambda item: item[1])
        others = [
            c
            for (at, other), c in costs.items()
            if other + self.seen[at:furthest] != text + self.seen[best_at:furthest]
        ]
        return Found(best_at, text, cost, min(others, default=cost + 30.0) - cost)

    def _open(self, way: Way) -> Iterator[Way]:
        """Begin to be shifted: by a reading between two bytes, or by a cut."""
        if match := SHIFTED_SITE.match(self.seen, way.at):
            for character in with_lead(way.trail, match[1]):
                cost = self._injected(character, match[1])
                if cost is not None:
                    pending = cp936.pairs()[character] & 0xFF
                    yield way._replace(cost=way.cost + cost, at=match.end(), pending=pending)
        following = self.seen[way.at + 1 : way.at + 2]
        if following in _CUT_PAIRS and following:
            pair = _CUT_PAIRS[following]
            for lead in cp936.LEADS:
                yield from self._write(way, lead, pair >> 8, cost=CUT, at=way.at + 2, pending=pair & 0xFF)

    def _settle(self, way: Way) -> Way:
        """Take the reading off the character that ends a shifted stretch; a table's character must have one."""
        match = _INJECTED.match(self.seen, way.at)
        learned = self.page.readings.get(way.last)
        if match and (learned == match[1] if learned else is_reading(way.last, match[1])):
            return way._replace(at=match.end())
        return way._replace(cost=way.cost + UNLEARNED) if learned else way

    def _injected(self, character: str, reading: str) -> float | None:
        """Say what it costs to hold that the site's table gives ``character`` this reading."""
        learned = self.page.readings.get(character)
        if learned is not None:
            return 0.0 if learned == reading else None
        cost = UNLEARNED + self.language.single(character) / 2
        if character in self.page.plain:
            cost += STANDS_PLAIN
        return cost if readings()[character][0] == reading else cost + UNUSUAL

    def _step(self, way: Way, limit: int) -> Iterator[Way]:
        """Read on by one seen character, or by a reading put between whole shifted pairs."""
        if way.at >= limit:
            return
        character = self.seen[way.at]
        if character == "(" and way.last and (match := _INJECTED.match(self.seen, way.at)):
            before = self.seen[way.at - 1]
            if self.page.readings.get(before) == match[1] or before not in self.page.plain:
                yield way._replace(at=match.end())
        if character == "?" and (match := SHIFTED_SITE.match(self.seen, way.at)):
            owned = list(self._own(way, match[1], match.end()))
            yield from owned
            if owned:
                return
        for pair in self._behind(character):
            yield from self._write(way, way.pending, pair >> 8, at=way.at + 1, pending=pair & 0xFF)
            yield from self._vanish(way, pair)
        if character.isascii() and ord(character) >= 0x40:
            yield from self._write(way, way.pending, ord(character), at=way.at + 1, pending=0)
        if character == "?":
            yield from self._lose(way, limit)

    def _behind(self, character: str) -> Iterator[int]:
        """Yield the pairs a seen character may have been."""
        pair = cp936.pairs().get(cp936.UNFOLDED.get(character, character))
        if pair:
            yield pair

    def _own(self, way: Way, reading: str, at: int) -> Iterator[Way]:
        """Write the table's character that a reading was put behind, a private pair before it supposed or not."""
        for owner in with_lead(way.pending, reading):
            cost = self._injected(owner, reading)
            trail = cp936.pairs()[owner] & 0xFF
            if cost is not None:
                yield from self._write(way, way.pending, trail, cost=cost, at=at, pending=0)
        opened = self._open_private(way)
        for owner in with_reading(reading) if opened else ():
            cost = self._injected(owner, reading)
            lead, trail = divmod(cp936.pairs()[owner], 256)
            if cost is not None:
                for half in opened:
                    if cp936.is_private(half.pending, lead):
                        yield from self._write(half, lead, trail, cost=cost, at=at, pending=0)

    def _open_private(self, way: Way) -> list[Way]:
        """Suppose that a private pair came next and was dropped: its first byte ends the waiting character."""
        return sorted(
            opened
            for lead in _PRIVATE_LEADS
            for opened in self._write(way, way.pending, lead, cost=VANISHED, at=way.at, pending=lead)
        )[:WIDEST]

    def _vanish(self, way: Way, pair: int) -> Iterator[Way]:
        """Read on behind a private pair that was dropped."""
        for opened in self._open_private(way):
            for trail in _likely_leads(pair >> 8):
                if cp936.is_private(opened.pending, trail):
                    yield from self._write(opened, trail, pair >> 8, at=way.at + 1, pending=pair & 0xFF)

    def _lose(self, way: Way, limit: int) -> Iterator[Way]:
        """A ``?`` that is no reading: the waiting byte's partner is lost, with a byte behind it or at a cut."""
        following = self.seen[way.at + 1 : way.at + 2]
        for opened in self._guess(way):
            if following in _CUT_PAIRS or way.at + 1 >= limit:
                yield opened
            yield opened._replace(cost=opened.cost + 2 * EATEN, last=LOST, text=opened.text + LOST)

    def _guess(self, way: Way) -> Iterator[Way]:
        """Write what the lost trail byte most likely made, or that it is lost."""
        at = way.at + 1
        guesses = [
            guess
            for trail in _likely_trails(way.pending)
            for guess in self._write(way, way.pending, trail, at=at, pending=0, cost=CUT)
        ]
        yield from sorted(guesses)[:GUESS]
        yield Way(way.cost + EATEN, at, 0, 0, LOST, way.text + LOST)

    def _write(
        self, way: Way, lead: int, trail: int, *, at: int, pending: int, cost: float = 0.0
    ) -> Iterator[Way]:
        """Write the character of two bytes, where they make one."""
        character = cp936.characters().get(lead << 8 | trail)
        if character is None:
            return
        if self.page.is_folded:
            character = cp936.FOLDED.get(character, character)
        cost += way.cost + self.language.step(way.last, character)
        if way.last + character in self.page.pairs:
            cost -= KNOWN_PAIR
        elif "０" <= character <= "ｚ" and character.isalnum():
            cost += WIDE_LATIN
        if (character in self.language.fold) != self.page.is_traditional and (
            character in self.language.fold or character in self.language.reformed
        ):
            cost += OTHER_SCRIPT
        if 0 < pending < 0x80:  # the byte that waited is a character by itself
            single = chr(pending)
            cost += self.language.step(character, single)
            yield Way(cost, at, 0, 0, single, way.text + character + single)
            return
        yield Way(cost, at, pending, trail, character, way.text + character)


@cache
def _likely_trails(lead: int) -> tuple[int, ...]:
    """Return the trails that make a character in use with ``lead``."""
    known, table = language(), cp936.characters()
    return tuple(
        trail
        for trail in cp936.TRAILS
        if (character := table.get(lead << 8 | trail)) and known.single(character) < IN_USE
    )


@cache
def _likely_leads(trail: int) -> tuple[int, ...]:
    """Return the leads that make a character in use with ``trail``: only those are worth supposing unseen."""
    known, table = language(), cp936.characters()
    found = [
        (known.single(character), lead)
        for lead in cp936.LEADS
        if (character := table.get(lead << 8 | trail)) and known.single(character) < IN_USE
    ]
    return tuple(lead for _, lead in sorted(found))


def _keep(ways: dict[K, Way], key: K, way: Way) -> None:
    known = ways.get(key)
    if known is None or way.cost < known.cost:
        ways[key] = way
