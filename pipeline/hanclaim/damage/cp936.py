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
                if len(character) == 1 and not "\ue000" <= character <= "\uf8ff":
                    found[lead << 8 | trail] = character
    return MappingProxyType(found)


@cache
def pairs() -> Mapping[str, int]:
    """The pair of every character of two bytes."""
    return MappingProxyType({character: pair for pair, character in characters().items()})


def decode_piece(data: bytes) -> str:
    """Decode as the damage did: one ``?`` for what has no meaning, nothing for private pairs.

    >>> decode_piece(bytes.fromhex('8283 9E28 79 A8AD 75 29 E941 49'))
    '們?yōu)锳I'
    """
    out: list[str] = []
    at, table = 0, characters()
    while at < len(data):
        byte = data[at]
        if byte < 0x80:
            out.append(chr(byte))
            at += 1
        elif byte == 0x80:
            out.append("€")
            at += 1
        elif at + 1 == len(data) or byte == 0xFF:
            out.append("?")
            at += 1
        else:
            trail = data[at + 1]
            if not is_private(byte, trail):
                out.append(table.get(byte << 8 | trail, "?"))
            at += 2
    return "".join(out)
