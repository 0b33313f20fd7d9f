"""What an amount goes on with that brings no measure of its own."""

from __future__ import annotations

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.grammar.phrases import is_head, phrase_ending, split
from hanclaim.grammar.sites import Site

_OF_TIME = frozenset({"statement.streak", "statement.lasting", "statement.action", "statement.age"})
_LABEL = 4  # words of a label before a colon
_MOVEMENTS = ("幅", "增速", "增长率")
_PACES = frozenset({"收窄", "扩大", "放缓", "加快", "回落", "回升", "收窄至", "扩大至", "回落至"})


def antecedent(site: Site, state: Discourse) -> Draft | None:
    """Return the statement an amount goes on with: a change with what it changes, another amount with its like.

    装车量43吉瓦时,占35%,同比增长12% goes back over the share to the amount; 营收43亿元,员工3万人,去年40亿元 to
    the amount in the same unit.
    """
    quantity = site.quantity
    if _follows_a_count(site):
        return state.last
    for draft, claim in reversed(state.sentence_drafts):
        before = claim.quantity
        if before is None or (
            before.unit_kind == "duration" != quantity.unit_kind and draft.rule in _OF_TIME
        ):
            continue
        if quantity.kind != "change":
            goes_on = before.unit == quantity.unit
        elif quantity.unit == "{pp}":
            goes_on = before.unit in {"%", "{pp}"} or (draft.measure or "").endswith(_MOVEMENTS)
        else:
            goes_on = claim.kind not in {"share", "rank"} and not _is_outrun(site, draft)
        if goes_on:
            return draft
    return None


def _follows_a_count(site: Site) -> bool:
    """Whether the amount stands straight after another, or after a count in its clause: 罚款12笔386元."""
    at = next((k for k in range(site.index - 1, -1, -1) if site.units[k].tag == "Q"), None)
    earlier = site.units[at].quantity if at is not None else None
    return earlier is not None and (at == site.index - 1 or earlier.unit_kind == "count")


def _is_outrun(site: Site, draft: Draft) -> bool:
    """Whether a movement was measured before, and what moves here is the thing itself: 涨幅…;飞机票下降7.9%."""
    return (draft.measure or "").endswith(_MOVEMENTS) and any(
        unit.has("up", "down") and unit.text not in _PACES for unit in site.left.bridge
    )


def carried(site: Site, state: Discourse) -> Draft | None:
    """Return the statement an amount without words goes on with, or the last one of all."""
    return antecedent(site, state) or state.last


def theme(site: Site) -> str | None:
    """Return the measure that the sentence announces before: 学费方面,前两年每年5500元; 价格:四个月涨了两成."""
    clauses = site.sentence.clauses
    for k in range(clauses.index(site.clause) - 1, -1, -1):
        units, mark = clauses[k].units, clauses[k + 1].mark
        if mark in {"；", ";"}:
            return None
        about = units[-1].text == "方面"
        label = mark in {"：", ":"} and len(units) < _LABEL
        phrase = phrase_ending(units, len(units) - 1 - about) if len(units) > about else None
        if (about or label) and phrase is not None and is_head(phrase.units[-1]):
            return split(phrase, counted=False).measure
    return None
