"""Who does what to whom: predicates of the table with their subject and object, active and passive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from hanclaim.claims.actors import clause_actor
from hanclaim.claims.circumstances import modality_of, period_of, polarity_of
from hanclaim.claims.frames import Carried, Frame, actor_of, frame_of
from hanclaim.claims.plausible import family, is_light, is_noun, is_owned, may_act, may_undergo, takes
from hanclaim.claims.speakers import Speech
from hanclaim.document import Attribution, Claim, Modality, Party
from hanclaim.grammar.clauses import Clause, Sentence, Unit, word_classes
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase
from hanclaim.grammar.sites import Place
from hanclaim.structure import Block
from hanclaim.tables import read

_TOLD = frozenset(
    {"relation.nominal", "relation.told"}
)  # whoever denies 某人对某人的指控 denies not that it is made
_BEFALLING = frozenset({"导致", "造成", "引发", "影响", "拖累", "冲击"})
_FEW = 3  # of a longer list each is no relation of its own
_PAPERS = frozenset({"publication", "statement"})


@cache
def may_relate() -> re.Pattern[str]:
    """Match a text that holds a predicate: others need not be cut into words."""
    names = sorted((row["predicate"] for row in read("predicates", key="predicate")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def find_relations(block: Block, sentence: Sentence, speech: Speech, topic: Party | None) -> Iterator[Claim]:
    """Read the relations of a sentence; a clause without a subject keeps the one before, the first the ``topic``."""
    known = topic if topic is not None and _is_known(topic, sentence) else None
    carried = Carried(known, known)
    before: Modality = "asserted"
    for clause, following in zip(sentence.clauses, [*sentence.clauses[1:], None], strict=True):
        voice = speech.introduced(clause.span)
        doer: Party | None = None
        inside = 0  # what a predicate is done to may hold a predicate: 关闭开发小组
        for at, unit in enumerate(clause.units):
            if at < inside or not _relates(clause.units, at):
                continue
            attribution = speech.at(unit.span)
            frame = frame_of(clause.units, at, carried, attribution)
            if frame is None:
                continue
            doer = frame.subject if frame.rule == "relation.active" else doer
            for subject, object_ in _pairs(clause.units, at, frame):
                place = Place(sentence, clause, at)
                goes_on = before if frame.rule == "relation.carried" else "asserted"
                claim = _relation(block, place, (subject, object_, frame.rule), attribution, goes_on)
                before = claim.modality
                yield claim
                inside = frame.whom.end if isinstance(frame.whom, Phrase) else inside
        speaks = following is not None and following.mark in {"：", ":"} and len(clause.units) == 1
        if (voice is None or voice.announces) and not speaks:
            carried = _carried(clause, carried, doer)


def _is_known(topic: Party, sentence: Sentence) -> bool:
    """Whether a name was spoken of before the sentence, and so can be who acts in it."""
    return topic.type not in {"other", "place"} and (
        topic.span is None or topic.span.end <= sentence.span.start
    )


def _carried(clause: Clause, before: Carried, doer: Party | None) -> Carried:
    """Return who acts in the clauses after this one: its own subject if that can act, nobody after 我 or 他们."""
    if doer is not None and may_act(doer):
        return Carried(doer, doer)
    phrase = clause_actor(clause.units)
    if phrase is None or not _governs(clause.units, phrase):
        return before
    actor = actor_of(phrase)
    described = phrase.units[-1].tag != "E" and any(unit.tag == "的" for unit in phrase.units)
    if actor is not None and may_act(actor) and not described:
        return Carried(actor, actor)
    if phrase.units[0].has("pronoun"):
        return Carried()
    named = phrase.mentions or clause.units[phrase.start - 1].text in {"“", "「"}
    return Carried(None if named and phrase.units[-1].tag != "M" else before.actor, party(phrase))


def _governs(units: tuple[Unit, ...], phrase: Phrase) -> bool:
    return (
        bool(phrase.mentions)
        or phrase.end == len(units)
        or any(unit.tag == "v" or unit.text == "为" for unit in units[phrase.end :])
    )


def _relates(units: tuple[Unit, ...], at: int) -> bool:
    """Whether the word at ``at`` tells a deed: a verb of the table, or its noun where names stand round it."""
    unit = units[at]
    if not unit.has("predicate") or unit.has("attain") or _has_amount(units, at):
        return False
    if family(unit.text) == "role" or is_owned(units, at) or is_light(units, at):
        return True
    directed = unit.tag == "M" and any(before.has("toward") for before in units[:at])
    return (
        unit.tag == "v" or unit.has("verb") or directed or family(unit.text) == "litigation"
    ) and not is_noun(units, at)


def _has_amount(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a predicate ends a quoted name, or has an amount of its own and so is no relation."""
    if at + 2 < len(units) and units[at + 1].text in {"”", "」"} and units[at + 2].tag == "的":
        return True
    for unit in units[at + 1 : at + 4]:
        if unit.tag == "Q":
            return True
        if unit.tag not in {"u", "m", "d"} and not unit.has("approx"):
            return False
    return False


def _pairs(units: tuple[Unit, ...], at: int, frame: Frame) -> Iterator[tuple[Party, Party]]:
    """Yield who and whom of a frame, where both may be that; each of a list of names also alone."""
    subject, whom = frame.subject, frame.whom
    if subject is None or whom is None or not may_act(subject):
        return
    if (
        frame.rule == "relation.carried"
        and units[at].text in _BEFALLING
        and subject.type in {"person", "place"}
    ):
        return  # what the clause before tells brings it about, and not who
    if takes(units[at].text) == "post" and isinstance(whom, Phrase):
        yield subject, Party(whom.text, whom.text, "other", whom.span)
        return
    if subject.text.startswith("《") and family(units[at].text) not in _PAPERS:
        return
    if isinstance(whom, Phrase) and not may_undergo(units, at, whom):
        return
    listed = [one for one in members(whom) if one.type != "other"] if isinstance(whom, Phrase) else []
    for object_ in (
        party(whom) if isinstance(whom, Phrase) else whom,
        *(listed if len(listed) <= _FEW else ()),
    ):
        if (
            object_ is not None
            and "pronoun" not in word_classes().get(object_.canonical, ())
            and object_.canonical != subject.canonical
            and min(len(subject.canonical), len(object_.canonical)) > 1
        ):
            yield subject, object_


def _relation(
    block: Block,
    place: Place,
    found: tuple[Party, Party, str],
    attribution: Attribution | None,
    before: Modality,
) -> Claim:
    subject, object_, rule = found
    units, at = place.units, place.index
    modality, why = modality_of(place, attribution, before)
    return Claim(
        kind="relation",
        clause=place.clause.span,
        rule=rule,
        role=block.role,
        section=block.section,
        subject=subject,
        measure=units[at].text,
        measure_canonical=units[at].text,
        object=object_,
        period=period_of(place, carried=rule == "relation.carried"),
        attribution=attribution,
        modality=modality,
        polarity="positive" if rule in _TOLD else polarity_of(place),
        evidence=(("measure", "a predicate of the table"), ("modality", why)),
    )
