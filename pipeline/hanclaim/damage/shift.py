"""Kind A across characters: a reading or a cut fell between two bytes, and what follows is read shifted by one.

The search walks over what was seen with the byte that still waits for its
partner, and keeps the likeliest ways on.  A step only exists where the damage,
run forward, gives what was seen, so whatever comes out replays.
"""

from __future__ import annotations

import math
import re
from heapq import nsmallest
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage import cp936, halves
from hanclaim.damage.beam import SURE, Found, Standing, Way, Ways
from hanclaim.damage.pinyin import SHIFTED_SITE
from hanclaim.damage.readings import SYLLABLE, is_reading, with_lead
from hanclaim.damage.shifted import CUT_PAIRS, single_byte
from hanclaim.damage.worded import VANISHED, Worded, reweighed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hanclaim.damage.page import Page

LOST = "\ufffd"
BEAM = 8  # swept 6-12 with the next five: more finds nothing that the words do not find
# Ways into a vanished pair that are followed up at one place, and such pairs in a row.
HIDDEN, HIDDEN_IN_A_ROW = 5, 2
UNLIKELY = 5.0  # nats behind the best from which no vanished pair is supposed; swept 4-100
HOPELESS, ALLOWED = 12.0, 4.0  # nats behind the best, and what the next character may take of them
CUT = 3.0  # nats: a cut is rarer than the marks it stands before
EATEN = 9.0  # nats for each lost character
# Nats for a line break that went with the second byte of one of these.
BREAK, LINE_ENDS = 4.0, "。！？”」』…；：）》"
GUESS = 1.0  # nats by which a guess at a lost byte must lead the next best
# What the search may take in vain, so that a page made of sites stays linear; a wild page needs a tenth of it.
FREE_STEPS, CHARACTERS_A_STEP = 300, 300
WELL_SPENT = 20  # a step that led somewhere is charged as so much less of one
MOST_LEFT = 24  # ways of a stretch that are kept until the page is learned
CLEAR = 6.0  # nats by which characters must lead so that words are not asked
BEYOND = 10  # characters behind a stretch that are looked at
REMEMBERED = 1024  # stretches
_INJECTED = re.compile(rf"\(({SYLLABLE}) ?\)")
_HAN = re.compile("[\u3400-\u9fff“「『《【（]")
_TAG = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]{0,9}(?:\s[^<>\n]{0,200})?/?>")  # its first bracket was swallowed


class _Shown(NamedTuple):
    """A character as it was seen, and what it is in the code: a site, a pair or a single byte."""

    at: int
    character: str
    site: re.Match[str] | None
    pair: int
    single: int


class Shift:
    """The search over the stretches of a page."""

    def __init__(self, seen: str, page: Page) -> None:
        self.seen = seen
        self.page = page
        self.steps = FREE_STEPS + len(seen) // CHARACTERS_A_STEP
        self.is_learned = False
        self._worded = Worded(seen)
        self._solved: dict[tuple[str, str, int], tuple[int, Found | None]] = {}
        self._left: dict[tuple[int, str], list[tuple[Way, int]]] = {}  # the ways of stretches that stay open

    def learn(self, page: Page) -> None:
        """Read what is left by what the page was found to hold."""
        self._left = {
            (start, before): sorted(
                (reweighed(way, before, self.seen[at : at + 1] or "\n", (self.page, page)), at)
                for way, at in ended
            )
            for (start, before), ended in self._left.items()
        }
        self.page = page
        self.is_learned = True
        self._solved = {key: solved for key, solved in self._solved.items() if not _is_open(solved[1])}

    def undo(self, start: int, before: str, limit: int) -> Found | None:
        """Read on from the ``?`` at ``start``, which stands behind the character ``before``.

        A stretch that stands on the page again is not searched again.
        """
        key = (before, self.seen[start : limit + BEYOND], limit - start)
        if key not in self._solved:
            if len(self._solved) >= REMEMBERED:
                self._solved.clear()
            if self.is_learned and (ended := self._left.get((start, before))):
                self._solved[key] = (start, self._choose(ended, start, before))
            else:
                self._solved[key] = (start, self._search(start, before, limit))
        at, found = self._solved[key]
        return found._replace(end=found.end + start - at) if found else None

    def _search(self, start: int, before: str, limit: int) -> Found | None:
        """Find the likeliest way, its cost held against what was seen, so that ways of any length compare."""
        front: dict[int, Ways] = {}
        for at, way in self._open(start, before):
            front.setdefault(at, Ways()).offer(way)
        if not front:
            return None
        standing = Standing(self.seen, start, before)
        closed: dict[int, Ways] = {}
        best, steps = math.inf, 0
        while front and steps < self.steps:
            at = min(front)
            steps += 1
            stands = standing.until(at)
            ways = sorted(front.pop(at).values())[:BEAM]
            bar = min(best, ways[0].cost - stands) + stands + HOPELESS
            for end, way in self._onward([way for way in ways if way.cost < bar], at, limit, bar):
                if way.pending:
                    front.setdefault(end, Ways()).offer(way)
                else:
                    after = self.seen[end : end + 1] or "\n"
                    cost = way.cost + self.page.step(way.last, after) - standing.until(end + 1)
                    best = min(best, cost)
                    closed.setdefault(end, Ways()).offer(way._replace(cost=cost))
        ended = sorted((way, at) for at, ways in closed.items() for way in ways.values())
        found = self._choose(ended, start, before) if ended else None
        self.steps -= steps if found is None or found.cost > 0 else steps // WELL_SPENT
        return found

    def _choose(self, ended: list[tuple[Way, int]], start: int, before: str) -> Found:
        """Take the likeliest way by characters; where others come near, the words decide with them, once the page is learned."""
        found = self._first([(way.cost, way, at) for way, at in ended])
        if not _is_open(found):
            return found
        if not self.is_learned:
            self._left[start, before] = ended[:MOST_LEFT]
            return found
        return self._first(self._worded.ranked(self.page, start, before, ended))

    def _first(self, ranked: list[tuple[float, Way, int]]) -> Found:
        """Return the first of some ways, and by how much it leads the first other."""
        cost, best, at = ranked[0]
        others = (other for other, way, end in ranked[1:] if not self._is_same(best.text, at, way.text, end))
        return Found(at, best.text, best.cost, min(best.lead, next(others, math.inf) - cost), best.owners)

    def _is_same(self, one: str, at: int, other: str, end: int) -> bool:
        last = max(at, end)
        return one + self.seen[at:last] == other + self.seen[end:last]

    def _open(self, start: int, before: str) -> Iterator[tuple[int, Way]]:
        """Begin to be shifted: by a reading between two bytes, or by a cut."""
        trail = cp936.pairs().get(cp936.UNFOLDED.get(before, before), 0) & 0xFF
        way = Way(0.0, 0, before, SURE, "")
        if match := SHIFTED_SITE.match(self.seen, start):
            for character, cost in self.page.owners(with_lead, trail, match[1]):
                pending = cp936.pairs()[character] & 0xFF
                owners = ((character, match[1]),)
                yield match.end(), Way(cost, pending, before, SURE, "", owners, is_split=True)
        if pair := CUT_PAIRS.get(self.seen[start + 1 : start + 2]):
            for character in halves.ending(pair >> 8, is_folded=self.page.is_folded):
                yield start + 2, self._write(way, character, CUT, pending=pair & 0xFF)

    def _onward(self, ways: list[Way], at: int, limit: int, bar: float) -> Iterator[tuple[int, Way]]:
        """Read on by one seen character, or by a reading, behind any number of pairs that vanished before it."""
        if at >= limit or not ways:
            return
        character = self.seen[at]
        site = SHIFTED_SITE.match(self.seen, at) if character == "?" else None
        shown = _Shown(at, character, site, self._pair(character), single_byte(character))
        between = self._put_between(at) if character == "(" else None
        for way in ways:
            if between:
                yield between.end(), way._replace(is_split=True)
            owned = site and [*self._own(way, with_lead, site)]
            yield from owned or self._read(way, shown, limit)
        for way in self._hidden(ways):
            yield from self._read_behind(way, shown, bar + ALLOWED)

    def _put_between(self, at: int) -> re.Match[str] | None:
        """Find a reading put behind two whole bytes that belong to different characters."""
        match = _INJECTED.match(self.seen, at)
        before = self.seen[at - 1]
        if match is None or not is_reading(before, match[1]):
            return None
        return match if self.page.readings.get(before) == match[1] or before not in self.page.plain else None

    def _own(
        self, way: Way, known: Callable[[int, str], tuple[str, ...]], site: re.Match[str]
    ) -> Iterator[tuple[int, Way]]:
        """Write a table's character that a reading was put behind: its last byte was swallowed with the bracket."""
        for character, cost in self.page.owners(known, way.pending, site[1]):
            owners = (*way.owners, (character, site[1]))
            yield site.end(), self._write(way, character, cost)._replace(owners=owners)

    def _read(self, way: Way, shown: _Shown, limit: int) -> Iterator[tuple[int, Way]]:
        """Read the waiting byte together with the first byte of a seen character."""
        at, pair = shown.at, shown.pair
        if pair:
            if written := self._character(way.pending, pair >> 8):
                yield at + 1, self._write_pair(way, written, pair & 0xFF)
        elif shown.single and (written := self._character(way.pending, shown.single)):
            yield self._settle(self._write(way, written), at + 1)
        if shown.character == "?":
            is_end = self.seen[at + 1 : at + 2] in CUT_PAIRS or at + 1 >= limit
            yield from ((at + 1, lost) for lost in self._lose(way, at, is_end=is_end))

    def _hidden(self, ways: list[Way]) -> list[Way]:
        """Suppose that private pairs came next and were dropped: the first byte of one ends the waiting character."""
        found: list[Way] = []
        most = ways[0].cost + UNLIKELY
        following = halves.openings
        for _ in range(HIDDEN_IN_A_ROW):
            supposed = [
                (way.cost + cost + self._bare(way, character), half, character, way)
                for way in ways
                if way.cost < most
                for cost, half, character in self.page.ranked(way.last, following, way.pending, HIDDEN)
            ]
            opened = Ways()
            for cost, half, character, way in nsmallest(HIDDEN, supposed):
                opened.offer(
                    Way(cost + VANISHED, half, character, way.lead, way.text + character, way.owners)
                )
            ways = list(opened.values())
            found += ways
            following = halves.between
        return found

    def _read_behind(self, way: Way, shown: _Shown, bar: float) -> Iterator[tuple[int, Way]]:
        """Read a seen character behind a pair that vanished: the byte between them is the one that is not seen."""
        if shown.site:
            yield from self._own(way, halves.behind_read, shown.site)
        elif pair := shown.pair:
            row, room = self.page.row(way.last), bar - way.cost
            for supposed in halves.behind(way.pending, pair >> 8, is_folded=self.page.is_folded):
                if row[supposed] < room:
                    yield shown.at + 1, self._write_pair(way, supposed, pair & 0xFF)
        elif shown.single:
            for supposed in halves.behind(way.pending, shown.single, is_folded=self.page.is_folded):
                yield self._settle(self._write(way, supposed), shown.at + 1)

    def _settle(self, way: Way, at: int) -> tuple[int, Way]:
        """Take the reading off the character that ends a shifted stretch; a table's character must have one."""
        match = _INJECTED.match(self.seen, at)
        learned = self.page.readings.get(way.last)
        if match and (learned == match[1] if learned else is_reading(way.last, match[1])):
            return match.end(), way._replace(owners=(*way.owners, (way.last, match[1])))
        return at, way._replace(cost=way.cost + self.page.bare(way.last))

    def _lose(self, way: Way, at: int, *, is_end: bool) -> Iterator[Way]:
        """A ``?`` that is no reading: the waiting byte's partner is lost, with a byte behind it or at a cut."""
        after = (self.seen[at + 1 : at + 2] or "\n") if is_end else ""
        step = self.page.step
        ranked = nsmallest(
            2,
            (
                (step(way.last, character) + (step(character, after) if after else 0.0), character)
                for character in halves.trails(way.pending, is_folded=self.page.is_folded)
            ),
        )
        lost = way._replace(cost=way.cost + EATEN, pending=0, last=LOST, text=way.text + LOST)
        if ranked:
            best, guess = ranked[0]
            ahead = ranked[-1][0] - best if len(ranked) > 1 else SURE
            guessed = self._write(way, guess, CUT)
            if ahead >= GUESS:
                lost = guessed._replace(lead=min(way.lead, ahead))
            elif guessed.cost < lost.cost:
                lost = lost._replace(cost=guessed.cost)
        if is_end:
            yield lost
        if _TAG.match(self.seen, at + 1):
            yield lost._replace(last="<", text=lost.text + "<")
        else:
            yield lost._replace(cost=lost.cost + 2 * EATEN, last=LOST, text=lost.text + LOST)
            if _HAN.match(self.seen, at + 1):  # before a figure, another one may have been eaten
                yield from self._break(way)

    def _break(self, way: Way) -> Iterator[Way]:
        """End a line in a mark of which the second byte and the line break were read together."""
        for mark in LINE_ENDS:
            if cp936.pairs()[mark] >> 8 == way.pending:
                character = cp936.FOLDED.get(mark, mark) if self.page.is_folded else mark
                yield self._write(self._write(way, character, BREAK), "\n")

    def _write(self, way: Way, character: str, cost: float = 0.0, *, pending: int = 0) -> Way:
        cost += way.cost + self.page.step(way.last, character)
        return Way(cost, pending, character, way.lead, way.text + character, way.owners)

    def _write_pair(self, way: Way, character: str, pending: int) -> Way:
        """Write a character and let the second byte of what was seen wait, unless it is a character by itself."""
        written = self._write(way, character, self._bare(way, character), pending=pending)
        return written if pending >= 0x80 else self._write(written, chr(pending))

    def _bare(self, way: Way, character: str) -> float:
        return 0.0 if way.is_split else self.page.bare(character)

    def _pair(self, character: str) -> int:
        if self.page.is_folded:
            character = cp936.UNFOLDED.get(character, character)
        return cp936.pairs().get(character, 0)

    def _character(self, lead: int, trail: int) -> str:
        return cp936.read(lead, trail, is_folded=self.page.is_folded)


def _is_open(found: Found | None) -> bool:
    """Whether words may still decide otherwise."""
    return found is not None and found.margin < CLEAR and LOST not in found.text
