"""Big5 read as Latin-1 whose soft hyphens were stripped: one byte is gone, always the same one.

Big5 has no byte that Latin-1 reads as a control, so a cleaner takes nothing
else; but one character in thirty holds that byte, and what follows it decodes
to something by chance.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Run, Span
from hanclaim.damage.edit import Edit
from hanclaim.damage.reread import LATIN_RUN, LOSSY
from hanclaim.damage.score import language
from hanclaim.damage.ways import BREAK, STRIPPED, WAYS, rightly

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

GONE = 0xAD
KINDS = ("big5-as-latin-1", "big5-as-cp1252")
TELLING = 60  # Han characters among which one with that byte is missed
PRICE = 1.0  # nats of a supposed byte: less than its rarity says, since what stands by chance reads almost as well
LONE = 3.0  # of a Latin letter that stands alone in Chinese
BEAM = 6
SURE, GUESSED = 0.97, 0.8
LONGEST_EDIT = 24
_END = "。，；！？"


class _Way(NamedTuple):
    """One way to have read so far: what it costs, the last character, and how it came there."""

    cost: float
    last: str
    before: _Way | None
    width: int
    is_guess: bool


def find_kind(seen: str, kinds: Mapping[str, int]) -> str | None:
    """Return the kind of a page that holds much Big5 and never the byte."""
    if chr(GONE) in seen:
        return None
    return next((kind for kind in KINDS if kinds.get(kind, 0) >= TELLING), None)


def undo(seen: str, kind: str) -> Iterator[Edit]:
    """Read every Latin stretch as Big5, supposing the byte wherever the text is better with it.

    >>> [edit.text for edit in undo('²Ä¤¤Q±ø³W©w', 'big5-as-latin-1')]
    ['第', '五', '十條規定']
    """
    for match in LATIN_RUN.finditer(seen):
        data = rightly(match[0], WAYS[kind].wrong)
        if BREAK in data or data.isascii():
            continue
        steps = _search(data)
        wide = [step for step in steps if step.last > "\x7f"]
        if wide and sum(_costs(steps)) <= LOSSY * len(wide):
            yield from _edits(match.start(), match[0], steps, kind + STRIPPED)


def _costs(steps: list[_Way]) -> Iterator[float]:
    known = language()
    for step in steps:
        if step.last > "\x7f" and step.before is not None:
            yield known.step(step.before.last, step.last)


def _search(data: bytes) -> list[_Way]:
    """Return the likeliest characters of the bytes, nothing where there are none."""
    reached: list[list[_Way]] = [[_Way(0.0, "\n", None, 0, is_guess=False)], *([] for _ in data)]
    for at in range(len(data)):
        for way in sorted(reached[at], key=lambda way: way.cost)[:BEAM]:
            for character, width, is_guess in _characters(data, at):
                cost = way.cost + language().step(way.last, character) + PRICE * is_guess
                is_letter = character.isascii() and character.isalpha()
                cost += LONE * (is_letter and way.last > "\x7f" and data[at + 1 : at + 2] > b"\x7f")
                reached[at + width].append(_Way(cost, character, way, width, is_guess))
        reached[at] = []
    if not reached[-1]:
        return []
    steps = [min(reached[-1], key=lambda way: way.cost)]
    while (before := steps[-1].before) is not None:
        steps.append(before)
    return steps[-2::-1]


def _characters(data: bytes, at: int) -> Iterator[tuple[str, int, bool]]:
    """Yield the characters that may stand here, how many bytes of each are left, and whether one is supposed."""
    first = data[at : at + 1]
    if first < b"\x80":
        yield chr(data[at]), 1, False
    if character := _decoded(data[at : at + 2]):
        yield character, 2, False
    for supposed in (first + bytes((GONE,)), bytes((GONE,)) + first):
        if character := _decoded(supposed):
            yield character, 1, True


@cache
def _decoded(pair: bytes) -> str:
    if len(pair) < 2 or pair[0] <= 0x80:
        return ""
    try:
        return pair.decode("big5hkscs")
    except UnicodeDecodeError:
        return ""


def _edits(start: int, run: str, steps: list[_Way], kind: str) -> Iterator[Edit]:
    """Yield edits of at most a clause; a character with the supposed byte stands alone."""
    at = 0
    held: list[_Way] = []
    for step in [*steps, None]:
        stands = step is not None and step.last == run[at : at + step.width]
        width = sum(one.width for one in held)
        if held and (
            step is None or stands or step.is_guess or held[-1].is_guess
            or held[-1].last in _END or width >= LONGEST_EDIT
        ):  # fmt: skip
            yield _edit(start + at - width, held, kind)
            held = []
        if step is not None:
            if not stands:
                held.append(step)
            at += step.width


def _edit(start: int, steps: list[_Way], kind: str) -> Edit:
    is_guess = any(step.is_guess for step in steps)
    span = Span(start, start + sum(step.width for step in steps))
    evidence = (
        "these bytes are big5 read as Latin; a soft hyphen was stripped"
        if is_guess
        else "these bytes are big5 read as Latin"
    )
    return Edit(
        span, "".join(step.last for step in steps), kind, tuple(Run(1, step.width, 1) for step in steps),
        GUESSED if is_guess else SURE, evidence,
    )  # fmt: skip
