"""What the rules look for, built from the tables: endings, cues, titles, the shape of Latin names."""

from __future__ import annotations

import re
from functools import cache
from typing import cast

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.document import MentionType

TAGGED: dict[str, MentionType] = {
    "PER": "person", "nr": "person", "LOC": "place", "ns": "place", "ORG": "organization", "nt": "organization",
    "nw": "work",
}  # fmt: skip
# Parts of speech that stand inside a long name: nouns, verbal nouns, adjectives and what is called a name.
INSIDE = frozenset({"n", "nz", "vn", "an", "a", "j", "s", *TAGGED})
_LETTER = "A-Za-z\u00c0-\u024f"
LATIN = re.compile(
    rf"(?<![{_LETTER}0-9@./_-])[{_LETTER}][{_LETTER}0-9]*(?:[&.'’+-][{_LETTER}0-9]+)*"
    rf"(?: (?:[A-Z\u00c0-\u00de&]|(?<=[a-z] )[a-z]{{3}})[{_LETTER}0-9]*(?:[&.'’-][{_LETTER}0-9]+)*)*(?![{_LETTER}0-9@])"
)
EDGE = (
    " \t\u3000\xa0\u200b\"'“”‘’「」『』()()（）[]【】<>《》〈〉,，.。、:：;；!！?？|｜/／—-–·‧•…*#_~+=\ufffd"
)

# What a firm is called before its name: 芯片供应商英伟达, 晶圆代工厂晶瀚半导体.
MAKER = re.compile("(?:公司|巨头|龙头|大厂|厂商|厂|商|独角兽|新贵|对手|车企|药企)(?=..)")


def any_of(words: list[str]) -> str:
    """Alternate, longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=len, reverse=True))


@cache
def titles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Titles before a name of two letters or more, and after a surname."""
    alternatives = any_of([row["title"] for row in tables.read("titles", key="title")])
    after = f"(?<=.)(?:{alternatives})$|(?<=..)(?:先生|女士|小姐)$"
    return re.compile(f"(?:{alternatives})(?=..)"), re.compile(after)


@cache
def departments() -> frozenset[str]:
    """Return what stands between a house and the title of who speaks for it."""
    return frozenset(row["word"] for row in tables.read("departments", key="word"))


@cache
def endings() -> tuple[dict[str, tuple[MentionType, str]], re.Pattern[str]]:
    """Return what each ending makes of a name and what it must follow, and a pattern for the end of a word."""
    rows = tables.read("name_endings", key="ending")
    return (
        {row["ending"]: (cast("MentionType", row["type"]), row["after"]) for row in rows},
        re.compile(f"(?:{any_of([row['ending'] for row in rows])})$"),
    )


@cache
def cues() -> dict[tuple[str, MentionType], re.Pattern[str]]:
    """Return the pattern of each place (before or after a name) and the type it tells."""
    words: dict[tuple[str, MentionType], list[str]] = {}
    for row in tables.read("name_cues"):
        words.setdefault((row["place"], cast("MentionType", row["type"])), []).append(row["cue"])
    return {
        key: re.compile(f"(?:{any_of(cues)})$" if key[0] == "before" else f'["”」]?(?:{any_of(cues)})')
        for key, cues in words.items()
    }


@cache
def common_latin() -> frozenset[str]:
    """Return the Latin words that name nobody."""
    return frozenset(row["word"] for row in tables.read("latin_words", key="word"))


def is_cued(folded: str, span: Span, place: str, cue: re.Pattern[str]) -> bool:
    """Whether a cue stands right before or after ``span``; a quotation mark may stand between."""
    if place == "after":
        return cue.match(folded, span.end) is not None
    return cue.search(folded[max(0, span.start - 6) : span.start].rstrip('“"「')) is not None
