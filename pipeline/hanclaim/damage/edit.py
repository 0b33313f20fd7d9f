"""An edit: a stretch of what was seen, and what stood there before the damage."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Alignment, Run, Span

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


def apply(seen: str, edits: Iterable[Edit]) -> str:
    """Return the text that the edits leave."""
    pieces: list[str] = []
    at = 0
    for edit in edits:
        pieces += (seen[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join([*pieces, seen[at:]])


def lift(earlier: list[Edit], later: list[Edit], *, inside: frozenset[str]) -> list[Edit]:
    """Carry edits of the repaired text back to what was seen, and put all in order.

    A later edit may swallow earlier ones of the kinds named, whole; one that
    meets any other earlier edit is dropped, since nothing could prove the two
    together.
    """
    merged: list[Edit] = []
    waiting = list(reversed(earlier))
    shift = 0  # what was seen runs ahead of the text by so much
    for edit in later:
        while waiting and waiting[-1].span.end - _growth(waiting[-1]) - shift <= edit.span.start:
            done = waiting.pop()
            shift += _growth(done)
            merged.append(done)
        start, end, runs = edit.span.start + shift, edit.span.end + shift, edit.runs
        swallowed: list[Edit] = []
        while waiting and waiting[-1].span.start < end:
            done = waiting.pop()
            shift += _growth(done)
            end += _growth(done)
            swallowed.append(done)
        if not swallowed:
            merged.append(edit._replace(span=Span(start, end)))
        elif all(done.kind in inside for done in swallowed) and swallowed[0].span.start >= start:
            first = Alignment.concatenate(_runs_between(swallowed, Span(start, end)))
            laid = first.then(Alignment.of(runs)).runs
            merged.append(edit._replace(span=Span(start, end), runs=laid))
        else:
            merged.extend(swallowed)
    return [*merged, *reversed(waiting)]


def _growth(edit: Edit) -> int:
    return edit.span.end - edit.span.start - len(edit.text)


def _runs_between(edits: list[Edit], span: Span) -> Iterator[Alignment]:
    at = span.start
    for edit in edits:
        yield Alignment.identity(edit.span.start - at)
        yield Alignment.of(edit.runs)
        at = edit.span.end
    yield Alignment.identity(span.end - at)
