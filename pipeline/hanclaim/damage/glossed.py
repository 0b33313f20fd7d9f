"""Kind A in other clothes: readings injected in wide or square brackets, or in none.

The same page is an injected one whichever way its program writes; so it is
judged with its readings written as the others write them.
"""

from __future__ import annotations

import re
from itertools import islice

from hanclaim.alignment import Run, Span
from hanclaim.damage.edit import Edit
from hanclaim.damage.pinyin import learn
from hanclaim.damage.readings import LETTER, SYLLABLE, TONED, is_reading

_SITE = re.compile(rf"([\u3400-\u9fff])(?:[（\[【]({SYLLABLE}) ?[）\]】]|({SYLLABLE})(?![A-Za-z'’]))")
# The closing bracket, looked back from, since a bracket is found at the speed of a byte search.
_CLOSED = tuple(
    re.compile(
        rf"{closing}(?:{'|'.join(rf'(?<=[㐀-鿿]{opening}{LETTER}{{{n}}}{closing})' for n in range(1, 7))})"
    )
    for opening, closing in ("（）", "【】", (r"\[", r"\]"))
)
SOME = 3  # readings, fewer than a page is known by
_BARE = re.compile(rf"{TONED.pattern}[a-z]{{0,3}}(?=[\u3000-\u9fff\uff00-\uffef])")


def is_suspect(seen: str, *, has_accents: bool) -> bool:
    """Whether some readings stand behind characters so; without brackets they need accents.

    >>> is_suspect('数（shù）据（jù）和数（shù）量', has_accents=True), is_suspect('甲骨文（Oracle）', has_accents=False)
    (True, False)
    """
    patterns = (*_CLOSED, _BARE) if has_accents else _CLOSED
    return any(sum(1 for _ in islice(one.finditer(seen), SOME)) == SOME for one in patterns)


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
