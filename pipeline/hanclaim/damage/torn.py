"""Stretches misread in a code that has no meaning for single bytes: which reader it was, and what stood there.

Such a stretch may be a page, or a few words inside a good sentence: the bytes
of UTF-8 follow each other as those of no other text do.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import accumulate, chain, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from hanclaim.alignment import Span
from hanclaim.damage import misread, signs
from hanclaim.damage.codes import LOST
from hanclaim.damage.dropped import Utf8AsGbk
from hanclaim.damage.edit import apart
from hanclaim.damage.holed import CODES, Holed, Reader
from hanclaim.damage.rebuild import Rebuilder, Stretch
from hanclaim.damage.score import UNSEEN, language

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from hanclaim.damage.codes import Script
    from hanclaim.damage.edit import Edit
    from hanclaim.damage.rebuild import Atom
    from hanclaim.damage.signs import Signs
    from hanclaim.damage.steps import Code

SAMPLES, SAMPLE = 4, 100  # runs by which a reader is told, and characters of each
LENIENT = 11.0  # nats a character that any run of such a page costs
TRUSTED, HALF = 3, 0.5  # runs that make their reader the page's own, and what of any other may be lost
CLEARLY = 1.2  # times what a reader costs, that of the other way to lose bytes of UTF-8 read as GBK
WORDED = 8  # characters beyond ASCII to a space: no Chinese has so many spaces
IN_A_ROW = 10  # characters beyond ASCII among which strange ones are counted
READERS = 64  # whose likeness is remembered: a page is asked for one with marks, then for any
TRIED = 60  # lines that are looked at before a page is believed to be whole
LONGEST = 1500  # characters that are rebuilt together
FEWEST, FEWEST_PAIRS = (
    2,
    6,
)  # characters of a run of UTF-8, one more of one that is not whole; and of another code
WORST, WORST_SHORT, SURELY = 9.0, 7.2, 5  # nats a character of a run, and of one that is short and not whole
GAIN, GAIN_EACH = 8.0, 2.5  # nats that a run, and each of its characters, must save
UNREAD = 0.1  # of a run's characters may be lost
LEFT = 2.25  # bytes of a character, of three, that stand as Latin letters, where hardly any are lost
GUESSED = 0.6  # of a run's characters may be guesses

STANDING = 0.1  # of what is no ASCII in a run that is rebuilt

_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN, _HANGUL = re.compile("[\xc0-\u024f]"), re.compile("[\uac00-\ud7a3]")
_QUESTION = re.compile(r"\?(?<=[^\x00-\x7f]\?)")  # a mark is found at the speed of a byte search
_LINE = re.compile(rf"[^\n]{{1,{LONGEST}}}")
_HOLE, _NONE = "\u0100", "\u0101"  # stand for a byte that is missing, and for what no byte gave
_TRAIL = "[\x80-\xbf]"
_PLAIN = "[\x00-\x7f]"
_LEADS = "\xe2\xe3\xe4\xe5\xe6\xe7\xe8\xe9\xef"
_LEAD = f"[{_LEADS}]"
_MARKED = f"[\xe2-\xe9\xef{_HOLE}][\x80-\xbf{_HOLE}]{{2}}"
_DROPPED = f"{_LEAD}{_TRAIL}{{0,2}}"
_CHARACTERS = {
    is_marked: re.compile(f"(?:{character}|\xc2{_TRAIL}){_PLAIN}*")
    for is_marked, character in ((True, _MARKED), (False, _DROPPED))
}


class _Sign(NamedTuple):
    """What shows kinds of damage, how much of it a line must hold, how much some characters in a row, and these kinds.

    Lines that hold less may do so together; letters of a language whose words stand ``spaced`` are its own, where they do.
    """

    sign: int
    crowd: int
    dense: int
    together: int
    spaced: re.Pattern[str] | None
    kinds: tuple[str, ...]


SIGNS = (
    _Sign(signs.MISREAD, 1, 3, 12, None, ("utf-8-as-gbk",)),
    _Sign(signs.LATIN, 3, 3, 12, _LATIN, ("utf-8-as-cp1252",)),
    _Sign(
        signs.FOREIGN,
        2,
        6,
        13,
        _HANGUL,
        tuple(kind for kind in CODES if kind not in {"utf-8-as-gbk", "utf-8-as-cp1252"}),
    ),
)


def undo(seen: str, found: Signs, *, is_marked: bool = False) -> list[Edit]:
    """Return the edits for every stretch that one reader showed, where that gives good Chinese.

    What marks stand in is read as a whole, before its parts are: ``is_marked`` asks for no more than that.

    >>> seen = '他说，杩欐�典唬鐮佸彲浠ヨ繍琛�。'
    >>> [edit.text for edit in undo(seen, signs.find(seen))]
    ['这段代', '码可以运', '行']
    """
    if is_marked and LOST not in seen and not _QUESTION.search(seen):
        return []
    explained: list[_Sign] = []
    edits: list[Edit] = []
    for sign in SIGNS:
        if not found.present & sign.sign:
            continue
        known = {line for one in explained for line in found.crowded(one.sign, one.crowd)}
        rest = (line for line in found.crowded(sign.sign, sign.crowd) if line not in known)
        lines = list(islice(rest, TRIED))
        samples = _samples(seen, lines, sign)
        if not samples:
            continue
        explained.append(sign)
        reader = _find_reader(seen, samples, sign)
        if reader and (reader.mark or not is_marked):
            edits += _undo(seen, reader, chain(lines, rest))
    return apart(sorted(edits))


def undo_whole(seen: str, found: Signs) -> list[Edit]:
    """Return the edits for what lost nothing inside good text.

    >>> seen = '这段浠ｇ爜是什么'
    >>> [edit.text for edit in undo_whole(seen, signs.find(seen))]
    ['代码']
    """
    if not found.present & signs.MISREAD:
        return []
    lines = list(islice(found.crowded(signs.MISREAD, 1), TRIED))
    return apart(sorted(_undo(seen, _WHOLE, lines)))


_WHOLE = Reader("utf-8", "gbk", LOST)


def _find_reader(seen: str, samples: tuple[str, ...], sign: _Sign) -> Reader | None:
    """Return the reader that explains a page's first strange lines best; None where it is none of these."""
    best, least = None, sum(map(_as_it_stands, samples))
    for right, wrong in map(CODES.__getitem__, sign.kinds):
        script = misread.tell_script(seen, right, wrong)
        for mark in ("", "?", LOST):
            reader = Reader(right, wrong, mark)
            if mark and mark not in "".join(samples):
                continue
            cost = _likeness(samples, Holed, script, reader)
            if cost < least:
                best, least = reader, cost
    if sign.sign == signs.MISREAD and best:
        script = misread.tell_script(seen, "utf-8", "gbk")
        if _likeness(samples, Utf8AsGbk, script) <= CLEARLY * least:
            return None
    return best


def _samples(seen: str, lines: Sequence[Span], sign: _Sign) -> tuple[str, ...]:
    """Return where the longest lines begin to be strange; good text with a strange character here and there gives none."""
    found, most = [], []
    for line in sorted(lines, key=lambda line: line.start - line.end)[:SAMPLES]:
        text = seen[slice(*line)]
        strange = (signs.units(text) & sign.sign) != 0
        first = int(strange.nonzero()[0][0])
        sample = slice(max(0, first - 3), first + SAMPLE)
        beyond = [
            odd for odd, character in zip(strange[sample], text[sample], strict=False) if character > "\x7f"
        ]
        is_spaced = sign.spaced and sign.spaced.search(text, sample.start, sample.stop)
        if is_spaced and WORDED * text[sample].count(" ") >= len(beyond):
            continue  # another language
        found.append(text[sample])
        most.append(int(np.convolve(beyond, np.ones(IN_A_ROW)).max()))
    is_dense = max(most, default=0) >= sign.dense or sum(most) >= sign.together
    return tuple(found) if is_dense else ()


@lru_cache(READERS)
def _likeness(
    samples: tuple[str, ...], code: Callable[..., Code], script: Script, reader: Reader | None = None
) -> float:
    """Return what samples cost as a code reads them."""
    read = partial(code, script=script, reader=reader) if reader else partial(code, script=script)
    rebuilder = Rebuilder()
    return sum(
        _as_it_stands(
            "".join(atom.text for atom in rebuilder.rebuild(read, Stretch(sample, "\n", "\n"))) or sample
        )
        for sample in samples
    )


def _as_it_stands(text: str) -> float:
    return language().cost(f"\n{text}") + UNSEEN * text.count(LOST)


def _undo(seen: str, reader: Reader, lines: Iterable[Span]) -> Iterator[Edit]:
    """Undo what stands for itself first, then what only the page's own reader explains."""
    rebuilder = Rebuilder()
    code: Callable[[str], Code] | None = None
    right = 0
    waiting: list[tuple[int, Stretch, list[Atom]]] = []
    kind = f"{reader.right}-as-{reader.wrong}"
    for number, line in enumerate(lines):
        if number >= TRIED and not right:
            return
        for start, end in _runs(seen, line, reader):
            stretch = Stretch(seen[start:end], seen[start - 1 : start] or "\n", seen[end : end + 1] or "\n")
            code = code or partial(
                Holed, script=misread.tell_script(seen, reader.right, reader.wrong), reader=reader
            )
            atoms = rebuilder.rebuild(code, stretch)
            if _is_right(stretch, atoms, reader):
                right += 1
                rebuilder.believe(stretch)
                yield from _edits(start, stretch, atoms, kind)
            else:
                waiting.append((start, stretch, atoms))
    if right >= TRUSTED:
        for start, stretch, atoms in waiting:
            if _is_better(stretch, atoms):
                yield from _edits(start, stretch, atoms, kind)


def _edits(start: int, stretch: Stretch, atoms: Sequence[Atom], kind: str) -> Iterator[Edit]:
    for edit in misread.gather(stretch.seen, atoms, kind):
        yield edit._replace(span=Span(start + edit.span.start, start + edit.span.end))


def _is_better(stretch: Stretch, atoms: Sequence[Atom]) -> bool:
    """Whether a run of a page whose reader is known reads better so than as it stands."""
    text = "".join(atom.text for atom in atoms)
    known = language()
    before, after = (known.cost(stretch.before + one + stretch.after) for one in (stretch.seen, text))
    is_read = text.count(LOST) <= HALF * len(text) and misread.is_other(stretch.seen, atoms, STANDING)
    return bool(text) and is_read and before - after >= GAIN and after <= LENIENT * len(text)


def _is_right(stretch: Stretch, atoms: Sequence[Atom], reader: Reader) -> bool:
    """Whether a run is better Chinese, where it stands, by more than chance.

    The order of UTF-8's bytes is a proof by itself, of Latin letters from the first character on; a rare name may
    begin so, and any two bytes are a pair.
    """
    text = "".join(atom.text for atom in atoms)
    han, wide = len(_HAN.findall(text)), sum(character > "\x7f" for character in text)
    guesses: float = sum(atom.guesses for atom in atoms)
    fewest, worst, guessed = FEWEST, WORST, GUESSED * len(text)
    if reader.right != "utf-8":
        fewest, worst = FEWEST_PAIRS, WORST_SHORT
    elif reader.wrong == "cp1252":
        guessed = len(text) if sum(one > "\x7f" for one in stretch.seen) >= LEFT * wide else 0
    elif guesses:
        fewest, worst = FEWEST + 1, WORST if wide >= SURELY else WORST_SHORT
    if han < fewest or han < 0.4 * wide or guesses > guessed or text.count(LOST) > UNREAD * len(text):
        return False
    if not misread.is_other(stretch.seen, atoms, STANDING):
        return False
    known = language()
    before, after = (known.cost(stretch.before + one + stretch.after) for one in (stretch.seen, text))
    steps = pairwise(stretch.before + text + stretch.after)
    cost = sum(known.step(*step) for step in steps if step[1] > "\x7f")
    return before - after >= GAIN + GAIN_EACH * wide and cost <= worst * (wide + 1)


def _runs(seen: str, line: Span, reader: Reader) -> Iterator[Span]:
    """Yield the stretches of a line that a reader can have shown.

    >>> seen = '这段浠ｇ爜是什么'
    >>> [seen[slice(*span)] for span in _runs(seen, Span(0, 8), _WHOLE)]
    ['浠ｇ爜']
    """
    if reader.right != "utf-8":
        for match in _LINE.finditer(seen, *line):
            yield Span(*match.span())
        return
    shown = list(_bytes(seen[slice(*line)], reader))
    places = {place: i for i, place in enumerate(accumulate(map(len, shown), initial=0))}
    character = _CHARACTERS[bool(reader.mark)]
    whole = "".join(shown)
    for run in re.finditer(f"(?:{character.pattern})+", whole):
        bounds = [*(match.start() for match in character.finditer(whole, *run.span())), run.end()]
        inside = [i for i, bound in enumerate(bounds) if bound in places]  # not amid what was seen
        if inside and inside[-1] - inside[0] >= FEWEST:
            start, end = places[bounds[inside[0]]], places[bounds[inside[-1]]]
            while shown[end - 1] < "\x80":
                end -= 1
            for at in range(line.start + start, line.start + end, LONGEST):
                yield Span(at, min(at + LONGEST, line.start + end))


def _bytes(seen: str, reader: Reader) -> Iterator[str]:
    """Yield the bytes of each character that was seen, as characters: of more ways that which goes on."""
    before, need = "", 0  # bytes that are missing of a character
    for character in seen:
        ways = reader.bytes_of(character)
        if character == reader.mark and (character == LOST or before > "\x7f"):
            before = _HOLE
        else:
            before = "".join(map(chr, ways[-1 if need and character.isalpha() else 0])) if ways else _NONE
        for byte in before:
            need = 2 if byte in _LEADS else need - 1 if need and not byte.isascii() else 0
        yield before
