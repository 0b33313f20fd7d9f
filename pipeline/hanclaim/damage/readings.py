"""How characters are read: the general table, turned the ways that repair asks it."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from string import ascii_lowercase
from types import MappingProxyType
from typing import TYPE_CHECKING

from hanclaim import tables
from hanclaim.damage import cp936

if TYPE_CHECKING:
    from collections.abc import Mapping

TONES = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"
LETTERS = f"{ascii_lowercase}ü{TONES}"
LETTER = f"[{LETTERS}]"
SYLLABLE = f"{LETTER}{{1,6}}"
TONED = re.compile(f"[{TONES}]")


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Every character of CP936 with all its readings, the usual one first."""
    return MappingProxyType(
        {row["character"]: tuple(row["readings"].split(" ")) for row in tables.read("readings")}
    )


def plain(reading: str) -> str:
    """Return a reading without its tone; ü may be written v or u, so it becomes u.

    >>> plain('lǜ')
    'lu'
    """
    bare = "".join(c for c in unicodedata.normalize("NFD", reading) if not unicodedata.combining(c))
    return bare.replace("v", "u")


@cache
def _toneless() -> Mapping[str, frozenset[str]]:
    return MappingProxyType(
        {character: frozenset(map(plain, known)) for character, known in readings().items()}
    )


def is_reading(character: str, reading: str) -> bool:
    """Whether ``character`` can be read so; a reading without a tone is met by any tone.

    >>> is_reading('優', 'yōu'), is_reading('優', 'you'), is_reading('優', 'yóu')
    (True, True, False)
    """
    if TONED.search(reading):
        return reading in readings().get(character, ())
    return reading in readings().get(character, ()) or plain(reading) in _toneless().get(character, ())


@cache
def _by_lead() -> Mapping[tuple[int, str], tuple[str, ...]]:
    found: dict[tuple[int, str], list[str]] = {}
    for character, known in readings().items():
        if pair := cp936.pairs().get(character):
            for reading in sorted({*known, *map(plain, known)}):
                found.setdefault((pair >> 8, reading), []).append(character)
    return MappingProxyType({key: tuple(characters) for key, characters in found.items()})


@cache
def _by_reading() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for (_, reading), characters in _by_lead().items():
        found.setdefault(reading, []).extend(characters)
    return MappingProxyType({reading: tuple(characters) for reading, characters in found.items()})


def with_reading(reading: str) -> tuple[str, ...]:
    """Return every character of two bytes that can be read so."""
    return _by_reading().get(reading, ())


def with_lead(lead: int, reading: str) -> tuple[str, ...]:
    """Return the characters whose first byte is ``lead`` and that can be read so.

    >>> with_lead(0x83, 'yōu')
    ('優',)
    """
    return _by_lead().get((lead, reading), ())
