"""A shifted stretch as the word lattice reads it: which characters can stand next, and where each leads.

What stands before the stretch comes first, at places below its start, so that
words may reach into it; what stands behind it is read as it was seen.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from hanclaim.damage import cp936, halves
from hanclaim.damage.page import is_of_other_script
from hanclaim.damage.pinyin import SHIFTED_SITE
from hanclaim.damage.readings import SYLLABLE, is_reading, with_lead
from hanclaim.damage.steps import Among, Guess, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from hanclaim.damage.page import Page
    from hanclaim.damage.steps import Choices, Letter, Place

INJECTED = re.compile(rf"\(({SYLLABLE}) ?\)")
CUT_PAIRS = {cp936.FOLDED.get(mark, mark): cp936.pairs()[mark] for mark in cp936.CUT_BEFORE} | {
    mark: cp936.pairs()[mark] for mark in cp936.CUT_BEFORE
}
_OPENED = re.compile(rf"{SHIFTED_SITE.pattern}\Z")
# What waits at a place: nothing, a first byte, a byte seen by itself, a cut, the first byte of a pair that vanished.
PLAIN, WAITING, SINGLE, CUT, HIDDEN = 0, 1, 2, 3, 10
SLACK = 6.0  # nats by which what becomes the likeliest may trail on the way
IN_A_ROW, FEW = 2, 4  # pairs that vanished one behind the other, and the commonest characters between two
ALONE = 4.0  # nats by which a character behind a vanished pair may be rarer than the commonest that can stand there
# Costs in nats.
AS_SEEN = 25.0  # a reading behind a mark that was always there
UNLEARNED_SITE = 2.0
A_CUT = 3.0


class Shifted:
    """What was seen from the ``?`` at ``start`` to ``end``, behind some repaired text."""

    def __init__(self, seen: str, page: Page, context: str, start: int, end: int) -> None:
        self._seen = seen
        self._page = page
        self._context = context
        self._begin = start
        self.start: Place = (start - len(context), PLAIN, 0)
        self.end: Place = (end, PLAIN, 0)
        self.slack = SLACK
        self.gone: Choices | None = None  # of every character some byte is seen

    def left(self, _: Place) -> Iterable[tuple[tuple[Place, ...], float, Choices]]:
        """Yield nothing: guesses say what was lost."""
        return ()

    def seen(self, place: Place) -> int | None:
        """Return how much was seen at a place, None inside a character."""
        return place[0] if place[1] == PLAIN else None

    def guesses(self, place: Place) -> Iterator[Guess]:
        """Yield what can stand behind a pair that vanished, of which one byte is seen."""
        at, waits, half = place
        if waits >= HIDDEN and at < self.end[0] and (pair := self._pair(self._seen[at])):
            among = _behind_half(half, pair >> 8, self._page.is_folded, self._page.is_traditional)
            if among.letters:
                yield Guess(_behind_pair(at, pair), among)

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the characters that can stand next."""
        at, waits, byte = place
        if at >= self.end[0]:
            return
        if waits == PLAIN:
            character = self._seen[at] if at >= self._begin else self._context[at - self._begin]
            yield from self._whole(at + 1, character, 0.0)
        elif waits == SINGLE:
            yield from self._whole(at + 1, chr(byte), 0.0)
        elif waits == CUT:
            pair = CUT_PAIRS[self._seen[at + 1]]
            for character in halves.ending(pair >> 8, is_folded=self._page.is_folded):
                yield Step((at + 2, WAITING, pair & 0xFF), character, A_CUT + self._cost(character))
        elif waits == WAITING:
            yield from self._waiting(at, byte)
        else:
            yield from self._behind(at, waits, byte)

    def _waiting(self, at: int, byte: int) -> Iterator[Step]:
        site = SHIFTED_SITE.match(self._seen, at)
        if site:
            yield from self._owners(site, with_lead, byte)
        is_split = False
        between = INJECTED.match(self._seen, at)
        if between and is_reading(self._seen[at - 1], between[1]):
            at, is_split = between.end(), True
        shown = self._seen[at : at + 1]
        if pair := self._pair(shown):
            if character := self._read(byte, pair >> 8):
                cost = self._page.fit(character) if is_split else self._cost(character)
                yield Step(_behind_pair(at, pair), character, cost)
        elif (single := single_byte(shown)) and (character := self._read(byte, single)):
            yield from self._whole(at + 1, character, self._page.fit(character))
        if not is_split:
            yield from self._supposed(at, HIDDEN, halves.openings(byte, is_folded=self._page.is_folded))

    def _behind(self, at: int, waits: int, half: int) -> Iterator[Step]:
        """Read on behind a pair that vanished."""
        shown = self._seen[at]
        is_folded = self._page.is_folded
        if site := SHIFTED_SITE.match(self._seen, at):
            yield from self._owners(site, halves.behind_read, half)
        elif single := single_byte(shown):
            for character in halves.behind(half, single, is_folded=is_folded):
                yield from self._whole(at + 1, character, self._page.fit(character))
        if waits < HIDDEN + IN_A_ROW - 1:
            yield from self._supposed(at, waits + 1, halves.between(half, is_folded=is_folded)[:FEW])

    def _supposed(self, at: int, waits: int, characters: Iterable[tuple[int, str]]) -> Iterator[Step]:
        """Yield characters of the page's kind that end in the first byte of a pair that vanished."""
        for half, character in characters:
            if not self._page.fit(character):
                yield Step((at, waits, half), character, self._page.bare(character))

    def _owners(
        self, site: re.Match[str], known: Callable[[int, str], tuple[str, ...]], byte: int
    ) -> Iterator[Step]:
        """Yield the table's characters whose last byte went with the bracket of their reading."""
        for character, injected in self._page.owners(known, byte, site[1]):
            cost = injected + self._page.fit(character)
            for to, more in self._sites(site.end(), character):
                yield Step(to, character, cost + more)

    def _whole(self, at: int, character: str, cost: float) -> Iterator[Step]:
        """Yield a character whose bytes both stand before ``at``, without the reading put behind it."""
        page = self._page
        injected = INJECTED.match(self._seen, at) if at >= self._begin else None
        if injected and is_reading(character, injected[1]):
            learned = page.readings.get(character)
            if learned == injected[1] or (learned is None and character not in page.plain):
                more = 0.0 if learned else UNLEARNED_SITE
                for to, further in self._sites(injected.end(), character):
                    yield Step(to, character, cost + more + further)
            if learned == injected[1]:
                return
        cost += page.bare(character) if at >= self._begin else 0.0
        for to, more in self._sites(at, character):
            yield Step(to, character, cost + more)

    def _sites(self, at: int, character: str) -> Iterator[tuple[Place, float]]:
        """Yield where what stands behind a whole character leads."""
        site = SHIFTED_SITE.match(self._seen, at) if at >= self._begin else None
        if site:
            trail = self._pair(character) & 0xFF
            for owner, cost in self._page.owners(with_lead, trail, site[1]):
                yield (site.end(), WAITING, cp936.pairs()[owner] & 0xFF), cost
        if at == self._begin and self._seen[at + 1 : at + 2] in CUT_PAIRS:
            yield (at, CUT, 0), 0.0
        elif at != self._begin:
            yield (at, PLAIN, 0), AS_SEEN if site else 0.0

    def owners(self, letters: Iterable[Letter]) -> Iterator[tuple[str, str]]:
        """Yield the table's characters that a reading was put behind at a shifted site, with it."""
        for letter in letters:
            start, to = letter.start, letter.to
            site = SHIFTED_SITE.match(self._seen, start[0]) if start[1] != PLAIN else None
            if site and is_reading(letter.character, site[1]):
                yield letter.character, site[1]
            if to[1] == WAITING and (opened := _OPENED.search(self._seen, max(0, to[0] - 10), to[0])):
                owner = cp936.characters().get((self._pair(letter.character) & 0xFF) << 8 | to[2], "")
                if owner in with_lead(self._pair(letter.character) & 0xFF, opened[1]):
                    yield owner, opened[1]

    def _cost(self, character: str) -> float:
        return self._page.fit(character) + self._page.bare(character)

    def _pair(self, character: str) -> int:
        if self._page.is_folded:
            character = cp936.UNFOLDED.get(character, character)
        return cp936.pairs().get(character, 0)

    def _read(self, lead: int, trail: int) -> str:
        return cp936.read(lead, trail, is_folded=self._page.is_folded)


def _behind_pair(at: int, pair: int) -> Place:
    trail = pair & 0xFF
    return (at + 1, WAITING, trail) if trail >= 0x80 else (at, SINGLE, trail)


def single_byte(character: str) -> int:
    """Return the byte of a character that is seen by itself and can be the second of another, 0 for none."""
    return ord(character) if "@" <= character <= "~" else 0x80 if character == "€" else 0


@cache
def _behind_half(half: int, trail: int, is_folded: bool, is_traditional: bool) -> Among:  # noqa: FBT001 - cached
    fitting = (
        character
        for character in halves.behind(half, trail, is_folded=is_folded)
        if not is_of_other_script(character, is_traditional=is_traditional)
    )
    return Among(fitting, alone=ALONE)
