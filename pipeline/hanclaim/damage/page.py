"""What the rest of a page says about how to read a damaged place on it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache, partial
from heapq import nsmallest
from typing import TYPE_CHECKING

from hanclaim.damage.readings import readings
from hanclaim.damage.score import UNSEEN_MARK, language

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

REMEMBERED = 1 << 13  # characters: the same neighbours are asked for again and again
# Costs in nats.
UNLEARNED, OTHER_SCRIPT = 4.0, 3.0
UNUSUAL = 2.0  # a reading that is not the character's first
KNOWN_PAIR = 3.0  # gained by two characters that stand together elsewhere on the page
WIDE_LATIN = 10.0  # full-width digits and letters, where the page has none
WIDE_SPACE = 3.0  # it parts what stands in a line, seldom what stands in a sentence
ODD = 6.0  # a mark that stands nowhere else on the page
STANDS_PLAIN = 6.0  # a table's character never stands without its reading, unless by a shift of its own


@dataclass(frozen=True)
class Page:
    """The page's table of readings, its script, and what stands on it undamaged."""

    readings: Mapping[str, str]
    is_traditional: bool
    is_folded: bool
    plain: frozenset[str]
    beside: Mapping[str, Collection[str]]  # what stands behind each character on it
    _rows: dict[str, _Row] = field(default_factory=dict, repr=False)
    _injected: dict[str, float | None] = field(default_factory=dict, repr=False)
    _owners: dict[object, tuple[tuple[str, float], ...]] = field(default_factory=dict, repr=False)
    _ranked: dict[object, list[tuple[float, int, str]]] = field(default_factory=dict, repr=False)

    def ranked(
        self, before: str, following: Callable[..., tuple[tuple[int, str], ...]], half: int, most: int
    ) -> list[tuple[float, int, str]]:
        """Return what most likely follows ``before`` unseen: its cost, the byte left of it, the character."""
        key = before, following, half
        found = self._ranked.get(key)
        if found is None:
            row = self.row(before)
            found = self._ranked[key] = nsmallest(
                most,
                [
                    (row[character], left, character)
                    for left, character in following(half, is_folded=self.is_folded)
                ],
            )
        return found

    def row(self, before: str) -> Mapping[str, float]:
        """Return what any character costs right after ``before`` on this page."""
        found = self._rows.get(before)
        if found is None:
            found = self._rows[before] = _Row(self, before)
        return found

    def step(self, before: str, character: str) -> float:
        """Return the cost of ``character`` right after ``before`` on this page."""
        return self.row(before)[character]

    def fit(self, character: str) -> float:
        """Say what it costs that a page like this holds ``character``."""
        return self.fits[character]

    @cached_property
    def fits(self) -> Mapping[str, float]:
        """What it costs that the page holds each character, counted when it is first asked for."""
        return _Counted(self._fit)

    def _fit(self, character: str) -> float:
        known = language()
        if "０" <= character <= "ｚ" and character.isalnum():
            return WIDE_LATIN
        if not character.isalpha():
            if character == "\u3000":
                return WIDE_SPACE
            is_odd = known.single(character) >= UNSEEN_MARK and character not in self.plain
            return ODD if is_odd else 0.0
        return OTHER_SCRIPT if is_of_other_script(character, is_traditional=self.is_traditional) else 0.0

    def injected(self, character: str, reading: str) -> float | None:
        """Say what it costs to hold that the site's table gives ``character`` this reading."""
        key = character + reading
        if key not in self._injected:
            self._injected[key] = self._inject(character, reading)
        return self._injected[key]

    def owners(
        self, known: Callable[[int, str], tuple[str, ...]], byte: int, reading: str
    ) -> tuple[tuple[str, float], ...]:
        """Return the characters that a byte allows and the site's table can give this reading, and what that costs."""
        key = known, byte, reading
        found = self._owners.get(key)
        if found is None:
            costs = ((owner, self.injected(owner, reading)) for owner in known(byte, reading))
            found = self._owners[key] = tuple((owner, cost) for owner, cost in costs if cost is not None)
        return found

    def put_behind(self, owners: tuple[tuple[str, str], ...]) -> float:
        """Say what it costs that these characters carry these readings."""
        return sum(self.injected(owner, reading) or 0.0 for owner, reading in owners)

    def _inject(self, character: str, reading: str) -> float | None:
        learned = self.readings.get(character)
        if learned is not None:
            return 0.0 if learned == reading else None
        cost = UNLEARNED + language().single(character) / 2
        if character in self.plain:
            cost += STANDS_PLAIN
        return cost if readings()[character][0] == reading else cost + UNUSUAL

    def bare(self, character: str) -> float:
        """Say what it costs that ``character`` stands without a reading where the table would have put one."""
        return UNLEARNED if character in self.readings else 0.0


class _Counted(dict[str, float]):
    """What characters cost, each counted when it is first asked for."""

    def __init__(self, count: Callable[[str], float]) -> None:
        self._count = count

    def __missing__(self, character: str) -> float:
        cost = self[character] = self._count(character)
        return cost


class _Row(dict[str, float]):
    """What characters cost behind one of a page, each counted when it is first asked for."""

    def __init__(self, page: Page, before: str) -> None:
        self._fits = page.fits
        self._beside = page.beside.get(before, ())
        self._anywhere = _anywhere(before)

    def __missing__(self, character: str) -> float:
        cost = self._anywhere[character]
        if character in self._beside:
            cost -= KNOWN_PAIR
        else:
            cost += self._fits[character]
        self[character] = cost
        return cost


@lru_cache(REMEMBERED)
def _anywhere(before: str) -> Mapping[str, float]:
    """Return what characters cost behind one on any page."""
    return _Counted(partial(language().step, before))


def is_of_other_script(character: str, *, is_traditional: bool) -> bool:
    """Whether a character is only written in the script that a page is not in."""
    known = language()
    return character in (known.reformed if is_traditional else known.fold)
