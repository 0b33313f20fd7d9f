"""What a byte of CP936 can be half of: only characters in use are worth supposing unseen."""

from __future__ import annotations

from functools import cache

from hanclaim.damage import cp936
from hanclaim.damage.readings import with_reading
from hanclaim.damage.score import language

IN_USE = 11.0  # nats; 95 % of running text is made of cheaper characters
COMMON, FEW = 8.5, 40  # nats, characters: between two pairs that vanished only the commonest are supposed
PRIVATE_LEADS = (*range(0xA1, 0xA8), *range(0xAA, 0xB0), *range(0xF8, 0xFF))


@cache
def trails(lead: int, *, is_folded: bool) -> tuple[str, ...]:
    """Return the characters in use that begin with ``lead``."""
    return tuple(
        character for trail in cp936.TRAILS if (character := _in_use(lead, trail, is_folded=is_folded))
    )


@cache
def ending(trail: int, *, is_folded: bool) -> tuple[str, ...]:
    """Return the characters in use whose second byte is ``trail``."""
    return tuple(
        character for lead in cp936.LEADS if (character := _in_use(lead, trail, is_folded=is_folded))
    )


@cache
def openings(lead: int, *, is_folded: bool) -> tuple[tuple[int, str], ...]:
    """Return the characters that begin with ``lead`` and end in the first byte of a private pair, with that byte.

    >>> openings(0xCE, is_folded=False)[:3]
    ((162, '微'), (163, '危'), (164, '韦'))
    """
    return tuple(
        (half, character) for half in PRIVATE_LEADS if (character := _in_use(lead, half, is_folded=is_folded))
    )


@cache
def behind(half: int, trail: int, *, is_folded: bool) -> tuple[str, ...]:
    """Return the characters whose first byte makes a private pair with ``half``, and whose second is ``trail``."""
    return tuple(
        character
        for lead in cp936.LEADS
        if cp936.is_private(half, lead) and (character := _in_use(lead, trail, is_folded=is_folded))
    )


@cache
def behind_read(half: int, reading: str) -> tuple[str, ...]:
    """Return the characters that can be read so and whose first byte makes a private pair with ``half``."""
    pairs = cp936.pairs()
    return tuple(c for c in with_reading(reading) if cp936.is_private(half, pairs[c] >> 8))


@cache
def between(half: int, *, is_folded: bool) -> tuple[tuple[int, str], ...]:
    """Return the common characters that stand between two private pairs, with the half the second begins with."""
    known = language()
    found = sorted(
        (known.single(character), following, character)
        for following in PRIVATE_LEADS
        for character in behind(half, following, is_folded=is_folded)
    )
    return tuple((following, character) for cost, following, character in found[:FEW] if cost < COMMON)


def _in_use(lead: int, trail: int, *, is_folded: bool) -> str:
    character = cp936.read(lead, trail, is_folded=is_folded)
    return character if character and language().single(character) < IN_USE else ""
