"""A stretch of text to words with a coarse part of speech: jieba's, mended by the tagger's.

The two err differently.  Jieba knows every word of its dictionary and makes up
the others; the tagger reads the sentence but knows no list of words.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterator, Sequence

from hanclaim.alignment import Span
from hanclaim.document import Token
from hanclaim.segment import is_word, segment

# Jieba's flags by first letter: what may stand inside a noun phrase, what governs it, what links it; t is either.
_COARSE = {
    "n": "n", "j": "n", "l": "n", "i": "d", "b": "a", "s": "n", "t": "t", "e": "n", "m": "m", "q": "m",
    "a": "a", "z": "a", "v": "v", "d": "d", "p": "p", "c": "c", "r": "r", "f": "f", "u": "u", "y": "d",
    "k": "n", "h": "n", "g": "n",
}  # fmt: skip
# The tagger's flags that jieba spells otherwise.
_AS_JIEBA = {"PER": "nr", "LOC": "ns", "ORG": "nt", "TIME": "t", "w": "x", "xc": "y", "O": "x"}
_NAMING = frozenset({"n", "nz", "nr", "ns", "nt", "nw", "vn", "an", "s"})
_CODED = re.compile("[A-Za-z0-9]")
_STEPS = frozenset({"按年", "按季", "按月", "按周", "按日"})
_PREPOSED = frozenset("向对由被将把从在与和为于")


def coarse(flag: str) -> str:
    """Return what a word of this part of speech may do in a clause.

    >>> coarse("vn"), coarse("v"), coarse("nr")
    ('n', 'v', 'n')
    """
    if flag in {"vn", "an", "eng", "zg", "x"}:
        return "n"
    return "a" if flag == "ad" else _COARSE.get(flag[0], "n")


def tokens(text: str, known: Container[str], tagged: Sequence[Token] = ()) -> Iterator[Token]:
    """Cut a stretch into words; ``known`` are those that stay as they are, ``tagged`` the tagger's words of it."""
    plain = list(_plain_tokens(text, known))
    if not tagged:
        yield from plain
        return
    at = other = 0
    while at < len(plain):
        first, other_first = at, other
        end, other_end = plain[at].span.end, tagged[other].span.end
        at, other = at + 1, other + 1
        while end != other_end:
            if end < other_end:
                end, at = plain[at].span.end, at + 1
            else:
                other_end, other = tagged[other].span.end, other + 1
        yield from _agree(text, known, plain[first:at], tagged[other_first:other])


def _agree(
    text: str, known: Container[str], plain: Sequence[Token], tagged: Sequence[Token]
) -> Sequence[Token]:
    """Choose between two cuts of the same stretch that share no boundary inside it.

    Of two letters that jieba made one word, the tagger cannot know better; a longer one it made up is cut.
    """
    whole = text[plain[0].span.start : plain[-1].span.end]
    if len(plain) == len(tagged) == 1:
        return tagged if _knows_better(plain[0].flag, tagged[0].flag) else plain
    if len(plain) == 1:
        kept = len(whole) == 2 or is_word(whole) or whole in known or not whole.isalnum() or whole.isascii()
        return plain if kept else tagged
    if len(tagged) == 1:
        pieces = [text[slice(*token.span)] for token in plain]
        broken = any(len(piece) == 1 or not is_word(piece) for piece in pieces)
        names = tagged[0].flag in _NAMING and whole.isalnum()
        joined = is_word(whole) or (names and broken and not any(piece in known for piece in pieces))
        return tagged if joined else plain
    steps = text[plain[0].span.start : plain[0].span.end] in _STEPS
    return plain if steps or _CODED.search(whole) else tagged


def _knows_better(flag: str, tagged: str) -> bool:
    """Whether the tagger's part of speech is to be believed: of verbs jieba takes for nouns, of what only describes."""
    pair = coarse(flag), coarse(tagged)
    return pair == ("n", "v") or (pair[1] != "v" and not {"a", "d"}.isdisjoint(pair))


class Tagged:
    """The tagger's words of a document, to be asked for by stretch."""

    def __init__(self, folded: str, words: Sequence[Token]) -> None:
        self._folded = folded
        self._words = words
        self._starts = [word.span.start for word in words]

    def inside(self, span: Span) -> list[Token]:
        """Return the words of a stretch, cut at its ends and counted from its start; none where it was not all read.

        The tagger does not read the stops and blanks that end a sentence; they are given as they stand.
        """
        first = max(bisect_right(self._starts, span.start) - 1, 0)
        found: list[Token] = []
        at = span.start
        for word, flag in [
            *self._words[first : bisect_left(self._starts, span.end)],
            Token(Span(span.end, span.end), "x"),
        ]:
            if word.end < at or (word.end == at and at < span.end):
                continue
            if word.start > at:
                if any(character.isalnum() for character in self._folded[at : word.start]):
                    return []
                found.append(Token(Span(at - span.start, word.start - span.start), "x"))
                at = word.start
            end = min(word.end, span.end)
            if end > at:
                found.append(Token(Span(at - span.start, end - span.start), _AS_JIEBA.get(flag, flag)))
                at = end
        return found


def _plain_tokens(text: str, known: Container[str]) -> Iterator[Token]:
    """Jieba's words, with a preposition or 及 cut off that it took for the first or last character of a word."""
    at = 0
    for found in segment(text):
        token = found
        if token.span.start < at:  # 按周 took the first character of what was made up as 周升
            if at == token.span.end:
                continue
            token = Token(Span(at, token.span.end), "v")
        word = text[slice(*token.span)]
        if word == "按" and text[token.span.start : token.span.start + 2] in _STEPS:
            at = token.span.start + 2
            yield Token(Span(token.span.start, at), "d")
            continue
        if _ends_in_preposition(word, token.flag, known):
            cut = token.span.end - 1
            yield Token(Span(token.span.start, cut), "d" if word[-1] in "较将" else "n")
            yield Token(Span(cut, token.span.end), "c" if word[-1] in "及与" else "p")
        elif len(word) in {2, 3} and word[0] in _PREPOSED and token.flag.startswith("nr"):
            cut = token.span.start + 1
            yield Token(Span(token.span.start, cut), "p")
            yield Token(Span(cut, token.span.end), "n")
        else:
            yield token


def _ends_in_preposition(word: str, flag: str, known: Container[str]) -> bool:
    """Whether a word is no word but something before 将, 较, 比 or 及: 已将, 均较, 率比, 日及 (but 名将, 比较)."""
    if len(word) != 2 or word in known:
        return False
    if word[1] in "及与":
        return not is_word(word)
    if word[1] == "将":
        return not flag.startswith("n")
    return (word[1] in "较比" and not is_word(word)) or word == "类比"
