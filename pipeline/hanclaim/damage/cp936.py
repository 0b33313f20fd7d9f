"""The code page in which pages were cut and stuffed as bytes: GBK as Windows decodes it.

A lead byte with an impossible trail gives one ``?`` and swallows both; user
defined pairs become private characters, which a later cleaner drops.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

LEADS = range(0x81, 0xFF)
TRAILS = (*range(0x40, 0x7F), *range(0x80, 0xFF))

# Cleaners write these at half width; ASCII stands for both afterwards.
FOLDED: Mapping[str, str] = MappingProxyType(dict(zip("，？！；：（）", ",?!;:()", strict=True)))
UNFOLDED: Mapping[str, str] = MappingProxyType({half: full for full, half in FOLDED.items()})

# Pages were cut before these, wherever their two bytes fell.
CUT_BEFORE = "？；！，、。"


def is_private(lead: int, trail: int) -> bool:
    """Whether Windows keeps the pair for users: it decodes to a private character, and those vanish."""
    if lead <= 0xA7:
        return lead >= 0xA1 and 0x40 <= trail <= 0xA0 and trail != 0x7F
    return (0xAA <= lead <= 0xAF or lead >= 0xF8) and trail >= 0xA1 and trail != 0xFF


@cache
def characters() -> Mapping[int, str]:
    """Every pair, as lead * 256 + trail, and the character it stands for.

    >>> characters()[0x839E]
    '優'
    """
    found: dict[int, str] = {}
    for lead in LEADS:
        for trail in TRAILS:
            if not is_private(lead, trail):
                character = bytes((lead, trail)).decode("gbk", "ignore")
                if len(character) == 1 and not character.isascii() and not "\ue000" <= character <= "\uf8ff":
                    found[lead << 8 | trail] = character
    return MappingProxyType(found)


def read(lead: int, trail: int, *, is_folded: bool = False) -> str:
    """Return the character of two bytes, as a page with folded marks writes it; nothing where they make none.

    >>> read(0xA3, 0xAC), read(0xA3, 0xAC, is_folded=True)
    ('，', ',')
    """
    character = characters().get(lead << 8 | trail, "")
    return FOLDED.get(character, character) if is_folded else character


@cache
def pairs() -> Mapping[str, int]:
    """The pair of every character of two bytes."""
    return MappingProxyType({character: pair for pair, character in characters().items()})


def decode_piece(data: bytes, swallowed: list[int] | None = None) -> str:
    """Decode as the damage did: one ``?`` for what has no meaning, nothing for private pairs.

    The places of bytes that a ``?`` swallowed are added to ``swallowed``.

    >>> decode_piece(bytes.fromhex('8283 9E28 79 A8AD 75 29 E941 49'))
    '們?yōu)锳I'
    """
    out: list[str] = []
    at, table = 0, characters()
    while at < len(data):
        byte = data[at]
        width = 1 if byte <= 0x80 or byte == 0xFF or at + 1 == len(data) else 2
        if byte <= 0x80:
            out.append("€" if byte == 0x80 else chr(byte))
        elif width == 1 or not is_private(byte, data[at + 1]):
            found = table.get(byte << 8 | data[at + 1]) if width == 2 else None
            out.append(found or "?")
            if found is None and swallowed is not None:
                swallowed.extend(range(at, at + width))
        at += width
    return "".join(out)
