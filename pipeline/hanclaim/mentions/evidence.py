"""What the whole document says of each name: its type by vote, and where else it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hanclaim.alignment import Span
from hanclaim.document import MentionType
from hanclaim.mentions.gazetteers import Gazetteer, is_common
from hanclaim.mentions.page import Name, Page

# Votes a written form needs before it is a name wherever it stands.
ENOUGH = 0.8
# And the votes it needs when jieba's dictionary knows it as a common word (苹果, 盛大).
DOUBTED = 1.8
# A rule this sure is not outdone by a longer name of the tagger.
SURE = 2.0
# A user's own name is said to be sure by this weight, above any sum of votes.
DECIDED = 100.0


def settle(page: Page, names: Iterable[Name]) -> tuple[Name, ...]:
    """Give each written form the type most votes say, then keep the longest of what overlaps."""
    votes: dict[str, dict[MentionType, float]] = defaultdict(lambda: defaultdict(float))
    kept: dict[Span, Name] = {}
    for name in names:
        votes[page.text(name.span)][name.type] += name.weight
        if name.span not in kept or kept[name.span].weight < name.weight:
            kept[name.span] = name
    types = {text: max(kinds, key=kinds.__getitem__) for text, kinds in votes.items()}
    sure = {
        text
        for text, kinds in votes.items()
        if sum(kinds.values()) >= (DOUBTED if is_common(text) else ENOUGH)
    }
    typed = [
        name._replace(type=types[page.text(name.span)])
        for name in kept.values()
        if page.text(name.span) in sure
    ]
    chosen = _longest(typed)
    taken = [name.span for name in chosen]
    spread = [
        Name(span, types[page.text(span)], "evidence.spread", 0.5)
        for span in Gazetteer({page.text(span) for span in taken}).find(page.folded)
        if page.text(span) in types and _stands_alone(page, span)
    ]
    return tuple(sorted(_longest([*chosen, *spread])))


def _longest(names: Iterable[Name]) -> list[Name]:
    """Keep what is decided or sure, then the longest, then the leftmost, of names that overlap."""
    taken: set[int] = set()
    chosen: list[Name] = []
    for name in sorted(
        names,
        key=lambda n: (n.weight < DECIDED, n.weight < SURE, n.span.start - n.span.end, n.span, -n.weight),
    ):
        inside = range(*name.span)
        if taken.isdisjoint(inside):
            taken.update(inside)
            chosen.append(name)
    return chosen


def _stands_alone(page: Page, span: Span) -> bool:
    """Whether a form seen elsewhere is a word here: a short Han one must not cut the tagger's words."""
    if span.end - span.start > 2 or page.text(span).isascii():
        return True
    words = page.words_in(span)
    return not words or (words[0].span.start == span.start and words[-1].span.end == span.end)
