"""One source through all the stages, in order."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from hanclaim.alignment import Span
from hanclaim.amounts import find_quantities
from hanclaim.blocks import find_outline
from hanclaim.claims import find_claims
from hanclaim.claims.relations import may_relate
from hanclaim.document import Document, Quantity, Source, Text
from hanclaim.errors import DocumentError
from hanclaim.mentions import Tags, UserEntity, find_mentions
from hanclaim.normalise import normalise
from hanclaim.reading import open_source
from hanclaim.records import Record, record
from hanclaim.reports import DocumentRecord, QuarantineRecord, document_record, quarantine
from hanclaim.structure import FURNITURE, Mark, Metadata, Outline
from hanclaim.times import find_times

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How to read: which roles are kept, which tagger profile, whose names take precedence."""

    roles: Literal["article", "all"] = "article"
    profile: Literal["fast", "accurate"] = "accurate"
    entities: tuple[UserEntity, ...] = ()


DEFAULT = Settings()


@dataclass(frozen=True)
class Processed:
    """A document's report and its claims."""

    document: DocumentRecord
    records: tuple[Record, ...]


Outcome = Processed | QuarantineRecord


def process(source: Source, settings: Settings = DEFAULT) -> Outcome:
    """Read one source and extract its claims; a source that cannot be served becomes a quarantine line.

    >>> process(Source(b"")).stage
    'repair'
    """
    try:
        document = read(source, settings)
        records = make_records(document, settings)
        return Processed(document_record(document, len(records)), records)
    except DocumentError as error:
        return quarantine(source, error)
    except Exception as error:  # one document must not end a run: the report and the exit code tell
        logger.debug("unforeseen in %s", source.uri, exc_info=True)
        return quarantine(
            source, DocumentError("internal", f"{type(error).__name__}: {error}; report this document")
        )


def extract_records(source: Source, settings: Settings = DEFAULT) -> tuple[Record, ...]:
    """Extract one source's claims; unlike ``process``, raise DocumentError when it cannot be served."""
    return make_records(read(source, settings), settings)


def make_records(document: Document, settings: Settings = DEFAULT) -> tuple[Record, ...]:
    """Find a document's claims and write them as records."""
    return tuple(
        record(document, claim)
        for claim in find_claims(document)
        if settings.roles == "all" or claim.role not in FURNITURE
    )


def read(source: Source, settings: Settings = DEFAULT) -> Document:
    """Take a source through every stage before claims; raise DocumentError when it cannot be served."""
    text, marks, hints = open_source(source)
    return read_text(source, text, settings, marks=marks, hints=hints)


def read_text(
    source: Source,
    text: Text,
    settings: Settings = DEFAULT,
    *,
    marks: Sequence[Mark] = (),
    hints: Metadata | None = None,
    tagger: Tags | None = None,
    whole: bool = False,
) -> Document:
    """Take an opened text through the stages after repair and markup.

    Another ``tagger`` may find the names, and in the ``whole`` text instead of where a claim can stand.
    """
    folded = normalise(text.value)
    outline = find_outline(folded, text.value, marks=marks, hints=hints)
    published = _moment(outline.metadata.published)
    times = find_times(folded, published=published)
    quantities = find_quantities(
        folded, published=published and published.date(), region=_region(outline.metadata), times=times
    )
    mentions = find_mentions(
        folded,
        outline=outline,
        spans=None if whole else tuple(_promising(folded, outline, quantities)),
        profile=settings.profile,
        lists=settings.entities,
        tagger=tagger,
    )
    return Document(source, text, folded, outline, _doubt(quantities, text.uncertain), times, mentions)


def _promising(folded: str, outline: Outline, quantities: tuple[Quantity, ...]) -> Iterator[Span]:
    """Yield the sentences that can carry a claim, and the headline: the tagger is the slowest stage by far."""
    starts = [quantity.span.start for quantity in quantities]
    for block in outline.blocks:
        for span in block.sentences or (block.span,):
            holds = bisect_left(starts, span.start) < bisect_left(starts, span.end)
            if holds or block.role == "headline" or may_relate().search(folded, *span):
                yield span


def _moment(published: str | None) -> datetime | None:
    return datetime.fromisoformat(published).replace(tzinfo=None) if published else None


def _region(metadata: Metadata) -> str | None:
    return {"Hans": "CN", "Hant-TW": "TW", "Hant-HK": "HK"}.get(metadata.script or "")


def _doubt(quantities: tuple[Quantity, ...], uncertain: tuple[Span, ...]) -> tuple[Quantity, ...]:
    """Give no value to a number that touches a lost or guessed character: nobody can know it."""
    if not uncertain:
        return quantities

    def touches(span: Span) -> bool:
        return any(span.start <= doubt.end and doubt.start <= span.end for doubt in uncertain)

    return tuple(
        replace(quantity, value=None, low=None, high=None, flags=(*quantity.flags, "unknown_digits"))
        if touches(quantity.span)
        else quantity
        for quantity in quantities
    )
