"""Damage on top of damage: edits of a text that was repaired already, carried back to what was seen."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Alignment, Span
from hanclaim.damage.channels import replays
from hanclaim.damage.edit import Edit, apply
from hanclaim.damage.ways import THEN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ONE_DAMAGE = frozenset({"pinyin", "shift"})  # both are undone together


class _Group(NamedTuple):
    """Edits that meet: of what was seen, and of the text that those left."""

    earlier: list[Edit]
    later: list[Edit]


def lift(
    earlier: list[Edit], later: list[Edit], *, seen: str, inside: frozenset[str] = frozenset()
) -> list[Edit]:
    """Carry edits of the repaired text back to what was seen, and put all in order.

    A later edit may swallow earlier ones of the kinds named, whole.  Where it
    meets any other, the two become one edit of both kinds if the damage, run
    forward once after the other, gives what was seen; else it is dropped.
    """
    if not later:
        return earlier
    if not earlier:
        return later
    lifted: list[Edit] = []
    shift = 0  # what was seen runs ahead of the text by so much
    for group in _groups(earlier, later):
        after = shift + sum(map(_growth, group.earlier))
        if not group.later:
            lifted += group.earlier
        elif not group.earlier:
            lifted += (_moved(edit, shift) for edit in group.later)
        else:
            lifted += _joined(group, seen, shift, after, inside) or group.earlier
        shift = after
    return lifted


def _growth(edit: Edit) -> int:
    return edit.span.end - edit.span.start - len(edit.text)


def _moved(edit: Edit, by: int) -> Edit:
    return edit._replace(span=Span(edit.span.start + by, edit.span.end + by))


def _groups(earlier: list[Edit], later: list[Edit]) -> Iterator[_Group]:
    """Yield the edits in the order of the text between, together where they share a character of it."""
    shifts = accumulate(map(_growth, earlier), initial=0)
    placed = [
        (edit.span.start - shift, edit.span.start - shift + len(edit.text), edit, True)
        for edit, shift in zip(earlier, shifts, strict=False)
    ]
    placed += [(*edit.span, edit, False) for edit in later]
    group, reach = _Group([], []), -1
    for start, end, edit, is_earlier in sorted(placed, key=lambda one: (one[0], one[1], not one[3])):
        if start >= reach and (group.earlier or group.later):
            yield group
            group = _Group([], [])
        (group.earlier if is_earlier else group.later).append(edit)
        reach = max(reach, end)
    yield group


def _joined(group: _Group, seen: str, shift: int, after: int, inside: frozenset[str]) -> list[Edit]:
    """Make one edit of all that meet, where it can be proven."""
    start = min(group.earlier[0].span.start, group.later[0].span.start + shift)
    end = max(group.earlier[-1].span.end, group.later[-1].span.end + after)
    between = [_moved(edit, -start) for edit in group.earlier]
    text = apply(seen[start:end], between)
    last = [_moved(edit, shift - start) for edit in group.later]
    first = _laid(between, end - start)
    runs = first.then(_laid(last, len(text))).runs
    kind = _kind(group, inside)
    joined = Edit(
        Span(start, end), apply(text, last), kind, runs,
        min(edit.confidence for edit in (*group.earlier, *group.later)),
        "; before that ".join(dict.fromkeys(edit.evidence for edit in (*group.earlier, *group.later))),
    )  # fmt: skip
    if THEN not in kind or replays(kind, joined.text, seen[start:end]):
        return [joined] if kind else []
    return []


def _kind(group: _Group, inside: frozenset[str]) -> str:
    """Name the kinds in the order in which they happened; nothing where there is more than one order."""
    first, last = ({edit.kind for edit in edits} for edits in (group.later, group.earlier))
    if len(group.later) == 1 and last <= inside:
        return group.later[0].kind
    if first <= _ONE_DAMAGE:
        first = {max(first)}
    return f"{first.pop()}{THEN}{last.pop()}" if len(first) == len(last) == 1 else ""


def _laid(edits: Iterable[Edit], length: int) -> Alignment:
    return Alignment.concatenate(_parts(edits, length))


def _parts(edits: Iterable[Edit], length: int) -> Iterator[Alignment]:
    at = 0
    for edit in edits:
        yield Alignment.identity(edit.span.start - at)
        yield Alignment.of(edit.runs)
        at = edit.span.end
    yield Alignment.identity(length - at)
