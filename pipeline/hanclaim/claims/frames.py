"""Who and whom a predicate takes in its clause: passive, relative, with another, to another, or plainly."""

from __future__ import annotations

from typing import NamedTuple

from hanclaim.claims.actors import PAIRS, Actor, actor_before, parts_before
from hanclaim.claims.objects import last_phrase, object_after
from hanclaim.claims.owners import owner_of
from hanclaim.claims.plausible import (
    family,
    is_actor,
    is_dual,
    is_light,
    is_owned,
    makes_act,
    may_act,
    somebody,
    takes,
)
from hanclaim.document import Attribution, Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, phrase_ending, phrase_starting

_PASSIVE = frozenset({"被", "遭", "遭到", "受到", "由", "获", "获得", "受"})
_JOINS = frozenset({"与", "同", "跟", "和", "、", "及"})
_GIVEN = frozenset({"transfer", "trade", "publication", "litigation", "diplomacy", "support", "experience",
                    "statement", "sanction", "investment", "founding", "commission", "signing"})  # fmt: skip
_TOLD = frozenset(
    {
        "决定",
        "计划",
        "消息",
        "传闻",
        "传言",
        "事件",
        "做法",
        "行为",
        "报道",
        "提议",
        "交易",
        "方案",
        "事实",
        "协议",
    }
)
_FOR = frozenset({"transfer", "support", "commission", "investment"})
_PAIRED = frozenset({"relation.between", "relation.nominal", "relation.light"})
_HELD = frozenset({"experience", "founding"})  # what is held with or set up for somebody is itself the object
_ARRESTS = frozenset({"enforcement", "sanction"})


class Frame(NamedTuple):
    """Who does it to whom, and the pattern that told them apart."""

    subject: Party | None
    whom: Phrase | Party | None
    rule: str


class Carried(NamedTuple):
    """What a clause without a subject takes from the one before: who acts, and what was spoken of."""

    actor: Party | None = None
    spoken: Party | None = None


def frame_of(
    units: tuple[Unit, ...], at: int, carried: Carried, attribution: Attribution | None
) -> Frame | None:
    """Read who and whom the predicate at ``at`` takes; of somebody with something of his, him alone."""
    frame = _frame_of(units, at, carried, attribution)
    if frame is None or not isinstance(frame.whom, Phrase):
        return frame
    if takes(units[at].text) == "with" and frame.rule not in _PAIRED and _leads_on(units, at):
        return None  # 联合主办: both only do together what follows
    return frame._replace(whom=somebody(units, at, frame.whom))


def _frame_of(
    units: tuple[Unit, ...], at: int, carried: Carried, attribution: Attribution | None
) -> Frame | None:
    """Read the predicate at ``at`` by the first pattern that knows its clause."""
    if family(units[at].text) == "role":
        return _role(units, at)
    if is_owned(units, at):
        return _nominal(units, at)
    if is_light(units, at):
        return _light(units, at, carried)
    if units[at].text in _PASSIVE and _marks(units, at):
        return None
    if (frame := _passive(units, at, carried, attribution)) is not None:
        return frame
    if (frame := _told(units, at)) is not None:
        return frame
    actor = actor_before(units, at)
    if actor.barred or _is_venue(units, at, actor):
        return None
    if at + 2 < len(units) and units[at + 1].tag == "的":
        return _relative(units, at, actor)
    if takes(units[at].text) == "with" and (frame := _together(units, at, actor, carried)) is not None:
        return frame
    if actor.phrase is None and (frame := _headed(units, at)) is not None:
        return frame
    subject = _party_of(actor, carried)
    whom = _beside(units, at)
    if whom is not None:
        return Frame(subject, whom, "relation.toward")
    rule = "relation.carried" if actor.phrase is None else "relation.active"
    return Frame(subject, object_after(units, at), rule)


def _leads_on(units: tuple[Unit, ...], at: int) -> bool:
    return at + 1 < len(units) and units[at + 1].tag == "v"


def _party_of(actor: Actor, carried: Carried) -> Party | None:
    return carried.actor if actor.phrase is None else actor_of(actor.phrase)


def actor_of(phrase: Phrase) -> Party | None:
    """Return who acts: the name at the end of a phrase, a pronoun that opens it, a group, or the phrase without a measure."""
    first, last = phrase.units[0], phrase.units[-1]
    if last.mention is not None and last.mention.type == "person" and _is_titled(phrase):
        return party(Phrase(phrase.units[-1:], phrase.end - 1, phrase.end))
    if (pair := _pair(phrase)) is not None and pair[0].units[-1].tag != "E" and last.tag == "E":
        one = party(pair[0])
        if one is not None and may_act(one):
            return Party(phrase.text, phrase.text, "group", phrase.span)
    if pair is not None and pair[0].mentions and not pair[1].mentions and _brings_other(phrase):
        return party(pair[0])
    refers = first.mention is not None and first.mention.is_reference
    if refers and len(phrase.units) > 1 and not is_actor(last.text):
        return party(Phrase(phrase.units[:1], phrase.start, phrase.start + 1))
    return party(phrase if last.tag == "E" or is_actor(last.text) else owner_of(phrase))


def _is_titled(phrase: Phrase) -> bool:
    """Whether what stands before a person's name lists that person's posts: 某省委委员、某市市长."""
    joins = [k for k, unit in enumerate(phrase.units) if unit.text == "、"]
    return bool(joins) and all(
        k and phrase.units[k - 1].tag == "n" and is_actor(phrase.units[k - 1].text) for k in joins
    )


def _brings_other(phrase: Phrase) -> bool:
    """Whether a phrase holds 与, which rather brings somebody than it joins two."""
    return any(unit.text in {"与", "同", "跟"} for unit in phrase.units)


def _is_venue(units: tuple[Unit, ...], at: int, actor: Actor) -> bool:
    """Whether what seems to act is where something is held: 在青岛举行的比赛."""
    held = family(units[at].text) in _HELD and actor.phrase is not None and actor.phrase.start > 0
    return held and actor.phrase is not None and units[actor.phrase.start - 1].text == "在"


def _role(units: tuple[Unit, ...], at: int) -> Frame | None:
    """Read 英伟达的头号对手AMD: the second is what the noun says to the first."""
    owned = at - 1 if at and units[at - 1].tag == "的" else at
    before = phrase_ending(units, owned - 1) if owned else None
    after = phrase_starting(units, at + 1) if at + 1 < len(units) else None
    if before is None or after is None or before.units[-1].tag != "E" or after.units[0].tag != "E":
        return None
    return Frame(party(after), Phrase(before.mentions[-1:], before.start, before.end), "relation.role")


def _nominal(units: tuple[Unit, ...], at: int) -> Frame | None:
    """Read a deed told as a noun between two names: 东岭集团对海云科技的收购, 甲国与乙国的冲突."""
    link = next((k for k in range(at - 1, -1, -1) if units[k].tag != "a"), at)
    second = phrase_ending(units, link - 1) if link > 1 else None
    if second is None or second.units[-1].tag != "E":
        return None
    if (pair := _pair(second)) is not None and pair[0].mentions and takes(units[at].text) == "with":
        return Frame(party(pair[0]), pair[1], "relation.nominal")
    if not second.start:
        return None
    joins = units[second.start - 1]
    first = phrase_ending(units, second.start - 2) if second.start > 1 else None
    if not joins.has("toward") or first is None or first.units[-1].tag != "E":
        return None
    return Frame(party(first), second, "relation.nominal")


def _light(units: tuple[Unit, ...], at: int, carried: Carried) -> Frame | None:
    """Read what is done by a verb that says no more than that it is done: 对海云科技发起诉讼."""
    actor = actor_before(units, at)
    if actor.barred:
        return None
    if takes(units[at].text) == "with":
        return _together(units, at, actor, carried)
    if (beside := _beside(units, at)) is None:
        return None
    return Frame(_party_of(actor, carried), beside, "relation.light")


def _passive(
    units: tuple[Unit, ...], at: int, carried: Carried, attribution: Attribution | None
) -> Frame | None:
    """Read 海云科技被东岭集团收购; with nobody named, whoever tells of an arrest made it."""
    mark = next(
        (k for k in range(at - 1, max(at - 12, -1), -1) if units[k].text in _PASSIVE and units[k].tag != "E"),
        None,
    )
    if mark is None:
        return None
    agent = last_phrase(units, mark + 1, at)
    between = units[agent.end if agent is not None else mark + 1 : at]
    if agent is not None and agent.start > mark + 1 and units[agent.start - 1].tag not in {"的", "w", "u"}:
        return None
    if any(unit.tag not in {"d", "T", "a", "v", "u", "c"} or _brings(unit) for unit in between):
        return None
    who = party(agent) if agent is not None else None
    if who is None and family(units[at].text) in _ARRESTS and attribution is not None and attribution.speaker:
        who = Party(attribution.speaker, attribution.speaker, "other", attribution.span)
    if at + 2 < len(units) and units[at + 1].tag == "的":
        head = phrase_starting(units, at + 2) if at + 2 < len(units) else None
        return Frame(who, head, "relation.passive")
    done_to = actor_before(units, mark)
    if done_to.barred:
        return None
    head = _head_behind(units, at) if done_to.phrase is None else None
    whom = (
        done_to.phrase
        or head
        or (object_after(units, at) if units[mark].text == "由" else None)
        or carried.spoken
    )
    return Frame(who, whom, "relation.passive")


def _marks(units: tuple[Unit, ...], at: int) -> bool:
    """Whether 获 or 获得 only marks what another does: 获东岭集团投资."""
    agent = phrase_starting(units, at + 1) if at + 1 < len(units) else None
    return agent is not None and agent.end < len(units) and units[agent.end].tag == "v"


def _head_behind(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return the noun that all before it qualifies: 被评论家誉为杰作的小说."""
    link = next((k for k in range(at + 1, len(units) - 1) if units[k].tag == "的"), None)
    return phrase_starting(units, link + 1) if link is not None else None


def _told(units: tuple[Unit, ...], at: int) -> Frame | None:
    """Read what a noun tells in full, brought by a preposition: 对法国支持欧盟的决定."""
    parts = parts_before(units, at)
    last = parts[-1] if parts else None
    if last is None or last.kind != "aside" or not units[last.start].has("toward", "through"):
        return None
    whom = phrase_starting(units, at + 1) if at + 1 < len(units) else None
    link = next((k for k in range(at + 2, len(units) - 1) if units[k].tag == "的"), None)
    if whom is None or link is None or units[link + 1].text not in _TOLD:
        return None
    who = phrase_starting(units, last.start + 1, last.end)
    whom = phrase_starting(units, at + 1, link)
    if who is None or who.end != at or whom is None or whom.end != link:
        return None
    return Frame(party(who), whom, "relation.told")


def _brings(unit: Unit) -> bool:
    """Whether a verb before another tells a deed of its own, so that what stands before it is not of the other."""
    return unit.tag == "v" and (unit.has("attain", "say") or makes_act(unit.text))


def _relative(units: tuple[Unit, ...], at: int, actor: Actor) -> Frame | None:
    """Read 海云科技发布的报告."""
    parts = [part for part in parts_before(units, at) if part.kind != "other"]
    brought = parts and parts[-1].kind == "aside" and units[parts[-1].start].has("through", "toward", "than")
    if brought and (who := phrase_starting(units, parts[-1].start + 1, parts[-1].end)) is not None:
        actor = Actor(who)
    if actor.phrase is None or _is_framed(units, actor.phrase.end, at):
        return None
    if any(unit.tag in {"Q", "m"} or unit.has("toward") for unit in units[actor.phrase.end : at]):
        return None
    head = phrase_starting(units, at + 2, compound=True) if at + 2 < len(units) else None
    if head is not None and any(unit.tag == "v" and not is_dual(unit.text) for unit in head.units):
        head = phrase_starting(units, at + 2)
    if head is None or all(unit.tag in {"m", "r", "Q"} for unit in head.units):
        head = last_phrase(units, at + 2, len(units))
    return Frame(_party_of(actor, Carried()), head, "relation.relative")


def _headed(units: tuple[Unit, ...], at: int) -> Frame | None:
    """Read 打算买房的赵女士说: who does it stands behind, and goes on to do something else."""
    after = object_after(units, at)
    cut = (
        next((k for k, unit in enumerate(after.units) if unit.tag == "的"), None)
        if after is not None
        else None
    )
    if (
        after is None
        or not cut
        or after.end >= len(units)
        or units[after.end].tag not in {"v", "d", "p", "T"}
    ):
        return None
    head = Phrase(after.units[cut + 1 :], after.start + cut + 1, after.end)
    who = party(head)
    if who is None or not may_act(who) or any(unit.tag == "的" for unit in head.units):
        return None
    return Frame(who, Phrase(after.units[:cut], after.start, after.start + cut), "relation.relative")


def _is_framed(units: tuple[Unit, ...], start: int, at: int) -> bool:
    """Whether 某人在某地举行的会议上 stands there: nobody says whose meeting it is."""
    opens = any(units[k].text == "在" and units[k + 1].tag in {"E", "n"} for k in range(start, at))
    return opens and any(unit.tag == "f" for unit in units[at:])


def _together(units: tuple[Unit, ...], at: int, actor: Actor, carried: Carried) -> Frame | None:
    """Read what two do with one another: 东岭集团与海云科技达成合作."""
    if actor.phrase is not None and (pair := _pair(actor.phrase)) is not None:
        return Frame(party(pair[0]), pair[1], "relation.between")
    for part in reversed(parts_before(units, at)):
        if part.kind == "aside" and units[part.start].text in PAIRS:
            partner = phrase_starting(units, part.start + 1, part.end)
            if partner is not None and partner.end == part.end:
                return Frame(_party_of(actor, carried), partner, "relation.between")
    return None


def _pair(phrase: Phrase) -> tuple[Phrase, Phrase] | None:
    """Part A与B at the one word that joins them."""
    joins = [k for k, unit in enumerate(phrase.units) if unit.text in _JOINS]
    if len(joins) > 1:
        joins = [k for k in joins if phrase.units[k].text in {"与", "同", "跟"}]
    if len(joins) != 1 or not 0 < joins[0] < len(phrase.units) - 1:
        return None
    at = joins[0]
    return (
        Phrase(phrase.units[:at], phrase.start, phrase.start + at),
        Phrase(phrase.units[at + 1 :], phrase.start + at + 1, phrase.end),
    )


def _beside(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return whom a preposition brings before the predicate: 向海云科技采购, 将人工智能视为国家战略."""
    after = object_after(units, at)
    for part in reversed(parts_before(units, at)):
        if part.kind != "aside":
            if part.kind in {"noun", "of"}:
                return None
            continue
        mark = units[part.start]
        beside = phrase_starting(units, part.start + 1, part.end)
        if beside is None or beside.end != part.end:
            continue
        if mark.has("dispose"):
            return beside
        given = mark.has("toward") and family(units[at].text) in (_GIVEN if mark.text != "为" else _FOR)
        named = beside.mentions and family(units[at].text) not in _HELD
        if given and (named or after is None):
            return beside
    return None
