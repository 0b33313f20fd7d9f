"""What a text was before it was misread without loss, and how the two lie against each other."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from hanclaim.alignment import Alignment
from hanclaim.codec import decode
from hanclaim.damage.score import language
from hanclaim.damage.ways import BREAK, DOUBLE, SINGLE, THEN, WAYS, Way, lay, mend, rightly, wrongly

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LOST = "\ufffd"
JUDGED, NEAR = 2000, 16  # bytes in which characters are told apart, and how many beside them are looked at


def back(kind: str, seen: str) -> Iterator[str]:
    """Yield what a text was before it was misread in these ways, if nothing was lost.

    >>> list(back('gbk-as-latin-1', '¹«Ë¾'))
    ['公司']
    """
    for name in reversed(kind.split(THEN)):
        if name not in WAYS:  # it loses something
            return
        data = rightly(seen, WAYS[name].wrong)
        text = None if BREAK in data else decoded(data, WAYS[name])
        if text is None:
            return
        seen = text
    yield seen


def decoded(data: bytes, way: Way) -> str | None:
    """Return what the first right code that can makes of the bytes."""
    data = _restored(data, way)
    for right in way.rights:
        try:
            return data.decode(right)
        except UnicodeDecodeError:
            continue
    return None


def _restored(data: bytes, way: Way) -> bytes:
    """Choose among bytes that look alike in the wrong code."""
    return _told_apart(data, way) if way in DOUBLE else _mended(data, way)


@cache
def _twins(wrong: str) -> Mapping[str, tuple[bytes, ...]]:
    """Return the characters that a code has at several places, and those places, the usual one first.

    >>> [pair.hex() for pair in _twins('cp932')['￢']]
    ['81ca', 'eef9', 'fa54']
    """
    found: dict[str, list[bytes]] = {}
    for pair in (bytes((lead, trail)) for lead in range(0x81, 0xFF) for trail in range(0x40, 0xFF)):
        found.setdefault(pair.decode(wrong, "replace"), []).append(pair)
    return MappingProxyType(
        {
            one: tuple(sorted(at, key=one.encode(wrong).__ne__))
            for one, at in found.items()
            if len(one) == 1 < len(at) and one != LOST
        }
    )


def _told_apart(data: bytes, way: Way) -> bytes:
    """Choose, one after the other, the places at which the text reads best so far."""
    twins = _twins(way.wrong)

    def cost(pair: bytes) -> float:
        text = (data[:at] + pair + data[at + width : at + NEAR]).decode(way.rights[0], "replace")
        return language().cost("\n" + text[-NEAR:])

    at, shown = 0, data[:JUDGED].decode(way.wrong, "ignore")
    if twins.keys().isdisjoint(shown):
        return data
    for character in shown:
        width = len(character.encode(way.wrong))
        if character in twins:
            data = data[:at] + min(twins[character], key=cost) + data[at + width :]
        at += width
    return data


def _mended(data: bytes, way: Way) -> bytes:
    is_spaced = way.rights == ("utf-8",) and way in SINGLE and wrongly(b"\xa0", way.wrong) == "\xa0"
    return mend(data) if is_spaced else data


def lay_back(seen: str, ways: tuple[Way, ...]) -> Alignment:
    """Lay what was seen against what it is when it is read again in one way after the other."""
    laid = Alignment.identity(len(seen))
    for way in ways:
        shown = lay(seen, way.wrong)
        data = _restored(rightly(seen, way.wrong), way)
        for right in way.rights:
            try:
                seen, following = decode(data, right)
            except UnicodeDecodeError:
                continue
            break
        laid = (laid.then(shown) if shown else laid).then(following)
    return laid
