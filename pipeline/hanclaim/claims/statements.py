"""Quantities to claims, one sentence after the other."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from hanclaim.alignment import Span
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.centers import Centers
from hanclaim.claims.choice import choose, choose_period
from hanclaim.claims.dates import may_hold, period_of
from hanclaim.claims.discourse import REMEMBERED, Discourse, Draft
from hanclaim.claims.drafts import is_drafted
from hanclaim.claims.following import follow_clause, follow_sentence, hear
from hanclaim.claims.groups import spread
from hanclaim.claims.modality import find_modality, find_polarity, modality_of_heading
from hanclaim.claims.periods import Periods
from hanclaim.claims.quotations import Quotations, answering
from hanclaim.claims.relations import find_relations, may_relate
from hanclaim.claims.rows import Rows
from hanclaim.claims.rules import RULES
from hanclaim.claims.settling import settle
from hanclaim.claims.speakers import Speech, find_speech
from hanclaim.claims.topics import opening_name, opening_thing, page_topics
from hanclaim.document import Attribution, Claim, Document, Period, Time
from hanclaim.grammar.clauses import Clause, Pins, Sentence, parse
from hanclaim.grammar.phrases import phrases_of
from hanclaim.grammar.sites import Site
from hanclaim.structure import FURNITURE, Block

# Rules that read a table's heads or a list of members know what no choice knows.
_CERTAIN = frozenset({"statement.cell", "statement.distributed"})
_ACTING = re.compile("由|被|双方|法院|政府|公司|集团|警方|委员会|协会|部门|我国")  # without names
_LONGEST = 2_000  # characters
_OPENING = 20_000  # characters in which a name is counted
_COLONS = frozenset("：:")
_TITLES = frozenset({"headline", "heading", "related"})
_CARRIES = ("其中", "“", "「", "从", "另外", "此外", "同期")
_NARRATING = frozenset({"lead", "body", "list_item", "table"})


def find_statements(document: Document, pins: Pins, *, trace: bool = False) -> Iterator[Claim]:
    """Read the document in order and yield a claim for each quantity that is said of something.

    With ``trace``, the evidence of each claim also tells which rules answered and lost.
    """
    published = document.outline.metadata.published
    state = Discourse(
        centers=Centers(page=page_topics(document, pins)),
        opening=document.folded[:_OPENING],
        title=document.outline.metadata.title or "",
        published=published,
    )
    rows = Rows(document, pins)
    for block in document.outline.blocks:
        if block.role == "table":
            yield from _read_row(block, rows, state, trace=trace)
            continue
        if block.role in FURNITURE:
            yield from _read_block(
                document,
                block,
                pins,
                Discourse(opening=document.folded[:_OPENING], published=published),
                trace=trace,
            )
        else:
            if block.role == "heading":
                _head(document, block, pins, state)
            elif block.role == "headline":
                _report(block, pins, state)
            state.open_block(block.section)
            state.in_headline = block.role == "headline"
            yield from _read_block(document, block, pins, state, trace=trace)


def _report(block: Block, pins: Pins, state: Discourse) -> None:
    """The first time in the headline is what the page reports on: 2024年生态环境状况公报."""
    for _, _, value in pins.inside(block.span):
        if isinstance(value, Time) and may_hold(value):
            state.narrate(period_of(value))
            return


def _head(document: Document, block: Block, pins: Pins, state: Discourse) -> None:
    """A heading with a time gives it to its section: 四、2025年工作安排."""
    times = [value for _, _, value in pins.inside(block.span) if isinstance(value, Time) and may_hold(value)]
    state.headed = period_of(times[0]) if len(times) == 1 else None
    state.heading = document.folded[slice(*block.span)]
    state.headed_thing = next(opening_thing(document, block.span, pins, times=1), None)
    state.headed_name = opening_name(document, block.span)


def _read_row(block: Block, rows: Rows, state: Discourse, *, trace: bool) -> Iterator[Claim]:
    drafts = rows.read(block, state)
    state.voice = None
    if any(tag == "Q" for _, tag, _ in rows.pins.inside(block.span)):
        sentence = parse(rows.document, block.span, rows.pins)
        yield from Reading(block, sentence, state, trace=trace, cells=drafts).claims()


def _read_block(
    document: Document, block: Block, pins: Pins, state: Discourse, *, trace: bool
) -> Iterator[Claim]:
    quotations = Quotations(document, block, pins)
    if (led := answering(document, block, pins)) is not None:
        state.answering, state.teller = led
    whole = block.sentences or (block.span,)
    for span in (piece for sentence in whole for piece in _pieces(document.folded, sentence)):
        tags = {tag for _, tag, _ in pins.inside(span)}
        may_act = "E" in tags or _ACTING.search(document.folded, *span) is not None
        relates = may_act and may_relate().search(document.folded, *span) is not None
        topic = state.topic if relates else None
        if "Q" not in tags:
            follow_sentence(document, span, pins, state)
        if "Q" not in tags and not relates:
            continue
        reading = Reading(block, parse(document, span, pins), state, trace=trace, quotations=quotations)
        if "Q" in tags:
            yield from reading.claims()
        if relates:
            yield from find_relations(block, reading.sentence, reading.speech, topic)


def _pieces(folded: str, sentence: Span) -> Iterator[Span]:
    """Cut what nobody means as one sentence, a list without a stop, where a clause ends."""
    start, end = sentence
    while end - start > _LONGEST:
        cut = max(folded.rfind(mark, start + 1, start + _LONGEST) for mark in "，,；;、") + 1
        cut = cut if cut > start + 1 else start + _LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


class Reading:
    """One sentence being read; the state remembers it for those that follow."""

    def __init__(
        self,
        block: Block,
        sentence: Sentence,
        state: Discourse,
        *,
        trace: bool,
        cells: Mapping[int, Draft] | None = None,
        quotations: Quotations | None = None,
    ) -> None:
        self.cells = cells or {}
        state.open_sentence()
        for clause in sentence.clauses:
            state.phrases += phrases_of(clause.units)
        del state.phrases[:-REMEMBERED]
        self.block = block
        self.sentence = sentence
        self.state = state
        self.trace = trace
        self.carries: bool | None = None
        self.quotations = quotations
        self.speech: Speech = find_speech(sentence, titled=block.role in _TITLES, known=state.teller)
        for voice in self.speech.voices:
            state.teller = voice.speaker or state.teller
        self.periods = Periods(sentence, self.speech, state, narrates=block.role in _NARRATING)

    def claims(self) -> Iterator[Claim]:
        """Read clause by clause, left to right."""
        marks = [clause.mark for clause in self.sentence.clauses[1:]] + [""]
        for clause, following in zip(self.sentence.clauses, marks, strict=True):
            if clause.mark in {"；", ";"}:
                self.state.close_part()
            if any(unit.has("part") for unit in clause.units[:2]):
                self.state.open_part()
            if (voice := self.speech.introduced(clause.span)) is not None:
                hear(voice, clause, self.state)
            self.periods.enter(clause)
            if not clause.quantities and not self._names_answering(clause):
                before_colon = self.block.role not in _TITLES and following in _COLONS
                follow_clause(clause, self.state, self.speech, before_colon=before_colon)
            for index in clause.quantities:
                yield from self._read(Site(self.sentence, clause, index))
            self.periods.leave(clause)

    def _names_answering(self, clause: Clause) -> bool:
        """Whether a clause only names the person whose words its paragraph is."""
        said = self.state.answering
        return (
            said is not None
            and said.span is not None
            and clause.span.start <= said.span.start < clause.span.end
        )

    def _read(self, site: Site) -> Iterator[Claim]:
        answers = (answer for rule in RULES if (answer := rule(site, self.state)) is not None)
        draft = self.cells.get(site.quantity.span.start) or next(answers)
        settle(draft, site, self.state)
        if not draft.group and draft.rule not in _CERTAIN:
            choose(draft, site, self.state)
        if self.trace:
            draft.evidence["considered"] = "; ".join(
                f"{lost.rule}: {lost.subject and lost.subject.canonical} / {lost.measure}" for lost in answers
            )
        claim = self._claim(site, draft)
        found = [*spread(claim, site, draft, self.state)]
        if len(found) == 1:  # one of what 分别 deals out
            claim = found[0]
            draft.subject, draft.measure = claim.subject, claim.measure
        if not _is_aside(site):
            self.state.note(draft)
        draft.period = claim.period
        self.state.sentence_drafts.append((draft, claim))
        if draft.measure:
            self.state.count(draft, site.quantity.unit)
        yield from found

    def _claim(self, site: Site, draft: Draft) -> Claim:
        quantity = site.quantity
        if draft.kind is not None and quantity.kind == "quantity":
            quantity = quantity._replace(kind=draft.kind)
        modality, why = find_modality(site, self.speech)
        self.periods.opinion = self.speech.is_personal(quantity.span)
        period = self.periods.of(site, draft, modality)
        if draft.rule not in _CERTAIN:
            period = choose_period(
                draft, site, self.state, told=period, modality=modality, around=self.periods.kept
            )
        if modality == "asserted" and self._lies_ahead(period):
            modality, why = "forecast", "its time lies ahead"
        if modality == "asserted" and (headed := modality_of_heading(self.block.section)) is not None:
            modality, why = headed, "the heading"
        if modality == "asserted" and is_drafted(site, self.state.opening, self.speech.at(quantity.span)):
            modality, why = "planned", "what a draft prescribes"
        if modality == "asserted" and draft.modality is not None:
            modality, why = draft.modality, "the head of the column or row"
        return Claim(
            kind=quantity.kind,
            clause=self.sentence.span,
            rule=draft.rule,
            role=self.block.role,
            section=self.block.section,
            subject=draft.subject,
            measure=draft.measure,
            measure_canonical=canonical_measure(draft.measure),
            object=draft.object,
            quantity=quantity,
            period=period,
            attribution=self._attribution(site, draft),
            modality=modality,
            polarity=find_polarity(site),
            evidence=tuple({**draft.evidence, "modality": why}.items()),
        )

    def _lies_ahead(self, period: Period | None) -> bool:
        published = self.state.published
        return (
            published is not None
            and period is not None
            and period.resolved_from != "inherited"
            and period.edtf is not None
            and period.edtf.split("/")[-1][:4].isdigit()
            and period.edtf.split("/")[-1][:4] > published[:4]
        )

    def _attribution(self, site: Site, draft: Draft) -> Attribution | None:
        found = self.speech.at(site.quantity.span)
        if found is None and self.quotations is not None:
            found = self.quotations.voice(site.quantity.span, self.state.teller)
        if found is not None:
            found = self.state.name_of(found)
            self.state.voice = None if (found.speaker or "").startswith("《") else found
            self.state.authority = self.speech.is_of_authority
        if found is None and not self.speech.voices:
            found = self.state.answering
        if found is not None:
            return found
        if self.speech.voices:
            if self.speech.voices[-1].attribution is None:
                self.state.voice, self.state.authority = None, False
            return None
        if self.carries is None:
            self.carries = self.state.authority or _goes_on(draft, self.sentence, self.state)
        return self.state.voice if self.carries else None


def _is_aside(site: Site) -> bool:
    """Whether an amount stands in brackets, so that nothing after them is about whom it is said of."""
    start = site.quantity.span.start
    before = "".join([unit.text for unit in site.sentence.units if unit.span.end <= start])
    return sum(before.count(mark) for mark in "（(") > sum(before.count(mark) for mark in "）)")


def _goes_on(draft: Draft, sentence: Sentence, state: Discourse) -> bool:
    """Whether a statement goes on about what the voice before spoke of; a person is no subject of its own words."""
    if state.voice is not None and draft.subject is not None and draft.subject.type == "person":
        return draft.subject.canonical != state.voice.speaker and not draft.explicit
    if next(sentence.units).text.startswith(_CARRIES):
        return True
    if not draft.explicit or draft.subject is None or state.last is None or state.last.subject is None:
        return not draft.explicit
    # A short plain noun is most often a part of what the voice spoke of, and no new theme.
    plain = draft.subject.type == "other" and len(draft.subject.canonical) < 3
    return plain or draft.subject.canonical == state.last.subject.canonical
