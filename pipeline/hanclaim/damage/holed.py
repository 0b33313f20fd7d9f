"""Bytes read in a code that has no meaning for some of them: those were marked, or dropped, one at a time.

The reader went on with the very next byte, so that all others are there.  What
a missing byte can have been is told by the byte behind it: the two mean nothing
in the wrong code.  Given the text, what is seen is certain, so the language
alone decides among the texts.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from itertools import product
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage.codes import AS_SEEN, LOST, Script, estranged, fits
from hanclaim.damage.steps import Among, Guess, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hanclaim.damage.steps import Choices, Place

HOLE, NOTHING = -1, 0x100  # a byte that is missing, and what stands behind the last
SLACK = 7.0  # nats by which what becomes the likeliest may trail on the way
WHOLLY_LOST = 10.0  # nats of a character of which nothing is left
BROKEN_OFF = 6.0  # nats of a character that nothing goes on with
FULL_DIGIT = 9.0  # no full-width digit may come cheap
IN_A_ROW = 2  # bytes dropped side by side


_CODES = (
    ("utf-8", ("gbk", "cp1252", "big5", "cp949", "cp932")),
    ("gbk", ("big5", "cp949", "cp932")),
    ("big5", ("gbk",)),
)
CODES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {f"{right}-as-{wrong}": (right, wrong) for right, wrongs in _CODES for wrong in wrongs}
)


class Reader(NamedTuple):
    """The right code, the wrong one, and what stands for a byte that the wrong one has no meaning for."""

    right: str
    wrong: str
    mark: str

    def bytes_of(self, character: str) -> tuple[tuple[int, ...], ...]:
        """Return the bytes that may have been shown as a character, nothing where none can have been."""
        if character == LOST:
            return ((HOLE,),) if self.mark == LOST else ()
        if character.isascii():
            return ((ord(character),), *self._plain(character))
        return tuple(map(tuple, _shown(self.wrong).get(character, ()) or _beyond(character, self.wrong)))

    def _plain(self, character: str) -> tuple[tuple[int, ...], ...]:
        """Return what else stands as a plain character: a mark, or one of GBK that a cleaner took for a wide letter."""
        if character == self.mark:
            return ((HOLE,),)
        is_wide = self.wrong == "gbk" and "!" <= character <= "~" and not character.isdecimal()
        return ((0xA3, ord(character) | 0x80),) if is_wide else ()


@cache
def _shown(wrong: str) -> Mapping[str, tuple[bytes, ...]]:
    """Return the bytes that a code shows as each of its characters; some it has at several places."""
    found: dict[str, list[bytes]] = {}
    for data in map(bytes, (*product(range(0x80, 0x100)), *product(range(0x81, 0x100), range(0x40, 0x100)))):
        with suppress(UnicodeDecodeError):
            if len(character := data.decode(wrong)) == 1:
                found.setdefault(character, []).append(data)
    return MappingProxyType({character: tuple(ways) for character, ways in found.items()})


def _beyond(character: str, wrong: str) -> tuple[bytes, ...]:
    """Return the bytes that wider codes show as a character: that of Windows, that of four bytes, and the controls."""
    if wrong == "gbk":
        data = b"\x80" if character == "€" else character.encode("gb18030", "ignore")
    else:
        data = character.encode("latin-1", "ignore") if wrong == "cp1252" else b""
    return (data,) if data else ()


@cache
def meaningless(wrong: str) -> frozenset[tuple[int, int]]:
    """Return each byte and the one behind it before which it has no meaning.

    >>> (0xAE, 0xE5) in meaningless('gbk'), (0xBB, 0xE5) in meaningless('gbk')
    (True, False)
    """
    return frozenset(pair for pair in product(range(0x80, 0x100), range(0x100)) if _fails(bytes(pair), wrong))


def _fails(pair: bytes, wrong: str) -> bool:
    try:
        pair.decode(wrong)
    except UnicodeDecodeError as error:
        return error.start == 0
    return False


@cache
def _index(right: str, script: Script) -> Mapping[tuple[int, ...], tuple[str, ...]]:
    """Return the characters in use by what may be left of their bytes."""
    found: dict[tuple[int, ...], list[str]] = {}
    for code in (*range(0x2010, 0x2700), *range(0x3000, 0xA000), *range(0xFF01, 0xFF60)):
        character = chr(code)
        data = character.encode(right, "ignore")
        if len(data) > 1 and not character.isdecimal() and (fits(character, script) or character == "\u3000"):
            for kept in product((True, False), repeat=len(data)):
                if any(kept) and not all(kept):
                    left = tuple(byte if keep else HOLE for byte, keep in zip(data, kept, strict=True))
                    found.setdefault(left, []).append(character)
    return MappingProxyType({left: tuple(characters) for left, characters in found.items()})


@cache
def _among(reader: Reader, script: Script, left: tuple[int, ...], behind: int) -> Among:
    """Return the characters that left these bytes before another."""
    lost = meaningless(reader.wrong)
    return Among(
        character
        for character in _index(reader.right, script).get(left, ())
        if _went(character.encode(reader.right), left, behind, lost)
    )


def _went(data: bytes, left: tuple[int, ...], behind: int, lost: frozenset[tuple[int, int]]) -> bool:
    return all(
        kept != HOLE or following == NOTHING or (byte, following) in lost
        for byte, kept, following in zip(data, left, (*data[1:], behind), strict=True)
    )


class Holed:
    """What a reader showed, some bytes of it missing.

    Places are how much was seen, how many bytes of the next, and of which of its ways, or how many were dropped.
    """

    def __init__(self, seen: str, script: Script, *, reader: Reader) -> None:
        self.script = script
        self.slack = SLACK
        self.gone: Choices | None = None
        self._reader = reader
        self._seen = seen
        self._items = [reader.bytes_of(character) for character in seen]
        self._met: dict[Place, list[tuple[tuple[int, ...], Place]]] = {}
        self.start: Place = (0, 0, 0)
        self.end: Place = (len(seen), 0, 0)

    def left(self, _: Place) -> Iterable[tuple[tuple[Place, ...], float, Choices]]:
        """Yield nothing: guesses say what was lost."""
        return ()

    def seen(self, place: Place) -> int | None:
        """Return how much was seen at a place, None inside a character."""
        return place[0] if not place[1] and not place[2] else None

    def _next(self, place: Place) -> Iterator[tuple[int, Place]]:
        """Yield the bytes that may stand next, and the places behind them."""
        i, done, which = place
        ways = self._items[i] if i < len(self._items) else ()
        if done:
            item = ways[which]
            yield item[done], (i, done + 1, which) if done + 1 < len(item) else (i + 1, 0, 0)
            return
        for number, item in enumerate(ways):
            yield item[0], (i, 1, number) if len(item) > 1 else (i + 1, 0, 0)
        if (not ways or not self._reader.mark) and which < IN_A_ROW:  # what was misread may end here
            yield HOLE, (i, 0, which + 1)

    def _behind(self, place: Place) -> int:
        """Return the byte that stands at a place, where it is known."""
        i, done, which = place
        ways = self._items[i] if i < len(self._items) else ()
        if done:
            return ways[which][done]
        return ways[0][0] if ways and ways[0][0] != HOLE else NOTHING

    def _characters(self, place: Place) -> list[tuple[tuple[int, ...], Place]]:
        """Return what may be left of the bytes of the next character, and the place behind it."""
        found = self._met.get(place)
        if found is None:
            found = self._met[place] = list(self._follow(place))
        return found

    def _follow(self, place: Place) -> Iterator[tuple[tuple[int, ...], Place]]:
        waiting: list[tuple[tuple[int, ...], Place]] = [((), place)]
        while waiting:
            left, at = waiting.pop()
            for byte, to in self._next(at):
                longer = (*left, byte)
                need = self._length(longer[0])
                if not _may_follow(longer, self._reader.right):
                    continue
                if len(longer) < need:
                    waiting.append((longer, to))
                elif len(longer) == need:
                    yield longer, to if to[1] else (to[0], 0, 0)

    def _length(self, first: int) -> int:
        """Return how many bytes a character has that begins so."""
        if 0 <= first < 0x80:
            return 1
        if self._reader.right != "utf-8":
            return 2
        return 0 if 0x80 <= first < 0xC2 else 2 if 0xC2 <= first < 0xE0 else 4 if first >= 0xF0 else 3

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the characters that stand next as they were seen."""
        for left, to in self._characters(place):
            if left[0] != HOLE and HOLE not in left:
                yield from self._whole(bytes(left), to)
            elif not any(byte != HOLE for byte in left) and self._reader.mark:
                yield Step(to, LOST, WHOLLY_LOST, is_guess=True)
        i, done, dropped = place
        if done:  # no text goes on so: it must not end here
            yield Step((i + 1, 0, 0), LOST, BROKEN_OFF, is_guess=True)
        elif not dropped and i < len(self._seen) and not self._seen[i].isascii():
            yield Step((i + 1, 0, 0), self._seen[i], AS_SEEN)

    def _whole(self, data: bytes, to: Place) -> Iterator[Step]:
        try:
            character = data.decode(self._reader.right)
        except UnicodeDecodeError:
            return
        if len(data) != 2 or self._reader.right != "utf-8" or fits(character, self.script):
            odd = FULL_DIGIT if len(data) > 1 and character.isdecimal() else estranged(character, self.script)
            yield Step(to, character, odd)

    def guesses(self, place: Place) -> Iterator[Guess]:
        """Yield the characters of which bytes are missing."""
        for left, to in self._characters(place):
            if HOLE in left and any(byte != HOLE for byte in left):
                among = _among(self._reader, self.script, left, self._behind(to))
                if among:
                    yield Guess(to, among)


def _may_follow(left: tuple[int, ...], right: str) -> bool:
    """Whether bytes may stand so in a character."""
    if len(left) == 1:
        return left[0] < 0xF8
    return left[-1] == HOLE or (0x80 <= left[-1] < 0xC0 if right == "utf-8" else left[-1] >= 0x40)


def shows(reader: Reader, text: str, seen: str) -> bool:
    """Whether a reader shows a text so.

    >>> shows(Reader('utf-8', 'gbk', LOST), '公司', '鍏�鍙�'), shows(Reader('utf-8', 'gbk', ''), '公司', '鍏鍙')
    (True, True)
    """
    data = [
        byte
        for character in text
        for byte in ([HOLE] * 3 if character == LOST else character.encode(reader.right, "ignore"))
    ]
    lost = meaningless(reader.wrong)
    waiting, met = [(0, 0)], set[tuple[int, int]]()
    while waiting:
        at, done = here = waiting.pop()
        if here == (len(data), len(seen)):
            return True
        if here in met or at == len(data):
            continue
        met.add(here)
        found = seen[done : done + 1]
        waiting += [
            (at + len(item), done + 1)
            for item in (reader.bytes_of(found) if found else ())
            if HOLE not in item
            and at + len(item) <= len(data)
            and all(kept in {HOLE, byte} for kept, byte in zip(data[at:], item, strict=False))
        ]
        if at + 1 == len(data) or HOLE in data[at : at + 2] or (data[at], data[at + 1]) in lost:
            if found and found == reader.mark:
                waiting.append((at + 1, done + 1))
            if not reader.mark or not found or data[at] == HOLE:
                waiting.append((at + 1, done))
    return False
