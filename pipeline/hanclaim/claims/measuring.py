"""Rules that find the measure of an amount before it: a noun, the verb, or the statement before."""

from __future__ import annotations

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import (
    acts,
    change_verb,
    clause_subject,
    content_verb,
    default_measure,
    interrupts,
    is_speaker_phrase,
    joined_verb,
    other,
    owner_of,
    relative_owner,
    unit_of,
)
from hanclaim.claims.phrases import (
    Phrase,
    is_head,
    members,
    party,
    phrase_ending,
    split,
)
from hanclaim.claims.sites import Site, subject_phrase
from hanclaim.document import Party

_BROAD = frozenset(
    {
        "面积",
        "年龄",
        "人数",
        "数量",
        "金额",
        "时间",
        "长度",
        "距离",
        "规模",
        "总额",
        "次数",
        "比例",
        "价格",
        "额度",
    }
)
_SIZES = frozenset({"长度", "距离", "面积", "重量"})
_PEOPLE = frozenset({"{人}", "{名}", "{位}"})


def level(site: Site, state: Discourse) -> Draft | None:
    """OpenAI的营收约为43亿美元, 装车量同比增长12%: a measure stands before the amount."""
    left = site.left
    if left.phrase is None or left.kind != "phrase":
        return None
    last = state.last
    parallel = last is not None and site.quantity.unit == unit_of(state)
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
    explicit = False
    group: tuple[Party, ...] = ()
    subject: Party | None
    evidence = {"measure": "the noun before the amount"}
    verb = content_verb(site.units, left.phrase.start)
    if (
        verb is not None
        and (actor := subject_phrase(site.units, verb)) is not None
        and not is_speaker_phrase(site, actor, verb)
        and not (parts.owner is not None and parts.owner.mentions and left.phrase.start - verb > 1)
    ):
        subject, explicit, group = party(owner_of(actor)), True, members(actor)
        evidence["subject"] = "the subject of the verb"
    elif parts.owner is not None:
        subject = state.pointed(parts.owner, bare=False) or party(parts.owner)
        explicit, group = True, members(parts.owner)
        evidence["subject"] = "the owner of the measure"
    elif (relative := relative_owner(site, left.phrase)) is not None:
        subject, explicit = party(relative), True
        evidence["subject"] = "the subject of the relative clause"
    else:
        subject, group, explicit = clause_subject(site, state, stop=left.phrase.start)
        evidence["subject"] = "the clause's subject" if explicit else "the topic so far"
        if not explicit and (verb := joined_verb(site.units, left.phrase.start)) is not None:
            measure = site.words(verb, left.phrase.start) + measure
    verb = left.phrase.start - 1
    if (
        site.counted
        and verb >= 0
        and parts.owner is None
        and acts(site.units[verb])
        and measure == parts.measure
    ):
        while verb and site.units[verb - 1].has("aspect"):
            verb -= 1
        measure = site.words(verb, left.phrase.start) + measure
    measure = _qualified(site, left.phrase, measure)
    if not explicit and left.phrase.units[-1].has("measure_index"):
        subject = Party(measure, measure, "other", left.phrase.span)
    return Draft(
        "statement.level", subject, measure, other(site), explicit=explicit, group=group, evidence=evidence
    )


def _qualified(site: Site, phrase: Phrase, measure: str) -> str:
    """Give a measure that says little the verb that says which: 死亡年龄, 揭露面积."""
    at = phrase.start - 1
    if len(phrase.units) > 1 or measure not in _BROAD or at < 0:
        return measure
    verb = site.units[at]
    joined = (
        verb.tag == "v"
        and len(verb.text) > 1
        and not verb.has("attain", "say", "forecast", "planned", "predicate", "up", "down")
    )
    return verb.text + measure if joined else measure


def action(site: Site, state: Discourse) -> Draft | None:
    """向OpenAI投资1000亿美元, 连续加息6次: the verb before the amount says what it measures."""
    left = site.left
    if left.kind != "verb":
        return None
    if interrupts(site, state):
        return None
    compound = phrase_ending(site.units, left.at - 1) if left.at else None
    before = state.latest(site.quantity.unit)
    if state.in_part and compound is not None and before is not None:
        whole = Phrase(site.units[compound.start : left.at + 1], compound.start, left.at + 1)
        return Draft(
            "statement.owner",
            party(whole),
            before.measure,
            explicit=True,
            evidence={"subject": "a part of the whole"},
        )
    start = left.at
    measured = any(name.startswith("measure") for name in site.units[start].classes)
    while start > 0 and (
        (
            site.units[start - 1].tag in (set() if measured else {"v", "a"})
            and not site.units[start - 1].has("say", "attain", "forecast", "planned", "stop")
        )
        or site.units[start - 1].has("aspect")
    ):
        start -= 1
    while start < left.at and site.units[start].has("approx", "stop") and not site.units[start].has("aspect"):
        start += 1
    measure = site.words(start, left.at + 1)
    subject_end = start
    evidence = {"measure": "the verb before the amount"}
    noun = phrase_ending(site.units, start - 1) if start else None
    if (
        site.counted
        and noun is not None
        and not noun.mentions
        and not any(unit.has("region") for unit in noun.units)
        and noun.start == 0
        and state.topic is not None
        and not site.units[left.at].has("measure_both")
    ):
        measure = noun.text + measure
        return Draft("statement.action", state.topic, measure, explicit=False, evidence=evidence)
    if (
        site.counted
        and noun is not None
        and (parts := split(noun, counted=True)).owner is not None
        and parts.measure
    ):
        return Draft(
            "statement.action", party(parts.owner), parts.measure + measure, explicit=True, evidence=evidence
        )
    if (
        site.counted
        and noun is not None
        and not noun.mentions
        and noun.start
        and content_verb(site.units, noun.start) == noun.start - 1
    ):
        measure, subject_end = noun.text + measure, noun.start
    if site.quantity.unit in _PEOPLE and start == left.at and site.units[left.at].has("measure_act"):
        measure += "人数"
    subject, group, explicit = clause_subject(site, state, stop=subject_end)
    return Draft(
        "statement.action", subject, measure, other(site), explicit=explicit, group=group, evidence=evidence
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
        subject, group, explicit = clause_subject(site, state, stop=start)
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
    if state.last is not None and site.quantity.unit == unit_of(state):
        last = state.last
    measure, evidence = default_measure(site), {"subject": "the name before the amount"}
    brief = state.last is not None and (state.last.named or len(left.phrase.text) < 3)
    if brief and state.last is not None and site.quantity.unit == unit_of(state) and not left.phrase.mentions:
        return Draft("statement.owner", state.last.subject, left.phrase.text, named=True, evidence=evidence)
    moved = change_verb(left.bridge)
    period = None
    if site.units[site.index - 1].tag == "的" and site.quantity.unit_kind == "currency":
        return Draft("statement.owner", subject, "资金", explicit=True, group=group, evidence=evidence)
    if site.quantity.kind == "change" and (
        last is None
        or state.last is None
        or state.last.measure is None
        or (state.in_part is False and last is not state.last)
    ):
        measure = moved if left.phrase.mentions else None
    elif last is not None and measure is None:
        measure = last.measure
        if last.period is not None and last is not state.last:
            period = last.period
        evidence["measure"] = "the measure last given in this unit"
    elif measure is None:
        measure = moved
    rated = next((unit.text for unit in left.bridge if unit.text in {"平均", "均"}), None)
    if rated is not None and measure is None and not left.phrase.mentions:
        return Draft("statement.owner", subject, rated, explicit=True, evidence=evidence)
    plain = not left.phrase.mentions and site.quantity.unit_kind in {"duration", "physical"} and last is None
    if plain and measure not in _SIZES:
        measure = None
    if left.phrase.mentions == () and measure is None:
        return Draft(
            "statement.owner", state.topic, left.phrase.text, named=True, period=period, evidence=evidence
        )
    return Draft(
        "statement.owner",
        subject,
        measure,
        other(site),
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
        subject, group, explicit = clause_subject(site, state, stop=max(left.at, 0))
        return Draft("statement.counted", subject, site.right.text, explicit=explicit, group=group)
    subject, group, explicit = clause_subject(
        site, state, stop=max(left.at, 0) if left.kind != "edge" else left.at + 1
    )
    if last is None or (explicit and not left.from_sibling and site.quantity.kind != "change"):
        return Draft(
            "statement.bare",
            subject,
            default_measure(site) or (last.measure if last else None),
            explicit=explicit,
            group=group,
        )
    return Draft(
        "statement.ellipsis",
        last.subject if not explicit else subject,
        (default_measure(site) if site.quantity.unit == "{点}" else None)
        or last.measure
        or default_measure(site),
        other(site),
        evidence={
            "measure": "goes on from the statement before",
            "subject": "goes on from the statement before",
        },
    )
