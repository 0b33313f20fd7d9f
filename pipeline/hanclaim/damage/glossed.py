"""Kind A in other clothes: readings injected in wide or square brackets, or in none.

The same page is an injected one whichever way its program writes; so it is
judged with its readings written as the others write them.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage import signs
from hanclaim.damage.edit import Edit
from hanclaim.damage.pinyin import learn
from hanclaim.damage.readings import SYLLABLE, TONED, is_reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.damage.signs import Signs

_SITE = re.compile(rf"([\u3400-\u9fff])(?:[（\[【]({SYLLABLE}) ?[）\]】]|({SYLLABLE})(?![A-Za-z'’]))")
_CLOSED = re.compile(rf"[\u3400-\u9fff](?:（{SYLLABLE}）|【{SYLLABLE}】|\[{SYLLABLE}\])\Z")
LONGEST = 9  # characters of a reading in brackets, with the one that it is of
SOME = 3  # readings, fewer than a page is known by
_BARE = re.compile(rf"{TONED.pattern}[a-z]{{0,3}}(?=[\u3000-\u9fff\uff00-\uffef])")


def is_suspect(seen: str, found: Signs, *, has_accents: bool) -> bool:
    """Whether some readings stand behind characters so; without brackets they need accents.

    >>> page = '数（shù）据（jù）和数（shù）量'
    >>> is_suspect(page, signs.find(page), has_accents=True)
    True
    >>> is_suspect('甲骨文（Oracle）', signs.find('甲骨文（Oracle）'), has_accents=False)
    False
    """
    counts: Counter[str] = Counter()
    for kind in _kinds(seen, found, has_accents=has_accents):
        counts[kind] += 1
        if counts[kind] == SOME:
            return True
    return False


def _kinds(seen: str, found: Signs, *, has_accents: bool) -> Iterator[str]:
    """Yield the closing bracket of each reading that stands behind a character, and of those in none the tone."""
    for place in found.beside(signs.CLOSING, signs.LETTER, range(-1, 0)):
        if _CLOSED.search(seen[max(0, place + 1 - LONGEST) : place + 1]):
            yield seen[place]
    if has_accents:
        for place in found.beside(signs.TONE, signs.WIDE, range(1, 5)):
            if _BARE.match(seen, place):
                yield "ā"


def undo(seen: str) -> list[Edit]:
    """Return the edits that take such readings out, where the page is an injected one.

    >>> page = '數（shù）據（jù）、數（shù）量、發（fā）現（xiàn）、開發（fā）、現（xiàn）在、公司、方式、時候、看看、可以'
    >>> [edit.text for edit in undo(page)]
    ['數', '據', '數', '發', '現', '發', '現']
    """
    sites = [match for match in _SITE.finditer(seen) if _is_site(match)]
    if not sites:
        return []
    table = learn(written(seen))
    if not table.is_injected:
        return []
    return [
        Edit(
            Span(*match.span()), match[1], "pinyin", (Run(1, len(match[0]), 1),), 0.999,
            f"every {match[1]} on this page carries ({_reading(match)})",
        )
        for match in sites
        if table.readings.get(match[1]) == _reading(match)
    ]  # fmt: skip


def written(seen: str) -> str:
    """Write the readings of a page in plain brackets.

    >>> written('數shù據【jù】')
    '數(shù)據(jù)'
    """
    return _SITE.sub(lambda match: f"{match[1]}({_reading(match)})" if _is_site(match) else match[0], seen)


def _reading(match: re.Match[str]) -> str:
    return match[2] or match[3]


def _is_site(match: re.Match[str]) -> bool:
    """Whether it is a reading of the character; without brackets a tone must tell it from a word."""
    reading = _reading(match)
    return is_reading(match[1], reading) and (bool(match[2]) or bool(TONED.search(reading)))
