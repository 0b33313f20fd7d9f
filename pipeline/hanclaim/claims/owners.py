"""Whose an amount is and what it may be called: the questions every rule asks of a clause."""

from __future__ import annotations

from hanclaim.claims.discourse import Discourse
from hanclaim.document import Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending, phrase_starting, split
from hanclaim.grammar.sites import Site, subject_phrase
from hanclaim.grammar.subjects import qualified
from hanclaim.tables import read

_CHANGE_NOUNS = {"up": "涨幅", "down": "跌幅"}


def owner_of(phrase: Phrase) -> Phrase:
    """Return the part of a phrase that owns its measure, or all of it."""
    return split(phrase, counted=False).owner or phrase


def _is_subject(phrase: Phrase, *, alone: bool = False) -> bool:
    """Whether a phrase without a name is weighty enough to be a subject of its own, or ``alone`` in that."""
    first = phrase.units[0]
    return (
        (first.tag not in {"m", "r"} or any(unit.tag in {"n", "E"} for unit in phrase.units[1:]))
        and not first.has("aspect")
        and len(phrase.text) > (2 if first.has("extension") and not alone else 1)
    )


def is_pronoun(unit: Unit) -> bool:
    """Whether a name stands for one that was given before."""
    return unit.mention is not None and unit.mention.rule.startswith("coreference")


def clause_subject(
    site: Site, state: Discourse, stop: int | None = None
) -> tuple[Party | None, tuple[Party, ...], bool]:
    """Return the clause's own subject, else what the discourse is about."""
    end = site.index if stop is None else stop
    phrase = subject_phrase(site.units, end)
    if phrase is not None and (pointed := state.pointed(phrase)) is not None:
        return pointed, (), True
    if phrase is not None and state.topic is None and phrase.units[0].has("pronoun"):
        return party(phrase), (), True
    if phrase is not None and not (phrase.end >= end and not phrase.mentions and stop is None):
        owner = owner_of(phrase)
        if owner.mentions or (
            _is_subject(owner, alone=state.topic is None)
            and ((phrase.end < end or stop is not None) and not is_head(owner.units[-1]))
        ):
            found = party(owner)
            if found is not None and not is_speaker_phrase(site, phrase, phrase.end):
                return found, members(owner), True
    if phrase is None and (head := qualified(site.units, site.index)) is not None:
        return party(head), members(head), True
    return state.topic, (), False


def is_speaker_phrase(site: Site, phrase: Phrase, at: int) -> bool:
    """Whether a phrase only says what follows, so that it is no subject of it."""
    while (
        at < len(site.units) and site.units[at].tag in {"d", "T", "f", "v"} and not site.units[at].has("say")
    ):
        at += 1
        if at - phrase.end > 3:
            return False
    return (
        at < site.index
        and site.units[at].has("say")
        and any(unit.mention is not None and unit.mention.type == "person" for unit in phrase.mentions)
    )


def content_verb(units: tuple[Unit, ...], stop: int) -> int | None:
    """Return the verb that governs what stands at ``stop``."""
    for k in range(stop - 1, -1, -1):
        unit = units[k]
        if (
            unit.tag == "v"
            and not unit.has("forecast", "planned", "say", "attain")
            and unit.text not in {"有", "是", "为"}
        ):
            return k
        if unit.tag == "的" or unit.has("stop"):
            return None
    return None


def relative_owner(site: Site, phrase: Phrase) -> Phrase | None:
    """Return the subject of the relative clause that qualifies a measure: 芯片可带来的收入."""
    at = phrase.start - 1
    if at < 1 or site.units[at].tag != "的":
        return None
    at -= 1
    if site.units[at].tag != "v":
        return None
    while at >= 0 and (site.units[at].tag in {"v", "d", "u"}):
        at -= 1
    actor = phrase_ending(site.units, at) if at >= 0 else None
    undergone = actor is not None and actor.start and site.units[actor.start - 1].tag == "v"
    return None if undergone else actor


def other(site: Site) -> Party | None:
    """Return whom an act is directed at, or whom a gap is measured against."""
    for k in range(site.index - 1):
        unit = site.units[k]
        if unit.has("toward") and unit.tag in {"p", "d", "v", "c"}:
            phrase = phrase_starting(site.units, k + 1, site.index)
            if phrase is not None and phrase.mentions:
                return party(phrase)
    if site.left.basis:
        phrase = phrase_starting(site.left.basis, 1)
        if phrase is not None and phrase.mentions:
            return party(phrase)
    return None


def special_measure(site: Site, right: Phrase) -> str | None:
    """Return what a unit measures beside a certain word: the 级 of an earthquake is its magnitude."""
    for row in read("measure_defaults"):
        if row["unit"] == site.quantity.unit and row["near"] != "*" and row["near"] in right.text:
            return row["measure"]
    return None


def joined_verb(units: tuple[Unit, ...], stop: int) -> int | None:
    """Return where a verb begins that stands first in its clause and qualifies the noun: 受灾群众."""
    start = stop
    while (
        start
        and units[start - 1].tag == "v"
        and not units[start - 1].has("attain", "say", "forecast", "planned", "predicate")
    ):
        start -= 1
    rest = units[:start]
    return (
        start
        if start < stop and all(unit.tag in {"d", "c", "T", "w"} or unit.has("part", "stop") for unit in rest)
        else None
    )


def acts(unit: Unit) -> bool:
    """Whether a word is a verb that does something, and does not only lead to an amount."""
    return unit.tag == "v" and not unit.has("say", "attain", "forecast", "planned", "up", "down")


def has_each(site: Site) -> bool:
    """Whether the clause takes its amounts apart one by one."""
    return any(unit.has("each") for unit in site.units)


def interrupts(site: Site, state: Discourse) -> bool:
    """Whether the verb before the amount says nothing of it, so that the last measure goes on."""
    unit = site.units[site.left.at]
    return (
        not any(name.startswith("measure") for name in unit.classes)
        and not unit.has("predicate")
        and subject_phrase(site.units, site.left.at) is None
        and state.last is not None
        and site.quantity.unit == unit_of(state)
    )


def default_measure(site: Site) -> str | None:
    """Return what a unit measures where nothing else says it."""
    near = "".join(unit.text for unit in site.units)
    if (
        any(unit.text in {"收报", "报收", "收市", "收于", "收在"} for unit in site.left.bridge)
        and site.quantity.unit_kind == "currency"
    ):
        return "股价"
    if site.quantity.unit == "a":
        return "年龄" if site.quantity.text.endswith("岁") else "时间"
    for row in read("measure_defaults"):
        if row["unit"] == site.quantity.unit and (row["near"] == "*" or row["near"] in near):
            return row["measure"]
    return None


def change_verb(bridge: tuple[Unit, ...]) -> str | None:
    """Return what a movement is called: a rise or fall of prices by its noun, growth by its verb."""
    for unit in reversed(bridge):
        if unit.has("up", "down") and set(unit.text) & set("涨跌挫升泻插"):
            return _CHANGE_NOUNS["up" if unit.has("up") else "down"]
    return next((unit.text for unit in reversed(bridge) if unit.has("up", "down")), None)


def unit_of(state: Discourse) -> str | None:
    """Return the unit of the amount read last in this sentence."""
    claim = state.sentence_drafts[-1][1] if state.sentence_drafts else None
    return claim.quantity.unit if claim is not None and claim.quantity is not None else "?"
