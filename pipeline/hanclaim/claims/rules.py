"""How a quantity finds what it measures and whose it is: named rules, the first that answers wins."""

from __future__ import annotations

from collections.abc import Callable

from hanclaim.claims.clauses import Unit
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.phrases import (
    Phrase,
    is_head,
    members,
    party,
    phrase_ending,
    phrase_starting,
    split,
    trim,
)
from hanclaim.claims.sites import Site, subject_phrase
from hanclaim.document import Party
from hanclaim.tables import read

Rule = Callable[[Site, Discourse], Draft | None]

_PEOPLE = frozenset({"{人}", "{名}", "{位}"})
_CHANGE_NOUNS = {"up": "涨幅", "down": "跌幅"}


def anaphor(site: Site, state: Discourse) -> Draft | None:
    """这个数字还不到20%: the number spoken of before, at another time."""
    text = site.words(0, site.index)
    if state.last is None or not any(unit.has("anaphor") for unit in site.units[: site.index]):
        return None
    return Draft(
        "statement.anaphor",
        state.last.subject,
        state.last.measure,
        evidence={"measure": f"{text} points back"},
    )


def distance(site: Site, state: Discourse) -> Draft | None:
    """震中距县城23公里: how far one place is from another."""
    left = site.left
    if left.phrase is None or site.quantity.unit_kind != "physical" or left.phrase.start < 1:
        return None
    if site.units[left.phrase.start - 1].text not in {"距", "距离", "离", "相距"}:
        return None
    subject, group, explicit = _clause_subject(site, state, stop=left.phrase.start - 1)
    before = subject_phrase(site.units, left.phrase.start - 1)
    if before is not None:
        subject, explicit = party(before), True
    return Draft("statement.distance", subject, "距离", party(left.phrase), explicit=explicit, group=group)


def distributed(site: Site, state: Discourse) -> Draft | None:
    """分别增加4人、31人和5人: as many amounts as were just given, each about its own."""
    indices = site.clause.quantities
    first = next((k for k, unit in enumerate(site.units) if unit.has("each")), None)
    mine = [k for k in indices if first is not None and k > first]
    if (
        first is None
        or site.index not in mine
        or len(mine) < 2
        or site.left.kind == "phrase"
        and site.index == mine[0]
    ):
        return None
    earlier = [draft for draft, claim in state.sentence_drafts if claim.clause and claim.quantity is not None
               and claim.quantity.span.end <= site.clause.span.start and claim.quantity.unit == site.quantity.unit]  # fmt: skip
    if len(earlier) < len(mine) or len(state.group) == len(mine):
        return None
    source = earlier[len(earlier) - len(mine) + mine.index(site.index)]
    return Draft(
        "statement.distributed",
        source.subject,
        source.measure,
        evidence={"measure": "分别 goes through the amounts before"},
    )


def rank(site: Site, state: Discourse) -> Draft | None:
    """位居第一, 全球第二大赚汇行业, 史上第一个市值突破5万亿的公司: what is ranked is what stands after, or before."""
    if site.quantity.kind != "rank":
        return None
    subject, group, explicit = _clause_subject(site, state)
    measure = None
    right = site.right
    if right is None and site.index + 1 < len(site.units):
        right = None
    if right is not None:
        tail = site.words(right.start, len(site.units))
        relative = "的" in tail and right.end < len(site.units) and site.units[right.end].tag == "v"
        if relative:
            measure = trim(tail.rsplit("的", 1)[0])
        elif right.mentions and right.units[-1].tag == "E":
            return Draft(
                "statement.rank",
                party(right),
                "排名",
                explicit=False,
                evidence={"subject": "the name after the rank"},
            )
        else:
            measure = right.text
    left = site.left
    if measure is None and left.phrase is not None:
        parts = split(left.phrase, counted=False)
        if parts.measure is not None:
            measure = parts.measure
            if parts.owner is not None:
                subject, explicit = party(parts.owner), True
    return Draft(
        "statement.rank",
        subject,
        measure or "排名",
        explicit=explicit,
        group=group,
        evidence={"measure": "what is ranked"},
    )


def multiple(site: Site, state: Discourse) -> Draft | None:
    """A是B的5倍: the measure of A, with B as the other side."""
    if site.quantity.kind != "multiple":
        return None
    at = site.index - 1
    while at >= 0 and (site.units[at].tag == "d" or site.units[at].has("approx")):
        at -= 1
    other = None
    if at > 0 and site.units[at].tag == "的":
        phrase = phrase_ending(site.units, at - 1)
        link = next(
            (
                k
                for k in range(at, -1, -1)
                if site.units[k].has("attain") or site.units[k].text in {"是", "为", "于"}
            ),
            None,
        )
        if phrase is not None and link is not None:
            phrase = Phrase(site.units[max(phrase.start, link + 1) : at], max(phrase.start, link + 1), at)
            other = party(split(phrase, counted=False).owner or phrase) if phrase.units else None
            at = link
    head = subject_phrase(site.units, max(at, 0))
    last = state.measured
    if head is not None:
        parts = split(head, counted=False)
        subject = party(parts.owner) if parts.owner is not None else state.topic
        measure = parts.measure or (last.measure if last else None)
        return Draft(
            "statement.multiple",
            subject,
            measure,
            other,
            explicit=parts.owner is not None,
            evidence={"object": "是…的N倍"},
        )
    return Draft(
        "statement.multiple",
        state.topic,
        last.measure if last else None,
        other,
        evidence={"measure": "inherited"},
    )


def rating(site: Site, state: Discourse) -> Draft | None:
    """该债券获A+评级, 重申减码评等: a grade of the topic."""
    if site.quantity.kind != "rating":
        return None
    right = site.right
    measure = None
    if right is not None and is_head(right.units[-1]):
        measure = right.text
    left = site.left
    subject, group, explicit = _clause_subject(site, state)
    if measure is None and left.phrase is not None:
        parts = split(left.phrase, counted=False)
        if parts.measure or (parts.owner is not None and not parts.owner.mentions):
            measure = parts.measure or left.phrase.text
            if parts.owner is not None and parts.measure:
                subject, explicit = party(parts.owner), True
            elif (before := subject_phrase(site.units, left.phrase.start)) is not None:
                subject, explicit = party(before), True
    return Draft("statement.rating", subject, measure or "评级", explicit=explicit, group=group)


def share_of(site: Site, state: Discourse) -> Draft | None:
    """95%的项目未带来收益: the things a part of which does something."""
    quantity = site.quantity
    if quantity.unit != "%" or site.index + 1 >= len(site.units) or site.right is None:
        return None
    if not site.right_linked and site.quantity.kind != "share":
        return None
    right = site.right
    if right.units[-1].tag == "M" or right.text in {"水平", "股权", "股份"}:
        return None
    at = right.end
    while at < len(site.units) and (
        site.units[at].tag == "d"
        and site.units[at].text in {"几乎", "都", "均", "已", "也"}
        or site.units[at].has("approx", "attain")
        and site.units[at].text in {"几乎", "是", "都是"}
        or site.units[at].text in {"都", "是"}
    ):
        at += 1
    if not site.right_linked:
        return None
    if at >= len(site.units):
        cut = next((k for k in range(right.start + 1, right.end) if site.units[k].tag == "a"), None)
        if cut is None:
            return None
        right, at = Phrase(site.units[right.start : cut], right.start, cut), cut
    subject = party(right)
    return Draft(
        "statement.share_of",
        subject,
        trim(site.words(at, len(site.units))),
        kind="share",
        explicit=False,
        evidence={"subject": "what the percentage is a part of", "measure": "what that part does"},
    )


def share(site: Site, state: Discourse) -> Draft | None:
    """A占B的20%: the part A has in the whole B."""
    units = site.units
    cue = next(
        (
            k
            for k in range(site.index - 1, -1, -1)
            if units[k].has("attain") and units[k].text.startswith("占") and units[k].tag != "M"
        ),
        None,
    )
    if (
        cue is None
        or site.quantity.unit not in {"%", None}
        or any(units[k].tag == "Q" for k in range(cue, site.index))
    ):
        return None
    at = cue + 1
    while at < site.index and (units[at].tag in {"u", "d"}):
        at += 1
    whole = phrase_starting(units, at, site.index)
    subject, group, explicit = _clause_subject(site, state, stop=cue)
    if not explicit and site.clause.mark == "、" and state.last is not None:
        subject = state.last.subject
    return Draft(
        "statement.share",
        subject,
        "占比",
        party(whole) if whole is not None else None,
        explicit=explicit,
        group=group,
        kind="share",
        evidence={"measure": units[cue].text},
    )


def counting(site: Site, state: Discourse) -> Draft | None:
    """19人遇难, 430人次由此撤出: counted ones who did something."""
    verb = site.right_verb
    if (
        not site.counted
        or verb is None
        or site.right_linked
        or site.units[verb].has("say", "attain", "than", "deny")
    ):
        return None
    left = site.left
    if (
        left.kind == "phrase"
        and left.phrase is not None
        and not left.crossed("attain", "approx")
        and is_head(left.phrase.units[-1])
    ):
        return None
    end = verb + 1
    while end < len(site.units) and site.units[end].tag in {"v"} and not site.units[end].has("attain"):
        end += 1
    measure = site.words(verb, end)
    if site.quantity.unit in _PEOPLE and site.units[verb].tag == "v" and site.right is None:
        measure += "人数"
    subject, group, explicit = _clause_subject(site, state)
    if site.right is not None and site.right.start < verb:
        measure = site.right.text if not site.right.mentions else measure
    return Draft(
        "statement.counting",
        subject,
        measure,
        explicit=explicit,
        group=group,
        evidence={"measure": "what the counted ones did"},
    )


def level(site: Site, state: Discourse) -> Draft | None:
    """OpenAI的营收约为43亿美元, 装车量同比增长12%: a measure stands before the amount."""
    left = site.left
    if left.phrase is None or left.kind != "phrase":
        return None
    last = state.last
    parallel = last is not None and site.quantity.unit == _unit_of(state)
    parts = split(left.phrase, counted=site.counted, parallel=parallel)
    if parts.measure is None or (state.in_part and parallel and not is_head(left.phrase.units[-1])):
        return None
    measure = parts.measure
    right = site.right
    if (
        right is not None
        and site.right_linked
        and not is_head(left.phrase.units[-1])
        and is_head(right.units[-1])
    ):
        return None
    explicit, group = False, ()
    subject: Party | None
    evidence = {"measure": "the noun before the amount"}
    verb = _content_verb(site.units, left.phrase.start)
    if (
        verb is not None
        and (actor := subject_phrase(site.units, verb)) is not None
        and not _is_speaker_phrase(site, actor, verb)
    ):
        subject, explicit, group = party(owner_of(actor)), True, members(actor)
        evidence["subject"] = "the subject of the verb"
    elif parts.owner is not None:
        subject, explicit, group = party(parts.owner), True, members(parts.owner)
        evidence["subject"] = "the owner of the measure"
    elif (relative := _relative_owner(site, left.phrase)) is not None:
        subject, explicit = party(relative), True
        evidence["subject"] = "the subject of the relative clause"
    else:
        subject, group, explicit = _clause_subject(site, state, stop=left.phrase.start)
        evidence["subject"] = "the clause's subject" if explicit else "the topic so far"
        if not explicit and (verb := _joined_verb(site.units, left.phrase.start)) is not None:
            measure = site.words(verb, left.phrase.start) + measure
    return Draft(
        "statement.level", subject, measure, _other(site), explicit=explicit, group=group, evidence=evidence
    )


def attributive(site: Site, state: Discourse) -> Draft | None:
    """部署6GW的GPU算力, 5万亿市值, 23.1%年化收益: the measure stands after the amount."""
    right, left = site.right, site.left
    if (
        right is None
        or right.units[0].has("attain", "say")
        or (left.kind == "phrase" and left.phrase is not None and is_head(left.phrase.units[-1]))
    ):
        return None
    verb = left.at if left.kind == "verb" else None
    own = verb is not None and site.units[verb].has("measure_act", "measure_both")
    if own and not site.counted and verb is not None and not is_head(right.units[-1]):
        return None
    headless = not is_head(right.units[-1])
    if headless and not site.counted and not site.right_linked and site.quantity.unit_kind != "physical":
        return None
    at = site.index
    if at > 1 and site.units[at - 1].tag == "的" and site.units[at - 2].tag == "v":
        return Draft(
            "statement.relative",
            party(right),
            site.units[at - 2].text,
            explicit=True,
            evidence={"measure": "the verb of the relative clause"},
        )
    parts = split(right, counted=True)
    measure = parts.measure or right.text
    special = _special_measure(site, right)
    if special is not None:
        measure = special
    if right.mentions and right.units[-1].tag == "E" and not site.counted:
        return None
    evidence = {"measure": "the noun after the amount"}
    if left.kind == "phrase" and left.phrase is not None:
        verb_before = _content_verb(site.units, left.phrase.start)
        actor = subject_phrase(site.units, verb_before) if verb_before is not None else None
        if actor is not None:
            subject = party(owner_of(actor))
            return Draft(
                "statement.attributive",
                subject,
                measure,
                party(left.phrase),
                explicit=True,
                group=members(actor),
                evidence=evidence,
            )
        if verb_before is not None and verb_before == left.phrase.start - 1 and state.topic is not None:
            return Draft("statement.attributive", state.topic, measure, party(left.phrase), evidence=evidence)
        named = next((unit for unit in left.phrase.units[:1] if unit.tag == "E"), None)
        owner = (
            Phrase((named,), left.phrase.start, left.phrase.start + 1) if named is not None else left.phrase
        )
        return Draft("statement.attributive", party(owner), measure, explicit=True, evidence=evidence)
    subject, group, explicit = _clause_subject(site, state, stop=left.at + 1)
    if special is not None and not explicit:
        subject, explicit = party(right), False
    return Draft(
        "statement.attributive",
        subject,
        measure,
        _other(site),
        explicit=explicit,
        group=group,
        evidence=evidence,
    )


def action(site: Site, state: Discourse) -> Draft | None:
    """向OpenAI投资1000亿美元, 连续加息6次: the verb before the amount says what it measures."""
    left = site.left
    if left.kind != "verb":
        return None
    if _interrupts(site, state):
        return None
    compound = phrase_ending(site.units, left.at - 1) if left.at else None
    if (
        state.in_part
        and compound is not None
        and state.last is not None
        and site.quantity.unit == _unit_of(state)
    ):
        whole = Phrase(site.units[compound.start : left.at + 1], compound.start, left.at + 1)
        return Draft(
            "statement.owner",
            party(whole),
            state.last.measure,
            explicit=True,
            evidence={"subject": "a part of the whole"},
        )
    start = left.at
    measured = any(name.startswith("measure") for name in site.units[start].classes)
    while start > 0 and (
        site.units[start - 1].tag in ({"a"} if measured else {"v", "a"})
        and not site.units[start - 1].has("say", "attain", "forecast", "planned", "stop")
        or site.units[start - 1].has("aspect")
    ):
        start -= 1
    measure = site.words(start, left.at + 1)
    subject_end = start
    evidence = {"measure": "the verb before the amount"}
    noun = phrase_ending(site.units, start - 1) if start else None
    if (
        site.counted
        and noun is not None
        and not noun.mentions
        and noun.start == 0
        and state.topic is not None
        and not site.units[left.at].has("measure_both")
    ):
        measure = noun.text + measure
        return Draft("statement.action", state.topic, measure, explicit=False, evidence=evidence)
    if (
        site.counted
        and noun is not None
        and not noun.mentions
        and noun.start
        and _content_verb(site.units, noun.start) == noun.start - 1
    ):
        measure, subject_end = noun.text + measure, noun.start
    if site.quantity.unit in _PEOPLE and start == left.at and site.units[left.at].has("measure_act"):
        measure += "人数"
    subject, group, explicit = _clause_subject(site, state, stop=subject_end)
    return Draft(
        "statement.action", subject, measure, _other(site), explicit=explicit, group=group, evidence=evidence
    )


def owner_only(site: Site, state: Discourse) -> Draft | None:
    """三元电池16.6吉瓦时, 标普500上涨了17%: only the owner is named; the measure is the last one, or the verb."""
    left = site.left
    if left.kind != "phrase" or left.phrase is None:
        return None
    verb = left.phrase.start - 1
    if (
        verb >= 0
        and site.units[verb].tag == "v"
        and site.units[verb].has("measure_act", "measure_both", "predicate")
        and left.phrase.mentions
    ):
        start = verb
        while start and site.units[start - 1].has("aspect"):
            start -= 1
        subject, group, explicit = _clause_subject(site, state, stop=start)
        return Draft(
            "statement.act_on",
            subject,
            site.words(start, verb + 1),
            party(left.phrase),
            explicit=explicit,
            group=group,
            evidence={"measure": "the verb before the object"},
        )
    subject = party(left.phrase)
    group = members(left.phrase)
    last = (
        state.by_unit.get(site.quantity.unit or "")
        if site.quantity.unit_kind in {"physical", "count"}
        else None
    )
    if state.last is not None and site.quantity.unit == _unit_of(state):
        last = state.last
    measure, evidence = _default_measure(site), {"subject": "the name before the amount"}
    moved = _change_verb(left.bridge)
    period = None
    if site.units[site.index - 1].tag == "的" and site.quantity.unit_kind == "currency":
        return Draft("statement.owner", subject, "资金", explicit=True, group=group, evidence=evidence)
    if site.quantity.kind == "change" and (
        last is None
        or state.last is None
        or state.last.measure is None
        or state.in_part is False
        and last is not state.last
    ):
        measure = moved if left.phrase.mentions else None
    elif last is not None and measure is None:
        measure = last.measure
        if last.period is not None and last is not state.last:
            period = last.period
        evidence["measure"] = "the measure last given in this unit"
    elif measure is None:
        measure = moved
    if left.phrase.mentions == () and measure is None:
        measure, subject = left.phrase.text, state.topic
        return Draft("statement.owner", subject, measure, period=period, evidence=evidence)
    return Draft(
        "statement.owner",
        subject,
        measure,
        _other(site),
        explicit=True,
        group=group,
        period=period,
        evidence=evidence,
    )


def ellipsis(site: Site, state: Discourse) -> Draft | None:
    """环比增长10.7%: nothing is named, so the statement before goes on."""
    left = site.left
    last = state.last
    if site.counted and site.right is not None and left.kind == "edge" and not left.from_sibling:
        subject, group, explicit = _clause_subject(site, state, stop=max(left.at, 0))
        return Draft("statement.counted", subject, site.right.text, explicit=explicit, group=group)
    subject, group, explicit = _clause_subject(
        site, state, stop=max(left.at, 0) if left.kind != "edge" else left.at + 1
    )
    if last is None or (explicit and not left.from_sibling and site.quantity.kind != "change"):
        return Draft(
            "statement.bare",
            subject,
            _default_measure(site) or (last.measure if last else None),
            explicit=explicit,
            group=group,
        )
    return Draft(
        "statement.ellipsis",
        last.subject if not explicit else subject,
        last.measure or _default_measure(site),
        _other(site),
        evidence={
            "measure": "goes on from the statement before",
            "subject": "goes on from the statement before",
        },
    )


RULES: tuple[Rule, ...] = (
    anaphor, distributed, rating, rank, multiple, distance, share, share_of, counting, level, attributive, action, owner_only, ellipsis,
)  # fmt: skip


def _unit_of(state: Discourse) -> str | None:
    claim = state.sentence_drafts[-1][1] if state.sentence_drafts else None
    return claim.quantity.unit if claim is not None and claim.quantity is not None else "?"


def owner_of(phrase: Phrase) -> Phrase:
    return split(phrase, counted=False).owner or phrase


def _clause_subject(
    site: Site, state: Discourse, stop: int | None = None
) -> tuple[Party | None, tuple[Party, ...], bool]:
    """Return the clause's own subject, else what the discourse is about."""
    end = site.index if stop is None else stop
    phrase = subject_phrase(site.units, end)
    if phrase is not None and (pointed := state.pointed(phrase)) is not None:
        return pointed, (), True
    if phrase is not None and not (phrase.end >= end and not phrase.mentions and stop is None):
        owner = owner_of(phrase)
        if owner.mentions or ((phrase.end < end or stop is not None) and not is_head(owner.units[-1])):
            found = party(owner)
            if found is not None and not _is_speaker_phrase(site, phrase, phrase.end):
                return found, members(owner), True
    return state.topic, (), False


def _is_speaker_phrase(site: Site, phrase: Phrase, at: int) -> bool:
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


def _content_verb(units: tuple[Unit, ...], stop: int) -> int | None:
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


def _relative_owner(site: Site, phrase: Phrase) -> Phrase | None:
    at = phrase.start - 1
    if at < 1 or site.units[at].tag != "的":
        return None
    at -= 1
    if site.units[at].tag != "v":
        return None
    while at >= 0 and (site.units[at].tag in {"v", "d", "u"}):
        at -= 1
    return phrase_ending(site.units, at) if at >= 0 else None


def _other(site: Site) -> Party | None:
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


def _special_measure(site: Site, right: Phrase) -> str | None:
    """Return what a unit measures beside a certain word: the 级 of an earthquake is its magnitude."""
    for row in read("measure_defaults"):
        if row["unit"] == site.quantity.unit and row["near"] != "*" and row["near"] in right.text:
            return row["measure"]
    return None


def _joined_verb(units: tuple[Unit, ...], stop: int) -> int | None:
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


def _interrupts(site: Site, state: Discourse) -> bool:
    """Whether the verb before the amount says nothing of it, so that the last measure goes on."""
    unit = site.units[site.left.at]
    return (
        not any(name.startswith("measure") for name in unit.classes)
        and not unit.has("predicate")
        and subject_phrase(site.units, site.left.at) is None
        and state.last is not None
        and site.quantity.unit == _unit_of(state)
    )


def _default_measure(site: Site) -> str | None:
    near = "".join(unit.text for unit in site.units)
    if site.quantity.unit == "a":
        return "年龄" if site.quantity.text.endswith("岁") else "时间"
    for row in read("measure_defaults"):
        if row["unit"] == site.quantity.unit and (row["near"] == "*" or row["near"] in near):
            return row["measure"]
    return None


def _change_verb(bridge: tuple[Unit, ...]) -> str | None:
    return next((unit.text for unit in reversed(bridge) if unit.has("up", "down")), None)
