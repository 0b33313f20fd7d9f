"""Put bytes back together that were read in the wrong code, some of them lost on the way.

What was seen gives bytes, one character after the other, sometimes in more
than one way; between two of them some may be missing.  The search feeds them
to the right code and keeps the likeliest texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Run
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

BEAM = 8
INSIDE = -1  # written in the midst of a seen character, or of bytes that are lost
SURE = 30.0  # nats, where there is no second


class Written(NamedTuple):
    """One character of the text, after how much of what was seen, and what came before it."""

    before: Written | None
    seen: int
    character: str
    lead: float  # by how much what stands before this leads any other
    is_guess: bool  # a lost byte had a part in it


class Way(NamedTuple):
    """One way to have read so far: the bytes that wait for more, and what was written."""

    cost: float
    held: tuple[int, ...]
    last: str
    lead: float
    written: Written | None
    is_guess: bool = False  # a byte of the character to be written is supposed


class Option(NamedTuple):
    """Bytes that a seen character may stand for, and what it costs to hold so."""

    data: tuple[int, ...]
    cost: float


class Code(NamedTuple):
    """The right code: what a byte does to a way, and what may be missing before the next character."""

    feed: Callable[[Way, int, int], Iterable[Way]]
    missing: Callable[[Way, int, str], Iterable[Way]]


class Atom(NamedTuple):
    """So many seen characters became this text, and how far that leads any other."""

    seen: int
    text: str
    lead: float
    is_guess: bool


def write(way: Way, seen: int, character: str, *, cost: float = 0.0, is_guess: bool = False) -> Way:
    """Add a character to a way."""
    cost += way.cost + language().step(way.last, character)
    written = Written(way.written, seen, character, way.lead, is_guess or way.is_guess)
    return Way(cost, (), character, SURE, written)


def rebuild(
    seen: Sequence[str],
    options: Callable[[str], Iterable[Option]],
    code: Code,
    *,
    before: str = "\n",
    after: str = "\n",
) -> list[Atom] | None:
    """Return the likeliest text for what was seen between two characters, atom by atom."""
    ways = [Way(0.0, (), before, SURE, None)]
    for i, character in enumerate(seen):
        kept: dict[tuple[tuple[int, ...], str], Way] = {}
        ways_to_read = tuple(options(character))
        for way in ways:
            for opened in (way, *code.missing(way, i, character)):
                for option in ways_to_read:
                    for following in _feed(opened, option, i + 1, code):
                        _keep(kept, following)
        if not kept:
            return None
        ways = sorted(kept.values())[:BEAM]
    ended: dict[tuple[tuple[int, ...], str], Way] = {}
    for way in ways:
        for opened in (way, *code.missing(way, len(seen), "")):
            if not opened.held:
                _keep(ended, opened._replace(cost=opened.cost + language().step(opened.last, after), last=""))
    if not ended:
        return None
    return list(_atoms(min(ended.values()), len(seen)))


def _feed(way: Way, option: Option, seen: int, code: Code) -> Iterator[Way]:
    ways = [way._replace(cost=way.cost + option.cost)]
    for byte in option.data:
        ways = [following for opened in ways for following in code.feed(opened, byte, seen)]
    for following in ways:
        if following.held and following.written is not way.written and following.written:
            # The seen character also began the next one: no atom ends here.
            yield following._replace(written=following.written._replace(seen=INSIDE))
        else:
            yield following


def _keep(kept: dict[tuple[tuple[int, ...], str], Way], way: Way) -> None:
    """Keep the better of two ways that can only go on alike, and remember by how much it leads."""
    key = (way.held, way.last)
    known = kept.get(key)
    if known is None:
        kept[key] = way
        return
    better, worse = (way, known) if way.cost < known.cost else (known, way)
    if _differ(better, worse):
        better = better._replace(lead=min(better.lead, worse.cost - better.cost))
    kept[key] = better


def _differ(one: Way, other: Way) -> bool:
    a, b = one.written, other.written
    for _ in range(3):
        if a is None or b is None or a.character != b.character:
            return a is not b
        a, b = a.before, b.before
    return False


def _atoms(way: Way, length: int) -> Iterator[Atom]:
    """Gather what was written into atoms that each account for something seen."""
    chain: list[Written] = []
    node = way.written
    while node is not None:
        chain.append(node)
        node = node.before
    chain.reverse()
    leads = [*(node.lead for node in chain[1:]), way.lead]
    at, text, lead, is_guess = 0, "", SURE, False
    for i, node in enumerate(chain):
        is_last = i + 1 == len(chain)
        text += node.character
        lead = min(lead, leads[i])
        is_guess |= node.is_guess
        upto = length if is_last else node.seen
        if is_last or (upto > at and (chain[i + 1].seen > upto or chain[i + 1].seen == INSIDE)):
            yield Atom(upto - at, text, lead, is_guess)
            at, text, lead, is_guess = upto, "", SURE, False


def runs(atoms: Iterable[Atom]) -> tuple[Run, ...]:
    """Return the runs of atoms, in characters."""
    return tuple(Run(1, atom.seen, len(atom.text)) for atom in atoms)
