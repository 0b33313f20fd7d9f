"""Rules for amounts whose measure stands after them: what the counted did, or the noun they qualify."""

from __future__ import annotations

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import (
    acts,
    clause_subject,
    content_verb,
    default_measure,
    is_pronoun,
    other,
    owner_of,
    special_measure,
)
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_starting, split
from hanclaim.grammar.sites import Site, subject_phrase

_COMPARED = frozenset({"相比", "相较", "比较", "比"})
_KINDS = ("病例", "员", "人员", "患者", "案", "案件", "机构", "人士", "工人", "学生", "单位", "设施")
_PEOPLE = frozenset({"{人}", "{名}", "{位}"})


def counting(site: Site, state: Discourse) -> Draft | None:
    """19人遇难, 430人次由此撤出: counted ones who did something."""
    verb = site.right_verb
    whole = _whole(site)
    if whole is not None and verb is not None and verb < whole.end and whole != site.right:
        verb = next((k for k in range(whole.end, len(site.units)) if site.units[k].tag == "v"), None)
    if (
        not site.counted
        or verb is None
        or site.right_linked
        or site.units[verb].has("say", "attain", "than", "deny")
    ):
        return None
    left = site.left
    if _is_counted_elsewhere(site, verb) or (
        left.kind == "phrase"
        and left.phrase is not None
        and not left.crossed("attain", "approx")
        and is_head(left.phrase.units[-1])
    ):
        return None
    end = verb + 1
    while end < len(site.units) and site.units[end].tag == "v" and not site.units[end].has("attain"):
        end += 1
    measure = site.words(verb, end)
    if (
        site.quantity.unit in _PEOPLE
        and site.units[verb].tag == "v"
        and (site.right is None or site.right.start == verb)
    ):
        measure += "人数"
    subject, group, explicit = clause_subject(site, state)
    acting = whole if whole is not None and whole.start < verb else None
    if acting is not None and left.kind == "edge" and not explicit:
        subject = party(acting)
    elif acting is not None:
        measure = acting.text if not acting.mentions else measure
    elif not explicit and (attended := _attended(site, end)) is not None:
        subject = state.pointed(attended) or party(attended)
    return Draft(
        "statement.counting",
        subject,
        measure,
        explicit=explicit,
        group=group,
        evidence={"measure": "what the counted ones did"},
    )


def _is_counted_elsewhere(site: Site, verb: int) -> bool:
    """Whether the counted are what a verb before them acts on, or only compared with, and not who acts after."""
    left, units = site.left, site.units
    before = units[site.index - 1] if site.index else None
    relative = (
        before is not None and before.tag == "的" and site.index > 1 and units[site.index - 2].tag == "v"
    )
    acted_on = left.kind == "verb" and acts(units[left.at]) and not units[left.at].has("cause")
    ranked = any(unit.tag == "Q" and unit.quantity is not None and unit.quantity.unit_kind == "rank"
                 for unit in units[verb + 1 : verb + 4])  # fmt: skip
    compared = any(unit.text in _COMPARED for unit in units[site.index + 1 : verb + 1])
    return relative or acted_on or left.origin or ranked or compared


def _whole(site: Site) -> Phrase | None:
    """Return the counted noun with the verbs inside it: 28例流感并发重症确定病例, 143名消防及救护员."""
    right, units = site.right, site.units
    if right is None or not site.counted:
        return right
    link = next((k for k, unit in enumerate(right.units) if unit.tag == "的"), None)
    if link and right.units[0].text[0] in "“「" and link + 1 < len(right.units):
        return Phrase(right.units[link + 1 :], right.start + link + 1, right.end)
    end = right.end
    for k in range(right.end, len(units)):
        unit = units[k]
        if unit.tag not in {"v", "n", "M", "a"} and unit.text not in {"及", "和", "、"}:
            break
        if unit.tag == "v" and unit.classes:
            break
        if unit.tag in {"n", "M"} and unit.text.endswith(_KINDS):
            end = k + 1
    return Phrase(units[right.start : end], right.start, end)


def _attended(site: Site, at: int) -> Phrase | None:
    """Return what counted people take part in, or live in: 33万人参与了该项目."""
    if site.quantity.unit not in _PEOPLE:
        return None
    while at < len(site.units) and site.units[at].tag in {"u", "p"}:
        at += 1
    return phrase_starting(site.units, at) if at < len(site.units) else None


def _is_dealt(site: Site, right: Phrase) -> bool:
    """Whether a verb takes so much of a plain thing: 提供三成绿电, 增拨1亿元基金."""
    left, following = site.left, site.units[right.end : right.end + 1]
    return (
        left.kind == "verb"
        and site.quantity.unit_kind in {"currency", "percent"}
        and right.start == site.index + 1
        and all(unit.tag == "n" for unit in right.units)
        and (not following or following[0].tag in {"p", "w", "c"})
    )


def attributive(site: Site, state: Discourse) -> Draft | None:
    """部署6GW的GPU算力, 5万亿市值, 23.1%年化收益: the measure stands after the amount."""
    right, left = _whole(site), site.left
    if (
        right is None
        or right.units[0].has("attain", "say")
        or (left.kind == "phrase" and left.phrase is not None and is_head(left.phrase.units[-1]))
    ):
        return None
    verb = left.at if left.kind == "verb" else None
    own = verb is not None and site.units[verb].has("measure_act", "measure_both")
    dealt = _is_dealt(site, right)
    if own and not site.counted and verb is not None and not is_head(right.units[-1]) and not dealt:
        return None
    headless = not is_head(right.units[-1])
    if (
        headless
        and not site.counted
        and not site.right_linked
        and site.quantity.unit_kind != "physical"
        and not dealt
    ):
        return None
    at = site.index
    if at > 1 and site.units[at - 1].tag == "的" and site.units[at - 2].tag == "v":
        actor = subject_phrase(site.units, at - 2)
        evidence = {"measure": "the verb of the relative clause"}
        if not site.counted and is_head(right.units[-1]):
            return Draft("statement.relative", state.topic, right.text, evidence=evidence)
        if actor is not None:
            return Draft(
                "statement.relative", party(owner_of(actor)), right.text, explicit=True, evidence=evidence
            )
        return Draft(
            "statement.relative", party(right), site.units[at - 2].text, explicit=True, evidence=evidence
        )
    parts = split(right, counted=True)
    measure = parts.measure or right.text
    special = special_measure(site, right)
    if special is not None:
        measure = special
    if right.mentions and right.units[-1].tag == "E" and not site.counted:
        return None
    if (
        site.quantity.unit_kind == "physical"
        and not site.right_linked
        and headless
        and not right.mentions
        and (size := default_measure(site)) is not None
    ):
        return Draft(
            "statement.attributive", party(right), size, evidence={"measure": "the size of what stands after"}
        )
    evidence = {"measure": "the noun after the amount"}
    if left.kind == "phrase" and left.phrase is not None:
        verb_before = content_verb(site.units, left.phrase.start)
        actor = subject_phrase(site.units, verb_before) if verb_before is not None else None
        if actor is not None:
            subject = party(owner_of(actor))
            return Draft(
                "statement.attributive",
                subject,
                measure,
                party(left.phrase) if left.phrase.mentions else None,
                explicit=True,
                group=members(actor),
                evidence=evidence,
            )
        if verb_before is not None and left.phrase.start - verb_before < 3 and state.topic is not None:
            return Draft("statement.attributive", state.topic, measure, party(left.phrase), evidence=evidence)
        named = next((unit for unit in left.phrase.units[:1] if is_pronoun(unit)), None)
        owner = (
            Phrase((named,), left.phrase.start, left.phrase.start + 1) if named is not None else left.phrase
        )
        return Draft("statement.attributive", party(owner), measure, explicit=True, evidence=evidence)
    subject, group, explicit = clause_subject(site, state, stop=left.at + 1)
    if special is not None and not explicit:
        subject, explicit = party(right), False
    elif left.kind == "edge" and not explicit and _is_told_of(site, right):
        subject, explicit = party(right), True
    return Draft(
        "statement.attributive",
        subject,
        measure,
        other(site),
        explicit=explicit,
        group=group,
        evidence=evidence,
    )


def _is_told_of(site: Site, counted: Phrase) -> bool:
    """Whether the clause goes on to say something of the things it counts: 两种飞机获质量金奖."""
    rest = site.units[counted.end :]
    return (
        site.counted
        and not site.left.bridge
        and any(unit.tag in {"v", "a"} or unit.has("attain", "by") for unit in rest)
    )
