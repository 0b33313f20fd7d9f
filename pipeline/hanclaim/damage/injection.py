"""Kind A undone on a page: plain sites first, then what they shifted, one site after the other."""

from __future__ import annotations

import math
import re
from collections import defaultdict, deque
from itertools import pairwise
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage import glossed
from hanclaim.damage.beam import Found
from hanclaim.damage.edit import Edit, apply
from hanclaim.damage.page import Page
from hanclaim.damage.pinyin import SHIFTED_SITE, PageTable, learn, undo_plain, undo_random, undo_spaced
from hanclaim.damage.readings import LETTER, SYLLABLE, TONED
from hanclaim.damage.score import language
from hanclaim.damage.shift import LOST, Shift

if TYPE_CHECKING:
    from collections.abc import Mapping


# A cut leaves a lost lead byte and then its mark; readings are optional.
# Behind the mark stands another character, or the last byte of one: a letter that a reading is put behind.
_CUT = rf"\?(?=[?,;!、。，；！？](?:\?|[^\x00-\x7f]|[@-~]\({SYLLABLE} ?\)))"
_SITE = re.compile(f"{_CUT}|{SHIFTED_SITE.pattern}")
# What a cut must gain, and lead by, before a page without readings is believed to hold one (nats).
CUT_GAIN, LONE_CUT_GAIN, PROVEN_CUT_GAIN, CUT_LEAD = 8.0, 16.0, 30.0, 2.0
WORTH = 3  # characters that a lost one must come with
DOUBT = 3.0  # nats of margin at which a shifted stretch is as often wrong as right, measured on drawn pages
SURE = 6.0  # nats of margin at which a site speaks for others
LONGEST_SHIFT, LONGEST_CHAIN = 120, 500
REFUSED = 12  # sites in a row after which a page without readings is believed to be whole
# The closing bracket of a short reading: looked back from, since a bracket is found at the speed of a byte search.
_SIGN = re.compile(
    r"\)(?:"
    + "|".join(rf"(?<=[\u3400-\u9fff]\({LETTER}{{{n}}}\))|(?<=\?{LETTER}{{{n}}}\))" for n in range(1, 7))
    + ")"
)
_CUT_SIGN = re.compile(_CUT)
# Behind Chinese: figures and Latin words keep their own marks on any page.
_WIDE, _HALF = re.compile("[，；：！（）]"), re.compile("(?<=[\u3400-\u9fff])[,;:!]")
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
    if put_in := undo_spaced(seen) or undo_random(seen) or glossed.undo(seen):
        return put_in
    table = learn(seen)
    plain = undo_plain(seen, table) if table.is_injected else []
    walk = _Walk(seen, table)
    edits = walk.merge(plain)
    if walk.doubtful:
        walk.learn(edits)
        edits = walk.merge(plain)
    return edits


def _describe(seen: str, learned: Mapping[str, str], text: str) -> Page:
    """Gather what the page's readings and the undamaged part of its text say."""
    known = language()
    traditional = sum(1 for character in seen if character in known.fold)
    reformed = sum(1 for character in seen if character in known.reformed)
    standing: set[str] = set()
    beside: defaultdict[str, set[str]] = defaultdict(set)
    for line in text.split("\n"):
        site = _SITE.search(line)
        whole = _WHOLE.sub("", line[: site.start()] if site else line)
        standing.update(whole)
        for before, character in pairwise(whole):
            beside[before].add(character)
    return Page(
        readings=learned,
        is_traditional=traditional > reformed,
        is_folded=len(_WIDE.findall(seen)) < len(_HALF.findall(seen)),
        plain=frozenset(standing) - frozenset(learned),
        beside=beside,
    )


class _Walk:
    """Passes over the sites of a page: what was sure in one is held against the rest in the next."""

    def __init__(self, seen: str, table: PageTable) -> None:
        self.seen = seen
        self.table = table
        self.shift = Shift(seen, _describe(seen, table.readings, seen))
        self.doubtful: list[Span] = []
        self._sure: dict[tuple[int, str], Found] = {}

    def learn(self, edits: list[Edit]) -> None:
        """Take the table and the text from the sites that were sure."""
        learned = {owner: reading for found in self._sure.values() for owner, reading in found.owners}
        doubtful = frozenset(self.doubtful)
        sure = [edit._replace(text="\n") if edit.span in doubtful else edit for edit in edits]
        self.shift.learn(_describe(self.seen, {**learned, **self.table.readings}, apply(self.seen, sure)))

    def merge(self, plain: list[Edit]) -> list[Edit]:
        """Return edits in order, a shifted stretch together with the character whose trail byte began it."""
        merged: list[Edit] = []
        waiting = deque(plain)
        self.doubtful.clear()
        refused = 0
        for site in _SITE.finditer(self.seen):
            if merged and site.start() < merged[-1].span.end:
                continue
            while waiting and waiting[0].span.end <= site.start():
                merged.append(waiting.popleft())
            anchor = _anchor(self.seen, site.start(), merged[-1] if merged else None)
            edit = self._undo(site, anchor) if anchor else None
            if edit is None:
                refused += 1
                if refused > REFUSED and not self.table.is_injected:
                    break
                continue
            refused = 0
            if merged and merged[-1] is anchor:
                merged.pop()
            merged.append(edit)
            while waiting and waiting[0].span.start < edit.span.end:
                waiting.popleft()
        return [*merged, *waiting]

    def _undo(self, site: re.Match[str], anchor: Edit) -> Edit | None:
        has_reading = bool(site[1]) and bool(TONED.search(site[1]))
        found = self._find(site.start(), anchor.text[-1:])
        if found is None:
            return None
        seen = self.seen[site.start() : found.end]
        if not (has_reading and self.table.is_injected) and not self._is_cut(found, seen):
            return None
        span = Span(anchor.span.start, found.end)
        if found.margin < SURE:
            self.doubtful.append(span)
        what = f"({site[1]})" if site[1] else "a cut"
        return Edit(
            span,
            anchor.text + found.text,
            "shift",
            (*anchor.runs, Run(1, found.end - site.start(), len(found.text))),
            min(anchor.confidence, 1 / (1 + math.exp(DOUBT - found.margin))),
            f"{what} split a character's two bytes",
        )

    def _is_cut(self, found: Found, seen: str) -> bool:
        """Whether a stretch reads so much better undone that a cut is believed where no reading stands.

        Question marks alone say nothing: something of what was cut must be seen, Chinese where no site has a table.
        """
        if not seen.strip("?") or (seen.isascii() and not self.table.is_injected):
            return False
        lost = found.text.count(LOST)
        if self.table.is_injected or -found.cost >= PROVEN_CUT_GAIN:
            worth = len(found.text) + ("<" in found.text)  # a tag that is whole again is worth more
            return -found.cost >= CUT_GAIN and worth > WORTH * lost
        return -found.cost >= LONE_CUT_GAIN and found.margin >= CUT_LEAD and not lost

    def _find(self, start: int, before: str) -> Found | None:
        if known := self._sure.get((start, before)):
            return known
        furthest = min(len(self.seen), start + LONGEST_SHIFT)
        line_end = self.seen.find("\n", start, furthest)
        limit = furthest if line_end < 0 else line_end
        found = self.shift.undo(start, before, limit)
        if found and found.margin >= SURE:
            self._sure[start, before] = found
        return found


def _anchor(seen: str, start: int, last: Edit | None) -> Edit | None:
    """Return the character before ``start`` as an edit: the last one if it ends there, else the character itself.

    Stretches that follow each other without end are no page's: each would be laid against all before it.
    """
    if last is not None and last.span.end == start:
        return last if len(last.text) <= LONGEST_CHAIN else None
    if start == 0:
        return None
    return Edit(Span(start - 1, start), seen[start - 1], "shift", (Run(1, 1, 1),), 1.0, "")
