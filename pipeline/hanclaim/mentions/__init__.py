"""Folded text to mentions: who and what, resolved through the document."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from hanclaim.alignment import Span
from hanclaim.document import Mention
from hanclaim.mentions.aliases import find_bracketed, find_heads, find_tails, resolve
from hanclaim.mentions.coreference import find_pronouns
from hanclaim.mentions.details import find_members, find_role
from hanclaim.mentions.evidence import settle
from hanclaim.mentions.grids import find_row_names
from hanclaim.mentions.linear import load_linear
from hanclaim.mentions.page import Tags, Word, read_page
from hanclaim.mentions.rules import find_names
from hanclaim.mentions.tagger import load_tagger
from hanclaim.mentions.userlists import UserEntity, UserNames, read_user_list
from hanclaim.structure import Outline

__all__ = ["Profile", "Tags", "UserEntity", "Word", "find_mentions", "read_names", "read_user_list"]

Profile = Literal["fast", "accurate"]


def find_mentions(
    folded: str,
    *,
    outline: Outline | None = None,
    spans: Sequence[Span] | None = None,
    profile: Profile = "accurate",
    lists: tuple[UserEntity, ...] = (),
    tagger: Tags | None = None,
) -> tuple[Mention, ...]:
    """Find names and pronouns, sorted and disjoint, each with the document's fullest name for it.

    Only ``spans`` are tagged where they are given, else the outline's blocks; a
    name seen in one of them is a name wherever else it stands.

    >>> found = find_mentions("晶瀚半导体公布财报。该公司获利24.3亿元。")
    >>> [(mention.text, mention.canonical) for mention in found]
    [('晶瀚半导体', '晶瀚半导体'), ('该公司', '晶瀚半导体')]
    """
    found, _ = read_names(folded, outline=outline, spans=spans, profile=profile, lists=lists, tagger=tagger)
    return found


def read_names(
    folded: str,
    *,
    outline: Outline | None = None,
    spans: Sequence[Span] | None = None,
    profile: Profile = "accurate",
    lists: tuple[UserEntity, ...] = (),
    tagger: Tags | None = None,
) -> tuple[tuple[Mention, ...], tuple[Word, ...]]:
    """Find mentions, and return with them the tagger's words where it is one that tells parts of speech."""
    if spans is None and outline is not None:
        spans = [block.span for block in outline.blocks]
    page = read_page(folded, spans, tagger or (load_tagger() if profile == "accurate" else load_linear()))
    own = UserNames(lists)
    names = [*find_names(page), *find_row_names(page, outline), *own.find(page)]
    other = [*find_bracketed(page, names), *find_tails(page, names)]
    settled = settle(page, [*names, *(name for name, _ in other), *find_heads(page, names)])
    canonical = resolve(page, settled, [pair for _, pair in other])
    mentions = []
    for at, name in enumerate(settled):
        text = page.text(name.span)
        entity = own.get(text) or own.get(canonical[text])
        full, id_ = (entity.name, entity.id) if entity else (canonical[text], None)
        role, members = find_role(page, name), find_members(page, settled, at, canonical)
        mentions.append(Mention(name.span, text, name.type, full, name.rule, id_, role, members))
    tells = tagger is None and profile == "accurate"
    mentions = sorted([*mentions, *find_pronouns(page, mentions)], key=lambda mention: mention.span)
    return tuple(mentions), page.words if tells else ()
