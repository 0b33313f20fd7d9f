"""Kind A undone on a page: plain sites first, then what they shifted, one site after the other."""

from __future__ import annotations

import math
import re
from itertools import pairwise
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage.edit import Edit
from hanclaim.damage.pinyin import SHIFTED_SITE, PageTable, learn, undo_plain, undo_spaced
from hanclaim.damage.readings import LETTER, SYLLABLE, TONED
from hanclaim.damage.score import language
from hanclaim.damage.shift import Page, Shift

if TYPE_CHECKING:
    from collections.abc import Iterator

# A cut leaves a lost lead byte and then its mark; readings are optional.
_SITE = re.compile(r"\?(?=[?,;!、。，；！？][\u3400-\u9fff])|" + SHIFTED_SITE.pattern)
# What a cut must gain, and lead by, before a page without readings is believed to hold one (nats).
CUT_GAIN, CUT_LEAD = 8.0, 2.0
DOUBT = 3.0  # nats of margin at which a shifted stretch is as often wrong as right, measured on drawn pages
LONGEST_SHIFT = 120
REFUSED = 12  # sites in a row after which a page without readings is believed to be whole
# The closing bracket of a short reading: looked back from, since a bracket is found at the speed of a byte search.
_SIGN = re.compile(
    r"\)(?:"
    + "|".join(rf"(?<=[\u3400-\u9fff]\({LETTER}{{{n}}}\))|(?<=\?{LETTER}{{{n}}}\))" for n in range(1, 7))
    + ")"
)
_CUT_SIGN = re.compile(r"\?(?=[?,;!、。，；！？][\u3400-\u9fff])")
_WHOLE = re.compile(rf"\({SYLLABLE} ?\)")


def is_suspect(seen: str) -> bool:
    """Whether anything on the page looks like an injected reading or a cut.

    >>> is_suspect('甲骨文(Oracle)的401(k)'), is_suspect('權(quán)')
    (False, True)
    """
    return bool(_SIGN.search(seen) or _CUT_SIGN.search(seen))


def undo(seen: str) -> list[Edit]:
    """Return the edits that take a page's injected readings and byte cuts out again.

    >>> page = '數(shù)據(jù)、數(shù)量、發(fā)現(xiàn)、開發(fā)、現(xiàn)在、人們?yōu)锳I投入、可以看看'
    >>> [edit.text for edit in undo(page)][-1]
    '們為A'
    """
    if spaced := undo_spaced(seen):
        return spaced
    table = learn(seen)
    plain = undo_plain(seen, table) if table.is_injected else []
    page = _describe(seen, table)
    return list(_merge(seen, plain, page, is_injected=table.is_injected))


def _describe(seen: str, table: PageTable) -> Page:
    known = language()
    traditional = sum(1 for character in seen if character in known.fold)
    reformed = sum(1 for character in seen if character in known.reformed)
    standing: set[str] = set()
    together: set[str] = set()
    for line in seen.split("\n"):
        whole = _WHOLE.sub("", line)
        if "?" not in whole:
            standing.update(whole)
            together.update(map("".join, pairwise(whole)))
    return Page(
        readings=table.readings,
        is_traditional=traditional > reformed,
        is_folded=seen.count("，") < seen.count(","),
        plain=frozenset(standing) - frozenset(table.readings),
        pairs=frozenset(together),
    )


def _merge(seen: str, plain: list[Edit], page: Page, *, is_injected: bool) -> Iterator[Edit]:
    """Yield edits in order, a shifted stretch together with the character whose trail byte began it."""
    shift = Shift(seen, page)
    waiting = iter(plain)
    following = next(waiting, None)
    last: Edit | None = None
    refused = 0
    for site in _SITE.finditer(seen):
        if last is not None and site.start() < last.span.end:
            continue
        while following is not None and following.span.end <= site.start():
            if last is not None:
                yield last
            last, following = following, next(waiting, None)
        anchor = _anchor(seen, site.start(), last)
        edit = _undo_site(seen, shift, site, anchor, is_injected=is_injected) if anchor else None
        if edit is None:
            refused += 1
            if refused > REFUSED and not is_injected:
                break
            continue
        refused = 0
        if last is not None and last is not anchor:
            yield last
        last = edit
        while following is not None and following.span.start < edit.span.end:
            following = next(waiting, None)
    if last is not None:
        yield last
    if following is not None:
        yield following
        yield from waiting


def _anchor(seen: str, start: int, last: Edit | None) -> Edit | None:
    """Return the character before ``start`` as an edit: the last one if it ends there, else the character itself."""
    if last is not None and last.span.end == start:
        return last
    if start == 0:
        return None
    return Edit(Span(start - 1, start), seen[start - 1], "shift", (Run(1, 1, 1),), 1.0, "")


def _undo_site(
    seen: str, shift: Shift, site: re.Match[str], anchor: Edit, *, is_injected: bool
) -> Edit | None:
    has_reading = bool(site[1]) and bool(TONED.search(site[1]))
    line_end = seen.find("\n", site.start())
    limit = min(len(seen) if line_end < 0 else line_end, site.start() + LONGEST_SHIFT)
    found = shift.undo(site.start(), anchor.text[-1:], limit)
    if found is None:
        return None
    if not (has_reading and is_injected):
        stands = language().cost(anchor.text[-1:] + seen[site.start() : found.end + 2])
        if stands - found.cost < CUT_GAIN or (found.margin < CUT_LEAD and not is_injected):
            return None
    run = Run(1, found.end - site.start(), len(found.text))
    evidence = (
        f"({site[1]}) split a character's two bytes" if site[1] else "a cut split a character's two bytes"
    )
    return Edit(
        Span(anchor.span.start, found.end),
        anchor.text + found.text,
        "shift",
        (*anchor.runs, run),
        min(anchor.confidence, 1 / (1 + math.exp(DOUBT - found.margin))),
        evidence,
    )
