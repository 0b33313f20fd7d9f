"""One source through all the stages, in order."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from hanclaim.alignment import Span
from hanclaim.blocks import find_outline
from hanclaim.claims import find_claims
from hanclaim.claims.relations import may_relate
from hanclaim.document import Document, Source, Text
from hanclaim.errors import DocumentError
from hanclaim.mentions import Tags, UserEntity, read_names
from hanclaim.normalise import normalise
from hanclaim.reading import open_source, read_figures
from hanclaim.records import Record, record
from hanclaim.reports import DocumentRecord, QuarantineRecord, document_record, quarantine
from hanclaim.structure import FURNITURE, Mark, Metadata

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Settings:
    """How to read: which roles are kept, which tagger profile, whose names take precedence."""

    roles: Literal["article", "all"] = "article"
    profile: Literal["fast", "accurate"] = "accurate"
    entities: tuple[UserEntity, ...] = ()


_INTRODUCING = 3_000  # characters of the article in which names are introduced
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
    document = read_figures(Document(source, text, folded, outline))
    mentions, words = read_names(
        folded,
        outline=outline,
        spans=None if whole else tuple(_promising(document)),
        profile=settings.profile,
        lists=settings.entities,
        tagger=tagger,
    )
    return replace(document, mentions=mentions, words=words)


def _promising(document: Document) -> Iterator[Span]:
    """Yield the sentences that can carry a claim, and those of the article that can introduce who the claims are about.

    Who signs a notice stands over its headline.  The tagger is the slowest stage by far, so it is kept from the rest,
    and from a page without an amount.
    """
    starts = [quantity.span.start for quantity in document.quantities]
    left = _INTRODUCING if starts else 0
    signing = any(block.role == "headline" for block in document.outline.blocks)
    for block in document.outline.blocks:
        signing = signing and block.role != "headline"
        for span in block.sentences or (block.span,):
            introduces = left > 0 and (block.role not in FURNITURE or (signing and block.role == "byline"))
            left -= span.end - span.start if introduces else 0
            holds = bisect_left(starts, span.start) < bisect_left(starts, span.end)
            if introduces or holds or block.role == "headline" or may_relate().search(document.folded, *span):
                yield span
