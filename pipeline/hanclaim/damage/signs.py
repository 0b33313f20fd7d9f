"""The cheapest look at a page: which kinds of strange characters it holds at all.

One table lookup a character, so that good text passes at the speed of memory.
Each search runs only where its sign was seen.
"""

from __future__ import annotations

import re
from functools import cache, cached_property
from typing import TYPE_CHECKING

import numpy as np

from hanclaim.alignment import Span
from hanclaim.damage import cp936
from hanclaim.damage.readings import LETTERS, TONES
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

INVISIBLE, SPACE, RADICAL, LATIN, MISREAD, REFERENCE, FOREIGN, ESCAPE, GONE, SECOND = (
    1 << i for i in range(10)
)
LINE_BREAK, CLOSING, LETTER, TONE, WIDE = (1 << i for i in range(10, 15))  # what readings stand among
RARE = 13.0  # nats that a character costs by itself which running text hardly holds

REPLACED = "锟閿烫屯ï"  # what replacement characters and empty memory begin with
INVISIBLES = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufe0e\ufe0f"
# Letters, controls, boxes and marks that codes of single bytes put for bytes beyond ASCII.
_LETTERS = ((0x80, 0x9F), (0xA1, 0x24F), (0x391, 0x3C9), (0x401, 0x45F), (0x2500, 0x2593))
_FOREIGN = ((0xAC00, 0xD7A3), (0xE000, 0xF8FF), (0xFF61, 0xFF9F))
# The second bytes of UTF-8 read as the second bytes of GBK.
_UTF8_LEADS, _UTF8_TRAILS = range(0xE4, 0xEA), range(0x80, 0xC0)


@cache
def _table() -> NDArray[np.uint16]:
    table = np.zeros(0x10000, np.uint16)
    for character in INVISIBLES:
        table[ord(character)] |= INVISIBLE
    table[0xA0] |= SPACE
    table[0x2E80:0x2FE0] |= RADICAL
    table[0xF900:0xFB00] |= RADICAL
    for first, last in _LETTERS:
        table[first : last + 1] |= LATIN
    for first, last in _FOREIGN:
        table[first : last + 1] |= FOREIGN
    for code in range(0x4E00, 0xA000):
        if language().single(chr(code)) > RARE:
            table[code] |= FOREIGN
    for character in "·°±×":
        table[ord(character)] = 0  # these are at home in Chinese
    for lead in _UTF8_LEADS:
        for trail in _UTF8_TRAILS:
            if character := cp936.characters().get(lead << 8 | trail, ""):
                table[ord(character)] |= MISREAD
    for pair in (0xEFBC, 0xE380):  # full-width marks
        table[ord(cp936.characters()[pair])] |= MISREAD
    for character in REPLACED:
        table[ord(character)] |= GONE
    table[0xDC00:0xE000] |= SECOND  # the second unit of a character beyond the first plane
    table[ord("&")] |= REFERENCE
    table[ord("\\")] |= ESCAPE
    table[ord("\n")] |= LINE_BREAK
    for characters, sign in (("）】]", CLOSING), (LETTERS, LETTER), (TONES, TONE)):
        for character in characters:
            table[ord(character)] |= sign
    table[0x3000:0xA000] |= WIDE
    table[0xFF00:0xFFF0] |= WIDE
    return table


def units(seen: str) -> NDArray[np.uint16]:
    """Return the signs of every UTF-16 unit of ``seen``."""
    return _table().take(np.frombuffer(seen.encode("utf-16-le", "surrogatepass"), np.uint16), mode="wrap")


def count(run: str, sign: int) -> int:
    """Count the characters of a short text that are such signs.

    >>> count('a b é c', LATIN)
    1
    """
    return len(_one_of(sign).findall(run))


@cache
def _one_of(sign: int) -> re.Pattern[str]:
    codes = np.flatnonzero(_table() & sign).tolist()
    return re.compile(f"[{re.escape(''.join(map(chr, codes)))}]")


class Signs:
    """Which signs stand in a text, and where: learned once, and asked by whoever looks for one.

    >>> find('好文字').present & LATIN, find('好' + chr(0x200B) + '文字').present & INVISIBLE == INVISIBLE
    (0, True)
    """

    def __init__(self, seen: str) -> None:
        self._seen = seen
        self._units = units(seen)
        self.present = int(np.bitwise_or.reduce(self._units, initial=0))

    def crowded(self, sign: int, crowd: int) -> Iterator[Span]:
        """Yield the lines in which so many of a sign stand close together, in order.

        >>> list(find('a b é c d' + chr(10) + '¹«Ë¾').crowded(LATIN, 4))
        [Span(start=10, end=14)]
        """
        places = self._strange[(self._units[self._strange] & sign) != 0]
        first = places[: max(0, len(places) - crowd + 1)]
        near = first[places[crowd - 1 :] - first < 2 * crowd]
        following = np.searchsorted(self._breaks, self._characters(near))
        following = following[np.diff(following, prepend=-1) > 0]
        return map(Span, (self._breaks[following - 1] + 1).tolist(), self._breaks[following].tolist())

    def places(self, sign: int) -> list[int]:
        """Return where a sign stands."""
        return _listed(self._characters(np.flatnonzero((self._units & sign) != 0)))

    def beside(self, sign: int, other: int, steps: range) -> list[int]:
        """Return where a sign stands with another so many steps behind it, or before it.

        >>> find('数（shù）、（略）').beside(CLOSING, LETTER, range(-1, 0))
        [5]
        """
        places = np.flatnonzero((self._units & sign) != 0)
        near = np.zeros(len(places), bool)
        for step in steps:
            near |= (self._units.take(places + step, mode="clip") & other) != 0
        return _listed(self._characters(places[near]))

    @cached_property
    def _strange(self) -> NDArray[np.int64]:
        return np.flatnonzero((self._units & (LATIN | MISREAD | FOREIGN)) != 0)

    @cached_property
    def _breaks(self) -> NDArray[np.int64]:
        breaks = self._characters(np.flatnonzero((self._units & LINE_BREAK) != 0))
        return np.concatenate(([-1], breaks, [len(self._seen)]))

    def _characters(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return which characters stand at these units: beyond the first plane one is two units."""
        return places - np.searchsorted(self._seconds, places) if self.present & SECOND else places

    @cached_property
    def _seconds(self) -> NDArray[np.int64]:
        return np.flatnonzero((self._units & SECOND) != 0)


def find(seen: str) -> Signs:
    """Look at every character once."""
    return Signs(seen)


def _listed(places: NDArray[np.int64]) -> list[int]:
    found: list[int] = places.tolist()
    return found
