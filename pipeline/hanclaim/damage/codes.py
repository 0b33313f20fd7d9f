"""Which characters a lost byte may have belonged to."""

from __future__ import annotations

from typing import Literal

from hanclaim.damage.score import UNSEEN_MARK, language
from hanclaim.damage.words import UNKNOWN, folded, words

Script = Literal["simplified", "traditional"]
LOST = "\ufffd"
# Brackets, bullets and signs that pages are laid out with, and running text hardly has.
SIGNS = frozenset("·•●■◆▲△▼◎★☆→←↑↓※℃×÷±≥≤〔〕【】『』〈〉…—～①②③④⑤⑥⑦⑧⑨⑩㎡‰°＞＜／＋－｜")
IN_USE = 13.5  # nats that a character in use costs at most
OTHER_SCRIPT = 4.0  # what it costs that a character of the other script stands on a page
AS_SEEN = 14.0  # what it costs to leave a character that no code explains


def estranged(character: str, script: Script) -> float:
    """Return what it costs that a character stands where its script is not written."""
    known = language()
    if script == "traditional":
        is_other = character in known.reformed and character not in words().written
    else:
        is_other = character in known.fold
    return OTHER_SCRIPT * is_other


def _is_used(character: str) -> bool:
    if not character.isalpha():
        return language().single(character) < UNSEEN_MARK or character in SIGNS
    rank = words().ranks.get(folded(character), UNKNOWN)
    return rank >= 0 and words().singles[rank] < IN_USE


def fits(character: str, script: Script) -> bool:
    """Whether a character is in use, and written so in this script."""
    known = language()
    if not character or not _is_used(character):
        return False
    if script == "traditional":
        if character in known.fold:
            return character not in words().unusual
        return character not in known.reformed or character in words().written
    return character not in known.fold
