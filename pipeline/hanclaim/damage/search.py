"""Bytes to text: choose the codecs, look for the signs of damage, and undo what replays."""

from __future__ import annotations

import gc
import re
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage import (
    glossed,
    injection,
    lost,
    misread,
    reread,
    signs,
    small,
    softened,
    stuffing,
    torn,
    unreadable,
)
from hanclaim.damage.channels import replays
from hanclaim.damage.codes import LOST
from hanclaim.damage.edit import Edit, apart, apply
from hanclaim.damage.encodings import find_stretches
from hanclaim.damage.layers import lift
from hanclaim.damage.layout import Layout
from hanclaim.document import Source, Text
from hanclaim.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hanclaim.damage.signs import Signs

SHOWN = 0.5  # of a page's characters at most are an example of damage in an article about it
_READABLE = re.compile(r"[^\ufffd\ufeff\s?]")

_MISREAD = signs.LATIN | signs.MISREAD | signs.FOREIGN


def repair(source: Source) -> Text:
    """Read a page's bytes, and undo the damage that can be undone.

    >>> repair(Source('净利润增长5%'.encode('gb18030'))).value
    '净利润增长5%'
    """
    with _uncollected():
        return _repair(source)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Let no garbage be looked for meanwhile: a search makes a million values and no cycle, and holds large tables.

    To walk over those again and again took up to a third of the time.  What is left in the end joins the oldest objects
    unseen, as freezing and thawing them does; to walk over it once would take a fifth of the time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            if not gc.get_freeze_count():  # else they are somebody's
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def _repair(source: Source) -> Text:
    stretches, mark, text = find_stretches(source.data)
    layout = (
        Layout.of(source.data, stretches) if text is None else Layout.plain(source.data, stretches[0], text)
    )
    if not _READABLE.search(layout.seen):
        raise DocumentError(
            "repair", "the file holds only lost characters: expected text; fetch the page again"
        )
    edits = _edits(layout.seen)
    if mark:
        first = Edit(Span(0, 1), "", "bom", (Run(1, 1, 0),), 1.0, "a byte order mark is no character")
        edits = [first, *(edit for edit in edits if edit.span.start)]
    if not edits and not any(piece.is_lost for piece in layout.pieces):
        return Text(source.data, layout.seen, stretches)
    return Text.repaired(source.data, stretches, tuple(layout.repairs(edits)))


def _misread(seen: str, found: Signs) -> list[Edit]:
    """Read again what was misread without loss, rebuild what lost bytes, then read again what the page's kind explains.

    A page about such damage shows some with reason.
    """
    edits = torn.undo(seen, found, is_marked=True)
    text, left = _left(seen, found, edits)
    again, kinds = reread.undo(text, left)
    if kind := softened.find_kind(seen, kinds):
        return [*softened.undo(seen, kind)]
    if "gbk-as-latin-1" in kinds and misread.is_stripped(seen):
        again = [edit for edit in again if edit.kind != "gbk-as-latin-1"]
    else:
        again = lift(again, reread.undo_rest(apply(text, again), kinds, whole=True), seen=text)
    edits = lift(edits, again, seen=seen)
    for undo in (torn.undo, partial(misread.undo, known=kinds), torn.undo_whole):
        text, left = _left(seen, found, edits)
        rebuilt = [*_proven(undo(text, left), text)]
        for edit in rebuilt:
            kinds[edit.kind] += len(edit.text)
        edits = lift(edits, rebuilt, seen=seen)
    edits = lift(edits, reread.undo_rest(apply(seen, edits), kinds, whole=False), seen=seen)
    if edits and lost.is_about(seen):
        touched = sum(edit.span.end - edit.span.start for edit in edits)
        return edits if touched > SHOWN * sum(character > "\x7f" for character in seen) else []
    if found.present & signs.GONE:
        edits = lift(edits, [*lost.undo(*_left(seen, found, edits))], seen=seen)
    return lift(edits, apart(sorted(unreadable.undo(*_left(seen, found, edits)))), seen=seen)


def _left(seen: str, found: Signs, edits: list[Edit]) -> tuple[str, Signs]:
    """Return what edits leave of a page, and the signs that stand in it."""
    if not edits:
        return seen, found
    text = apply(seen, edits)
    return text, signs.find(text)


def _proven(edits: Iterable[Edit], seen: str) -> Iterator[Edit]:
    """Yield the edits that the damage run forward proves, or that say what is lost."""
    for edit in edits:
        if LOST in edit.text or replays(edit.kind, edit.text, seen[slice(*edit.span)]):
            yield edit


def _edits(seen: str) -> list[Edit]:
    """Undo one kind after the other, last damage first; each works on what the one before left."""
    found = signs.find(seen)
    edits = _misread(seen, found) if found.present & _MISREAD else []
    edits = lift(edits, small.undo(*_left(seen, found, edits), found.present), seen=seen)
    text, left = _left(seen, found, edits)
    put_in: list[Edit] = []
    if injection.is_suspect(text):
        put_in = injection.undo(text)
    elif glossed.is_suspect(text, left, has_accents=bool(found.present & signs.LATIN)):
        put_in = glossed.undo(text)
    if put_in:
        edits = lift(edits, put_in, seen=seen)
        text = apply(seen, edits)
    edits = lift(edits, small.undo_spaced_digits(text), seen=seen, inside=frozenset({"no-break-space"}))
    return lift(
        edits, stuffing.undo(apply(seen, edits) if edits else seen), seen=seen, inside=frozenset({"pinyin"})
    )
