"""Changes of the text's characters to repairs of its bytes, beside the repairs already made."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from hanclaim.alignment import Alignment, Run, Span
from hanclaim.document import Repair, Text
from hanclaim.markup.scan import Token
from hanclaim.markup.walk import Change


class Kept:
    """The characters that repairs made: a repair proves itself only whole, so no tag may take a part of one."""

    def __init__(self, text: Text) -> None:
        self._spans = [text.alignment.to_target(repair.raw) for repair in text.repairs if repair.text]
        self._starts = [span.start for span in self._spans]
        self._ends = [span.end for span in self._spans]

    def cuts(self, span: Span) -> Span | None:
        """Return the first repair that ``span`` would cut, if any."""
        first, last = bisect_right(self._ends, span.start), bisect_left(self._starts, span.end) - 1
        if first > last:
            return None
        if self._starts[first] < span.start:
            return self._spans[first]
        return self._spans[last] if span.end < self._ends[last] else None

    def spare(self, token: Token) -> Token | None:
        """Shorten a tag that damage reaches into to what the repair leaves of it."""
        while (repair := self.cuts(token.span)) is not None:
            start, end = token.span
            span = Span(repair.end, end) if repair.start <= start else Span(start, repair.start)
            if span.start >= span.end or token.kind == "reference":
                return None
            token = token._replace(span=span)
        return token


def merge(text: Text, changes: Sequence[Change]) -> Iterator[Repair]:
    """Yield the repairs of ``text`` with the changes laid over them, sorted; damage inside a tag goes with the tag."""
    waiting = iter(text.repairs)
    repair = next(waiting, None)
    for change in changes:
        raw = text.alignment.to_source(change.span)
        while repair is not None and repair.raw.end <= raw.start:
            yield repair
            repair = next(waiting, None)
        while repair is not None and repair.raw.start < raw.end:
            repair = next(waiting, None)
        yield from _cut(text, raw, change)
    if repair is not None:
        yield repair
    yield from waiting


def _cut(text: Text, raw: Span, change: Change) -> Iterator[Repair]:
    """Make one repair, or one for each stretch where the codec changes inside; the first shows the text."""
    shown, at = change.text, raw.start
    for stretch in text.stretches[bisect_right(text.stretches, raw.start, key=lambda s: s.raw.start) - 1 :]:
        part = Span(at, min(raw.end, stretch.raw.end))
        kind = change.kind if part == raw else f"part of {change.kind}"
        alignment = Alignment.of([Run(1, part.end - part.start, len(shown))])
        yield Repair(part, stretch.codec, _seen(text, part, stretch.codec), shown, kind, alignment)
        shown, at = "", part.end
        if at == raw.end:
            return


def _seen(text: Text, raw: Span, codec: str) -> str:
    """Return what the codec makes of the bytes, repairs undone."""
    pieces: list[str] = []
    at = raw.start
    for repair in text.repairs_in(raw):
        pieces += [text.data[at : repair.raw.start].decode(codec), repair.seen]
        at = repair.raw.end
    pieces.append(text.data[at : raw.end].decode(codec))
    return "".join(pieces)
