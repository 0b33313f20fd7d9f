"""Kind F: fragments cut from the title, put in one after the other, round and round, behind common marks and words.

A word is never deleted by itself: the whole cycle is learned or nothing is
touched.  What proves it is the order, which the honest use of a title's words
does not keep, and that the text reads better without.
"""

from __future__ import annotations

import re
from collections import Counter, deque
from functools import lru_cache
from itertools import islice, pairwise, takewhile
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Run, Span
from hanclaim.damage.edit import Edit
from hanclaim.damage.readings import SYLLABLE, is_reading
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator

ANCHORS = ",，的是。"
# Titles stand at the top and are short; only the first paragraphs are stuffed.
TITLE_LINES, LONGEST_TITLE, REACH = 12, 60, 3000
LONGEST_FRAGMENT, SHORTEST_CYCLE, LONGEST_CYCLE = 5, 3, 8
FEWEST_SITES, CANDIDATES = 5, 18
# Fragments use up the title: most of its characters, each once, in their order; of a long one some.
USED_UP, SPARED = 0.4, 0.2
WHOLE = 0.75  # of the times a fragment is met it goes on alike, where it is only part of one
# So many times round, with so few of the fragments out of turn, proves itself.
ROUNDS, REGULAR = 3, 0.8
# Fragments are no words: those of more than one character hardly stand anywhere but where they were put.
WORD, FEWEST_LONG = 1.7, 2
# A character of honest text costs some 5.5 nats, more where the page's variety is strange to the counts; a stuffed one
# must cost more than that to be worth taking out.
HONEST, GAIN, AT_HOME, AT_WORST, IN_TURN = 5.5, 4.0, 0.4, -7.0, 6.0
NEAR, FURTHEST = 2, 5  # anchors from one fragment to the next
MOST_CYCLES = 3000  # orders that are tried before a title is given up

_BREADCRUMBS = re.compile(r"\s*[>|｜_»›]\s*|\s+")
_BEHIND = re.compile(f"[{ANCHORS}](..)")
_ANCHOR = re.compile(f"[{ANCHORS}]")
_HAN = re.compile(r"[\u3400-\u9fff]")
_FRAGMENT = re.compile(rf"(?:([\u3400-\u9fff])(?:\(({SYLLABLE})\))?)+")
_INJECTED = re.compile(rf"([\u3400-\u9fff])\(({SYLLABLE})\)")


class Site(NamedTuple):
    """The characters of the title that stand behind one anchor."""

    start: int
    run: str
    anchor: int  # which anchor of the page it stands behind


class Cycle(NamedTuple):
    """Fragments in their order, where each was found, and how much better the text reads without them."""

    gain: float
    places: tuple[tuple[int, str], ...]
    fragments: tuple[str, ...]


class _Taken(NamedTuple):
    site: Site
    fragment: str
    before: _Taken | None


def undo(text: str) -> list[Edit]:
    """Return the edits that take stuffed fragments out again, each with the anchor it stands behind."""
    best: Cycle | None = None
    page = text[:REACH]
    repeated = [pair for pair, times in Counter(_BEHIND.findall(page)).items() if times > 1]
    titles = [title for title in _titles(page) if any(set(pair) <= set(title) for pair in repeated)]
    if not titles:
        return []
    behind = [
        (match.end(), page[match.end() : match.end() + LONGEST_FRAGMENT]) for match in _ANCHOR.finditer(page)
    ]
    for title in titles:
        cycle = _learn(page, title, behind)
        if cycle and (best is None or cycle.gain > best.gain):
            best = cycle
    if best is None:
        return []
    evidence = f"{' · '.join(best.fragments)} come round in this order behind marks, cut from the title"
    return [
        Edit(
            Span(start - 1, start + len(fragment)), text[start - 1], "stuffing",
            (Run(1, 1, 1), Run(1, len(fragment), 0)), 0.99, evidence,
        )
        for start, fragment in best.places
    ]  # fmt: skip


def replays(text: str, seen: str) -> bool:
    """Whether a fragment put behind its anchor gives what was seen; the fragment may have been injected later.

    >>> replays('的', '的達被'), replays('的', '是達被')
    (True, False)
    """
    if len(text) != 1 or text not in ANCHORS or seen[:1] != text:
        return False
    fragment = seen[1:]
    return bool(_FRAGMENT.fullmatch(fragment)) and all(
        is_reading(match[1], match[2]) for match in _INJECTED.finditer(fragment)
    )


def _titles(text: str) -> list[str]:
    lines = [line.strip() for line in text.split("\n")]
    heads = [line for line in lines if line][:TITLE_LINES]
    short = [line for line in heads if len(line) <= 2 * LONGEST_TITLE]
    parts = dict.fromkeys(part for line in short for part in (line, *_BREADCRUMBS.split(line)))
    return [
        part for part in parts if len(part) <= LONGEST_TITLE and len(set(_HAN.findall(part))) >= FEWEST_SITES
    ]


def _learn(page: str, title: str, behind: list[tuple[int, str]]) -> Cycle | None:
    """Find the cycle of fragments of ``title`` that explains most of what stands behind the anchors."""
    letters = frozenset(_HAN.findall(title)).difference(ANCHORS)
    sites = [
        Site(at, "".join(takewhile(letters.__contains__, run)), i)
        for i, (at, run) in enumerate(behind)
        if run[:1] in letters
    ]
    if len(sites) < FEWEST_SITES:
        return None
    counted = Counter(site.run[:length] for site in sites for length in range(1, len(site.run) + 1))
    shorter = {
        f[:n]
        for f, times in counted.items()
        for n in range(1, len(f))
        if times > 1 and times >= WHOLE * counted[f[:n]]
    }
    usual = [f for f, times in counted.items() if times > 1 and f not in shorter and _keeps_order(f, title)]
    if len(usual) < SHORTEST_CYCLE or len(set("".join(usual))) < SPARED * len(letters):
        return None
    gains = {(s.start, f): _gain(page, s.start, f) for f in usual for s in sites if s.run.startswith(f)}
    worth = {f: sum(gain for (_, other), gain in gains.items() if other == f) for f in usual}
    candidates = sorted((f for f in usual if worth[f] > AT_WORST * counted[f]), key=lambda f: -worth[f])
    best: Cycle | None = None
    for cycle in islice(_cycles(sites, candidates[:CANDIDATES]), MOST_CYCLES):
        if len(cycle) >= SHORTEST_CYCLE and sum(map(len, cycle)) >= SPARED * len(letters):
            is_used_up = sum(map(len, cycle)) >= USED_UP * len(letters)
            found = _follow(page, sites, cycle, gains, is_used_up=is_used_up)
            if found and (best is None or found.gain > best.gain):
                best = found
    return best


def _cycles(sites: list[Site], candidates: list[str]) -> Iterator[tuple[str, ...]]:
    """Yield orders of fragments that share no character, each beginning with its worthiest."""
    rank = {fragment: i for i, fragment in enumerate(candidates)}
    following = {fragment: _followers(sites, fragment) for fragment in candidates}
    waiting: deque[tuple[str, ...]] = deque((fragment,) for fragment in candidates)
    while waiting:
        cycle = waiting.pop()
        yield cycle
        if len(cycle) < LONGEST_CYCLE:
            used = set("".join(cycle))
            waiting.extend(
                (*cycle, f)
                for f in reversed(candidates)
                if rank[f] > rank[cycle[0]] and f in following[cycle[-1]] and used.isdisjoint(f)
            )


def _keeps_order(fragment: str, title: str) -> bool:
    rest = iter(title)
    return all(character in rest for character in fragment)


def _followers(sites: list[Site], fragment: str) -> set[str]:
    """Return what can come next: at most two honest anchors further on, more than once."""
    counted: Counter[str] = Counter()
    for i, site in enumerate(sites):
        if site.run.startswith(fragment):
            near = {s.run[:n] for s in sites[i + 1 : i + 4] for n in range(1, len(s.run) + 1)}
            counted.update(near)
    return {following for following, times in counted.items() if times > 1}


def _gain(text: str, start: int, fragment: str) -> float:
    """Say how much more a fragment costs where it stands than honest text of its length."""
    before, end = text[start - 1], start + len(fragment)
    after = text[end : end + 1]
    known = language()
    return known.cost(before + fragment + after) - known.cost(before + after) - HONEST * len(fragment)


def _follow(
    text: str,
    sites: list[Site],
    cycle: tuple[str, ...],
    gains: dict[tuple[int, str], float],
    *,
    is_used_up: bool,
) -> Cycle | None:
    """Choose at which anchors each fragment was put in its turn, and judge whether the text is better without."""
    walked = _walk(sites, cycle, gains)
    places = [(site.start, fragment) for site, fragment in walked]
    if len(places) < max(FEWEST_SITES, 2 * len(cycle) - 1):
        return None
    total = sum(gains[place] for place in places)
    letters = sum(len(fragment) for _, fragment in places)
    if (
        total - _strangeness(text) * letters < GAIN * len(places)
        or any(a[0] + len(a[1]) > b[0] for a, b in pairwise(places))
        or not (_is_regular(sites, cycle, len(places)) or (is_used_up and _are_no_words(text, cycle, places)))
    ):
        return None
    return Cycle(total + IN_TURN * len(places), tuple(places), cycle)


def _is_regular(sites: list[Site], cycle: tuple[str, ...], taken: int) -> bool:
    """Whether the fragments come round so often, and so seldom out of turn, that no writer can have meant it."""
    met = sum(1 for site in sites if site.run.startswith(cycle))
    return taken >= ROUNDS * len(cycle) and taken >= REGULAR * met


def _are_no_words(text: str, cycle: tuple[str, ...], places: list[tuple[int, str]]) -> bool:
    """Whether fragments of more than one character hardly stand anywhere but where they were put."""
    used = Counter(fragment for _, fragment in places)
    long = [fragment for fragment in cycle if len(fragment) > 1]
    return len(long) >= FEWEST_LONG and all(
        text.count(fragment) <= WORD * used[fragment] for fragment in long
    )


def _walk(
    sites: list[Site], cycle: tuple[str, ...], gains: dict[tuple[int, str], float]
) -> list[tuple[Site, str]]:
    """Take each fragment in its turn, where that gains most; an honest word at either end of the walk stays."""
    ways: list[tuple[float, _Taken | None]] = [(0.0, None)] * len(cycle)
    for site in sites:
        onward = list(ways)
        for turn, (value, taken) in enumerate(ways):
            if site.run.startswith(cycle[turn]):
                after = (turn + 1) % len(cycle)
                better = value + gains[site.start, cycle[turn]] + IN_TURN
                if better > onward[after][0]:
                    onward[after] = (better, _Taken(site, cycle[turn], taken))
        ways = onward
    places: list[tuple[Site, str]] = []
    node = max(ways, key=lambda way: way[0])[1]
    while node is not None:
        places.append((node.site, node.fragment))
        node = node.before
    return _trim(places[::-1], gains)


def _trim(places: list[tuple[Site, str]], gains: dict[tuple[int, str], float]) -> list[tuple[Site, str]]:
    """Leave out at either end what is an honest word: further off than fragments are, or at home where it stands."""
    usual = sum(gains[site.start, fragment] for site, fragment in places) / max(1, len(places))

    def is_honest(end: tuple[Site, str], inner: tuple[Site, str]) -> bool:
        (site, fragment), gap = end, abs(inner[0].anchor - end[0].anchor)
        is_dubious = gap > NEAR or len(fragment) == 1
        return gap > FURTHEST or (is_dubious and gains[site.start, fragment] < AT_HOME * usual)

    kept = deque(places)
    while len(kept) > 1 and is_honest(kept[0], kept[1]):
        kept.popleft()
    while len(kept) > 1 and is_honest(kept[-1], kept[-2]):
        kept.pop()
    return list(kept)


@lru_cache(maxsize=1)
def _strangeness(text: str) -> float:
    """Return how much more than honest text a character of the whole page costs."""
    return max(0.0, language().cost(text) / len(text) - HONEST)
