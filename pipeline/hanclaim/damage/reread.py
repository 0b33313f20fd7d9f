"""Bytes misread without loss: written back in the wrong code, and read again in the right one.

A stretch is only touched where it becomes good Chinese, by more than chance;
what the page is surely made of, its short and odd stretches are made of more
easily.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import groupby, islice
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Run, Span
from hanclaim.damage import signs
from hanclaim.damage.edit import Edit
from hanclaim.damage.readback import decoded, lay_back
from hanclaim.damage.score import UNSEEN, language
from hanclaim.damage.ways import BREAK, DOUBLE, SINGLE, THEN, WAYS, Way, rightly, shows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hanclaim.damage.signs import Signs

# Nats a character: good Chinese costs 4 to 6.5, chance finds of other codes 9 and more; short stretches vary most.
GOOD, SHORT_ALLOWANCE, LENIENT, LOSSY = 7.2, 0.35, 12.5, 8.5
FEWEST_HAN, FEWEST_RARE, SURELY = 2, 6, 3
TRUSTED = 10  # Han characters that came back surely make their kind the page's own
BETTER = 0.8  # of what the characters cost as they were seen
STRANGE = 0.4  # of the characters of a stretch that was misread as Japanese, Korean or rare Chinese
WHOLE = 0.9  # of the characters beyond ASCII that are not Chinese
DEEPEST = 3  # misreadings on top of each other
JUDGED = 2000  # characters of a stretch that are looked at
FRUITLESS = 60  # crowded lines after which another language is believed
LONGEST_EDIT = 24
SURE, LIKELY = 0.99, 0.95

# Bytes of another code are hardly ever UTF-8 by chance, three characters in a row never.
_SURE_KINDS = frozenset(way.kind for way in SINGLE if way.rights == ("utf-8",))
_RARE_KINDS = frozenset(
    way.kind
    for way in (*SINGLE, *DOUBLE)
    if way.rights != ("utf-8",) and way.wrong not in {"latin-1", "cp1252", "mac-roman"}
)
_HAN = re.compile(r"[\u3400-\u9fff]")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff]")
_LINE = re.compile(r"[^\n]*[^\x00-\x7f\n][^\n]*")
_CJK = r"\u3000-\u303f\u3400-\u9fff\uac00-\ud7a3\uff00-\uffef"
# Of letters that happened to be UTF-8 some decoders and cleaners make one of any script: Han and Hangul stand alone among others.
_BESIDE = r"\u00a1-\u1fff\u2c00-\u2fff"
LATIN_RUN = re.compile(rf"(?:[^\n{_CJK}]|(?<=[{_BESIDE}])[{_CJK}](?=[ -~{_BESIDE}]|$))+")
_TONES = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü")  # readings are no Chinese, and no other language either
_WIDE = re.compile(f"[^\x00-\x7f{''.join(_TONES)}]")
_WIDE_DIGIT, _PLAIN_DIGIT = re.compile("[０-９]"), re.compile("[0-9]")
_END = "。！？!?；;，,\n"


class _Found(NamedTuple):
    """A stretch read again: where it stood, what had happened to it, last first, its text, how many nats that saves."""

    span: Span
    ways: tuple[Way, ...]
    text: str
    saved: float = 0.0
    confidence: float = SURE

    @property
    def kind(self) -> str:
        return _kind(self.ways)


def _kind(ways: tuple[Way, ...]) -> str:
    return THEN.join(way.kind for way in reversed(ways))


def undo(seen: str, found: Signs) -> tuple[list[Edit], Counter[str]]:
    """Return the edits for every stretch that was misread without loss, and how much of each kind there is.

    >>> [[edit.text for edit in undo(seen, signs.find(seen))[0]] for seen in ('æ”¶å…¥', '¹«Ë¾')]
    [['收入'], ['公司']]
    """
    sure: list[_Found] = []
    for sign, crowd, ways in (
        (signs.LATIN, 4, SINGLE),
        (signs.MISREAD, 1, (WAYS["utf-8-as-gbk"],)),
        (signs.FOREIGN, 4, DOUBLE),
    ):
        if found.present & sign:
            sure += _sure(seen, found.crowded(sign, crowd), ways)
    if found.present & signs.FOREIGN:
        known = {one.span for one in sure}
        sure += (one for one in _pooled(seen, found) if one.span not in known)
    chosen = _apart(_of_the_page(seen, sure), len(seen))
    kinds: Counter[str] = Counter()
    for one in chosen:
        kinds[one.kind] += len(_HAN.findall(one.text))
    return sorted(edit for one in chosen for edit in _edits(seen, one)), kinds


def _of_the_page(seen: str, found: list[_Found]) -> Iterator[_Found]:
    """Yield what was found for the wrong codes that explain most of the page: one for each right code.

    Codes that read the same stretches alike differ in what else of the page they can have shown.
    """
    saved: defaultdict[str, float] = defaultdict(float)
    for one in found:
        saved[one.kind] += one.saved
    best: dict[tuple[str, ...], str] = {}
    ranked = sorted(saved.items(), key=itemgetter(1), reverse=True)
    for _, alike in groupby(ranked, key=itemgetter(1)):
        kinds = [kind for kind, _ in alike]
        for kind in kinds if len(kinds) == 1 else sorted(kinds, key=lambda kind: _unexplained(seen, kind)):
            best.setdefault(_right(kind), kind)
    return (one for one in found if best[_right(one.kind)] == one.kind)


def _unexplained(seen: str, kind: str) -> int:
    """Count the characters of the page that the last of the wrong codes cannot have shown."""
    return rightly(seen, WAYS[kind.rpartition(THEN)[2]].wrong).count(BREAK)


def _right(kind: str) -> tuple[str, ...]:
    return tuple(way.partition("-as-")[0] for way in kind.split(THEN))


def undo_rest(seen: str, kinds: Mapping[str, int], *, whole: bool) -> list[Edit]:
    """Return the edits for what only the page's own kinds explain, where there is so much of them that they are its own.

    ``whole`` asks that they explain nearly all of it: else bytes were lost, and
    what decodes does so by chance.
    """
    ways = [WAYS[kind] for kind, count in kinds.items() if count >= TRUSTED and kind in WAYS]
    if not ways:
        return []
    possible = [one for line in _LINE.finditer(seen) for one in _read(seen, Span(*line.span()), ways, 1)]
    if whole:
        decoded = max((_share(seen, possible, way) for way in ways), default=0.0)
        if decoded < WHOLE:
            return []
    han = len(_HAN.findall(seen))
    alone = {way for way in ways if whole and (way in SINGLE or kinds[way.kind] >= WHOLE * han)}
    likely = (
        _weighed(one)._replace(confidence=LIKELY)
        for one in possible
        if not (_is_torn(seen, one) or _invents_digit(seen, one))
        if (whole and is_good(one.text))
        or _is_better(seen[slice(*one.span)], one, whole=whole, alone=one.ways[0] in alone)
    )
    return sorted(edit for one in _apart(likely, len(seen)) for edit in _edits(seen, one))


def _is_torn(seen: str, one: _Found) -> bool:
    """Whether Chinese that the wrong code does not have stands right beside: it is good, and so is what touches it."""
    start, end = one.span
    return one.ways[0] in DOUBLE and bool(_HAN.match(seen[start - 1 : start]) or _HAN.match(seen, end))


def _invents_digit(seen: str, one: _Found) -> bool:
    """Whether wide digits come out on a page that writes plain ones: bytes cut at the wrong place give such."""
    return _WIDE_DIGIT.search(one.text) is not None and _PLAIN_DIGIT.search(seen) is not None


def _share(seen: str, possible: list[_Found], way: Way) -> float:
    """Return how much of the letters that are neither ASCII nor Chinese one way can read at all.

    No cleaner takes bytes out of what was misread as Chinese or Korean.
    """
    if way in DOUBLE:
        return 1.0
    read = sum(_letters(seen[slice(*one.span)]) for one in possible if one.ways == (way,))
    return read / max(1, _letters(seen))


def _letters(text: str) -> int:
    return signs.count(text, signs.LATIN)


def is_good(text: str) -> bool:
    """Whether a text reads as Chinese, judged the more strictly the shorter it is.

    >>> is_good('公司的收入增长'), is_good('殚徘圮')
    (True, False)
    """
    judged = text[:JUDGED]
    han = len(_HAN.findall(judged))
    wide = _wide(judged)
    if han < FEWEST_HAN or han < 0.4 * wide or _ODD.search(judged):
        return False
    return _costs_at_most(judged, (GOOD - SHORT_ALLOWANCE / han) * wide)


def _is_likely(text: str) -> bool:
    """Whether a text may be Chinese with something else in it: enough where chance hardly gives whole characters."""
    judged = text[:JUDGED]
    return (
        len(_HAN.findall(judged)) >= SURELY
        and not _ODD.search(judged)
        and _cost(judged) <= LENIENT * _wide(judged)
    )


def _is_more_than_chance(one: _Found) -> bool:
    """Whether there are as many characters as the wrong code asks for: words of living languages are short.

    A letter drawn out is one character again and again.
    """
    fewest = FEWEST_RARE if one.ways[-1].kind in _RARE_KINDS else FEWEST_HAN
    han = _HAN.findall(one.text[:JUDGED])
    return len(set(han)) >= max(fewest, min(FEWEST_RARE, len(han) // 2))


def _wide(text: str) -> int:
    return len(_WIDE.findall(text))


def _cost(text: str) -> float:
    known = language()
    return sum(
        known.step(before, character)
        for before, character in zip(f"\n{text}", text, strict=False)
        if character > "\x7f" and character not in _TONES
    )


def _costs_at_most(text: str, most: float) -> bool:
    """Whether a text costs no more; what is no Chinese is passed before its end."""
    known = language()
    cost = 0.0
    for before, character in zip(f"\n{text}", text, strict=False):
        if character > "\x7f" and character not in _TONES:
            cost += known.step(before, character)
            if cost > most:
                return False
    return True


def _is_better(before: str, one: _Found, *, whole: bool, alone: bool) -> bool:
    """Whether a stretch of a page that is surely misread reads better so than as it stands.

    Where hardly anything else stands on the page, as it stands is no rival: rows of tables are short and full of names.
    """
    judged = one.text[:JUDGED]
    wide = _wide(judged)
    if not wide or _ODD.search(judged):
        return False
    cost = _cost(judged)
    if alone and one.ways[0] in SINGLE:
        return cost <= LENIENT * wide
    worst, share = LENIENT if whole else LOSSY, 1.0 if alone else BETTER
    return cost <= worst * wide and cost < share * _cost(before[: JUDGED * len(before) // len(one.text)])


def _sure(seen: str, lines: Iterable[Span], ways: Sequence[Way]) -> Iterator[_Found]:
    """Yield what stands for itself; where line after line gives nothing, another language is believed."""
    fruitless = 0.0
    for line in lines:
        fruitless += 1
        for one in _read(seen, line, ways, DEEPEST):
            if (_is_more_than_chance(one) and is_good(one.text)) or (
                one.kind in _SURE_KINDS and _is_likely(one.text)
            ):
                fruitless = -math.inf
                yield _weighed(one)
        if fruitless > FRUITLESS:
            return


def _pooled(seen: str, found: Signs) -> Iterator[_Found]:
    """Yield stretches too short to stand for themselves that together are good, all that a wrong code can have shown."""
    lines = list(islice(found.crowded(signs.FOREIGN, 2), FRUITLESS))
    foreign = {
        wrong: [
            piece
            for line in lines
            for piece in _pieces(seen, line, way)
            if _is_foreign(seen[slice(*piece[0])])
        ]
        for wrong, way in {way.wrong: way for way in DOUBLE}.items()
    }
    for way in DOUBLE:
        pool = [
            one
            for span, data in foreign[way.wrong]
            if (text := decoded(data, way)) is not None
            if not _is_torn(seen, one := _Found(span, (way,), text))
        ]
        text = "\n".join(one.text for one in pool)
        if len(pool) > 1 and is_good(text) and _is_more_than_chance(pool[0]._replace(text=text)):
            yield from map(_weighed, pool)


def _is_foreign(stretch: str) -> bool:
    """Whether much of a stretch is strange on a Chinese page."""
    return signs.count(stretch, signs.FOREIGN) >= STRANGE * _wide(stretch)


def _read(seen: str, line: Span, ways: Sequence[Way], depth: int) -> Iterator[_Found]:
    """Yield every stretch of a line that one of the ways, or several in turn, read again as a whole."""
    pieces: dict[tuple[str, bool], list[tuple[Span, bytes]]] = {}
    for way in ways:
        key = way.wrong, way.rights == ("utf-8",)
        if key not in pieces:
            pieces[key] = list(_pieces(seen, line, way))
        for span, data in pieces[key]:
            text = decoded(data, way)
            if text is None:
                continue
            yield _Found(span, (way,), text)
            if depth > 1 and way.rights == ("utf-8",) and not _HAN.search(text):
                whole = Span(0, len(text))
                for inner in _read(text, whole, (*SINGLE, *DOUBLE), depth - 1):
                    ways_back = (way, *inner.ways)
                    if inner.span == whole and shows(_kind(ways_back), inner.text, seen[slice(*span)]):
                        yield inner._replace(span=span, ways=ways_back)


def _weighed(one: _Found) -> _Found:
    """Say how many nats a stretch saves."""
    judged = one.text[:JUDGED]
    each = UNSEEN - _cost(judged) / max(1, _wide(judged))
    return one._replace(saved=each * (one.span.end - one.span.start))


def _pieces(seen: str, line: Span, way: Way) -> Iterator[tuple[Span, bytes]]:
    """Yield the stretches of a line that the wrong code can have shown, and their bytes.

    Where a cleaner may have made letters of bytes, only UTF-8 shows what
    belongs together: the others must explain all that stands between Chinese.
    """
    if way in SINGLE and way.rights != ("utf-8",):
        for match in LATIN_RUN.finditer(seen, *line):
            data = rightly(match[0], way.wrong)
            if not data.isascii() and BREAK not in data:
                yield Span(*match.span()), data
        return
    at = line.start
    for data in rightly(seen[slice(*line)], way.wrong).split(BREAK):
        length = len(data) if way in SINGLE else len(data.decode(way.wrong))
        if not data.isascii():
            yield Span(at, at + length), data
        at += length + 1


def _apart(found: Iterable[_Found], length: int) -> list[_Found]:
    """Choose the stretches that save most and do not meet."""
    chosen = []
    taken = bytearray(length)
    for one in sorted(found, key=lambda one: -one.saved):
        inside = slice(*one.span)
        if not any(taken[inside]):
            taken[inside] = b"\1" * (one.span.end - one.span.start)
            chosen.append(one)
    return chosen


def _edits(seen: str, found: _Found) -> Iterator[Edit]:
    """Yield edits of at most a clause; what stands as it was seen stays plain."""
    at, done = found.span.start, 0
    start, written = at, 0
    held: list[Run] = []
    for source, target in [*lay_back(seen[slice(*found.span)], found.ways).atoms(), (0, 0)]:
        text = found.text[done : done + target]
        stands = not source or text == seen[at : at + source]
        if held and (stands or at - start >= LONGEST_EDIT or found.text[done - 1] in _END):
            yield _edit(Span(start, at), found, found.text[written:done], held)
            held = []
        if not stands:
            if not held:
                start, written = at, done
            held.append(Run(1, source, target))
        at, done = at + source, done + target


def _edit(span: Span, found: _Found, text: str, runs: list[Run]) -> Edit:
    told = [kind.partition("-as-") for kind in found.kind.split(THEN)]
    evidence = "these bytes are " + ", then ".join(f"{right} read as {wrong}" for right, _, wrong in told)
    return Edit(span, text, found.kind, tuple(runs), found.confidence, evidence)
