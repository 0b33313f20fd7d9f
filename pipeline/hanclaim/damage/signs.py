"""The cheapest look at a page: which kinds of strange characters it holds at all.

One table lookup a character, so that good text passes at the speed of memory.
Each search runs only where its sign was seen.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from hanclaim.alignment import Span
from hanclaim.damage import cp936
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

INVISIBLE, SPACE, RADICAL, LATIN, MISREAD, REFERENCE, FOREIGN, ESCAPE, GONE, SECOND = (
    1 << i for i in range(10)
)
_BLOCK = 1 << 18  # units looked at together: who has seen enough need not look at all
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
    return table


def find(seen: str) -> NDArray[np.uint16]:
    """Return the signs of every UTF-16 unit of ``seen``."""
    return _table()[np.frombuffer(seen.encode("utf-16-le", "surrogatepass"), np.uint16)]


def present(units: NDArray[np.uint16]) -> int:
    """Return the signs that the page holds anywhere.

    >>> present(find('好文字')), present(find('好' + chr(0x200B) + '文字')) == INVISIBLE
    (0, True)
    """
    return int(np.bitwise_or.reduce(units, initial=0))


def crowded(seen: str, units: NDArray[np.uint16], sign: int, crowd: int) -> Iterator[Span]:
    """Yield the lines in which so many of a sign stand close together, in order.

    >>> text = 'a b é c d' + chr(10) + '¹«Ë¾'
    >>> list(crowded(text, find(text), LATIN, 4))
    [Span(start=10, end=14)]
    """
    wide = len(units) != len(seen)  # beyond the first plane one character is two units
    before, end = 0, -1
    for base in range(0, len(units), _BLOCK):
        block = units[base : base + _BLOCK + 2 * crowd]
        near = _near(block, sign, crowd)
        if wide and len(near):
            near = near - np.searchsorted(np.flatnonzero((block & SECOND) != 0), near)
        for place in (near + (base - before)).tolist():
            if place >= end:
                start = seen.rfind("\n", 0, place) + 1
                end = seen.find("\n", place)
                end = len(seen) if end < 0 else end
                yield Span(start, end)
        if wide:
            before += int(np.count_nonzero(block[:_BLOCK] & SECOND))


def _near(block: NDArray[np.uint16], sign: int, crowd: int) -> NDArray[np.int64]:
    """Return where in a block so many of a sign begin to stand close together."""
    places = np.flatnonzero((block & sign) != 0)
    first = places[: max(0, len(places) - crowd + 1)]
    near = first[places[crowd - 1 :] - first < 2 * crowd]
    return near[near < _BLOCK]
