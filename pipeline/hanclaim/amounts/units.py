"""What stands after a number: its unit, as a code, read from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from functools import cache
from math import isqrt
from types import MappingProxyType
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.document import UnitKind

_FEW = 12  # branches that are tried as fast one by one


class Unit(NamedTuple):
    """A unit's code in the record, and the factor a smaller coin or part brings with it."""

    code: str | None
    kind: UnitKind
    factor: Decimal = Decimal(1)
    spoken: bool = True  # whether a Chinese numeral before it is a count, and not half of a word (一手, 一面)


@cache
def by_surface() -> Mapping[str, Unit]:
    """Every unit a number may be followed by; physical units and money win over classifiers of the same shape."""
    found = {
        row["surface"]: Unit(f"{{{row['surface']}}}", "count", spoken=row["chinese"] == "yes")
        for row in tables.read("classifiers", key="surface")
    }
    for row in tables.read("units", key="surface"):
        found[row["surface"]] = Unit(row["code"], cast("UnitKind", row["kind"]), Decimal(row["factor"]))
    for row in tables.read("currencies", key="surface"):
        found[row["surface"]] = Unit(row["code"], "currency", Decimal(row["factor"]))
    return MappingProxyType(found)


@cache
def expression() -> str:
    """Write every unit as one pattern: none that goes on into a longer word, such as 部 in 部门."""
    refused: dict[str, set[str]] = {}
    for name in ("classifiers", "units", "currencies"):
        for row in tables.read(name):
            refused.setdefault(row["surface"], set()).update(row["not_before"])
    latin = {word for word in by_surface() if word[-1].isascii() and word[-1].isalpha()}
    endings = dict.fromkeys(latin, "(?![A-Za-z0-9])") | {
        word: f"(?![{re.escape(''.join(sorted(chars)))}])" for word, chars in refused.items() if chars
    }
    return trie(by_surface(), endings)


def trie(
    words: Iterable[str], endings: Mapping[str, str] | None = None, prefix: str = "", *, leads: bool = False
) -> str:
    """Write words as one expression that tries each character once, the longest word first.

    One that ``leads`` what is searched for is left as plain branches: `re` then skips
    all that none begins with.

    >>> trie(['公里', '公斤', '米'])
    '(?:公(?:斤|里)|米)'
    """
    branches: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        branches.setdefault(word[:1], []).append(word[1:])
    ended = branches.pop("", None) is not None
    parts = [
        re.escape(first)
        + (
            ""
            if rest == [""] and not (endings or {}).get(prefix + first)
            else trie(rest, endings, prefix + first)
        )
        for first, rest in branches.items()
    ]
    if not leads:
        parts = _gathered(list(branches), parts)
    if ended:
        parts.append((endings or {}).get(prefix, ""))
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _gathered(firsts: Sequence[str], parts: Sequence[str]) -> list[str]:
    """Gather many branches by their first character, as a class of characters is asked at once and branches one by one."""
    if len(parts) <= _FEW:
        return list(parts)
    step = isqrt(len(parts))
    groups = [
        f"(?={one_of(firsts[at : at + step])})(?:{'|'.join(parts[at : at + step])})"
        for at in range(0, len(parts), step)
    ]
    return [f"(?={one_of(firsts)})(?:{'|'.join(groups)})"]


def one_of(characters: Iterable[str]) -> str:
    """Write a class of characters."""
    return f"[{re.escape(''.join(sorted(set(characters))))}]"
