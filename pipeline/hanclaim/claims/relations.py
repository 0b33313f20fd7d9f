"""Who does what to whom: predicates of the table with their subject and object, active and passive."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from hanclaim.claims.discourse import Discourse
from hanclaim.claims.modality import modality_at
from hanclaim.claims.owners import owner_of
from hanclaim.claims.plausible import family, may_act, may_undergo
from hanclaim.claims.speakers import Speech
from hanclaim.document import Attribution, Claim, Party, Period, Polarity
from hanclaim.grammar.clauses import Clause, Sentence, Unit
from hanclaim.grammar.phrases import Phrase, members, party, phrase_ending, phrase_starting
from hanclaim.grammar.sites import Place, subject_phrase
from hanclaim.structure import Block
from hanclaim.tables import read

_PASSIVE = frozenset({"被", "遭", "遭到", "受到", "由"})
_MAKING = frozenset({"appointment", "commission", "approval", "support", "diplomacy"})
_HELD = frozenset({"experience", "founding"})  # what is held with or set up for somebody is itself the object
_PAPERS = frozenset({"publication", "statement"})
_ASKING = frozenset({"申请", "请求", "要求", "促请", "呼吁", "敦促", "督促", "责令", "命令"})
_LONG_NAME = 14
_WITH = frozenset({"与", "同", "跟"})


@cache
def may_relate() -> re.Pattern[str]:
    """Match a text that holds a predicate: others need not be cut into words."""
    names = sorted((row["predicate"] for row in read("predicates", key="predicate")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, names)))


def find_relations(block: Block, sentence: Sentence, speech: Speech, state: Discourse) -> Iterator[Claim]:
    """Read the relations of a sentence; a clause without a subject keeps the one before."""
    topic = state.topic
    carried = topic if topic is not None and topic.type != "other" else None
    for clause in sentence.clauses:
        voice = speech.introduced(clause.span)
        for at, unit in enumerate(clause.units):
            if not _relates(clause.units, at):
                continue
            place = Place(sentence, clause, at)
            attribution = speech.at(unit.span)
            for found in _pairs(clause, at, carried, attribution):
                yield _relation(block, place, found, attribution)
        if voice is None or voice.announces:
            actor = _subject(clause)
            if actor is not None and (actor.type != "other" or carried is None or carried.type == "other"):
                carried = actor


def _subject(clause: Clause) -> Party | None:
    phrase = subject_phrase(clause.units, len(clause.units))
    return party(owner_of(phrase)) if phrase is not None and _governs(clause.units, phrase) else None


def _governs(units: tuple[Unit, ...], phrase: Phrase) -> bool:
    return (
        bool(phrase.mentions)
        or phrase.end == len(units)
        or any(unit.tag == "v" for unit in units[phrase.end : phrase.end + 6])
    )


def _relates(units: tuple[Unit, ...], at: int) -> bool:
    unit = units[at]
    directed = unit.tag == "M" and any(before.has("toward") for before in units[:at])
    if (
        not unit.has("predicate")
        or unit.has("attain")
        or not (unit.tag == "v" or directed or family(unit.text) == "litigation" or unit.text in _roles())
    ):
        return False
    return not _has_amount(units, at)


def _has_amount(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a predicate only qualifies a noun or ends a quoted name, or has an amount of its own and so is no relation."""
    if at and units[at - 1].tag == "的":
        return units[at].text not in _roles()
    if at + 2 < len(units) and units[at + 1].text in {"”", "」"} and units[at + 2].tag == "的":
        return True
    for unit in units[at + 1 : at + 4]:
        if unit.tag == "Q":
            return True
        if unit.tag not in {"u", "m", "d"} and not unit.has("approx"):
            return False
    return False


def _pairs(
    clause: Clause, at: int, carried: Party | None, attribution: Attribution | None
) -> Iterator[tuple[Party, Party, str]]:
    """Yield who and whom, with the pattern that told them apart."""
    for subject, whom, rule in _readings(clause, at, carried, attribution):
        if subject is None or whom is None or not may_act(subject):
            continue
        if subject.text.startswith("《") and family(clause.units[at].text) not in _PAPERS:
            continue
        if not may_undergo(clause.units, at, whom):
            continue
        listed = members(whom) if whom.mentions else ()
        for object_ in (party(whom), *listed):
            if (
                object_ is not None
                and object_.canonical != subject.canonical
                and min(len(subject.canonical), len(object_.canonical)) > 1
            ):
                yield subject, object_, rule


def _readings(
    clause: Clause, at: int, carried: Party | None, attribution: Attribution | None
) -> Iterator[tuple[Party | None, Phrase | None, str]]:
    units = clause.units
    if units[at].text in _roles():
        yield from _role(units, at)
        return
    first = _pivot(units, at) or subject_phrase(units, at)
    actor = _actor(first)
    subject = actor if actor is not None and may_act(actor) else carried
    after = _object(units, at)
    agent_at = next(
        (k for k in range(at - 1, max(at - 12, -1), -1) if units[k].text in _PASSIVE and units[k].tag != "E"),
        None,
    )
    if agent_at is not None:
        agent = _last_phrase(units, agent_at + 1, at)
        speaker = attribution.speaker if attribution is not None and agent is None else None
        who = party(agent) if agent is not None else speaker and Party(speaker, speaker, "other")
        yield who or None, subject_phrase(units, agent_at) or after, "relation.passive"
        return
    if at + 1 < len(units) and units[at + 1].tag == "的":
        head = phrase_starting(units, at + 2, compound=True) if at + 2 < len(units) else None
        if head is None or all(unit.tag in {"m", "r", "Q"} for unit in head.units):
            head = _last_phrase(units, at + 2, len(units))
        apart = first is None or any(unit.has("at", "from", "take") for unit in units[first.end : at])
        yield None if apart else subject, head, "relation.relative"
        return
    if first is not None and (pair := _between(first)) is not None:
        yield party(pair[0]), pair[1], "relation.between"
        return
    place = next(
        (k for k in range(at - 1, -1, -1) if units[k].has("toward", "dispose") or units[k].text in _WITH),
        None,
    )
    beside = phrase_starting(units, place + 1, at) if place is not None else None
    if (
        place is not None
        and beside is not None
        and (units[place].has("dispose") or beside.mentions or after is None)
        and not (after is not None and family(units[at].text) in _HELD)
    ):
        yield subject, beside, "relation.toward"
        return
    yield subject, after, "relation.active" if subject is actor else "relation.carried"


@cache
def _roles() -> frozenset[str]:
    return frozenset(
        row["predicate"] for row in read("predicates", key="predicate") if row["family"] == "role"
    )


def _role(units: tuple[Unit, ...], at: int) -> Iterator[tuple[Party | None, Phrase | None, str]]:
    """Read 英伟达的头号对手AMD: the second is what the noun says to the first."""
    owned = at - 1 if at and units[at - 1].tag == "的" else at
    before = phrase_ending(units, owned - 1) if owned else None
    after = phrase_starting(units, at + 1) if at + 1 < len(units) else None
    if before is not None and after is not None and before.mentions and after.mentions:
        yield party(after), Phrase(before.mentions[-1:], before.start, before.end), "relation.role"


def _actor(phrase: Phrase | None) -> Party | None:
    """Return who acts: the name a phrase begins with when it stands for its owner, else the phrase."""
    if phrase is None:
        return None
    first = phrase.units[0]
    if first.mention is not None and first.mention.rule.startswith("coreference") and len(phrase.units) > 1:
        return party(Phrase(phrase.units[:1], phrase.start, phrase.start + 1))
    return party(owner_of(phrase))


def _pivot(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return whom a verb before makes do what follows: 批准天际航空开办航线, 挖角某人担任总经理."""
    end = at
    while end and (units[end - 1].tag in {"d", "T"} or units[end - 1].has("modal")):
        end -= 1
    middle = phrase_ending(units, end - 1) if end else None
    if middle is None or not middle.start or not middle.mentions:
        return None
    before = units[middle.start - 1]
    makes = before.has("cause") or (before.has("predicate") and family(before.text) in _MAKING)
    return middle if makes or before.text in _ASKING else None


def _between(phrase: Phrase) -> tuple[Phrase, Phrase] | None:
    """Part A与B at the one 与 that joins them."""
    joins = [k for k, unit in enumerate(phrase.units) if unit.text in _WITH]
    if len(joins) != 1 or not 0 < joins[0] < len(phrase.units) - 1:
        return None
    at = joins[0]
    return (
        Phrase(phrase.units[:at], phrase.start, phrase.start + at),
        Phrase(phrase.units[at + 1 :], phrase.start + at + 1, phrase.end),
    )


def _last_phrase(units: tuple[Unit, ...], start: int, stop: int) -> Phrase | None:
    """Return the noun phrase that ends nearest before ``stop``."""
    for last in range(stop - 1, start - 1, -1):
        if (phrase := phrase_ending(units, last, start)) is not None:
            return phrase
    return None


def _object(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return what stands after a predicate: 签署投资保护协定, 公布一项历时12年的追踪研究."""
    start = at + 1
    while start < len(units) and (
        units[start].tag in {"u", "m", "d", "p", "T", "的", "w"}
        or units[start].text in {"成", "到", "更多", "起", "起来"}
    ):
        start += 1
    if start >= len(units):
        return None
    if (head := _head_of_quoted(units, at + 1, start)) is not None:
        return head
    if units[start].tag == "r" and len(units[start].text) > 1 and start + 1 == len(units):
        return Phrase(units[start:], start, start + 1)
    phrase = _without_deed(phrase_starting(units, start, compound=True))
    if phrase is None and _heads_a_compound(units, start):
        inner = phrase_starting(units, start + 1, compound=True)
        phrase = Phrase(units[start : inner.end], start, inner.end) if inner is not None else None
    if phrase is not None and (phrase.end == len(units) or phrase.mentions):
        return phrase
    if (rest := _compound_of_deeds(units, start, phrase)) is not None:
        return rest
    return _head_after(units, phrase.end if phrase is not None else start) or _first(units, phrase)


def _compound_of_deeds(units: tuple[Unit, ...], start: int, phrase: Phrase | None) -> Phrase | None:
    """Return all that is left of a clause where it can be but one long name: 人员流动自律公约, 投资保护协定."""
    rest = units[start:]
    plain = all(
        unit.tag in {"n", "v", "M", "a"} and not unit.has("say", "attain", "up", "down") for unit in rest
    )
    names = rest[-1].tag in {"n", "M"} or (phrase is None and len(rest) > 1)
    whole = Phrase(rest, start, len(units))
    return whole if plain and names and len(whole.text) <= _LONG_NAME else None


def _head_of_quoted(units: tuple[Unit, ...], opens: int, start: int) -> Phrase | None:
    """Return the noun that what stands in quotation marks only qualifies: 推行“先到先得”的售票办法."""
    if not any(unit.text in {"“", "「"} for unit in units[opens:start]):
        return None
    closes = next((k for k in range(start, len(units) - 1) if units[k].text in {"”", "」"}), None)
    return _head_after(units, closes) if closes is not None and units[closes + 1].tag == "的" else None


def _without_deed(phrase: Phrase | None) -> Phrase | None:
    """Leave out what a name is said to do: 反诉海云滥用诉权, 指控其违反规定."""
    if phrase is None or phrase.units[0].tag != "E":
        return phrase
    deed = next(
        (k for k, unit in enumerate(phrase.units) if unit.tag == "v" or unit.text in {"(", "（"}), None
    )
    return (
        phrase
        if deed is None or phrase.units[deed].tag != "v"
        else Phrase(phrase.units[:deed], phrase.start, phrase.start + deed)
    )


def _heads_a_compound(units: tuple[Unit, ...], at: int) -> bool:
    return (
        units[at].tag == "v"
        and not units[at].has("attain", "say")
        and not (at and units[at].has("predicate") and units[at - 1].has("predicate"))
        and at + 1 < len(units)
        and units[at + 1].tag in {"n", "v", "M"}
    )


def _head_after(units: tuple[Unit, ...], start: int) -> Phrase | None:
    """Return the noun that a long qualifier ends in, if nothing follows it."""
    link = next((k for k in range(len(units) - 2, start - 1, -1) if units[k].tag == "的"), None)
    if link is None or any(unit.text in {"(", "（"} for unit in units[start:link]):
        return None
    head = phrase_starting(units, link + 1, compound=True)
    if head is None and _heads_a_compound(units, link + 1):
        head = Phrase(units[link + 1 :], link + 1, len(units))
    return head if head is not None and head.end == len(units) else None


def _first(units: tuple[Unit, ...], phrase: Phrase | None) -> Phrase | None:
    """Leave out of a list what begins the next statement: 买美债和全球资本用美元."""
    if phrase is None or phrase.end >= len(units) or units[phrase.end].tag not in {"v", "p"}:
        return phrase
    join = next((k for k, unit in enumerate(phrase.units) if unit.text in {"和", "与", "及"}), None)
    return phrase if not join else Phrase(phrase.units[:join], phrase.start, phrase.start + join)


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
    if any(
        unit.text in {"没有", "未", "并未", "没", "不", "未能", "并非"} for unit in units[max(at - 2, 0) : at]
    ):
        return "negative"
    clauses = place.sentence.clauses
    number = clauses.index(place.clause)
    after = clauses[number + 1].units if number + 1 < len(clauses) else ()
    denied = any(unit.text in {"否认", "谣言", "不实", "没有这回事"} for unit in after)
    return "negative" if denied or "没有这回事" in "".join(unit.text for unit in after) else "positive"
