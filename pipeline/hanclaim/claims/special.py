"""Rules for amounts that say themselves what they are: ranks, ratings, multiples, shares, distances."""

from __future__ import annotations

from dataclasses import replace

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import (
    clause_subject,
)
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending, split, trim
from hanclaim.grammar.sites import Site, subject_phrase


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
    if left.phrase is None or site.quantity.unit_kind != "physical":
        return None
    inside = next((k for k, unit in enumerate(left.phrase.units) if k and unit.text in {"距离", "距"}), None)
    if inside is not None and inside + 1 < len(left.phrase.units):
        near = Phrase(left.phrase.units[:inside], left.phrase.start, left.phrase.start + inside)
        far = Phrase(left.phrase.units[inside + 1 :], left.phrase.start + inside + 1, left.phrase.end)
        return Draft("statement.distance", party(near), "距离", party(far), explicit=True)
    if left.phrase.start < 1:
        return None
    if site.units[left.phrase.start - 1].text not in {"距", "距离", "离", "相距"}:
        return None
    subject, group, explicit = clause_subject(site, state, stop=left.phrase.start - 1)
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
        or (site.left.kind == "phrase" and site.index == mine[0])
    ):
        return None
    listed = subject_phrase(site.units, mine[0])
    if listed is not None and len(members(listed)) == len(mine):
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
    subject, group, explicit = clause_subject(site, state)
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
    possessive = at > 0 and site.units[at].tag == "的"
    left, right = site.left, site.right
    if not possessive and (
        (left.phrase is not None and is_head(left.phrase.units[-1]))
        or (right is not None and not site.right_linked and is_head(right.units[-1]))
    ):
        return None
    other = None
    if possessive:
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
        if parts.measure is None and other is not None and other.text.endswith(head.units[-1].text):
            measure = head.units[-1].text
        elif (
            parts.measure is None and not possessive and left.phrase is not None and not left.phrase.mentions
        ):
            measure = left.phrase.text
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
    subject, group, explicit = clause_subject(site, state)
    last = state.sentence_drafts[-1][0] if state.sentence_drafts else None
    if last is not None and last.rule == "statement.rating" and left.phrase is None and measure is None:
        # 由BB上调至CCC-: the second is of whom the first is.
        return replace(last, kind=None, period=None, modality=None, evidence={})
    if measure is None and left.phrase is not None:
        parts = split(left.phrase, counted=False)
        if parts.measure or (parts.owner is not None and not parts.owner.mentions):
            measure = parts.measure or left.phrase.text
            if parts.owner is not None and parts.measure:
                subject, explicit = party(parts.owner), True
            elif (before := subject_phrase(site.units, left.phrase.start)) is not None:
                subject, explicit = party(before), True
    return Draft(
        "statement.rating",
        subject,
        measure or ("比分" if site.quantity.unit_kind == "score" else "评级"),
        explicit=explicit,
        group=group,
    )
