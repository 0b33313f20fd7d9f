"""spaCy's DocBin: a Doc for each statement, one token a character, its parts as the span group ``claims``."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hanclaim.formats.statements import Statement, gather
from hanclaim.records import Record


def write(records: Iterable[Record], path: Path) -> None:
    """Write every statement to one DocBin; it is spaCy's form to hold them all in memory."""
    import spacy
    from spacy.tokens import Doc, DocBin, Span, SpanGroup
    from spacy.vocab import Vocab

    vocab: Vocab = spacy.blank("zh").vocab
    bin_ = DocBin(attrs=["ORTH", "SPACY"], store_user_data=True)

    def to_doc(statement: Statement) -> Doc:
        doc = Doc(vocab, words=list(statement.quote), spaces=[False] * len(statement.quote))
        spans = [
            Span(doc, label.span.start, label.span.end, label=label.name, span_id=label.record.id)
            for label in statement.labels()
        ]
        doc.spans["claims"] = SpanGroup(doc, name="claims", spans=spans)
        doc.user_data["records"] = [record.to_json() for record in statement.records]
        return doc

    for statement in gather(records):
        bin_.add(to_doc(statement))
    bin_.to_disk(path)
