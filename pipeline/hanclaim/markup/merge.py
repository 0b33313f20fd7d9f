"""Changes of the text's characters to repairs of its bytes, beside the repairs already made."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from hanclaim.alignment import Alignment, Run, Span
from hanclaim.document import Repair, Text
from hanclaim.markup.walk import Change


def merge(text: Text, changes: Sequence[Change]) -> Iterator[Repair]:
    """Yield the repairs of ``text`` with the changes laid over them, sorted and disjoint.

    Damage inside a tag goes with the tag.  Damage that reaches from a tag into the text becomes one
    repair of both kinds, and its evidence is what stood between the two steps.
    """
    items: list[tuple[Span, Repair | tuple[Span, Change]]] = [(repair.raw, repair) for repair in text.repairs]
    for change in changes:
        raw = text.alignment.to_source(change.span)
        items.append((raw, (raw, change)))
    items.sort(key=lambda item: item[0])
    group: list[Repair | tuple[Span, Change]] = []
    end = 0
    for raw, item in items:
        if group and raw.start >= end:
            yield from _join(text, group)
            group = []
        group.append(item)
        end = max(end, raw.end)
    if group:
        yield from _join(text, group)


def _join(text: Text, group: Sequence[Repair | tuple[Span, Change]]) -> Iterator[Repair]:
    repairs = [item for item in group if isinstance(item, Repair)]
    changes = [item for item in group if not isinstance(item, Repair)]
    if not changes:
        yield from repairs
        return
    raws = [repair.raw for repair in repairs] + [raw for raw, _ in changes]
    raw = Span(min(span.start for span in raws), max(span.end for span in raws))
    if len(changes) == 1 and raw == changes[0][0]:
        yield from _cut(text, raw, changes[0][1].text, changes[0][1].kind)
        return
    between = text.alignment.to_target(raw)
    shown, at = [], between.start
    for _, change in changes:
        shown += [text.value[at : change.span.start], change.text]
        at = change.span.end
    shown.append(text.value[at : between.end])
    kinds = "+".join(dict.fromkeys([*(repair.kind for repair in repairs), "markup"]))
    yield from _cut(text, raw, "".join(shown), kinds, evidence=text.value[slice(*between)])


def _cut(text: Text, raw: Span, shown: str, kind: str, evidence: str = "") -> Iterator[Repair]:
    """Make one repair, or one for each stretch where the codec changes inside; the first shows the text."""
    starts = [stretch.raw.start for stretch in text.stretches]
    first = bisect_right(starts, raw.start) - 1
    at = raw.start
    for stretch in text.stretches[first:]:
        end = min(raw.end, stretch.raw.end)
        part = Span(at, end)
        is_whole = part == raw
        yield Repair(
            part,
            stretch.codec,
            _seen(text, part, stretch.codec),
            shown,
            kind if is_whole else f"part of {kind}",
            Alignment.of([Run(1, end - at, len(shown))]),
            evidence=evidence,
        )
        shown, at = "", end
        if end == raw.end:
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
