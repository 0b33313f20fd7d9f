"""An edit: a stretch of what was seen, and what stood there before the damage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Alignment, Run, Span
from hanclaim.codec import widths
from hanclaim.document import Repair, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Edit(NamedTuple):
    """``seen[slice(*span)]`` stands for ``text``; ``runs`` lay one against the other, in characters."""

    span: Span
    text: str
    kind: str
    runs: tuple[Run, ...]
    confidence: float
    evidence: str


def whole(span: Span, text: str, kind: str, *, confidence: float, evidence: str) -> Edit:
    """Make an edit whose inside cannot be told apart."""
    return Edit(span, text, kind, (Run(1, span.end - span.start, len(text)),), confidence, evidence)


def repairs(seen: str, stretch: Stretch, edits: Iterable[Edit]) -> Iterator[Repair]:
    """Lay edits of one decoded stretch against its bytes."""
    at, byte = 0, stretch.raw.start
    for edit in edits:
        start = byte + len(seen[at : edit.span.start].encode(stretch.codec))
        covered = seen[slice(*edit.span)]
        laid = widths(covered, stretch.codec)
        at, byte = edit.span.end, start + laid.source_length
        yield Repair(
            Span(start, byte), stretch.codec, covered, edit.text, edit.kind,
            laid.then(Alignment.of(edit.runs)), edit.confidence, edit.evidence,
        )  # fmt: skip
