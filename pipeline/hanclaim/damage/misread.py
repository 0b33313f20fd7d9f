"""Kinds C and D with loss: bytes of one code read as another, some of them gone, are rebuilt.

A stretch is only touched where it becomes good Chinese, by more than chance.
"""

from __future__ import annotations

import math
import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, Protocol

from hanclaim.alignment import Run, Span
from hanclaim.damage import signs
from hanclaim.damage.codes import Script, gbk, gbk_options, latin_options, utf8
from hanclaim.damage.edit import Edit
from hanclaim.damage.rebuild import Atom, Code, Option, rebuild
from hanclaim.damage.reread import LATIN_RUN
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    class Undo(Protocol):
        """How a run is undone, on a page that is known to be so or not."""

        def __call__(self, run: str, worst: float, *, is_known: bool) -> list[Edit]:
            """Return the edits of one run."""


LOST = "\ufffd"
# Nats a character: good Chinese costs 4 to 6.5, chance finds of other codes 9 and more; short stretches vary most.
GOOD, SHORT_ALLOWANCE = 7.2, 0.35
FEWEST_HAN = 2
# Where so many stretches of the page are surely of one kind, the rest may read worse.
LENIENT, LENIENT_REBUILT, TRUSTED = 12.5, 8.5, 3
FRUITLESS = 60  # crowded lines after which another language is believed
LONGEST_EDIT = 24
LOST_CONFIDENCE = 0.8

_HAN = re.compile(r"[\u3400-\u9fff]")
_MIXED = re.compile("[0-9][０-９]|[０-９][0-9,.]")  # no number is written so: another code was meant
_LINE = re.compile(r"[^\n]+")
_SYNC = re.compile(r"[^\x00-\x3f]+\??")
_END = "。！？!?；;，,\n"


def undo(seen: str, units: NDArray[np.uint16], known: Container[str]) -> list[Edit]:
    """Return the edits for every stretch that rebuilding turns into good Chinese.

    What the page is surely made of, its other stretches are made of more easily;
    ``known`` are the kinds that were met on it already.

    >>> seen = '浠婂勾鐨勬敹鍏ヨ秴杩囬鏈燂紝澧為暱浜嗙櫨鍒嗕箣浜斻€'
    >>> ''.join(edit.text for edit in undo(seen, signs.find(seen), ()))[:9]
    '今年的收入超过预期'
    """
    found: list[Edit] = []
    present = signs.present(units)
    for sign, crowd, kind, run, undo_one in (
        (signs.LATIN, 4, "gbk-as-latin-1", LATIN_RUN, _latin),
        (signs.MISREAD, 1, "utf-8-as-gbk", _LINE, _misread),
    ):
        if present & sign:
            lines = signs.crowded(seen, units, sign, crowd)
            found += _undo_runs(seen, lines, run, undo_one, is_known=kind in known)
    found.sort()
    return [
        edit
        for before, edit in pairwise([None, *found])
        if edit and (not before or before.span.end <= edit.span.start)
    ]


def _undo_runs(
    seen: str, lines: Iterable[Span], runs: re.Pattern[str], undo_one: Undo, *, is_known: bool
) -> Iterator[Edit]:
    """Undo what stands for itself first, then what only the page's own kind explains."""
    sure = TRUSTED if is_known else 0
    tried: set[int] = set()
    waiting: list[tuple[int, str]] = []
    for line in lines:
        for match in runs.finditer(seen, *line):
            if match[0].isascii():
                continue
            edits = undo_one(match[0], GOOD, is_known=False)
            yield from _moved(edits, match.start())
            sure += sum(len(_HAN.findall(edit.text)) >= FEWEST_HAN for edit in edits)
            if not edits:
                waiting.append((match.start(), match[0]))
        tried.add(line.start)
        if not sure and len(tried) > FRUITLESS:
            return
    if sure < TRUSTED:
        return
    if runs is LATIN_RUN:  # short lines show no crowd
        waiting += [
            (match.start(), match[0])
            for match in runs.finditer(seen)
            if seen.rfind("\n", 0, match.start()) + 1 not in tried
        ]
    for start, run in waiting:
        yield from _moved(undo_one(run, LENIENT, is_known=True), start)


def _moved(edits: Iterable[Edit], start: int) -> Iterator[Edit]:
    for edit in edits:
        yield edit._replace(span=Span(start + edit.span.start, start + edit.span.end))


def is_good(text: str, worst: float = GOOD) -> bool:
    """Whether a text reads as Chinese, judged the more strictly the shorter it is.

    >>> is_good('公司的收入增长'), is_good('殚徘圮')
    (True, False)
    """
    han = len(_HAN.findall(text))
    wide = [pair for pair in pairwise(f"\n{text}") if ord(pair[1]) > 0x7F]
    if LOST * 2 in text or han < (FEWEST_HAN if worst == GOOD else 1) or han < 0.4 * len(wide):
        return False
    known = language()
    return sum(known.step(*pair) for pair in wide) <= (worst - SHORT_ALLOWANCE / han) * len(wide)


def _latin(run: str, worst: float, *, is_known: bool) -> list[Edit]:
    high = sum(1 for character in run if ord(character) > 0x7F)
    fewest = 2 * FEWEST_HAN - 1 if not is_known else 2
    if high < fewest or high < (0.4 if not is_known else 0.2) * len(run.replace(" ", "")):
        return []
    cleaned = any(ord(character) > 0xFF and not character.encode("cp1252", "ignore") for character in run)
    return _rebuilt(
        run, "gbk-as-latin-1", partial(latin_options, cleaned=cleaned), gbk, min(worst, LENIENT_REBUILT)
    )


def _misread(run: str, worst: float, *, is_known: bool) -> list[Edit]:
    marked = sum(1 for unit in signs.find(run) if unit & signs.MISREAD)
    if not is_known and marked < 0.12 * len(run) and marked < 3:
        return []
    return [
        edit
        for match in _STRETCH.finditer(run)
        for edit in _moved(
            _rebuilt(match[0], "utf-8-as-gbk", gbk_options, utf8, min(worst, LENIENT_REBUILT)), match.start()
        )
    ]


# Marks that UTF-8 read as GBK hardly gives stand between good and bad.
_STRETCH = re.compile(r"[^\s\u3000-\u3002\uff0c]+")


def _rebuilt(
    run: str,
    kind: str,
    options: Callable[[str], Iterable[Option]],
    code: Callable[[Script], Code],
    worst: float,
) -> list[Edit]:
    """Rebuild what lost bytes, piece by piece between characters that no code takes as a second byte."""
    script: Script = None
    for _ in range(2):
        atoms: list[Atom] = []
        read: list[str] = []
        at = 0
        for match in _SYNC.finditer(run):
            before, after = (
                run[match.start() - 1 : match.start()] or "\n",
                run[match.end() : match.end() + 1] or "\n",
            )
            rebuilt = rebuild(match[0], options, code(script), before=before, after=after)
            if rebuilt is None:
                continue  # stays as it was seen
            read += [atom.text for atom in rebuilt]
            atoms += [Atom(1, character, 30.0, is_guess=False) for character in run[at : match.start()]]
            atoms += rebuilt
            at = match.end()
        atoms += [Atom(1, character, 30.0, is_guess=False) for character in run[at:]]
        text = "".join(read)
        if not is_good(text, worst) or not any(atom.is_guess for atom in atoms):
            break
        script = _script("".join(atom.text for atom in atoms if not atom.is_guess))
    return list(_edits(run, atoms, kind)) if is_good(text, worst) and _is_settled(atoms) else []


def _is_settled(atoms: list[Atom]) -> bool:
    """Whether most of a text is there: one made of guesses is no reading."""
    return sum(atom.is_guess for atom in atoms) <= 0.34 * len(atoms)


def _script(text: str) -> Script:
    known = language()
    old = sum(character in known.fold for character in text)
    return "traditional" if old > sum(character in known.reformed for character in text) else "simplified"


def _edits(run: str, atoms: list[Atom], kind: str) -> Iterator[Edit]:
    """Gather atoms into edits of at most a clause; what stands as it was seen stays plain, a guess stands alone."""
    at = start = 0
    held: list[Atom] = []
    for atom in [*atoms, None]:
        stands = atom is not None and atom.text == run[at : at + atom.seen]
        if held and (
            atom is None or stands or atom.is_guess or held[-1].is_guess or at - start >= LONGEST_EDIT
        ):
            yield _edit(Span(start, at), held, kind)
            held = []
        if atom is None:
            return
        if not stands:
            if not held:
                start = at
            held.append(atom)
        at += atom.seen
        if held and atom.text[-1:] in _END:
            yield _edit(Span(start, at), held, kind)
            held = []


def _edit(span: Span, atoms: list[Atom], kind: str) -> Edit:
    lead = min(atom.lead for atom in atoms)
    confidence = 1 / (1 + math.exp(-lead))
    if any(atom.is_guess for atom in atoms):
        confidence = min(confidence, LOST_CONFIDENCE)
    right, _, wrong = kind.partition("-as-")
    evidence = f"these bytes are {right}, read as {wrong}"
    if any(atom.is_guess for atom in atoms):
        evidence += "; some were lost"
    text = "".join(atom.text for atom in atoms)
    return Edit(
        span, text, kind, tuple(Run(1, atom.seen, len(atom.text)) for atom in atoms), confidence, evidence
    )
