"""What the text says of a name where it stands: a person's title, a group's members."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from hanclaim import tables
from hanclaim.mentions.cues import any_of
from hanclaim.mentions.page import Name, Page

_NUMBERS = {"两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_LISTS = re.compile(r"[”\"」]?(?:——|--|[:：]|[(（]|[,，]?(?:即|包括|分别是|分别为|也就是)[:：]?)")
_BETWEEN = re.compile(r"[”\"]?(?:[(（][^()（）]{0,12}[)）])?(?:、|和|与|及|以及|,|，)[“\"]?")


@cache
def _titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    title = f"(?:{any_of([row['title'] for row in tables.read('titles', key='title')])})"
    return re.compile(rf"{title}(?:(?:兼|、|/|及|和)?{title})*$"), re.compile(title)


def find_role(page: Page, name: Name) -> str | None:
    """Return the title right before a person's name, or right after it.

    >>> from hanclaim.alignment import Span
    >>> text = "星海公司董事长兼CEO王小明表示"
    >>> find_role(Page(text, ()), Name(Span(11, 14), "person", "made"))
    '董事长兼CEO'
    """
    if name.type != "person":
        return None
    before, after = _titles()
    found = before.search(page.folded[max(0, name.span.start - 16) : name.span.start])
    found = found or after.match(page.folded, name.span.end)
    return found[0] if found else None


def find_members(page: Page, names: Sequence[Name], at: int, canonical: Mapping[str, str]) -> tuple[str, ...]:
    """Return whom a group holds, when a list of just so many names follows it: “七朵金花”——苹果、微软……."""
    group = names[at]
    opening = _LISTS.match(page.folded, group.span.end)
    wanted = _NUMBERS.get(page.folded[group.span.start])
    if group.type != "group" or opening is None or wanted is None:
        return ()
    members: list[str] = []
    end = opening.end()
    for name in names[at + 1 : at + 1 + wanted]:
        if name.span.start != end:
            break
        members.append(canonical[page.text(name.span)])
        gap = _BETWEEN.match(page.folded, name.span.end)
        end = gap.end() if gap else -1
    return tuple(members) if len(members) == wanted else ()
