"""What a page is about, before it is read: the names of its headline, and the thing that opens it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from hanclaim.alignment import Span
from hanclaim.blocks.headings import end_of_numbering
from hanclaim.claims.centers import seat_of
from hanclaim.document import Document, Mention, Party
from hanclaim.grammar.clauses import Pins, Unit, parse
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase
from hanclaim.grammar.sites import subject_phrase
from hanclaim.structure import FURNITURE, Block

BESIDE = frozenset("在对向据从以与给和")
_COLONS = frozenset("：:")
_FIRMS = ("公司", "集团", "银行")
_BEGINS = 2  # characters: a bracket or a sign may stand before the name
_OFTEN = 3  # times; of two names that recur as often the first counts


def page_topics(document: Document, pins: Pins) -> tuple[Party, ...]:
    """Return what the page is about, the likeliest first.

    A name in the headline, unless it speaks or stands aside; then the thing the headline opens with, if the page
    names it again.
    """
    counts = Counter(
        mention.canonical
        for mention in document.mentions
        if mention.type != "person" and not _in_furniture(document, mention)
    )
    found = [
        *_named(document, counts),
        *(topic for block in _headlines(document) for topic in opening_thing(document, block.span, pins)),
    ] or [*_signing(document), *_first(document, counts)]
    first: dict[str, Party] = {}
    for topic in found:
        first.setdefault(topic.canonical, topic)
    return tuple(first.values())


def _signing(document: Document) -> Iterator[Party]:
    """Yield the firm that signs a notice, the place of an office that does: it has a line of its own above the headline."""
    above: list[Block] = []
    for block in document.outline.blocks:
        if block.role == "headline":
            break
        above += [block] if block.role == "byline" else []
    for mention in document.mentions:
        signs = any(block.span.start == mention.span.start for block in above)
        if signs and mention.text.endswith(_FIRMS):
            yield _party(mention)
            return
        if signs and (seat := seat_of(_party(mention))) is not None:
            yield seat
            return


def _first(document: Document, counts: Counter[str]) -> Iterator[Party]:
    """Yield the first name of the body that recurs and does not stand aside, where the headline names nothing."""
    for mention in document.mentions:
        opens = any(
            block.role in {"lead", "body"} and block.span.start <= mention.span.start < block.span.end
            for block in document.outline.blocks
        )
        if (
            opens
            and mention.type != "person"
            and not mention.is_reference
            and counts[mention.canonical] >= _OFTEN
            and not _is_aside(document, mention)
        ):
            yield _party(mention)
            return


def _is_aside(document: Document, mention: Mention) -> bool:
    return document.folded[mention.span.start - 1 : mention.span.start] in BESIDE


def _party(mention: Mention) -> Party:
    return Party(mention.text, mention.canonical, mention.type, mention.span, mention.id)


def _headlines(document: Document) -> list[Block]:
    return [block for block in document.outline.blocks if block.role == "headline"]


def _in_furniture(document: Document, mention: Mention) -> bool:
    return any(
        block.role in FURNITURE and block.span.start <= mention.span.start < block.span.end
        for block in document.outline.blocks
    )


def _named(document: Document, counts: Counter[str]) -> Iterator[Party]:
    """Yield the names of the headline that are no person's, those that recur first."""
    inside = [
        mention
        for block in _headlines(document)
        for mention in document.mentions
        if block.span.start <= mention.span.start < block.span.end
        and not _is_aside(document, mention)
        and (
            mention.type == "product"
            or document.folded[mention.span.end : mention.span.end + 1] not in _COLONS
        )
        and mention.type != "person"
        and len(mention.text) > 1
    ]
    for mention in sorted(inside, key=lambda mention: -min(counts[mention.canonical], _OFTEN)):
        yield _short(document, mention)


def opening_name(document: Document, span: Span) -> Party | None:
    """Return the name that a heading begins with and its section is about: 远图L6凭什么."""
    start = end_of_numbering(document.folded, span.start)
    return next(
        (
            _party(mention)
            for mention in document.mentions
            if 0 <= mention.span.start - start <= _BEGINS
            and mention.span.end <= span.end
            and mention.type in {"organization", "product", "event", "place"}
            and not mention.is_reference
            and not _is_aside(document, mention)
        ),
        None,
    )


def opening_thing(document: Document, span: Span, pins: Pins, *, times: int = 2) -> Iterator[Party]:
    """Yield the longest beginning of a title's first noun phrase that the page names elsewhere."""
    sentence = parse(document, span, pins)
    units = sentence.clauses[0].units if sentence.clauses else ()
    stop = next((k for k, unit in enumerate(units) if unit.tag == "Q"), len(units))
    phrase = subject_phrase(units, stop)
    if phrase is None or phrase.units[0].tag == "r" or any(unit.tag == "v" for unit in units[: phrase.start]):
        return
    for end in range(len(phrase.units), 0, -1):
        part = phrase.units[:end]
        if not _is_thing(part[-1]) or len(text := "".join(unit.text for unit in part)) < 2:
            continue
        if document.folded.count(text) >= times:
            found = party(Phrase(part, phrase.start, phrase.start + end))
            if found is not None:
                yield found
            return


def _short(document: Document, mention: Mention) -> Party:
    """Return the name that the page goes on with where the headline's own never recurs: 观塘线 of 观塘线信号."""
    text = mention.text
    if document.folded.count(text) > 1 or mention.canonical != text:
        return _party(mention)
    end = next(
        (end for end in range(len(text) - 1, 1, -1) if document.folded.count(text[:end]) >= _OFTEN), None
    )
    if end is None:
        return _party(mention)
    known = next((other for other in document.mentions if other.text == text[:end]), None)
    span = Span(mention.span.start, mention.span.start + end)
    return _party(known) if known is not None else Party(text[:end], text[:end], "other", span)


def _is_thing(unit: Unit) -> bool:
    return (unit.tag in {"n", "E"} and not unit.has("aspect", "region")) or unit.has("measure_index")
