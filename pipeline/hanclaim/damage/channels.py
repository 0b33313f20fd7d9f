"""The damage run forward: what each kind makes of a text, and whether that is what was seen."""

from __future__ import annotations

from hanclaim.damage import recode, small, stuffing
from hanclaim.damage.bytewise import injects


def see(data: bytes, codec: str, kind: str | None) -> str:
    """Decode bytes as a reading of ``kind`` saw them: only what is lost, or hidden in markup, may be undecodable."""
    return data.decode(codec, "replace" if kind in {"lost", "markup", "part of markup"} else "strict")


def replays(kind: str, text: str, seen: str) -> bool:
    """Whether damage of this kind, run forward over ``text``, can give exactly ``seen``.

    >>> replays('pinyin', '數', '數(shù)'), replays('pinyin', '數', '據(shù)')
    (True, False)
    >>> replays('shift', '們為AI', '們?yōu)锳I')
    True
    """
    if kind in {"pinyin", "shift"}:
        return injects(text, seen)
    if kind == "stuffing":
        return stuffing.replays(text, seen)
    if "-as-" in kind:
        return recode.replays(kind, text, seen)
    return small.replays(kind, text, seen)
