"""Which mark stands where only its kind is left: what stands round it tells, and what was opened before it.

Words say little of marks: 、 and 。 follow the same ones.  A log-linear model looks farther, as far as the next mark
and the last bracket; ``bench/marks.py`` fits it on openly licensed text.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from hanclaim.damage.steps import Code, Letter

MARKS = "，。、；：！？（）「」『』【】《》〈〉〔〕“”‘’…—～｜／－"
_OPENING = {
    "（": "）",
    "「": "」",
    "『": "』",
    "【": "】",
    "《": "》",
    "〈": "〉",
    "〔": "〕",
    "“": "”",
    "‘": "’",
}
_CLOSING = {closing: opening for opening, closing in _OPENING.items()}
_FAR = 60  # characters within which the next mark is looked for
_EDGE = "\n"


def features(text: Sequence[str], at: int) -> Iterator[str]:
    """Yield what can be told of a mark at a place of a text, without a look at the mark."""
    before, after = _side(text, at, -1), _side(text, at, 1)
    beside = _class(before[0]) + _class(after[0])
    yield f"{before[0]}_"
    yield f"_{after[0]}"
    yield f"{before[1]}{before[0]}_"
    yield f"_{after[0]}{after[1]}"
    yield beside
    yield f"{_class(before[1])}{beside}{_class(after[1])}"
    last, away = _mark(text, at, -1)
    following, until = _mark(text, at, 1)
    yield f"last {last} {away}"
    yield f"next {following} {until}"
    yield f"between {last} {following}"
    yield f"after {away} before {until}"
    opened = _opened(text, at)
    yield f"in {opened}"
    yield f"in {opened} {beside}"
    yield f"in {opened} next {_bracket(text, at)}"
    yield f"in {opened} next {following}"


def _side(text: Sequence[str], at: int, way: int) -> tuple[str, str]:
    found = [text[k] if 0 <= k < len(text) else _EDGE for k in (at + way, at + 2 * way)]
    if found[0] == _EDGE:
        found[1] = _EDGE
    return found[0], found[1]


def _class(character: str) -> str:
    if character == _EDGE:
        return "|"
    if character.isdecimal():
        return "0"
    if character.isspace():
        return " "
    if character.isalpha():
        return "a" if character.isascii() else "字"
    return character


def _mark(text: Sequence[str], at: int, way: int) -> tuple[str, int]:
    """Return the nearest mark on one side, and how far it is, by steps."""
    for away in range(1, _FAR):
        k = at + way * away
        character = text[k] if 0 <= k < len(text) else _EDGE
        if character == _EDGE or character in MARKS:
            return character, away.bit_length()
    return "", _FAR.bit_length()


def _opened(text: Sequence[str], at: int) -> str:
    """Return the bracket that is open at a place of its line."""
    closed: list[str] = []
    for k in range(at - 1, -1, -1):
        character = text[k]
        if character == _EDGE:
            break
        if character in _CLOSING:
            closed.append(_CLOSING[character])
        elif character in _OPENING:
            if character not in closed:
                return character
            closed.remove(character)
    return ""


def _bracket(text: Sequence[str], at: int) -> str:
    """Return the next bracket of the line."""
    for k in range(at + 1, min(len(text), at + _FAR)):
        if text[k] == _EDGE:
            break
        if text[k] in _OPENING or text[k] in _CLOSING:
            return text[k]
    return ""


@cache
def _weights() -> tuple[Mapping[str, int], list[list[float]]]:
    with files("hanclaim.tables").joinpath("marks.npz").open("rb") as file:
        stored = dict(np.load(file))
    names = stored["features"].tobytes().decode().split("\0")
    return {name: i for i, name in enumerate(names)}, (stored["weights"].astype(float) / 16).tolist()


def likeliest(text: Sequence[str], at: int, options: Iterable[str]) -> tuple[str, float]:
    """Return which of several marks most likely stands at a place, and how likely it is.

    >>> likeliest("甲公司_乙公司和丙公司。", 3, "、。")[0]
    '、'
    """
    index, weights = _weights()
    rows = [weights[index[name]] for name in features(text, at) if name in index]
    sums = {mark: math.fsum(row[MARKS.index(mark)] for row in rows) for mark in options}
    best = max(sums, key=lambda mark: sums[mark])
    return best, 1 / math.fsum(math.exp(found - sums[best]) for found in sums.values())


def settle(letters: list[Letter], code: Code, before: str, after: str) -> list[Letter]:
    """Choose again the marks of a text that were only guessed, each among those of which as much is left."""
    if not any(letter.is_guess and letter.character in MARKS for letter in letters):
        return letters
    text = [before, *(letter.character for letter in letters), after]
    found = list(letters)
    for k, letter in enumerate(letters):
        if not letter.is_guess or letter.character not in MARKS:
            continue
        options = {
            character
            for to, among, _ in code.guesses(letter.start)
            if to == letter.to
            for character in among.letters.values()
            if character in MARKS
        }
        if len(options) > 1 and letter.character in options:
            mark, sure = likeliest(text, k + 1, sorted(options))
            text[k + 1] = mark
            found[k] = letter._replace(character=mark, sure=sure)
    return found
