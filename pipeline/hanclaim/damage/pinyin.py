"""Kind A: readings injected behind every character of a site's table, byte by byte.

``learn`` finds the page's table from its plain sites, ``undo_plain`` takes the
readings out again, and what the bytes shifted is left to ``shift``.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage.edit import Edit
from hanclaim.damage.readings import SYLLABLE, TONED, readings

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAIN_SITE = re.compile(rf"([\u3400-\u9fff\uf900-\ufaff])\(({SYLLABLE})\)")
SHIFTED_SITE = re.compile(rf"\?({SYLLABLE})\)")

# A page is injected when nearly every occurrence of a glossed character is glossed, when that is more than its
# readers need, and when most of its characters are not: lessons gloss everything, authors the first or the rare one.
FULL_COVERAGE = 0.97
NEEDLESS_SITES = 3
DISTINCT_CHARACTERS = 3
DENSEST = 0.4


@dataclass(frozen=True)
class PageTable:
    """What a site's program injected on this page: one reading for each character, wherever it stands."""

    readings: Mapping[str, str]
    sites: int
    is_injected: bool


def learn(seen: str) -> PageTable:
    """Learn which characters carry a reading at every occurrence, and judge whether a program put it there.

    >>> learn('數(shù)據(jù)、數(shù)量、發(fā)現(xiàn)、開發(fā)、現(xiàn)在、公司、方式、時候、看看、可以').is_injected
    True
    >>> learn('张(zhāng)老师和张三').is_injected
    False
    """
    sites: dict[str, Counter[str]] = {}
    for match in PLAIN_SITE.finditer(seen):
        if match[2] in readings().get(match[1], ()):
            sites.setdefault(match[1], Counter())[match[2]] += 1
    occurrences = Counter(seen)
    table = {}
    needless = covered = missed = 0
    for character, counted in sites.items():
        reading, times = counted.most_common(1)[0]
        if times >= FULL_COVERAGE * occurrences[character]:
            table[character] = reading
            needless += times - 1
            covered += times
        else:
            missed += 1
    shifted = sum(1 for match in SHIFTED_SITE.finditer(seen) if TONED.search(match[1]))
    han = sum(1 for character in occurrences.elements() if "\u3400" <= character <= "\u9fff")
    is_injected = (
        len(table) >= DISTINCT_CHARACTERS
        and needless + 3 * shifted >= NEEDLESS_SITES
        and covered <= DENSEST * han
        and missed <= len(table) // 4
    ) or (shifted > 0 and missed == 0)
    return PageTable(MappingProxyType(table), covered, is_injected)


def undo_plain(seen: str, table: PageTable) -> list[Edit]:
    """Take out the readings of the page's own table."""
    return [
        Edit(
            Span(*match.span()),
            match[1],
            "pinyin",
            (Run(1, len(match[0]), 1),),
            0.999,
            f"every {match[1]} on this page carries ({match[2]})",
        )
        for match in PLAIN_SITE.finditer(seen)
        if table.readings.get(match[1]) == match[2]
    ]
