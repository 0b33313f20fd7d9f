"""The damage run forward: what each kind makes of a text, and whether that is what was seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanclaim.damage import glossed, misread, readback, recode, signs, small, stuffing
from hanclaim.damage.bytewise import injects
from hanclaim.damage.edit import apply
from hanclaim.damage.ways import THEN

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST, SHORTER = 12, 6  # characters of one site of lesser damage, and of what stood there
PATIENCE = 4000  # places in two texts at which sites are looked for


def see(data: bytes, codec: str, kind: str | None) -> str:
    """Decode bytes as a reading of ``kind`` saw them: only what is lost, or hidden in markup, may be undecodable."""
    return data.decode(codec, "replace" if kind in {"lost", "markup", "part of markup"} else "strict")


def replays(kind: str, text: str, seen: str) -> bool:
    """Whether damage of this kind, run forward over ``text``, can give exactly ``seen``.

    >>> replays('pinyin', '數', '數(shù)'), replays('pinyin', '數', '據(shù)')
    (True, False)
    >>> replays('shift', '們為AI', '們?yōu)锳I')
    True
    >>> replays('pinyin+gbk-as-latin-1', '數', '數(shù)'.encode('gbk').decode('latin-1'))
    True
    """
    first, _, rest = kind.partition(THEN)
    if rest and "-as-" not in first:
        return any(
            replays(rest, between, seen) and _within(first, text, between) for between in _before(rest, seen)
        )
    if kind in {"pinyin", "shift"}:
        return injects(text, seen) or injects(text, glossed.written(seen))
    if kind == "stuffing":
        return stuffing.replays(text, seen)
    if "-as-" in kind:
        return recode.replays(kind, text, seen)
    return small.replays(kind, text, seen)


def _before(kind: str, seen: str) -> Iterator[str]:
    """Propose what stood before the last damage: replaying both ways proves it."""
    if "-as-" in kind:
        yield from readback.back(kind, seen)
        yield apply(seen, misread.undo(seen, signs.find(seen), (kind,)))


def _within(kind: str, text: str, seen: str) -> bool:
    """Whether damage of this kind at some places of ``text`` gives what was seen."""
    if replays(kind, text, seen):
        return True
    waiting, met = [(0, 0)], set[tuple[int, int]]()
    while waiting:
        at, done = here = waiting.pop()
        if here == (len(text), len(seen)):
            return True
        if here in met:
            continue
        if len(met) > PATIENCE:
            return False
        met.add(here)
        waiting += (
            (m, n)
            for n in range(done + 1, min(done + LONGEST, len(seen)) + 1)
            for m in range(at, min(at + SHORTER, len(text)) + 1)
            if replays(kind, text[at:m], seen[done:n])
        )
        if at < len(text) and done < len(seen) and text[at] == seen[done]:
            waiting.append((at + 1, done + 1))
    return False
