"""UTF-8 that was read as CP936: what the bytes of it that are left may have been.

Pairs that mean nothing there were dropped, or shown as a ``?``, and so was a
byte alone before ASCII.  What they had a part in is a guess.  Given the text,
what is seen is certain, so the language alone decides among the texts.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from hanclaim.damage import cp936
from hanclaim.damage.codes import AS_SEEN, LOST, Script, estranged, fits
from hanclaim.damage.steps import Among, Guess, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hanclaim.damage.steps import Choices, Place

SWALLOWED = -1
SLACK = 7.0  # nats by which what becomes the likeliest may trail on the way
LETTER = 3.0  # nats: what a letter behind a Chinese character costs that went with the byte before it
_A_LETTER = ord("A")
_LEADS = (0xC2, 0xE2, *range(0xE3, 0xEA), 0xEF)


@cache
def _is_lost(first: int, second: int) -> bool:
    return first > 0x80 and (first << 8 | second) not in cp936.characters()  # 80 is the euro sign, by itself


@cache
def _is_undefined(first: int, second: int) -> bool:
    return _is_lost(first, second) and not cp936.is_private(first, second)


@cache
def _completed(held: tuple[int, ...], script: Script, lead: int = 0) -> Among:
    """Return what begins with the held bytes; two bytes that are missing were lost as a pair, one with a ``lead``."""
    found = [character for character in _begun(held, script) if _went(character, held, lead)]
    return Among(found if found or lead else [LOST])


@cache
def _undefined(held: tuple[int, ...], script: Script, lead: int = 0) -> Among:
    """Return those of which the pair that was lost means nothing, so that a mark stands for it."""
    return Among(
        character
        for character in _completed(held, script, lead).letters.values()
        if _is_undefined(*(*character.encode(), lead)[len(held) : len(held) + 2])
    )


@cache
def _begun(held: tuple[int, ...], script: Script) -> tuple[str, ...]:
    found: list[str] = []
    for tail in range(64 ** (3 - len(held))):
        rest = (0x80 | tail >> 6, 0x80 | tail & 63)[len(held) - 1 :]
        character = bytes((*held, *rest)).decode("utf-8", "ignore")
        if len(character) == 1 and not character.isspace() and fits(character, script):
            found.append(character)
    return tuple(found)


def _went(character: str, held: tuple[int, ...], lead: int) -> bool:
    rest = (*character.encode()[len(held) :], lead)
    return not rest[1] or _is_lost(rest[0], rest[1])


def _gbk_bytes(character: str) -> tuple[int, ...]:
    """Return the bytes that a CP936 reader showed as ``character``."""
    if pair := cp936.pairs().get(character):
        return pair >> 8, pair & 0xFF
    if character == "€":
        return (0x80,)
    return (ord(character),) if character.isascii() else ()


def _unfolded(pair: tuple[int, ...]) -> tuple[int, ...]:
    """Return the bytes of the full-width character that a cleaner may have made an ASCII one; a digit stays a digit."""
    if len(pair) == 1 and 0x20 < pair[0] < 0x7F and not chr(pair[0]).isdecimal():
        return 0xA3, pair[0] | 0x80
    return pair


def _length(first: int) -> int:
    """Return how many bytes a character of UTF-8 has that begins so."""
    return 2 if 0xC2 <= first < 0xE0 else 3 if 0xE0 <= first < 0xF0 else 4 if 0xF0 <= first < 0xF5 else 0


def _is_trail(byte: int) -> bool:
    return 0x80 <= byte < 0xC0


class Utf8AsGbk:
    """UTF-8 read as CP936.

    Places are how much was seen, whether half of the next, and, below zero, a first byte that was lost or that a
    ``?`` swallowed something behind it.
    """

    def __init__(self, seen: str, script: Script) -> None:
        self.script = script
        self.slack = SLACK
        self.gone: Choices | None = None  # of every character some byte is seen
        self._seen = seen
        self._pairs = [_gbk_bytes(character) for character in seen]
        self.start: Place = (0, 0, 0)
        self.end: Place = (len(seen), 0, 0)

    def left(self, _: Place) -> Iterable[tuple[tuple[Place, ...], float, Choices]]:
        """Yield nothing: guesses say what was lost."""
        return ()

    def seen(self, place: Place) -> int | None:
        """Return how much was seen at a place, None inside a character."""
        return place[0] if not place[1] and not place[2] else None

    def _held(self, place: Place) -> tuple[int, tuple[int, ...]]:
        """Return the bytes at a place that begin a character, and where what follows is seen."""
        i, half, lead = place
        if lead:
            return i, () if lead == SWALLOWED else (-lead,)
        pair = self._pairs[i] if i < len(self._pairs) else ()
        return i + 1, _unfolded(pair)[1:] if half else pair

    def steps(self, place: Place) -> Iterator[Step]:
        """Yield the characters that stand next as they were seen."""
        i, half, lead = place
        after, held = self._held(place)
        if lead == SWALLOWED:
            yield Step((i, 0, 0), LOST, is_guess=True)
        elif held and held[0] < 0x80:
            yield Step((i + 1, 0, 0), chr(held[0]))
            return
        elif held:
            yield from self._whole(after, held, is_guess=bool(lead))
        if not half and not lead and i < len(self._seen):
            yield Step((i + 1, 0, 0), self._seen[i], AS_SEEN)

    def _whole(self, i: int, held: tuple[int, ...], *, is_guess: bool) -> Iterator[Step]:
        """Complete a character of which some bytes are there with those seen from ``i`` on."""
        need = _length(held[0])
        have, to = list(held), (i, 0, 0)
        while len(have) < need and to[0] < len(self._pairs):
            pair = _unfolded(self._pairs[to[0]])
            data = pair[: need - len(have)]
            have += data or (0,)
            to = (to[0] + 1, 0, 0) if len(data) == len(pair) else (to[0], 1, 0)
        if len(have) == need and all(map(_is_trail, have[1:])):
            character = bytes(have).decode("utf-8", "replace")
            if need > 2 or fits(
                character, self.script
            ):  # two bytes make many a letter that no Chinese page has
                yield Step(to, character, estranged(character, self.script), is_guess=is_guess)

    def guesses(self, place: Place) -> Iterator[Guess]:
        """Yield the characters that lost their last byte, or the last two."""
        i, held = self._held(place)
        if held and 0xE0 <= held[0] < 0xF0 and all(map(_is_trail, held[1:])):
            if len(held) == 2:
                yield from self._lost_last(i, held)
            else:
                yield from self._lost_pair(i, held)
                if self._pairs[i : i + 1] == [(0x80,)]:
                    yield from self._lost_last(i + 1, (*held, 0x80))

    def _lost_pair(self, i: int, held: tuple[int, ...]) -> Iterator[Guess]:
        """Suppose that the last two bytes were a private or undefined pair."""
        if self._seen[i : i + 1] == "?":
            if among := _undefined(held, self.script):
                yield Guess((i + 1, 0, 0), among)
        elif self._begins(i):
            yield Guess((i, 0, 0), _completed(held, self.script))

    def _lost_last(self, i: int, held: tuple[int, ...]) -> Iterator[Guess]:
        """Suppose that the last byte was lost alone, or with the next first one, or with a letter."""
        shown = self._seen[i : i + 1]
        if shown == "?":
            is_last = i + 1 == len(self._seen)
            yield Guess((i + 1, 0, 0 if is_last else SWALLOWED), _completed(held, self.script))
            if is_last:  # a question may have ended here
                yield Guess((i, 0, 0), _completed(held, self.script))
            for lead in _LEADS:
                if among := _undefined(held, self.script, lead):
                    yield Guess((i + 1, 0, -lead), among)
            return
        if shown < "\x40":
            yield Guess((i, 0, 0), _completed(held, self.script))
        if self._begins(i) and (among := _completed(held, self.script, _A_LETTER)):
            yield Guess((i, 0, SWALLOWED), among, LETTER)
        if self._begins(i) or self._goes_on(i):
            for lead in _LEADS:
                if among := _completed(held, self.script, lead):
                    yield Guess((i, 0, -lead), among)

    def _begins(self, i: int) -> bool:
        """Whether a character begins here."""
        return i == len(self._pairs) or not (data := self._pairs[i]) or not _is_trail(data[0])

    def _goes_on(self, i: int) -> bool:
        """Whether here stands what follows a first byte."""
        return i < len(self._pairs) and bool(data := self._pairs[i]) and all(map(_is_trail, data))
