"""Bytes to text: choose the codec, look for the signs of damage, and undo what replays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hanclaim.alignment import Alignment, Run, Span
from hanclaim.damage import injection, stuffing
from hanclaim.damage.edit import Edit, apply, lift, repairs
from hanclaim.damage.encodings import find_stretches
from hanclaim.document import Repair, Source, Stretch, Text
from hanclaim.errors import DocumentError

if TYPE_CHECKING:
    from collections.abc import Iterator


def repair(source: Source) -> Text:
    """Read a page's bytes, and undo the damage that can be undone.

    >>> repair(Source('净利润增长5%'.encode('gb18030'))).value
    '净利润增长5%'
    """
    stretches, mark = find_stretches(source.data)
    return Text.repaired(source.data, stretches, tuple(_repairs(source.data, stretches, mark)))


def _repairs(data: bytes, stretches: tuple[Stretch, ...], mark: int) -> Iterator[Repair]:
    for stretch in stretches:
        seen = data[slice(*stretch.raw)].decode(stretch.codec)
        if not seen.strip("\ufffd\ufeff \t\r\n?"):
            raise DocumentError(
                "repair", "the file holds only lost characters: expected text; fetch the page again"
            )
        if mark:
            yield Repair(
                Span(0, mark), stretch.codec, "\ufeff", "", "bom", Alignment.of([Run(1, mark, 0)]), 1.0,
                "a byte order mark is no character",
            )  # fmt: skip
        yield from repairs(seen, stretch, _edits(seen))


def _edits(seen: str) -> list[Edit]:
    """Undo one kind after the other, last damage first; each works on what the one before left."""
    edits = injection.undo(seen) if injection.is_suspect(seen) else []
    return lift(edits, stuffing.undo(apply(seen, edits)), inside=frozenset({"pinyin"}))
