"""Rules that find the measure of an amount before it: a noun, the verb, or the statement before."""

from __future__ import annotations

from hanclaim.claims.chains import antecedent, carried, theme
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
_MONEY = tuple("金款费税薪租资债贷券奖助贴利息支入本")
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
    phrase = site.left.phrase
    if site.left.kind != "phrase" or phrase is None:
        return None
    if (acted := _acted_on(site, state, phrase)) is not None:
        return acted
    quantity, evidence = site.quantity, {"subject": "the name before the amount"}
    draft = Draft("statement.owner", party(phrase), explicit=True, group=members(phrase), evidence=evidence)
    if site.units[site.index - 1].tag == "的" and quantity.unit_kind == "currency":
        draft.measure = "资金"
        return draft
    if state.last is not None and _lists_kinds(site, state, phrase):
        return Draft("statement.owner", state.last.subject, phrase.text, named=True, evidence=evidence)
    before = _like_before(site, state, phrase)
    if before is None and quantity.unit_kind in {"physical", "count"}:
        before = state.by_unit.get(quantity.unit or "")
        draft.period = before.period if before is not None and before is not state.last else None
    if before is None and (announced := theme(site)) is not None:
        draft.measure, draft.explicit = announced, bool(phrase.mentions)
        evidence["measure"] = "what the sentence is about"
        return draft
    if before is None and (named := _named(site, state, phrase)) is not None:
        return named
    draft.measure = default_measure(site) if quantity.kind != "change" else None
    if before is not None and draft.measure is None:
        draft.measure = before.measure
        evidence["measure"] = "the measure last given in this unit"
    if draft.measure is None:
        draft.measure = _moved(site, phrase)
    rated = next((unit.text for unit in site.left.bridge if unit.text in {"平均", "均"}), None)
    if draft.measure is None and rated is not None and not phrase.mentions:
        draft.measure = rated
    if draft.measure is None and not phrase.mentions:
        return Draft("statement.owner", state.topic, phrase.text, named=True, evidence=evidence)
    draft.object = other(site)
    return draft


def _like_before(site: Site, state: Discourse, phrase: Phrase) -> Draft | None:
    """Return the statement before whose measure a new owner takes over: one in the same unit, just before or of names."""
    if site.quantity.unit == unit_of(state):
        return state.last
    return antecedent(site, state) if phrase.mentions and site.quantity.kind != "change" else None


def _acted_on(site: Site, state: Discourse, phrase: Phrase) -> Draft | None:
    """召回某车共43辆: a verb acts on the name before the amount."""
    verb = phrase.start - 1
    if (
        verb < 0
        or site.units[verb].tag != "v"
        or not site.units[verb].has("measure_act", "measure_both", "predicate")
        or not phrase.mentions
    ):
        return None
    start = verb
    while start and site.units[start - 1].has("aspect"):
        start -= 1
    subject, group, explicit = clause_subject(site, state, stop=start)
    return Draft(
        "statement.act_on",
        subject,
        site.words(start, verb + 1),
        party(phrase),
        explicit=explicit,
        group=group,
        evidence={"measure": "the verb before the object"},
    )


def _lists_kinds(site: Site, state: Discourse, phrase: Phrase) -> bool:
    """Whether a name goes on with a list of kinds in one unit: 其中优241天、良117天."""
    last = state.last
    if last is None or phrase.mentions or site.quantity.unit != unit_of(state):
        return False
    return last.named or (len(phrase.text) < 3 and site.quantity.unit_kind != "currency")


def _named(site: Site, state: Discourse, phrase: Phrase) -> Draft | None:
    """观塘线信号故障逾5小时, 城镇职工养老保险11%: what stands between the name and the amount says what it is."""
    start = next((k for k in range(len(phrase.units) - 1, -1, -1) if phrase.units[k].tag == "E"), -1) + 1
    rest = Phrase(phrase.units[start:], phrase.start + start, phrase.end)
    plain = [unit for unit in rest.units if unit.tag in {"n", "a", "v"}]
    if site.quantity.kind == "change" or not plain or (start and len(rest.text) < 2):
        return None
    evidence = {"measure": "the noun before the amount"}
    if start:
        names = Phrase(phrase.units[:start], phrase.start, phrase.start + start)
        return Draft("statement.owner", party(names), rest.text, explicit=True, evidence=evidence)
    if _is_price(site, state, phrase):
        return Draft("statement.owner", party(phrase), "价格", explicit=True, evidence=evidence)
    acted_on = phrase.start and site.units[phrase.start - 1].tag == "v"
    if default_measure(site) in _SIZES and not acted_on and site.quantity.unit != "t":
        return None
    return Draft("statement.owner", state.topic, phrase.text, named=True, evidence=evidence)


def _is_price(site: Site, state: Discourse, phrase: Phrase) -> bool:
    """Whether money stands beside a plain thing, and so is its price: 路由器199元."""
    return (
        site.quantity.unit_kind == "currency"
        and not state.in_part
        and len(phrase.text) > 1
        and not phrase.text.endswith(_MONEY)
    )


def _moved(site: Site, phrase: Phrase) -> str | None:
    """Return what moves where only its owner is named: the price of a firm, else the movement."""
    verb = change_verb(site.left.bridge)
    last = phrase.units[-1].mention
    traded = verb in {"涨幅", "跌幅"} or any(unit.text[0] in "涨跌" for unit in site.left.bridge)
    if traded and last is not None and last.type == "organization":
        return "股价"
    return verb if phrase.mentions else None


def ellipsis(site: Site, state: Discourse) -> Draft | None:
    """环比增长10.7%: nothing is named, so the statement before goes on."""
    left = site.left
    last = carried(site, state)
    if site.counted and site.right is not None and left.kind == "edge" and not left.from_sibling:
        subject, group, explicit = clause_subject(site, state, stop=max(left.at, 0))
        return Draft("statement.counted", subject, site.right.text, explicit=explicit, group=group)
    subject, group, explicit = clause_subject(
        site, state, stop=max(left.at, 0) if left.kind != "edge" else left.at + 1
    )
    announced = theme(site) if antecedent(site, state) is None else None
    if last is None or (explicit and not left.from_sibling and site.quantity.kind != "change"):
        return Draft(
            "statement.bare",
            subject,
            announced or default_measure(site) or (last.measure if last else None),
            explicit=explicit,
            group=group,
        )
    return Draft(
        "statement.ellipsis",
        subject if explicit or state.last is None else state.last.subject,
        (default_measure(site) if site.quantity.unit == "{点}" else None)
        or last.measure
        or default_measure(site),
        other(site),
        evidence={
            "measure": "goes on from the statement before",
            "subject": "goes on from the statement before",
        },
    )
