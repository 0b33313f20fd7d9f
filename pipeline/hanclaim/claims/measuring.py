"""Rules that find the measure of an amount before it: a noun, the verb, or the statement before."""

from __future__ import annotations

from hanclaim.claims.chains import antecedent, carried, theme
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import (
    acts,
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
from hanclaim.document import Party
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase, Split, is_head, phrase_ending, split
from hanclaim.grammar.sites import Site, subject_phrase

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
_TERMS = ("归属", "归母", "扣除", "扣非", "剔除", "不含", "含税", "调整后", "经调整", "按")
_ADVERBS = frozenset("只仅反却竟均")
_KINDS = ("机构", "人", "员", "商", "站", "企业", "单位", "平台", "中心", "者", "设施", "基地")
_PEOPLE = frozenset({"{人}", "{名}", "{位}"})


def level(site: Site, state: Discourse) -> Draft | None:
    """OpenAI的营收约为43亿美元, 装车量同比增长12%: a measure stands before the amount."""
    left = site.left
    if left.phrase is None or left.kind != "phrase":
        return None
    last = state.last
    parallel = last is not None and site.quantity.unit == unit_of(state)
    explicit = False
    group: tuple[Party, ...] = ()
    subject: Party | None
    if (kind := _compound(site, left.phrase)) is not None:
        subject, group, explicit = clause_subject(site, state, stop=kind.start)
        evidence = {"measure": "the name of a kind"}
        return Draft("statement.level", subject, kind.text, explicit=explicit, group=group, evidence=evidence)
    parts = split(left.phrase, counted=site.counted, parallel=parallel)
    parts = _with_terms(parts)
    if parts.measure is None or (state.in_part and parallel and not is_head(left.phrase.units[-1])):
        return None
    measure = parts.measure
    if _belongs_to_the_noun_after(site, left.phrase):
        return None
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


def _compound(site: Site, phrase: Phrase) -> Phrase | None:
    """Return the name of a kind with the verb inside it: 公募基金份额登记机构167家."""
    units, verb = site.units, phrase.start - 1
    if not site.counted or len(phrase.units) > 1 or verb < 1 or not phrase.text.endswith(_KINDS):
        return None
    before = phrase_ending(units, verb - 1) if units[verb].tag == "v" else None
    if before is None or before.mentions or units[verb].has("attain", "say", "cause"):
        return None
    return Phrase(units[before.start : phrase.end], before.start, phrase.end)


def _with_terms(parts: Split) -> Split:
    """Keep with a measure the terms it is taken on, which own nothing: 归属于上市公司股东的净利润."""
    owner = parts.owner
    units = owner.units if owner is not None else ()
    at = next((k for k, unit in enumerate(units) if unit.text.startswith(_TERMS)), None)
    if owner is None or at is None:
        return parts
    terms = "".join(unit.text for unit in units[at:])
    kept = Phrase(units[:at], owner.start, owner.start + at) if at else None
    return Split(kept, f"{terms}的{parts.measure}")


def _belongs_to_the_noun_after(site: Site, phrase: Phrase) -> bool:
    """Whether the amount qualifies the noun after it: 3亿元的利润; or a relative clause does: 搞研发的7个分厂."""
    right = site.right
    if right is None or is_head(phrase.units[-1]):
        return False
    if site.counted and phrase.units[-1].has("say", "paper"):
        return True
    verb = site.units[phrase.start - 1] if phrase.start else None
    relative = site.units[site.index - 1].tag == "的" and verb is not None and acts(verb)
    return (site.counted and relative) or (site.right_linked and is_head(right.units[-1]))


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
            and not site.units[start - 1].has(
                "say", "attain", "forecast", "planned", "stop", "modal", "cause", "take"
            )
        )
        or site.units[start - 1].has("aspect")
    ):
        start -= 1
    while start < left.at and site.units[start].has("approx", "stop") and not site.units[start].has("aspect"):
        start += 1
    measure = _bare_verb(site.words(start, left.at + 1), site.units[start].classes)
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


def _bare_verb(text: str, classes: frozenset[str]) -> str:
    """Drop an adverb that the segmenter takes for a part of the verb: 仅剩, 反增."""
    return text[1:] if len(text) == 2 and text[0] in _ADVERBS and not classes else text


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
