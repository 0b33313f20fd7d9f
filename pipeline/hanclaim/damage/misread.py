"""Kinds C, D and E and their kin: bytes of one code read as another.

Without loss the bytes are simply read again; with loss they are rebuilt.  A
stretch is only touched where it becomes good Chinese, by more than chance.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Run, Span
from hanclaim.codec import decode, encode
from hanclaim.damage import signs
from hanclaim.damage.codes import Script, gbk, gbk_options, latin_options, utf8
from hanclaim.damage.edit import Edit
from hanclaim.damage.rebuild import Atom, Code, Option, rebuild
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray

    Undo = Callable[[str, float, str | None], list[Edit]]

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
_CJK = r"\u3000-\u303f\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef"
# A cleaner may have made a Han or Hangul character of three Latin ones: it stands alone among them.
_LATIN_RUN = re.compile(rf"(?:[^\n{_CJK}]|(?<=[\u00a1-\u07ff])[{_CJK}](?=[\u00a1-\u07ff]))+")
_MIXED = re.compile("[0-9][０-９]|[０-９][0-9,.]")  # no number is written so: another code was meant
_LINE = re.compile(r"[^\n]+")
_SYNC = re.compile(r"[^\x00-\x3f]+\??")
_END = "。！？!?；;，,\n"


class Way(NamedTuple):
    """How bytes were misread: the kind's name, the right code, and the wrong one."""

    kind: str
    right: str
    wrong: str


_LATIN_WAYS = tuple(
    Way(f"{right}-as-{name}", right, wrong)
    for right in ("gbk", "utf-8", "big5")
    for name, wrong in (
        ("latin-1", "latin-1"),
        ("cp1252", "cp1252"),
        ("latin-9", "iso-8859-15"),
        ("macroman", "mac-roman"),
    )
)
_HAN_WAYS = (
    Way("utf-8-as-gbk", "utf-8", "gbk"),
    Way("big5-as-gbk", "big5", "gbk"),
    Way("gbk-as-big5", "gbk", "big5"),
)
_HANGUL_WAYS = (Way("gbk-as-cp949", "gbk", "cp949"), Way("big5-as-cp949", "big5", "cp949"))
WAYS = {way.kind: way for way in (*_LATIN_WAYS, *_HAN_WAYS, *_HANGUL_WAYS)}


def undo(seen: str, units: NDArray[np.uint8]) -> list[Edit]:
    """Return the edits for every stretch that another code reads as good Chinese.

    What the page is surely made of, its other stretches are made of more easily.

    >>> [[edit.text for edit in undo(seen, signs.find(seen))] for seen in ('杩涘叆', '¹«Ë¾')]
    [['进入'], ['公司']]
    """
    found: list[Edit] = []
    present = signs.present(units)
    for sign, crowd, run, undo_one in (
        (signs.LATIN, 4, _LATIN_RUN, _latin),
        (signs.MISREAD, 1, _LINE, _misread),
        (signs.HANGUL, 4, _LINE, _hangul),
    ):
        if present & sign:
            found += _undo_runs(seen, signs.crowded(seen, units, sign, crowd), run, undo_one)
    found.sort()
    return [
        edit
        for before, edit in pairwise([None, *found])
        if edit and (not before or before.span.end <= edit.span.start)
    ]


def _undo_runs(seen: str, lines: Iterable[Span], runs: re.Pattern[str], undo_one: Undo) -> Iterator[Edit]:
    """Undo what stands for itself first, then what only the page's own kind explains."""
    kinds: Counter[str] = Counter()
    tried: set[int] = set()
    waiting: list[tuple[int, str]] = []
    for line in lines:
        for match in runs.finditer(seen, *line):
            if match[0].isascii():
                continue
            edits = undo_one(match[0], GOOD, None)
            yield from _moved(edits, match.start())
            kinds.update(edit.kind for edit in edits if len(_HAN.findall(edit.text)) >= FEWEST_HAN)
            if not edits:
                waiting.append((match.start(), match[0]))
        tried.add(line.start)
        if not kinds and len(tried) > FRUITLESS:
            return
    if kinds.total() < TRUSTED:
        return
    kind = kinds.most_common(1)[0][0]
    if runs is _LATIN_RUN:  # short lines show no crowd
        waiting += [
            (match.start(), match[0])
            for match in runs.finditer(seen)
            if seen.rfind("\n", 0, match.start()) + 1 not in tried
        ]
    for start, run in waiting:
        yield from _moved(undo_one(run, LENIENT, kind), start)


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


def _latin(run: str, worst: float, kind: str | None) -> list[Edit]:
    high = sum(1 for character in run if ord(character) > 0x7F)
    fewest = 2 * FEWEST_HAN - 1 if kind is None else 2
    if high < fewest or high < (0.4 if kind is None else 0.2) * len(run.replace(" ", "")):
        return []
    if edits := _exactly(run, _LATIN_WAYS if kind is None else [WAYS[kind]], worst):
        return edits
    cleaned = any(ord(character) > 0xFF and not character.encode("cp1252", "ignore") for character in run)
    return _rebuilt(
        run, "gbk-as-latin-1", partial(latin_options, cleaned=cleaned), gbk, min(worst, LENIENT_REBUILT)
    )


def _hangul(line: str, worst: float, kind: str | None) -> list[Edit]:
    return _exactly(line, _HANGUL_WAYS if kind is None else [WAYS[kind]], worst)


def _misread(line: str, worst: float, kind: str | None) -> list[Edit]:
    marked = sum(1 for unit in signs.find(line) if unit & signs.MISREAD)
    if kind is None and marked < 0.12 * len(line) and marked < 3:
        return []
    if edits := _exactly(line, _HAN_WAYS[:1], worst):
        return edits
    return [
        edit
        for match in _STRETCH.finditer(line)
        for edit in _moved(
            _rebuilt(match[0], "utf-8-as-gbk", gbk_options, utf8, min(worst, LENIENT_REBUILT)), match.start()
        )
    ]


# Marks that UTF-8 read as GBK hardly gives stand between good and bad.
_STRETCH = re.compile(r"[^\s\u3000-\u3002\uff0c]+")


def _exactly(run: str, ways: Iterable[Way], worst: float) -> list[Edit]:
    """Read a whole run again, where one of the ways turns all of it into good Chinese."""
    best: tuple[float, Way, bytes, str] | None = None
    for way in ways:
        try:
            data = run.encode(way.wrong)
            text = data.decode(way.right)
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if text != run and is_good(text, worst):
            cost = language().cost(f"\n{text}") / len(text)
            if best is None or cost < best[0]:
                best = (cost, way, data, text)
    if best is None:
        return []
    _, way, data, text = best
    laid = encode(run, way.wrong)[1].then(decode(data, way.right)[1])
    atoms, at = [], 0
    for source, target in laid.atoms():
        atoms.append(Atom(source, text[at : at + target], 30.0, is_guess=False))
        at += target
    return list(_edits(run, atoms, way.kind))


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
