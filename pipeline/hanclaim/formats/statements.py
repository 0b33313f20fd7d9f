"""Records gathered by the statement they quote, for tools that label text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

from hanclaim.alignment import Span
from hanclaim.records import Record


class Label(NamedTuple):
    """A stretch of the quote and what it is in which record."""

    span: Span
    name: str
    record: Record


class Statement(NamedTuple):
    """A quoted stretch of a document and the records that quote it."""

    quote: str
    records: tuple[Record, ...]

    def labels(self) -> Iterator[Label]:
        """Yield the parts of the records that stand inside the quote."""
        for record in self.records:
            start, end = record.provenance.text
            parts = {
                "quantity": record.provenance.quantity_text,
                "subject": record.subject.span if record.subject else None,
                "object": record.object.span if record.object else None,
                "period": record.period.span if record.period else None,
                "speaker": record.attribution.span if record.attribution else None,
            }
            for name, span in parts.items():
                if span is not None and start <= span[0] < span[1] <= end:
                    yield Label(Span(span[0] - start, span[1] - start), name, record)


def gather(records: Iterable[Record]) -> Iterator[Statement]:
    """Gather neighbours that quote the same stretch; records come sorted by document and span."""
    for _, group in groupby(records, key=lambda record: (record.document.uri, record.provenance.text)):
        together = tuple(group)
        yield Statement(together[0].quote, together)
