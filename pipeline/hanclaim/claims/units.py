"""What stands after a number: its unit, as a code, read from the tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.document import UnitKind


class Unit(NamedTuple):
    """A unit's code in the record, and the factor a smaller coin or part brings with it."""

    code: str | None
    kind: UnitKind
    factor: Decimal = Decimal(1)
    spoken: bool = True  # whether a Chinese numeral before it is a count, and not half of a word (一手, 三层)


@cache
def by_surface() -> Mapping[str, Unit]:
    """Every unit a number may be followed by; physical units win over classifiers of the same shape."""
    found = {
        row["surface"]: Unit(f"{{{row['surface']}}}", "count", spoken=row["chinese"] == "yes")
        for row in tables.read("classifiers", key="surface")
    }
    for row in tables.read("units", key="surface"):
        found[row["surface"]] = Unit(row["code"], cast("UnitKind", row["kind"]), Decimal(row["factor"]))
    for row in tables.read("currencies", key="surface"):
        found[row["surface"]] = Unit(row["code"], "currency", Decimal(row["factor"]))
    return MappingProxyType(found)


def pattern(words: Iterable[str]) -> str:
    """Write words as one expression that tries each character once, longest word first.

    >>> pattern(['公里', '公斤', '米'])
    '(?:公(?:斤|里)|米)'
    """
    branches: dict[str, list[str]] = {}
    for word in sorted(set(words)):
        branches.setdefault(word[:1], []).append(word[1:])
    ended = "" in branches
    parts = [
        re.escape(first) + (pattern(rest) if rest != [""] else "")
        for first, rest in branches.items()
        if first
    ]
    if not parts:
        return ""
    whole = f"(?:{'|'.join(parts)})" if len(parts) > 1 or ended else parts[0]
    return f"{whole}?" if ended else whole
