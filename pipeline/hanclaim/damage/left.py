"""Words by what a cleaner leaves of their bytes: GBK read as Latin-1 loses those that cannot be printed.

Every word that can begin at a byte is found by going on with the next byte for
as long as any word goes on so.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cache
from itertools import groupby, pairwise, product
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage import cp936
from hanclaim.damage.codes import fits
from hanclaim.damage.steps import Choice, Choices
from hanclaim.damage.words import folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from hanclaim.damage.codes import Script

STRIPPED = frozenset((*range(0x80, 0xA1), 0xAD))
DEAREST = 15.0  # nats of a word that is still looked for where bytes are gone
UNUSUAL = 3.0  # nats of a form that is not the usual one
FORMS = 4  # ways at most to write a word in one script


class Entry(NamedTuple):
    """A word written in one way: the bytes left of it, how unusual that way is, its cost, its rank, its characters."""

    left: bytes
    odd: float
    cost: float
    rank: int
    characters: str


class Index:
    """Words in the order of the bytes that are left of them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._entries = sorted(entries)
        self._lefts = [entry.left for entry in self._entries]
        self._choices: dict[int, list[tuple[float, Choices]]] = {}

    def find(self, left: bytes, start: int) -> int:
        """Return where the words begin of which these bytes are left first, looked for from ``start`` on, or -1."""
        at = bisect_left(self._lefts, left, start)
        return at if at < len(self._lefts) and self._lefts[at].startswith(left) else -1

    def choices(self, left: bytes, at: int) -> list[tuple[float, Choices]]:
        """Return the words of which just these bytes are left, by what their writing costs, where they begin."""
        if self._lefts[at] != left:
            return []
        found = self._choices.get(at)
        if found is None:
            alike = self._entries[at : bisect_right(self._lefts, left, at)]
            found = self._choices[at] = [
                (odd, Choices(Choice(*entry[2:]) for entry in entries))
                for odd, entries in groupby(alike, key=itemgetter(1))
            ]
        return found


@cache
def left_of(character: str) -> bytes:
    """Return the bytes of a character that a cleaner leaves.

    >>> left_of('億') == bytes.fromhex('7c'), left_of('元') == bytes.fromhex('d4aa')
    (True, True)
    """
    pair = cp936.pairs()[character]
    return bytes(byte for byte in (pair >> 8, pair & 0xFF) if byte not in STRIPPED)


@cache
def _forms(script: Script) -> Mapping[str, tuple[str, ...]]:
    """Return how a script writes what words are made of, the usual form first."""
    found: dict[str, list[str]] = {}
    for character in cp936.pairs():
        if fits(character, script) and (script != "simplified" or character.encode("gb2312", "ignore")):
            found.setdefault(folded(character), []).append(character)
    usual = words().usual
    return MappingProxyType(
        {
            letter: tuple(sorted(forms, key=lambda form: usual.get(form, len(usual))))
            for letter, forms in found.items()
        }
    )


@cache
def index(script: Script) -> Index:
    """Return the words of a script that lose bytes.

    >>> known = index('traditional')
    >>> _, choices = known.choices(b'|', known.find(b'|', 0))[0]
    >>> [choice.characters for choice in choices.ordered[:2]]
    ['東', '億']
    """
    known, forms = words(), _forms(script)
    return Index(
        Entry(left, UNUSUAL * others, cost, rank, characters)
        for (word, rank), cost in zip(known.ranks.items(), known.singles, strict=True)
        if cost < DEAREST
        for characters, left, others in written(word, forms)
        if len(left) < 2 * len(characters)
    )


def written(word: str, forms: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, bytes, int]]:
    """Yield the ways to write a word, the bytes left of each, and how many unusual forms it holds.

    Of two characters beside each other one leaves some.
    """
    if not all(letter in forms for letter in word):
        return
    for _, characters in zip(range(FORMS), product(*(forms[letter] for letter in word)), strict=False):
        lefts = [left_of(character) for character in characters]
        if all(map(any, pairwise(lefts))):
            others = sum(
                character != forms[letter][0] for character, letter in zip(characters, word, strict=True)
            )
            yield "".join(characters), b"".join(lefts), others
