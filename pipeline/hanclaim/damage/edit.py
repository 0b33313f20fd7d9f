"""An edit: a stretch of what was seen, and what stood there before the damage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Run, Span

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def apart(ordered: Iterable[Edit]) -> list[Edit]:
    """Return edits without those that meet one before them: what was read once is read.

    >>> [edit.text for edit in apart(whole(Span(a, b), t, 'lost', confidence=1, evidence='')
    ...                              for a, b, t in ((0, 2, 'a'), (1, 3, 'b'), (4, 6, 'c')))]
    ['a', 'c']
    """
    found: list[Edit] = []
    for edit in ordered:
        if not found or found[-1].span.end <= edit.span.start:
            found.append(edit)
    return found


def apply(seen: str, edits: Iterable[Edit]) -> str:
    """Return the text that the edits leave."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (seen[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join([*pieces, seen[at:]])
