"""Quantities to claims, one sentence after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hanclaim.alignment import Span
from hanclaim.claims.clauses import Clause, Pins, Sentence, parse
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.modality import find_modality, find_polarity
from hanclaim.claims.periods import Periods
from hanclaim.claims.phrases import canonical_measure, members, party, phrases_of
from hanclaim.claims.rules import RULES, owner_of
from hanclaim.claims.sites import Site, subject_phrase
from hanclaim.claims.speakers import Speech, find_speech
from hanclaim.document import FURNITURE, Block, Claim, Document, Party


def find_statements(document: Document, pins: Pins) -> Iterator[Claim]:
    """Read the document in order and yield a claim for each quantity that is said of something."""
    state = Discourse()
    for block in document.outline.blocks:
        if block.role in FURNITURE:
            state.open_block()
            aside = Discourse()
            yield from _read_block(document, block, pins, aside)
            continue
        state.open_block()
        yield from _read_block(document, block, pins, state)


def _read_block(document: Document, block: Block, pins: Pins, state: Discourse) -> Iterator[Claim]:
    for span in block.sentences or (block.span,):
        if any(
            span.start <= start and end <= span.end
            for (start, end), tag, _ in pins.inside(span)
            if tag == "Q"
        ):
            yield from read_sentence(document, block, parse(document, span, pins), state)
        else:
            _follow_topic(document, span, pins, state)


def read_sentence(document: Document, block: Block, sentence: Sentence, state: Discourse) -> Iterator[Claim]:
    """Read one sentence; the state remembers it for those that follow."""
    state.open_sentence()
    speech = find_speech(sentence)
    for clause in sentence.clauses:
        state.phrases += phrases_of(clause.units)
    del state.phrases[:-60]
    periods = Periods(sentence, state)
    for clause in sentence.clauses:
        if clause.mark in {"；", ";"}:
            state.close_part()
        if any(unit.has("part") for unit in clause.units[:2]):
            state.in_part = True
        periods.enter(clause)
        if not clause.quantities:
            _follow_clause(clause, state, speech)
        yield from _read_clause(document, block, sentence, clause, state, speech, periods)
        periods.leave(clause)


def _read_clause(
    document: Document,
    block: Block,
    sentence: Sentence,
    clause: Clause,
    state: Discourse,
    speech: Speech,
    periods: Periods,
) -> Iterator[Claim]:
    drafts: list[tuple[Site, Draft]] = []
    for index in clause.quantities:
        site = Site(sentence, clause, index)
        draft = next(draft for rule in RULES if (draft := rule(site, state)) is not None)
        drafts.append((site, draft))
        claim = _claim(document, block, site, draft, speech, periods)
        state.note(draft)
        draft.period = claim.period
        state.sentence_drafts.append((draft, claim))
        if draft.measure and site.quantity.unit:
            state.by_unit.setdefault(site.quantity.unit, draft)
        yield from _spread(claim, site, draft)


def _claim(
    document: Document, block: Block, site: Site, draft: Draft, speech: Speech, periods: Periods
) -> Claim:
    quantity = site.quantity
    if draft.kind is not None and quantity.kind == "quantity":
        quantity = replace(quantity, kind=draft.kind)
    modality, why = find_modality(site, speech)
    polarity = find_polarity(site)
    period = periods.of(site, draft, modality)
    attribution = speech.at(site.clause, quantity.span)
    return Claim(
        kind=quantity.kind,
        clause=site.sentence.span,
        rule=draft.rule,
        role=block.role,
        section=block.section,
        subject=draft.subject,
        measure=draft.measure,
        measure_canonical=canonical_measure(draft.measure),
        object=draft.object,
        quantity=quantity,
        period=period,
        attribution=attribution,
        modality=modality,
        polarity=polarity,
        evidence=tuple({**draft.evidence, "modality": why}.items()),
    )


def _spread(claim: Claim, site: Site, draft: Draft) -> Iterator[Claim]:
    """One claim, or one for each member of a group that 分别 takes apart."""
    each = any(unit.has("each") for unit in site.units)
    if each and len(draft.group) > 1:
        count = len(site.clause.quantities)
        if count == 1:
            for member in draft.group:
                yield replace(claim, subject=member)
            return
        if count == len(draft.group):
            place = site.clause.quantities.index(site.index)
            yield replace(claim, subject=draft.group[place])
            return
    yield claim


def _follow_clause(clause: Clause, state: Discourse, speech: Speech) -> None:
    """Let a clause without a quantity set the topic: 谷歌的Gemini大模型, …"""
    if (voice := speech.introduced(clause.span)) is not None:
        if voice.announces and voice.speaker is not None and voice.speaker.type == "organization":
            state.note(
                Draft("topic", voice.speaker, state.last.measure if state.last else None, explicit=True)
            )
        return
    phrase = subject_phrase(clause.units, len(clause.units))
    if phrase is None:
        return
    owner = owner_of(phrase)
    if owner.mentions:
        found = party(owner)
        if found is not None and not any(m.mention and m.mention.type == "person" for m in owner.mentions):
            state.note(
                Draft(
                    "topic",
                    found,
                    state.last.measure if state.last else None,
                    explicit=True,
                    group=members(owner),
                )
            )


def _follow_topic(document: Document, span: Span, pins: Pins, state: Discourse) -> None:
    """Let a sentence without a quantity move the topic by its first name, unless that stands aside or speaks."""
    for where, tag, value in pins.inside(span):
        if tag != "E":
            continue
        before = document.folded[max(span.start, where.start - 1) : where.start]
        if before and before in "在对向据从以与给和":
            return
        mention = value
        if getattr(mention, "type", "") in {"person"}:
            return
        if where.start - span.start < 12:
            state.main = Party(mention.text, mention.canonical, mention.type, mention.span, mention.id)  # type: ignore[attr-defined]
        return
