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
from hanclaim.damage import cp936
from hanclaim.damage.edit import Edit
from hanclaim.damage.readings import SYLLABLE, TONED, is_reading, readings
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

# Some tables end a reading in a soft hyphen, which later became a space.
PLAIN_SITE = re.compile(rf"([\u3400-\u9fff\uf900-\ufaff])\(({SYLLABLE}) ?\)")
SHIFTED_SITE = re.compile(rf"\?({SYLLABLE}) ?\)")

_AMID = re.compile(r"[\u3400-\u9fff)].\([^()]+\)[\u3400-\u9fff]")

_LETTER_SITE = re.compile(rf"([^\x00-\x7f])([@-~])\(({SYLLABLE}) ?\)")
SPACED_SITE = re.compile(rf"([\u3400-\u9fff])((?:\(({SYLLABLE})\) )+)")

# A page is injected when nearly every occurrence of a glossed character is glossed, when that is more than its
# readers need, and when most of its characters are not: lessons gloss everything, authors the first or the rare one.
COVERED = 0.75  # what is left may be a chance character of a shifted stretch
NEEDLESS_SITES = 3
# A site inside a word whose character everybody reads, in its usual reading, is nearly as needless as a repeated one.
READ_BY_ALL = 9.0  # nats: the thousand most frequent characters
NEEDLESS_ONCE = 0.75
DISTINCT_CHARACTERS = 3
DENSEST = 0.4
EVERYDAY, EVERYDAY_CHARACTERS, THIN = 8.5, 8, 0.15  # nats; characters; share of the page
# Fewer are enough where they stand amid Chinese in their usual readings, and again and again: an author would gloss
# an unusual reading, or the first of a rare one.
AMID_SPEECH, REPEATED = 4, 2
# A program that leaves a space behind skips characters at random, so its sites are counted instead.
SPACED_SITES = 6
# One that picks characters at random writes tones now and then; an author writes them or does not.
RANDOM_SITES, RANDOM_CHARACTERS, MIXED = 12, 8, 0.2
# On a page of a site's program, an everyday character in its usual reading is the program's although it was missed here and there.
PROGRAM, HALF_COVERED = 8, 0.5


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
    in_words: set[str] = set()
    amid: set[str] = set()
    for match in PLAIN_SITE.finditer(seen):
        if is_reading(match[1], match[2]):
            sites.setdefault(match[1], Counter())[match[2]] += 1
            if is_needless(match):
                in_words.add(match[1])
            if _is_amid_speech(match):
                amid.add(match[1])
    occurrences = Counter(seen)
    table = {}
    needless, covered, missed = 0.0, 0, 0
    share = {c: counted.most_common(1)[0][1] / occurrences[c] for c, counted in sites.items()}
    is_program = sum(1 for part in share.values() if part >= COVERED) >= PROGRAM
    for character, counted in sites.items():
        reading, times = counted.most_common(1)[0]
        if share[character] >= (HALF_COVERED if is_program and character in in_words else COVERED):
            table[character] = reading
            needless += times - 1 + (NEEDLESS_ONCE if character in in_words else 0)
            covered += times
        else:
            missed += 1
    shifted = sum(1 for match in SHIFTED_SITE.finditer(seen) if TONED.search(match[1]))
    is_injected = (
        len(table) >= DISTINCT_CHARACTERS
        and (
            needless + 3 * shifted >= NEEDLESS_SITES
            or _is_plain_speech(table, covered, _han(seen))
            or (
                missed == 0
                and len(amid) >= AMID_SPEECH
                and covered - len(table) >= REPEATED
                and 2 * covered <= THIN * _han(seen)
            )
        )
        and covered <= DENSEST * _han(seen)
        and missed <= len(table) // 4
    ) or (shifted > 0 and missed == 0)
    return PageTable(MappingProxyType(table), covered, is_injected)


def is_needless(site: re.Match[str]) -> bool:
    """Whether a reading stands inside running text, behind a common traditional character, and is its usual one.

    Sites' tables hold the characters that the reform of the script changed; authors gloss names, rare
    characters, headwords at the head of a line, and unusual readings.

    >>> [is_needless(site) for site in PLAIN_SITE.finditer('的數(shù)據(jù)顯示。長(zhǎng)：銀行(háng)的')]
    [True, True, False, False]
    """
    character, reading = site[1], site[2]
    known = language()
    return (
        known.fold.get(character, character) != character
        and known.single(character) < READ_BY_ALL
        and readings()[character][0] == reading
        and site.string[max(0, site.start() - 1) : site.start()].strip("\n") != ""
        and site.string[site.end() : site.end() + 1] not in {"", ":", "：", "\n"}
    )


def _is_amid_speech(site: re.Match[str]) -> bool:
    """Whether a character that all can read carries its usual reading between two others."""
    return (
        language().single(site[1]) < READ_BY_ALL
        and readings()[site[1]][0] == site[2]
        and _AMID.match(site.string, site.start() - 1) is not None
    )


def _is_plain_speech(table: Mapping[str, str], covered: int, han: int) -> bool:
    """Whether so many everyday characters are glossed, and so thinly, that no reader is meant."""
    everyday = sum(1 for character in table if language().single(character) < EVERYDAY)
    return everyday >= EVERYDAY_CHARACTERS and covered <= THIN * han


def _han(seen: str) -> int:
    return sum(1 for character in seen if "\u3400" <= character <= "\u9fff")


def undo_plain(seen: str, table: PageTable) -> list[Edit]:
    """Take out the readings of the page's own table."""
    found = [
        _plain(match, f"every {match[1]} on this page carries ({match[2]})")
        for match in PLAIN_SITE.finditer(seen)
        if table.readings.get(match[1]) == match[2]
    ]
    return sorted([*found, *_behind_letters(seen, table)])


def _behind_letters(seen: str, table: PageTable) -> Iterator[Edit]:
    """Take out readings behind a letter that is, with the byte before it, what the table's character is written in.

    >>> table = PageTable({'現': 'xiàn'}, 9, is_injected=True)
    >>> [edit.text for edit in undo_plain('目前，F(xiàn)BI表示', table)]
    ['，F']
    """
    for match in _LETTER_SITE.finditer(seen):
        trail = cp936.pairs().get(match[1], 0) & 0xFF
        owner = cp936.characters().get(trail << 8 | ord(match[2]), "")
        if owner and match[3] in (table.readings.get(owner), *readings().get(owner, ())[:1]):
            runs = (Run(1, 1, 1), Run(1, len(match[0]) - 1, 1))
            evidence = f"two bytes of it are {owner}, which carries ({match[3]})"
            yield Edit(Span(*match.span()), match[1] + match[2], "pinyin", runs, 0.999, evidence)


def undo_spaced(seen: str) -> list[Edit]:
    """Take out readings without tones that leave a space behind, where a page has many.

    >>> page = '關(guan) 於(yu) 本次會(hui) 議，公司說(shuo) 明如下：收(shou) 入增加，請各位參考附表，成本(ben) 減少。'
    >>> len(undo_spaced(page))
    6
    """
    sites = [match for match in SPACED_SITE.finditer(seen) if is_reading(match[1], match[3])]
    distinct = {match[1] for match in sites}
    if (
        len(sites) < SPACED_SITES
        or len(distinct) <= DISTINCT_CHARACTERS
        or len(sites) > DENSEST * _han(seen)
        or len(sites) < 4 * (sum(1 for _ in PLAIN_SITE.finditer(seen)) - len(sites))
    ):
        return []
    return [_plain(match, f"{len(sites)} readings with a space behind stand on this page") for match in sites]


def undo_random(seen: str) -> list[Edit]:
    """Take out readings that a program put behind characters at random, now with a tone and now without.

    >>> page = '河灣市(shi)統計局昨(zuó)天公布(bu)，今年的收(shōu)入增長了(le)一成，出(chu)口比進(jìn)口增得更(geng)快，'
    >>> len(undo_random(page + '明年(nián)預計還(hai)會再增(zēng)加，工人(ren)也要多(duō)招一些'))
    13
    """
    sites = [match for match in PLAIN_SITE.finditer(seen) if is_reading(match[1], match[2])]
    if len(sites) < RANDOM_SITES or len(sites) > DENSEST * _han(seen):
        return []
    toned = sum(1 for match in sites if TONED.search(match[2]))
    stripped = sum(1 for match in sites if match[2] not in readings()[match[1]])
    everyday = sum(1 for match in sites if language().single(match[1]) < EVERYDAY)
    if (
        len({match[1] for match in sites}) < RANDOM_CHARACTERS
        or min(toned, stripped) < MIXED * len(sites)
        or everyday < COVERED * len(sites)
    ):
        return []
    return [_plain(match, f"{len(sites)} readings stand on this page, some with tones") for match in sites]


def _plain(match: re.Match[str], evidence: str) -> Edit:
    return Edit(Span(*match.span()), match[1], "pinyin", (Run(1, len(match[0]), 1),), 0.999, evidence)
