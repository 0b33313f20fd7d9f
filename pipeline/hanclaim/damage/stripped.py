"""GBK that was read as Latin-1 and cleaned: what the bytes of it that are left may have been.

A cleaner strips what Latin-1 cannot print, and makes characters of bytes that
happen to be UTF-8.  Bytes that it strips may have stood wherever the code
waits for them; what they had a part in is a guess.  Given the text, what is
seen is all but certain, so the language decides among the texts.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING

from hanclaim.damage import cp936
from hanclaim.damage.codes import AS_SEEN, Script, estranged
from hanclaim.damage.left import index
from hanclaim.damage.steps import Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hanclaim.damage.steps import Choices, Place

    Supposed = tuple[tuple[int, ...], float]  # bytes, and what it costs to suppose them

# Nats: a pair that the cleaner's UTF-8 met by chance is common, but the same letter is mostly itself.
BY_CHANCE = 2.0
DEEPEST, MOST_WAYS = 1, 2  # what came about by chance may come about so again; for each byte beyond the first
FULL_DIGIT = 9.0  # no full-width digit may come cheap
# Nats by which what becomes the likeliest may trail on the way: where little is left, there is too much to follow.
SLACK: Mapping[Script, float] = MappingProxyType({"simplified": 6.0, "traditional": 4.0})
LONE = 7.0  # a letter all alone may be what is left of a traditional character

# No letter of a word; a small one may stand before a number.
_LONE = re.compile(r"(?<![!-~])(?:[@-~](?![!-~])|[@\[-~](?=\d))")
_APART = re.compile(r"(?<![^ \n])[@-~](?![^ \n])")
_DIGITS = "０１２３４５６７８９"
_STRIPPED = (*range(0x80, 0xA1), 0xAD)
# ftfy takes apart the letters, and makes straight the quote, that these bytes happen to be in UTF-8.
_TAKEN_APART = {
    "ij": b"\xc4\xb3", "IJ": b"\xc4\xb2", "DZ": b"\xc7\xb1", "Dz": b"\xc7\xb2", "dz": b"\xc7\xb3", "'": b"\xca\xbc",
    "\xa0": b"\xc2 ",
}  # fmt: skip
_SPACED = (0xC2, 0x20)


@cache
def _tidied() -> Mapping[str, tuple[bytes, ...]]:
    """Return what a cleaner writes for bytes that happen to be UTF-8 of something untidy.

    A letter and an accent that stand apart are composed.
    """
    found = {shown: [data] for shown, data in _TAKEN_APART.items()}
    for letter in map(chr, range(0x40, 0x100)):
        for accent in map(chr, range(0x321, 0x370)):
            data = accent.encode()
            shown = unicodedata.normalize("NFC", letter + accent)
            if shown != letter + accent and letter.isalpha() and chr(data[1]).isprintable():
                found.setdefault(shown, []).append(letter.encode("latin-1") + data)
    for ways in found.values():
        ways += [data[:-1] + b"\xc2" + data[-1:] for data in ways if data[-1] >= 0xA0]
    return {shown: tuple(ways) for shown, ways in found.items()}


def latin_options(
    seen: str, i: int, *, cleaned: bool, unprinted: bool
) -> Iterator[tuple[tuple[int, ...], float, int]]:
    """Yield the bytes that what was seen may stand for, with their cost, and how many characters that explains.

    On a ``cleaned`` page some bytes were taken for UTF-8, ``unprinted`` ones too where none had been stripped before.
    """
    for data, cost in _latin_bytes(seen[i], cleaned=cleaned, unprinted=unprinted):
        yield data, cost, 1
    if cleaned:
        for shown in dict.fromkeys((seen[i], seen[i : i + 2])):
            for one in _tidied().get(shown, ()):
                yield tuple(one), BY_CHANCE, len(shown)
        if seen[i] == " " and seen[i - 1 : i] > "\x7f":  # a no-break space that was made plain
            yield _SPACED, BY_CHANCE, 1


@cache
def _latin_bytes(character: str, *, cleaned: bool, unprinted: bool) -> tuple[Supposed, ...]:
    """Return the bytes that a Latin-1 or cp1252 reader showed as ``character``, or a cleaner made into it."""
    byte = character.encode("latin-1" if ord(character) < 0x100 else "cp1252", "ignore")
    found: list[Supposed] = [((byte[0],), 0.0)] if byte else []
    if cleaned:
        found += [
            (data, cost + (BY_CHANCE if byte else 0.0))
            for data, cost in _met_by_chance(character, DEEPEST, unprinted=unprinted)
        ]
    return tuple(found)


def _met_by_chance(character: str, depth: int, *, unprinted: bool) -> list[Supposed]:
    """Return the bytes that a cleaner took for the UTF-8 of ``character``; some it had to make in the same way first."""
    data = character.encode("utf-8", "ignore")
    found: list[Supposed] = [((), 0.0)] if len(data) > 1 else []
    for byte in data:
        ways: list[Supposed] = [((byte,), 0.0)] if unprinted or chr(byte).isprintable() else []
        if depth and (shown := bytes((byte,)).decode("cp1252", "ignore")):
            ways += [
                (more, cost + BY_CHANCE * bool(ways))
                for more, cost in _met_by_chance(shown, depth - 1, unprinted=unprinted)
            ]
        found = [(done + more, cost + price) for done, cost in found for more, price in ways]
    return sorted(found, key=itemgetter(1))[: MOST_WAYS * (len(data) - 1)]


class GbkAsLatin:
    """GBK read as Latin-1, unprintable bytes stripped.

    Places are how much was seen, which option of the next and how many bytes of it, and whether a whole character
    was stripped there.
    """

    def __init__(
        self, seen: str, script: Script, *, cleaned: bool, unprinted: bool = False, is_whole: bool = False
    ) -> None:
        self.script, self._shown, self._is_whole = script, seen, is_whole
        self.slack = SLACK[script]
        self._apart = {match.start() for match in _APART.finditer(seen)}
        self._lone = (
            {match.start() for match in _LONE.finditer(seen)} - self._apart
            if script == "traditional" and not is_whole
            else set[int]()
        )
        self._index = index(script)
        gone = None if is_whole else self._index.choices(b"", 0)
        self.gone = gone[0][1] if gone else None
        self._met: dict[Place, tuple[tuple[int, float, Place], ...]] = {}
        self._options = [
            tuple(latin_options(seen, i, cleaned=cleaned, unprinted=unprinted)) for i in range(len(seen))
        ]
        self.start: Place = (0, 0, 0)
        self.end: Place = (len(seen), 0, 0)

    def seen(self, place: Place) -> int | None:
        """Return how much was seen at a place, None inside a character."""
        return place[0] if not place[2] else None

    def _bytes(self, place: Place) -> tuple[tuple[int, float, Place], ...]:
        """Return the bytes that may stand next, their costs, and the places behind them."""
        found = self._met.get(place)
        if found is None:
            found = self._met[place] = tuple(self._next(*place))
        return found

    def _next(self, i: int, number: int, done: int) -> Iterator[tuple[int, float, Place]]:
        if done:
            data, _, width = self._options[i][number]
            yield data[done], 0.0, (i + width, 0, 0) if done + 1 == len(data) else (i, number, done + 1)
        elif i < len(self._options):
            for which, (data, cost, width) in enumerate(self._options[i]):
                yield data[0], cost, (i + width, 0, 0) if len(data) == 1 else (i, which, 1)

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the characters that stand next as they were seen."""
        table = cp936.characters()
        for byte, cost, to in self._bytes(place):
            if byte < 0x80:
                is_lone = place[0] in self._lone
                yield Step(to, chr(byte), cost + LONE * is_lone, is_guess=is_lone)
            elif byte not in {0x80, 0xFF}:
                for second, more, behind in self._bytes(to):
                    if character := table.get(byte << 8 | second):
                        odd = FULL_DIGIT if character in _DIGITS else estranged(character, self.script)
                        yield Step(behind, character, cost + more + odd)
        if not place[2] and place[0] < len(self._options):
            yield Step((place[0] + 1, 0, 0), self._shown[place[0]], AS_SEEN)

    def guesses(self, _: Place) -> tuple[()]:
        """Return nothing: whole words are told by what is left of them."""
        return ()

    def left(self, place: Place) -> Iterator[tuple[tuple[Place, ...], float, Choices]]:
        """Yield the words that lost bytes, with the places between those left, and what it costs to suppose these."""
        if self._is_whole:
            return
        waiting: list[tuple[bytes, int, float, tuple[Place, ...]]] = [(b"", 0, 0.0, (place,))]
        while waiting:
            left, start, cost, path = waiting.pop()
            if not path[-1][2] and path[-1][0] in self._apart:
                continue  # no letter that stands apart goes on with a word
            for byte, more, to in self._bytes(path[-1]):
                longer = left + bytes((byte,))
                at = self._index.find(longer, start)
                if at < 0:
                    continue
                reached = (*path, to)
                for odd, choices in self._index.choices(longer, at):
                    yield reached, cost + more + odd, choices
                waiting.append((longer, at, cost + more, reached))
