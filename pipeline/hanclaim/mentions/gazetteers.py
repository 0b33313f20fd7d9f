"""Names that are known before the page is read: they vote, and a user's own decide."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from operator import add
from typing import cast

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import MentionType
from hanclaim.mentions.page import Name, Page


class Gazetteer:
    """Finds many names in one pass: an index of their first two letters, the longest name first.

    >>> found = Gazetteer(["标普", "标普500", "AMD"]).find("标普500与AMD,不是AMDX")
    >>> [(span.start, span.end) for span in found]
    [(0, 5), (6, 9)]
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names), key=len, reverse=True):
            if len(name) > 1:
                self._names[name[:2].lower()].append(name)

    def find(self, text: str) -> Iterator[Span]:
        """Yield where names stand, leftmost and longest first, never inside a Latin word."""
        lowered = text.lower() if len(text.lower()) == len(text) else text
        after = 0
        for at, pair in enumerate(map(add, lowered, lowered[1:])):
            if at < after or pair not in self._names:
                continue
            for name in self._names[pair]:
                end = at + len(name)
                if is_same(name, text[at:end]) and not splits_word(text, Span(at, end)):
                    yield Span(at, end)
                    after = end
                    break


def is_same(name: str, text: str) -> bool:
    """Compare names; longer Latin names are often written in another case, short ones are other words then."""
    return name == text or (len(name) > 3 and name.isascii() and name.lower() == text.lower())


def splits_word(text: str, span: Span) -> bool:
    """Whether a span begins or ends inside a Latin word or a number."""
    start, end = span
    return (start > 0 and is_latin(text[start - 1]) and is_latin(text[start])) or (
        end < len(text) and is_latin(text[end - 1]) and is_latin(text[end])
    )


def is_latin(letter: str) -> bool:
    """Whether it is an ASCII letter or digit."""
    return letter.isascii() and letter.isalnum()


@cache
def known() -> tuple[Gazetteer, dict[str, MentionType]]:
    """Return the shipped names and the type of each, by lower-case name."""
    types = {
        row["name"].lower(): cast("MentionType", row["type"]) for row in tables.read("names", key="name")
    }
    return Gazetteer(row["name"] for row in tables.read("names")), types


def find_known(page: Page) -> Iterator[Name]:
    """Vote for shipped names; one that is cut across by the tagger's words is not there."""
    gazetteer, types = known()
    for span in gazetteer.find(page.folded):
        if is_coined(page.text(span)) or not page.splits(span):
            yield Name(span, types[page.text(span).lower()], "names.known", 1.5)


# Parts of speech that jieba's dictionary gives to what is no name.
_COMMON = frozenset({"v", "vn", "a", "ad", "an", "b", "d", "i", "l", "r", "t", "z"})


def is_common(word: str) -> bool:
    """Whether jieba's dictionary knows a word as something else than a name.

    >>> is_common("盛大"), is_common("上海")
    (True, False)
    """
    return tables.flags().get(word) in _COMMON


def is_place(word: str) -> bool:
    """Whether jieba's dictionary knows a word as a place."""
    return tables.flags().get(word) == "ns"


def is_person(word: str) -> bool:
    """Whether jieba's dictionary knows a word as a person's name."""
    return tables.flags().get(word, "").startswith("nr")


def is_coined(word: str) -> bool:
    """Whether a Han word of two letters or more stands in no dictionary, as new names do.

    >>> is_coined("神行"), is_coined("动力")
    (True, False)
    """
    return len(word) > 1 and not word.isascii() and word not in tables.flags()
