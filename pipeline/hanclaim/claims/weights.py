"""What each mark weighs: the sums by which candidates are compared."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from heapq import nlargest
from itertools import repeat
from typing import Literal

from hanclaim.claims.candidates import Candidate, Line, Stretch
from hanclaim.tables import read

Field = Literal["subject", "measure", "period"]

MOST = 10  # stretches that are asked everything
CHOSEN = "most speaks for it"
MARGIN = 0.5  # nats; a lesser lead over the rule is not worth leaving it
_SAY = 3  # marks that the evidence names


@cache
def learned() -> dict[str, dict[str, float]]:
    """Return what each mark weighs, by field."""
    found: dict[str, dict[str, float]] = {}
    for row in read("choices"):
        found.setdefault(row["field"], {})[row["mark"]] = float(row["weight"])
    return found


def _weight(field: str) -> Callable[[str, float], float]:
    return learned().get(field, {}).get


def likely(field: Field, around: list[Line], never: frozenset[str]) -> list[Stretch]:
    """Return the stretches that most speaks for by what they are, for these alone are asked what else they do."""
    parts = [part for line in around for part in line.stretches if line.doing[part.end] not in never]
    if len(parts) <= MOST:
        return parts
    weight = _weight(f"{field} at a glance")
    return nlargest(MOST, parts, key=lambda part: sum(map(weight, part.marks, repeat(0.0))))


def best(field: Field, candidates: list[Candidate]) -> Candidate:
    """Return the candidate whose marks weigh most, if clearly more than those of the first, which is the rule's."""
    weight = _weight(field)
    # Marks are a set, whose order differs from run to run: only an exact sum is the same in any.
    sums = [math.fsum(map(weight, candidate.marks, repeat(0.0))) for candidate in candidates]
    highest = max(sums)
    at = sums.index(highest) if highest - sums[0] >= MARGIN else 0
    chosen = candidates[at]
    chosen.chance = math.exp(sums[at] - highest) / sum([math.exp(found - highest) for found in sums])
    return chosen


def why(field: Field, chosen: Candidate) -> str:
    """Name the marks that spoke most for a candidate."""
    weight = _weight(field)
    marks = sorted(chosen.marks, key=lambda mark: (-weight(mark, 0.0), mark))[:_SAY]
    return f"{CHOSEN}: {', '.join(marks)}"
