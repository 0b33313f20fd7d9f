"""Folded text to jieba's words.

The dictionary and the weights are jieba's, and so is every word and flag that
comes out; only the search is written anew, because it took a quarter of the fast mode.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from math import inf, log
from pathlib import Path
from typing import Any

from hanclaim.alignment import Span
from hanclaim.document import Token

# What jieba looks up in its dictionary, and what it tells apart in a run of letters that the dictionary does not know.
_RUN = re.compile("([\u4e00-\u9fd5a-zA-Z0-9+#&._]+)")
_GAP = re.compile("\r\n|.", re.DOTALL)
_PART = re.compile("[\u4e00-\u9fd5]+|([.0-9]+)|([a-zA-Z0-9]+)|[^\u4e00-\u9fd5.0-9a-zA-Z]+")
# A state is the place in a word (begin, middle, end, single) and the word's flag; log probabilities.
State = tuple[str, str]
_NEVER = -3.14e100


@cache
def tokenizer() -> Any:
    """Return jieba's tokenizer with flags: its dictionary, and the yardstick of the tests."""
    import jieba
    import jieba.posseg

    jieba.setLogLevel(
        logging.CRITICAL
    )  # it logs a traceback where it cannot keep its cache, and goes on without
    tokenizer = jieba.Tokenizer()
    # By default jieba loads, unchecked, any jieba.cache that somebody left in the shared temporary folder.
    tokenizer.tmp_dir = str(_cache_folder())
    tokenizer.cache_file = f"jieba-{version('jieba')}.cache"
    tokenizer.initialize()
    return jieba.posseg.POSTokenizer(tokenizer)


def _cache_folder() -> Path:
    """Return the user's own folder for what can be made again."""
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "hanclaim"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_word(text: str) -> bool:
    """Whether jieba's dictionary holds the word, so that it was not made up from its characters.

    >>> is_word('比较'), is_word('均较')
    (True, False)
    """
    tokenizer = _tokenizer().tokenizer
    tokenizer.check_initialized()
    return bool(tokenizer.FREQ.get(text))


def segment(folded: str) -> tuple[Token, ...]:
    """Cut into words with their part of speech; the words joined give the text.

    >>> [token.flag for token in segment('英伟达上涨5%')][-1]
    'x'
    """
    tokens: list[Token] = []
    at = 0
    for number, piece in enumerate(_RUN.split(folded)):
        for word, flag in _cut(piece) if number % 2 else ((gap, "x") for gap in _GAP.findall(piece)):
            tokens.append(Token(Span(at, at + len(word)), flag))
            at += len(word)
    return tuple(tokens)


@lru_cache(maxsize=1 << 14)
def _cut(run: str) -> tuple[tuple[str, str], ...]:
    """Cut a run by the dictionary; single letters side by side that are no word in it go to the model."""
    jieba = tokenizer()
    flags, known = jieba.word_tag_tab, jieba.tokenizer.FREQ
    words: list[tuple[str, str]] = []
    single = ""
    for word in [*_find_words(run, known, log(jieba.tokenizer.total)), ""]:
        if len(word) == 1:
            single += word
            continue
        if len(single) == 1 or known.get(single):
            words += [(letter, flags.get(letter, "x")) for letter in single]
        elif single:
            words += _guess(single)
        single = ""
        if word:
            words.append((word, flags.get(word, "x")))
    return tuple(words)


def _find_words(run: str, known: Mapping[str, int], total: float) -> Iterator[str]:
    """Yield the words of the likeliest cut; of two alike the longer first word wins."""
    length = len(run)
    likely, ends = [0.0] * (length + 1), [0] * length
    for start in range(length - 1, -1, -1):
        best, end, stop = -inf, 0, start + 1
        while stop <= length and (count := known.get(run[start:stop])) is not None:
            if count and (score := log(count) - total + likely[stop]) >= best:
                best, end = score, stop
            stop += 1
        if not end:
            best, end = log(known.get(run[start]) or 1) - total + likely[start + 1], start + 1
        likely[start], ends[start] = best, end
    at = 0
    while at < length:
        yield run[at : ends[at]]
        at = ends[at]


def _guess(letters: str) -> Iterator[tuple[str, str]]:
    """Cut what the dictionary does not know: numbers, Latin, and Han letters by the model."""
    for part in _PART.finditer(letters):
        if part[1] or part[2]:
            yield part[0], "m" if part[1] else "eng"
        elif "\u4e00" <= part[0][0] <= "\u9fd5":
            yield from _read_states(part[0], _find_states(part[0]))
        else:
            yield part[0], "x"


def _read_states(letters: str, states: list[State]) -> Iterator[tuple[str, str]]:
    start = 0
    for at, (place, flag) in enumerate(states):
        if place == "B":
            start = at
        elif place == "E":
            yield letters[start : at + 1], flag
            start = at + 1
        elif place == "S":
            yield letters[at], flag
            start = at + 1
    if start < len(letters):
        yield letters[start:], states[start][1]


@cache
def _sources() -> dict[State, dict[State, float]]:
    """How likely each state is to follow each other one."""
    from jieba.posseg import trans_P as transitions

    sources: dict[State, dict[State, float]] = {state: {} for state in transitions}
    for before, following in transitions.items():
        for state, likely in following.items():
            sources[state][before] = likely
    return sources


def _find_states(letters: str) -> list[State]:
    """Find the likeliest states; of two ways alike the one from the greater state wins, as in jieba."""
    from jieba.posseg import char_state_tab_P as usual
    from jieba.posseg import emit_P as emissions
    from jieba.posseg import start_P as starts

    sources = _sources()
    first = letters[0]
    scores = {
        state: starts[state] + emissions[state].get(first, _NEVER) for state in usual.get(first, sources)
    }
    ways: list[dict[State, State]] = []
    for letter in letters[1:]:
        following, way = _step(letter, usual.get(letter, sources), scores)
        if not way:
            following, way = _step(letter, sources, scores)
        scores = following
        ways.append(way)
    state = max((score, state) for state, score in scores.items())[1]
    states = [state]
    for way in reversed(ways):
        state = way[state]
        states.append(state)
    return states[::-1]


def _step(
    letter: str, states: Iterable[State], before: Mapping[State, float]
) -> tuple[dict[State, float], dict[State, State]]:
    """Go to each of the states that can follow; return how likely it is, and from where."""
    from jieba.posseg import emit_P as emissions

    sources = _sources()
    scores: dict[State, float] = {}
    way: dict[State, State] = {}
    for state in states:
        emission, likely = emissions[state].get(letter, _NEVER), sources[state]
        best, source = -inf, None
        for other, score in before.items():
            if (step := likely.get(other)) is not None:
                total = score + step + emission
                if total > best or (total == best and source is not None and other > source):
                    best, source = total, other
        if source is not None:
            scores[state], way[state] = best, source
    return scores, way
