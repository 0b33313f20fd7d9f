"""Kinds C and D with loss: bytes of one code read as another, some of them gone, are rebuilt.

A stretch is only touched where it becomes good Chinese, by more than chance.
"""

from __future__ import annotations

import math
import re
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hanclaim.alignment import Run, Span
from hanclaim.damage import signs
from hanclaim.damage.dropped import Utf8AsGbk
from hanclaim.damage.edit import Edit, apart, apply
from hanclaim.damage.rebuild import Atom, Rebuilder, Stretch
from hanclaim.damage.reread import LATIN_RUN
from hanclaim.damage.score import language
from hanclaim.damage.stripped import GbkAsLatin

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from hanclaim.damage.codes import Script
    from hanclaim.damage.signs import Signs
    from hanclaim.damage.steps import Code

    class Undo(Protocol):
        """How a run is undone, on a page that is known to be so or not."""

        def __call__(
            self, run: str, worst: float, code: Reading, rebuilder: Rebuilder, *, is_known: bool
        ) -> Iterator[Edit]:
            """Yield the edits of one run, whose pieces such a code reads."""

    Reading = Callable[[str], Code]


LOST = "\ufffd"
# Nats a character: good Chinese costs 4 to 6.5, chance finds of other codes 9 and more; short stretches vary most.
GOOD, SHORT_ALLOWANCE = 7.2, 0.35
FEWEST_HAN = 2
# Where so many stretches of the page are surely of one kind, the rest may read worse.
LENIENT, BETTER, TRUSTED = 12.5, 6.0, 3
FRUITLESS = 60  # crowded lines after which another language is believed
JUDGED, OLD = 20_000, 10  # characters that show the script, and how much more often others are read wrong
LONGEST_EDIT = 24
STANDING, LENIENT_STANDING = 0.1, 0.2  # of what is no ASCII in a run that is rebuilt
# How the share of likely readings becomes confidence: fitted on NTREX-128 and corpus/text together, these channels know no chance.
SLOPE, SEEN, GUESSED = 0.66, 0.35, -0.55
SUREST, SUREST_GUESS = 0.9999, 0.88  # what lost a byte is never sure

_HAN = re.compile(r"[\u3400-\u9fff]")
_LONE_SIGN = re.compile(r"(?<![^\s\d])(?:路|脳|掳|卤|搂|梅)(?![^\s\d])")
SURE_SIGN = 0.95
_MIXED = re.compile("[0-9][０-９]|[０-９][0-9,.]")  # no number is written so: another code was meant
_LINE = re.compile(r"[^\n]+")
_LONE = re.compile("[\u00a1-\u00ff][@-~](?=[\u00a1-\u00ff])")
_CONTROL = re.compile("[\x80-\x84\x86-\x9f]")
_CHANCE = re.compile("[\u0100-\u07ff]")  # what bytes that happen to be UTF-8 mostly become
_END = "。！？!?；;，,\n"


def undo(seen: str, found: Signs, known: Container[str]) -> list[Edit]:
    """Return the edits for every stretch that rebuilding turns into good Chinese.

    What the page is surely made of, its other stretches are made of more easily;
    ``known`` are the kinds that were met on it already.

    >>> seen = '浠婂勾鐨勬敹鍏ヨ秴杩囬鏈燂紝澧為暱浜嗙櫨鍒嗕箣浜斻€'
    >>> ''.join(edit.text for edit in undo(seen, signs.find(seen), ()))[:9]
    '今年的收入超过预期'
    """
    edits: list[Edit] = []
    for kind in (
        _Kind("gbk-as-latin-1", signs.LATIN, 4, LATIN_RUN, _latin_of, _latin),
        _Kind("utf-8-as-gbk", signs.MISREAD, 1, _LINE, _misread_of, _misread),
    ):
        if found.present & kind.sign:
            undo_runs = partial(_undo_runs, seen, kind=kind, is_known=kind.name in known)
            rebuilder = Rebuilder()
            rebuilt = list(undo_runs(found.crowded(kind.sign, kind.crowd), rebuilder=rebuilder))
            if rebuilder.settle():
                rebuilt = list(undo_runs(found.crowded(kind.sign, kind.crowd), rebuilder=rebuilder))
            edits += rebuilt
    return apart(sorted(edits))


class _Kind(NamedTuple):
    """A kind of damage: what shows it, how much of that a line must hold, where it stands, how a page is read and undone."""

    name: str
    sign: int
    crowd: int
    runs: re.Pattern[str]
    reading: Callable[[str], Reading]
    undo: Undo


def _undo_runs(
    seen: str, lines: Iterable[Span], kind: _Kind, rebuilder: Rebuilder, *, is_known: bool
) -> Iterator[Edit]:
    """Undo what stands for itself first, then what only the page's own kind explains."""
    sure = TRUSTED if is_known else 0
    tried: set[int] = set()
    code = kind.reading(seen)
    waiting: list[tuple[int, str]] = []
    for line in lines:
        for match in kind.runs.finditer(seen, *line):
            if match[0].isascii():
                continue
            edits = list(kind.undo(match[0], GOOD, code, rebuilder, is_known=False))
            yield from _moved(edits, match.start())
            sure += sum(len(_HAN.findall(edit.text)) >= FEWEST_HAN for edit in edits)
            if signs.count(apply(match[0], edits), kind.sign):
                waiting.append((match.start(), match[0]))
        tried.add(line.start)
        if not sure and len(tried) > FRUITLESS:
            return
    if sure < TRUSTED:
        return
    if kind.runs is LATIN_RUN:  # short lines show no crowd
        waiting += [
            (match.start(), match[0])
            for match in kind.runs.finditer(seen)
            if seen.rfind("\n", 0, match.start()) + 1 not in tried
        ]
    for start, run in waiting:
        yield from _moved(kind.undo(run, LENIENT, code, rebuilder, is_known=True), start)


def is_stripped(seen: str) -> bool:
    """Whether a cleaner went over traditional GBK read as Latin-1: what is whole there is so by chance."""
    return not _CONTROL.search(seen) and tell_script(seen, "gbk", "latin-1") == "traditional"


def _latin_of(seen: str) -> Reading:
    """Say how a page of GBK read as Latin-1 is read: what bytes a letter on it may be, and whether any are gone."""
    chances = {one for one in _CHANCE.findall(seen) if not one.encode("cp1252", "ignore")}
    return partial(
        GbkAsLatin,
        script=tell_script(seen, "gbk", "latin-1"),
        cleaned=bool(chances),
        unprinted=any(not chr(byte).isprintable() for one in chances for byte in one.encode()),
        is_whole=bool(_CONTROL.search(seen)),
    )


def _misread_of(seen: str) -> Reading:
    return partial(Utf8AsGbk, script=tell_script(seen, "utf-8", "gbk"))


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


def _latin(run: str, worst: float, code: Reading, rebuilder: Rebuilder, *, is_known: bool) -> Iterator[Edit]:
    high = sum(1 for character in run if ord(character) > 0x7F)
    fewest = 2 * FEWEST_HAN - 1 if not is_known else 2
    if high < fewest or high < (0.4 if not is_known else 0.2) * len(run.replace(" ", "")):
        return
    if not is_known and len({character for character in run if ord(character) > 0x7F}) < fewest:
        return  # a letter drawn out
    for match in _LATIN_PIECE.finditer(run):
        yield from _rebuilt(match, "gbk-as-latin-1", code, worst, rebuilder)


def _misread(
    run: str, worst: float, code: Reading, rebuilder: Rebuilder, *, is_known: bool
) -> Iterator[Edit]:
    marked = signs.count(run, signs.MISREAD)
    if not is_known and marked < 0.12 * len(run) and marked < 3:
        return
    found: list[Edit] = []
    for match in _STRETCH.finditer(run):
        if not is_known and not signs.count(match[0], signs.MISREAD):
            continue
        found += _rebuilt(match, "utf-8-as-gbk", code, worst, rebuilder)
    yield from found
    if found:
        yield from _lone_signs(run)


def _lone_signs(run: str) -> Iterator[Edit]:
    """Read the signs of two bytes that stand apart in a misread line: 路 for a dot, 脳 for ×."""
    for match in _LONE_SIGN.finditer(run):
        sign = match[0].encode("gbk").decode()
        yield Edit(
            Span(*match.span()), sign, "utf-8-as-gbk", (Run(1, 1, 1),), SURE_SIGN,
            "these bytes are utf-8, read as gbk, as those of its line are",
        )  # fmt: skip


# A piece ends with a clause, where it can: what a longer one took would be lost with it.
_LATIN_PIECE = re.compile(r"(?s).{1,1500}$|.{1000,1500}(?:£¬|¡£)|.{1000,1500} |.{1500}")
# Marks that UTF-8 read as GBK hardly gives stand between good and bad.
_STRETCH = re.compile(r"[^\s\u3000-\u3002\uff0c]{1,1500}")


def _rebuilt(
    match: re.Match[str], kind: str, code: Reading, worst: float, rebuilder: Rebuilder
) -> Iterator[Edit]:
    """Rebuild a stretch that lost bytes, where that gives good Chinese, or, as the page's own kind, better Chinese."""
    run, seen, (start, end) = match.string, match[0], match.span()
    before, after = run[:start].rstrip(" "), run[end:].lstrip(" ")
    stretch = Stretch(seen, before[-1:] or "\n", after[:1] or "\n")
    atoms = rebuilder.rebuild(code, stretch)
    text = "".join(atom.text for atom in atoms)
    if worst == GOOD:
        is_right = _is_settled(atoms) and is_other(seen, atoms, STANDING) and is_good(text, worst)
    else:
        is_right = is_other(seen, atoms, LENIENT_STANDING) and _is_better(text, seen, stretch.before)
    if is_right:
        rebuilder.believe(stretch)
        yield from _moved(gather(seen, atoms, kind), start)


def is_other(run: str, atoms: Sequence[Atom], most: float) -> bool:
    """Whether no more than such a share of a run stands as it was seen: good text is no damage with odd spots."""
    at = standing = 0
    for atom in atoms:
        seen = run[at : at + atom.seen]
        standing += not seen.isascii() and seen == atom.text
        at += atom.seen
    return standing <= most * sum(not character.isascii() for character in run)


def _is_better(text: str, seen: str, before: str) -> bool:
    known = language()
    return bool(text) and known.cost(before + text) + BETTER < known.cost(before + seen)


def _is_settled(atoms: Sequence[Atom]) -> bool:
    """Whether most of a text is there: one made of guesses is no reading."""
    return sum(atom.guesses for atom in atoms) <= 0.4 * sum(len(atom.text) for atom in atoms)


def tell_script(seen: str, right: str, wrong: str) -> Script:
    """Tell the script of a page that can be read in part: what is read wrong is mostly simplified.

    Only traditional characters leave lone letters behind.
    """
    text = seen[:JUDGED].encode(wrong, "ignore").decode(right, "ignore")
    known = language()
    old = sum(character in known.fold for character in text) + len(_LONE.findall(seen, 0, JUDGED))
    return (
        "traditional" if OLD * old > sum(character in known.reformed for character in text) else "simplified"
    )


def gather(run: str, atoms: Sequence[Atom], kind: str) -> Iterator[Edit]:
    """Gather atoms into edits of at most a clause; what stands as it was seen stays plain, a guess stands alone."""
    at = start = 0
    held: list[Atom] = []
    for atom in [*atoms, None]:
        stands = atom is not None and atom.text == run[at : at + atom.seen]
        if held and (
            atom is None or stands or atom.guesses or held[-1].guesses or at - start >= LONGEST_EDIT
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
    is_guess = any(atom.guesses for atom in atoms)
    confidence = _believed(min(atom.sure for atom in atoms), is_guess=is_guess)
    right, _, wrong = kind.partition("-as-")
    evidence = f"these bytes are {right}, read as {wrong}"
    if is_guess:
        evidence += "; some were lost"
    text = "".join(atom.text for atom in atoms)
    return Edit(
        span, text, kind, tuple(Run(1, atom.seen, len(atom.text)) for atom in atoms), confidence, evidence
    )


def _believed(share: float, *, is_guess: bool) -> float:
    """Turn the share of likely readings that hold a text into how often such a text is right.

    >>> round(_believed(0.9, is_guess=False), 2), round(_believed(0.9, is_guess=True), 2)
    (0.86, 0.71)
    """
    share = min(SUREST, max(1 - SUREST, share))
    odds = SLOPE * math.log(share / (1 - share)) + (GUESSED if is_guess else SEEN)
    return min(1 / (1 + math.exp(-odds)), SUREST_GUESS if is_guess else 1.0)
