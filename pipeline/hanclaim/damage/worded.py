"""Ways to have read a shifted stretch, held against each other as words and as characters."""

from __future__ import annotations

import math
import re
from itertools import takewhile
from typing import TYPE_CHECKING

from hanclaim.damage.beam import SURE, Standing, Way
from hanclaim.damage.lattice import Patience, read
from hanclaim.damage.proven import Proven
from hanclaim.damage.readings import SYLLABLE
from hanclaim.damage.shifted import HIDDEN, PLAIN, Shifted
from hanclaim.damage.wording import wording

if TYPE_CHECKING:
    from hanclaim.damage.page import Page

# Ways that come so near, in nats, are weighed with the characters around them; swept 0.3-0.9 on drawn pages.
NEAR, NEAREST, WORDS, BESIDE = 8.0, 12, 0.6, 4
VANISHED = 1.8  # nats: about one shifted pair in six is private and vanishes
_BEFORE = re.compile(r"[^?()\n]+\Z")
_AHEAD = re.compile(rf"(?:\({SYLLABLE} ?\))?(?:[^?()\n](?![(?])){{0,{BESIDE}}}")


class Worded:
    """The words of a page's shifted stretches; its patience makes up for what no page should hold."""

    def __init__(self, seen: str) -> None:
        self._seen = seen
        self._patience = Patience()

    def ranked(
        self, page: Page, start: int, before: str, ended: list[tuple[Way, int]]
    ) -> list[tuple[float, Way, int]]:
        """Rank the likeliest ways behind the character ``before``, and the one whose words are likeliest."""
        beside = _BEFORE.search(self._seen, max(0, start - BESIDE), start)
        context = (beside[0][:-1] if beside else "") + before
        near = [*takewhile(lambda one: one[0].cost < ended[0][0].cost + NEAR, ended[:NEAREST])]
        if again := self._again(page, start, context, max(at for _, at in near)):
            near.append(again)
        last = max(at for _, at in near) + BESIDE
        return sorted(
            (
                (1 - WORDS) * way.cost
                + WORDS * (wording(context + way.text + self._seen[at:last]) + page.put_behind(way.owners)),
                way,
                at,
            )
            for way, at in near
        )

    def _again(self, page: Page, start: int, context: str, upto: int) -> tuple[Way, int] | None:
        """Read the stretch again as words, as far as any likely way came."""
        ahead = _AHEAD.match(self._seen, upto)
        end = ahead.end() if ahead else upto
        code = Shifted(self._seen, page, context, start, end)
        letters = read(code, self._patience, Proven(), after=self._seen[end : end + 1] or "\n")
        while letters and letters[-1].start[1] == PLAIN and letters[-1].start[0] >= start:
            letters.pop()
        found = (letters or [])[len(context) :]
        if not letters or not found:
            return None
        self._patience.earn(end - start)
        at = found[-1].to[0]
        text = "".join(letter.character for letter in found)
        owners = tuple(code.owners(letters))
        cost = page.put_behind(owners) - Standing(self._seen, start, context[-1]).until(at + 1)
        cost += sum(map(page.step, context[-1] + text, text + (self._seen[at : at + 1] or "\n")))
        cost += VANISHED * sum(letter.to[1] >= HIDDEN for letter in found)
        sure = min(letter.sure for letter in found)
        return Way(cost, 0, text[-1], min(SURE, -math.log(max(1 / sure - 1, 1e-9))), text, owners), at


def reweighed(way: Way, before: str, after: str, pages: tuple[Page, Page]) -> Way:
    """Weigh a way between two characters as the second page would, which the first one weighed."""
    former, now = (
        sum(map(page.step, before + way.text, way.text + after)) + page.put_behind(way.owners)
        for page in pages
    )
    return way._replace(cost=way.cost + now - former)
