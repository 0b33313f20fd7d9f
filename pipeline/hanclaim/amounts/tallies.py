"""Tallies: numerals that each stand before a word of their own, 一死两伤 or 12投6中, and count without a classifier."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hanclaim.amounts.numerals import CHARACTERS, parse_number
from hanclaim.amounts.readings import Found

_MANY = f"(?:[0-9]+|[{CHARACTERS}]{{1,4}})[余多]?"
_HARMED = "死亡?|重伤|轻伤|伤|亡|失踪|失联|获救|被困|被捕"
# A word that ends one count where the next begins, and the whole run that it stands in.
_SEAM = re.compile(f"[死亡伤踪联投罚](?=[、，,和 仅只]?[0-9{CHARACTERS}])")
_RUNS = (
    re.compile(rf"(?<![0-9{CHARACTERS}第.])(?:{_MANY}人?(?:{_HARMED})[、，,和 ]?){{2,}}"),
    re.compile(rf"(?<![0-9{CHARACTERS}第.])(?:{_MANY}[投罚][仅只]?{_MANY}中)(?![国央学午外])"),
)
_ONE = re.compile(rf"(?P<many>{_MANY})(?=人?(?:{_HARMED}|[投罚中]))")


def find_tallies(folded: str) -> Iterator[Found]:
    """Yield each numeral of a tally; they have no unit.

    >>> [folded[one.start:one.end] for folded in ['车祸致1死3伤'] for one in find_tallies(folded)]
    ['1', '3']
    """
    at = 0
    for seam in _SEAM.finditer(folded):
        for run in _RUNS if seam.start() >= at else ():
            for match in run.finditer(folded, max(at, seam.start() - 8), seam.end() + 24):
                if match.start() < seam.start() < match.end():
                    yield from _counts(folded, match)
                    at = match.end()


def _counts(folded: str, run: re.Match[str]) -> Iterator[Found]:
    for one in _ONE.finditer(folded, run.start(), run.end()):
        number = parse_number(one["many"])
        if number is not None and folded[one.end() : one.end() + 1] != "人":
            yield Found(*one.span(), number, None, "number.tally")
