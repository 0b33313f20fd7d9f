"""What a misread character may have been as bytes, and how the right code takes them up again.

Bytes that a cleaner strips, and pairs that decode to nothing, are supposed
where the code waits for them; whatever they had a part in is a guess.
"""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, Literal

from hanclaim.damage import cp936
from hanclaim.damage.rebuild import INSIDE, Code, Option, Way, write
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Script = Literal["simplified", "traditional"] | None
LOST = "\ufffd"
# Nats. In simplified text one byte in a hundred is one that a cleaner strips; a pair that the cleaner's UTF-8 met by
# chance is common, but the same letter is mostly itself.
STRIPPED, BY_CHANCE = 4.5, 2.5
# A pair of bytes in sixteen is private or undefined, a byte before ASCII mostly lost.
DROPPED, GUESSED, EATEN = 2.8, 0.5, 3.0
WIDEST = 8
IN_USE = 11.0
LIGATURE = {"i": 0xC4, "j": 0xB3}  # ftfy takes the letter that these two bytes make apart
_STRIPPED = (*range(0x81, 0xA1), 0xAD)


def latin_options(character: str, *, cleaned: bool) -> Iterator[Option]:
    """Yield the bytes that a Latin-1 or cp1252 reader showed as ``character``, or a cleaner made into it."""
    code = ord(character)
    if code < 0x100:
        yield Option((code,), 0.0)
        if cleaned and character in LIGATURE:
            yield Option((LIGATURE[character],), BY_CHANCE + 1)
        if cleaned and code >= 0x80 and _is_left(character.encode()):
            yield Option(tuple(character.encode()), BY_CHANCE)
        return
    byte = character.encode("cp1252", "ignore")
    if byte:
        yield Option((byte[0],), 0.0)
    data = tuple(character.encode("utf-8", "ignore"))
    if cleaned and _is_left(data):
        yield Option(data, 0.0)
        if len(data) == 2 and data[1] >= 0xA0:  # the second byte was a pair by chance itself
            yield Option((data[0], 0xC2, data[1]), BY_CHANCE)


def _is_left(data: Iterable[int]) -> bool:
    """Whether every byte was still there after the cleaner stripped what Latin-1 cannot print."""
    return all(chr(byte).isprintable() for byte in data)


def _feed_gbk(way: Way, byte: int, seen: int) -> Iterator[Way]:
    if way.held:
        character = cp936.characters().get(way.held[0] << 8 | byte)
        if character:
            yield write(way, seen, character)
    elif byte < 0x80:
        yield write(way, seen, chr(byte))
    elif byte not in {0x80, 0xFF}:
        yield way._replace(held=(byte,))


def _fits(character: str, script: Script) -> bool:
    """Whether a character in use is written so in this script; None is either."""
    known = language()
    if script == "traditional":
        return character in known.fold or character not in known.reformed
    return script is None or character not in known.fold


@cache
def _stripped_trails(lead: int, script: Script) -> tuple[str, ...]:
    """Return the characters in use that ``lead`` makes with a byte that cleaners strip."""
    table, known = cp936.characters(), language()
    found = [table.get(lead << 8 | trail, "") for trail in _STRIPPED]
    return tuple(c for c in found if c and known.single(c) < IN_USE and _fits(c, script))


@cache
def _stripped_leads(trail: int, script: Script) -> tuple[int, ...]:
    """Return the bytes that cleaners strip and that make a character in use with ``trail``."""
    table, known = cp936.characters(), language()
    return tuple(
        lead
        for lead in _STRIPPED
        if (character := table.get(lead << 8 | trail))
        and known.single(character) < IN_USE
        and _fits(character, script)
    )


def _strip_gbk(way: Way, seen: int, following: str, *, script: Script) -> Iterator[Way]:
    """Suppose that a byte no cleaner lets stand is missing here."""
    if way.held:
        for character in _stripped_trails(way.held[0], script):
            yield write(way, seen, character, cost=STRIPPED, is_guess=True)
    elif 0x40 <= ord(following or "\0") <= 0xFF:
        for byte in _stripped_leads(ord(following), script):
            yield way._replace(cost=way.cost + STRIPPED + 2, held=(byte,), is_guess=True)


def gbk(script: Script) -> Code:
    """Bytes become GBK again; lost ones make characters of this script."""
    return Code(_feed_gbk, partial(_strip_gbk, script=script))


def _feed_utf8(way: Way, byte: int, seen: int) -> Iterator[Way]:
    held = (*way.held, byte)
    if not way.held:
        if byte < 0x80:
            yield write(way, seen, chr(byte))
        elif 0xC2 <= byte <= 0xF4:
            yield way._replace(held=held)
    elif 0x80 <= byte < 0xC0:
        if len(held) == (2 if held[0] < 0xE0 else 3 if held[0] < 0xF0 else 4):
            character = bytes(held).decode("utf-8", "ignore")
            if character:
                yield write(way, seen, character)
        else:
            yield way._replace(held=held)


@cache
def _is_lost(first: int, second: int) -> bool:
    return (first << 8 | second) not in cp936.characters()


@cache
def _completed(held: tuple[int, ...], lost: int, script: Script) -> tuple[str, ...]:
    """Return the characters in use that begin with the held bytes and end in as many lost ones."""
    known = language()
    found: list[tuple[float, str]] = []
    for tail in range(64**lost):
        rest = (0x80 | tail >> 6, 0x80 | tail & 63) if lost == 2 else (0x80 | tail,)
        if lost == 2 and not _is_lost(*rest):
            continue
        character = bytes((*held, *rest)).decode("utf-8", "ignore")
        if character and known.single(character) < IN_USE + 1 and _fits(character, script):
            found.append((known.single(character), character))
    return tuple(character for _, character in sorted(found)[:40])


def _drop_utf8(way: Way, seen: int, following: str, *, script: Script) -> Iterator[Way]:
    """Suppose that a pair was private or undefined and dropped, or one byte before ASCII or the end."""
    if (
        not way.held or not 0xE0 <= way.held[0] < 0xF0 or following == "?"
    ):  # the mark stands for the odd byte itself
        return
    if len(way.held) == 1:
        found = [write(way, seen, c, cost=DROPPED, is_guess=True) for c in _completed(way.held, 2, script)]
        yield from sorted(found)[:WIDEST]
        return
    completed = _completed(way.held, 1, script)
    if not following or ord(following) < 0x80:
        guesses = sorted(write(way, seen, c, cost=GUESSED, is_guess=True) for c in completed)[:WIDEST]
        yield from guesses
        return
    for character in completed:
        first = character.encode()[2]
        leads = [lead for lead in (*range(0xE3, 0xEA), 0xEF) if _is_lost(first, lead)]
        if leads:
            written = write(way, INSIDE, character, cost=DROPPED, is_guess=True)
            for lead in leads:
                yield written._replace(held=(lead,), is_guess=True)


def _eat_utf8(way: Way, byte: int, seen: int, *, script: Script) -> Iterator[Way]:
    """Feed a byte; a ``?`` where one more was due stands for that one and an ASCII character behind it."""
    if byte == ord("?") and len(way.held) == 2 and 0xE0 <= way.held[0] < 0xF0:
        for character in _completed(way.held, 1, script)[:WIDEST]:
            yield write(write(way, seen, character, is_guess=True), seen, LOST, cost=EATEN, is_guess=True)
        return
    yield from _feed_utf8(way, byte, seen)


def utf8(script: Script) -> Code:
    """Bytes become UTF-8 again; lost ones make characters of this script."""
    return Code(partial(_eat_utf8, script=script), partial(_drop_utf8, script=script))


def gbk_options(character: str) -> Iterator[Option]:
    """Yield the bytes that a CP936 reader showed as ``character``."""
    pair = cp936.pairs().get(character)
    if pair:
        yield Option((pair >> 8, pair & 0xFF), 0.0)
    if character == "€":
        yield Option((0x80,), 0.0)
    elif character.isascii():
        yield Option((ord(character),), 0.0)
