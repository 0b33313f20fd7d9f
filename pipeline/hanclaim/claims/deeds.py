"""Rules for amounts of what is done: how often, for how much money, by how many."""

from __future__ import annotations

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import acts, clause_subject
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import is_head, phrase_starting, trim
from hanclaim.grammar.sites import Site

_OFTEN = frozenset({"{次}", "{回}", "{遍}", "{度}", "{趟}"})
_PEOPLE = frozenset({"{人}", "{名}", "{位}", "{人次}"})
_BESIDE = frozenset({"与", "和", "同", "跟", "因", "因为", "由于"})
_GOING = frozenset({"到", "去", "赴", "来", "回", "前往"})
_HAVING = ("有", "多达")


def _verb_after(site: Site) -> int | None:
    """Return the verb after an amount, past adverbs and what prepositions bring."""
    units, at = site.units, site.index + 1
    while at < len(units):
        unit = units[at]
        if unit.tag == "v" and not unit.has("through", "toward", "at"):
            return at
        if unit.text in _BESIDE or unit.tag == "p" or unit.has("at", "toward", "by", "through"):
            beside = phrase_starting(units, at + 1)
            at = beside.end if beside is not None else at + 1
        elif unit.tag in {"d", "c", "T", "f"} or unit.has("stop"):
            at += 1
        else:
            return None
    return None


def _said(site: Site, at: int) -> str:
    """Return a verb with what completes it: 选举成功, 无家可归."""
    units, end = site.units, at + 1
    while end < len(units) and (
        units[end].tag == "v" or (units[end].tag == "a" and units[end - 1].tag == "v")
    ):
        end += 1
    start = at
    while start and units[start - 1].text in {"被", "未", "没有", "没"}:
        start -= 1
    return trim(site.words(start, end))


def times(site: Site, state: Discourse) -> Draft | None:
    """三次到太空飞行, 两次被选举成功: how often something is done that stands after."""
    left = site.left
    if site.quantity.unit not in _OFTEN or left.kind == "verb":
        return None
    if left.phrase is not None and is_head(left.phrase.units[-1]):
        return None
    verb = _verb_after(site)
    if verb is None or (site.units[verb].has("attain", "say") and site.units[verb].text not in _GOING):
        return None
    done = _said(site, verb)
    if done in _GOING and (where := phrase_starting(site.units, verb + 1, compound=True)) is not None:
        done += where.text
    subject, group, explicit = clause_subject(site, state)
    return Draft(
        "statement.times",
        subject,
        done,
        explicit=explicit,
        group=group,
        evidence={"measure": "what was done so often"},
    )


def priced(site: Site, state: Discourse) -> Draft | None:
    """以28亿元收购海云科技, 拟4500万英镑引进一人: what is done for the money stands after it."""
    left, at = site.left, site.index + 1
    if site.quantity.unit_kind != "currency" or at >= len(site.units):
        return None
    verb = site.units[at]
    if not _deals(verb) or not (left.crossed("take", "planned") or left.kind == "edge"):
        return None
    if left.phrase is not None and is_head(left.phrase.units[-1]):
        return None
    subject, group, explicit = clause_subject(site, state)
    if left.phrase is not None:
        subject, explicit = party(left.phrase), True
    whom = phrase_starting(site.units, at + 1) if at + 1 < len(site.units) else None
    return Draft(
        "statement.priced",
        subject,
        verb.text,
        party(whom) if whom is not None and whom.mentions else None,
        explicit=explicit,
        group=group,
        evidence={"measure": "what is done for the money"},
    )


def _deals(unit: Unit) -> bool:
    return unit.tag == "v" and unit.has("predicate", "measure_act", "deal")


def existing(site: Site, state: Discourse) -> Draft | None:
    """高峰期有118万人同时排队: of people that there are, what stands after says what they do."""
    units, at = site.units, site.index
    if site.quantity.unit not in _PEOPLE or at + 1 >= len(units) or not at:
        return None
    led = [unit for unit in site.left.bridge if unit.text.endswith(_HAVING)]
    if not led or (site.right is not None and site.right.end == len(units)):
        return None
    verb = _verb_after(site)
    done = _said(site, verb) if verb is not None else trim(site.words(at + 1, len(units)))
    if not done or (
        verb is None and not any(acts(unit) or unit.has("predicate") for unit in units[at + 1 :])
    ):
        return None
    subject, group, explicit = clause_subject(site, state, stop=at)
    return Draft(
        "statement.existing",
        subject,
        done,
        explicit=explicit,
        group=group,
        evidence={"measure": "what people do"},
    )
