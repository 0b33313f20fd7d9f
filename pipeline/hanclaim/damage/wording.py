"""What the likeliest words for a text cost: of two readings that are alike as characters, one is often better worded."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from operator import itemgetter

from hanclaim.damage.words import UNKNOWN, folded, words

ENDINGS, LONGEST = 4, 6  # words kept at a place, and characters of a word
REMEMBERED = 1 << 12


@lru_cache(REMEMBERED)
def wording(text: str) -> float:
    """Return the cost of a text, in nats, in the words that cost least.

    >>> wording('大家只好明天再說') < wording('大家不好明天再說')
    True
    """
    known = words()
    plain = "".join(map(folded, text))
    places: list[dict[int, float]] = [{UNKNOWN: 0.0}, *({} for _ in plain)]
    for start in range(len(plain)):
        befores = [
            (cost, *known.after(rank))
            for rank, cost in nsmallest(ENDINGS, places[start].items(), key=itemgetter(1))
        ]
        for end in range(start + 1, min(len(plain), start + LONGEST) + 1):
            word = plain[start:end]
            rank = known.ranks.get(word, UNKNOWN)
            if rank != UNKNOWN or len(word) == 1:
                alone = known.single(rank, word)
                cost = min(cost + row.get(rank, backoff + alone) for cost, backoff, row in befores)
                places[end][rank] = min(cost, places[end].get(rank, cost))
            if word not in known.stems:
                break
    return min(places[-1].values())
