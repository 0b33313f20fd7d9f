"""Kind A run forward: readings and cuts put between bytes, then decoded as CP936.

Which characters the site's table held is not known, so every way the damage
could have gone is followed at once; a character or digit of the text that does
not account for what was seen ends its way.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.damage import cp936
from hanclaim.damage.readings import SYLLABLE, is_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "\ufffd"
_WHOLE = re.compile(rf"\(({SYLLABLE}) ?\)")
_SPLIT = re.compile(rf"\?({SYLLABLE})\)")


class _At(NamedTuple):
    """Before the first or the second byte of a character, and how much of what was seen is accounted for."""

    character: int
    second: bool
    seen: int


def injects(text: str, seen: str) -> bool:
    """Whether injected readings and cuts can turn ``text`` into ``seen``.

    >>> injects('當地指出,美國不僅', '當(dāng)?shù)刂赋觯绹粌H')
    True
    >>> injects('當地指出,美國不僅', '當(dāng)?shù)刂赋觯绹粌I')
    False
    """
    if not text or text == seen:
        return False
    forward = _Forward(text, seen)
    waiting, met = [_At(0, second=False, seen=0)], set[_At]()
    while waiting:
        here = waiting.pop()
        if here in met:
            continue
        met.add(here)
        if here == (len(text), False, len(seen)):
            return True
        waiting.extend(forward.onward(here))
    return False


class _Forward:
    def __init__(self, text: str, seen: str) -> None:
        self.text, self.seen = text, seen
        table = cp936.pairs()
        self.pairs = [table.get(cp936.UNFOLDED.get(character, character), 0) for character in text]

    def onward(self, here: _At) -> Iterator[_At]:
        """Yield where one more unit of the decoder can lead."""
        k, second, j = here
        match = _WHOLE.match(self.seen, j)
        if match and any(is_reading(owner, match[1]) for owner in self._owners(k, second=second)):
            yield here._replace(seen=match.end())
            if self.seen[match.end() : match.end() + 1] == " ":  # some sites put a space behind
                yield here._replace(seen=match.end() + 1)
        if k == len(self.text):
            return
        yield from self._second(k, j) if second else self._first(k, j)

    def _owners(self, k: int, *, second: bool) -> Iterator[str]:
        """Yield what the two bytes before this place can be, a letter being one of them or not."""
        if owner := self._between(k, second=second):
            yield owner
        if not second and k > 1 and self.pairs[k - 2] and owner.isascii():
            yield cp936.characters().get((self.pairs[k - 2] & 0xFF) << 8 | ord(owner), "")

    def _between(self, k: int, *, second: bool) -> str:
        """Return the character that the two bytes before this place make, were they read together."""
        if not second:
            return self.text[k - 1] if k else ""
        if k == 0 or not self.pairs[k - 1]:
            return ""
        return cp936.characters().get((self.pairs[k - 1] & 0xFF) << 8 | self.pairs[k] >> 8, "")

    def _reads(self, j: int, character: str) -> bool:
        found = self.seen[j : j + 1]
        return bool(found) and found in (character, cp936.FOLDED.get(character))

    def _first(self, k: int, j: int) -> Iterator[_At]:
        character, pair = self.text[k], self.pairs[k]
        if character != LOST and (
            self._reads(j, character) or self._reads(j, cp936.UNFOLDED.get(character, ""))
        ):
            yield _At(k + 1, second=False, seen=j + 1)
        if not pair or self.seen[j : j + 1] != "?":
            return
        if (match := _SPLIT.match(self.seen, j)) and is_reading(self._between(k, second=True), match[1]):
            yield _At(k, second=True, seen=match.end())
        if self.text[k + 1 : k + 2] == LOST:  # its first byte is seen in the mark
            mark = self._pair_at(j + 1)
        else:
            mark = (pair & 0xFF) << 8 | (self.pairs[k + 1] >> 8 if k + 1 < len(self.pairs) else 0)
        if mark >> 8 == pair & 0xFF and cp936.characters().get(mark, "") in tuple(cp936.CUT_BEFORE):
            yield _At(k, second=True, seen=j + 1)

    def _pair_at(self, j: int) -> int:
        """Return the bytes that were seen as one character."""
        character = self.seen[j : j + 1]
        return cp936.pairs().get(cp936.UNFOLDED.get(character, character), 0)

    def _second(self, k: int, j: int) -> Iterator[_At]:
        character, trail = self.text[k], self.pairs[k] & 0xFF
        last = k + 1 == len(self.text)
        if character == LOST:
            if self.seen[j : j + 1] == "?":
                yield _At(k + 1, second=False, seen=j + 1)
                if not last:
                    yield _At(k + 2, second=False, seen=j + 1)
            return
        if trail <= 0x80:
            if self._reads(j, "€" if trail == 0x80 else chr(trail)):
                yield _At(k + 1, second=False, seen=j + 1)
            return
        if (match := _SPLIT.match(self.seen, j)) and is_reading(character, match[1]):
            yield _At(k + 1, second=False, seen=match.end())
        if last or self.text[k + 1] in cp936.CUT_BEFORE or self.text[k + 1] in cp936.UNFOLDED:
            if self.seen[j : j + 1] == "?":
                yield _At(k + 1, second=False, seen=j + 1)
            if last:
                return
        yield from self._across(trail, k + 1, j)

    def _across(self, trail: int, k: int, j: int) -> Iterator[_At]:
        """Read a trail byte together with the first byte of the next character."""
        pair = self.pairs[k]
        if self.text[k] == LOST:
            if self.seen[j : j + 1] == "?":  # swallowed together
                yield _At(k + 1, second=False, seen=j + 1)
            if self._pair_at(j) >> 8 == trail:
                yield _At(k, second=True, seen=j + 1)
            return
        lead = pair >> 8 if pair else ord(self.text[k])
        if lead > 0xFF:
            return
        onward = _At(k, second=True, seen=j) if pair else _At(k + 1, second=False, seen=j)
        if cp936.is_private(trail, lead):
            yield onward
        elif self._reads(j, cp936.characters().get(trail << 8 | lead, "?")):
            yield onward._replace(seen=j + 1)
