"""What a text was before it was misread without loss, and how the two lie against each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanclaim.alignment import Alignment
from hanclaim.codec import decode
from hanclaim.damage.ways import BREAK, SINGLE, THEN, WAYS, Way, lay, mend, rightly, wrongly

if TYPE_CHECKING:
    from collections.abc import Iterator


def back(kind: str, seen: str) -> Iterator[str]:
    """Yield what a text was before it was misread in these ways, if nothing was lost.

    >>> list(back('gbk-as-latin-1', '¹«Ë¾'))
    ['公司']
    """
    for name in reversed(kind.split(THEN)):
        data = rightly(seen, WAYS[name].wrong)
        text = None if BREAK in data else decoded(data, WAYS[name])
        if text is None:
            return
        seen = text
    yield seen


def decoded(data: bytes, way: Way) -> str | None:
    """Return what the first right code that can makes of the bytes."""
    for right in way.rights:
        try:
            return _mended(data, way).decode(right)
        except UnicodeDecodeError:
            continue
    return None


def _mended(data: bytes, way: Way) -> bytes:
    is_spaced = way.rights == ("utf-8",) and way in SINGLE and wrongly(b"\xa0", way.wrong) == "\xa0"
    return mend(data) if is_spaced else data


def lay_back(seen: str, ways: tuple[Way, ...]) -> Alignment:
    """Lay what was seen against what it is when it is read again in one way after the other."""
    laid = Alignment.identity(len(seen))
    for way in ways:
        shown = lay(seen, way.wrong)
        data = _mended(rightly(seen, way.wrong), way)
        for right in way.rights:
            try:
                seen, following = decode(data, right)
            except UnicodeDecodeError:
                continue
            break
        laid = (laid.then(shown) if shown else laid).then(following)
    return laid
