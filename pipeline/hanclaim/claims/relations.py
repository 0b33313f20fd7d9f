"""Who does what to whom: predicates of the table with their subject and object, active and passive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from hanclaim.claims.actors import clause_actor
from hanclaim.claims.frames import Frame, actor_of, frame_of
from hanclaim.claims.modality import modality_at
from hanclaim.claims.plausible import family, is_light, is_noun, may_act, may_undergo
from hanclaim.claims.speakers import Speech
from hanclaim.document import Attribution, Claim, Party, Period, Polarity
from hanclaim.grammar.clauses import Clause, Sentence, Unit
from hanclaim.grammar.phrases import Phrase, members, party
from hanclaim.grammar.sites import Place
from hanclaim.structure import Block
from hanclaim.tables import read

_PAPERS = frozenset({"publication", "statement"})
_NOT = (
    "未",
    "不",
    "没",
    "没有",
    "未能",
    "拒绝",
    "无法",
    "从未",
    "尚未",
    "不得",
    "不准",
    "不再",
    "不会",
    "并未",
    "并非",
    "不能",
)
_DENIED = frozenset({"否认", "谣言", "不实", "没有这回事", "辟谣", "不属实"})


@cache
def may_relate() -> re.Pattern[str]:
    """Match a text that holds a predicate: others need not be cut into words."""
    names = sorted((row["predicate"] for row in read("predicates", key="predicate")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def find_relations(block: Block, sentence: Sentence, speech: Speech, topic: Party | None) -> Iterator[Claim]:
    """Read the relations of a sentence; a clause without a subject keeps the one before, the first the ``topic``."""
    carried = topic if topic is not None and _is_known(topic, sentence) else None
    for clause, following in zip(sentence.clauses, [*sentence.clauses[1:], None], strict=True):
        voice = speech.introduced(clause.span)
        inside = 0  # what a predicate is done to may hold a predicate: 关闭开发小组
        for at, unit in enumerate(clause.units):
            if at < inside or not _relates(clause.units, at):
                continue
            attribution = speech.at(unit.span)
            frame = frame_of(clause.units, at, carried, attribution)
            if frame is None:
                continue
            for subject, object_ in _pairs(clause.units, at, frame):
                place = Place(sentence, clause, at)
                yield _relation(block, place, (subject, object_, frame.rule), attribution)
                inside = frame.whom.end if isinstance(frame.whom, Phrase) else inside
        speaks = following is not None and following.mark in {"：", ":"} and len(clause.units) == 1
        if (voice is None or voice.announces) and not speaks:
            carried = _carried(clause, carried)


def _is_known(topic: Party, sentence: Sentence) -> bool:
    """Whether a name was spoken of before the sentence, and so can be who acts in it."""
    return topic.type != "other" and (topic.span is None or topic.span.end <= sentence.span.start)


def _carried(clause: Clause, before: Party | None) -> Party | None:
    """Return who acts in the clauses after this one: its own subject if that can act, nobody after 我 or 他们."""
    phrase = clause_actor(clause.units)
    if phrase is None or not _governs(clause.units, phrase):
        return before
    actor = actor_of(phrase)
    if actor is not None and may_act(actor):
        return actor
    return None if phrase.units[0].has("pronoun") else before


def _governs(units: tuple[Unit, ...], phrase: Phrase) -> bool:
    return (
        bool(phrase.mentions)
        or phrase.end == len(units)
        or any(unit.tag == "v" for unit in units[phrase.end : phrase.end + 6])
    )


def _relates(units: tuple[Unit, ...], at: int) -> bool:
    """Whether the word at ``at`` tells a deed: a verb of the table, or its noun where names stand round it."""
    unit = units[at]
    if not unit.has("predicate") or unit.has("attain") or _has_amount(units, at):
        return False
    if family(unit.text) == "role" or (at and units[at - 1].tag == "的") or is_light(units, at):
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
    if subject.text.startswith("《") and family(units[at].text) not in _PAPERS:
        return
    if isinstance(whom, Phrase) and not may_undergo(units, at, whom):
        return
    listed = members(whom) if isinstance(whom, Phrase) and whom.mentions else ()
    for object_ in (party(whom) if isinstance(whom, Phrase) else whom, *listed):
        if (
            object_ is not None
            and object_.canonical != subject.canonical
            and min(len(subject.canonical), len(object_.canonical)) > 1
        ):
            yield subject, object_


def _relation(
    block: Block,
    place: Place,
    found: tuple[Party, Party, str],
    attribution: Attribution | None,
) -> Claim:
    subject, object_, rule = found
    units, at = place.units, place.index
    modality, why = modality_at(place, attribution, acts=True)
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
        period=_period(place.clause, at),
        attribution=attribution,
        modality=modality,
        polarity=_polarity(place),
        evidence=(("measure", "a predicate of the table"), ("modality", why)),
    )


def _period(clause: Clause, at: int) -> Period | None:
    """Return the clause's own time before the predicate: what is done once does not last."""
    times = [unit.time for unit in clause.units[:at] if unit.time is not None]
    if times:
        time = times[-1]
        return Period(time.text, time.span, time.edtf, time.resolved_from)
    return None


def _polarity(place: Place) -> Polarity:
    """Negative where the predicate, or in the clause after it the rumour of it, is denied."""
    units, at = place.units, place.index
    k = at - 1
    while k >= 0 and (units[k].tag in {"d", "T"} or units[k].has("modal")) and units[k].text not in _NOT:
        k -= 1
    if k >= 0 and units[k].text in _NOT:
        return "negative"
    clauses = place.sentence.clauses
    number = clauses.index(place.clause)
    after = clauses[number + 1].units if number + 1 < len(clauses) else ()
    denied = any(unit.text in _DENIED for unit in after)
    return "negative" if denied or "没有这回事" in "".join(unit.text for unit in after) else "positive"
