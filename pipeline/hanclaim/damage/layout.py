"""A page as it was seen: all its stretches decoded one after the other, and the bytes behind each character."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.alignment import Alignment, Run, Span
from hanclaim.codec import decode
from hanclaim.document import Repair, Stretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hanclaim.damage.edit import Edit

LOST = "\ufffd"
_ERRORS = "hanclaim-lost"
_met: list[Span] = []


def _lose(error: UnicodeError) -> tuple[str, int]:
    """Note which bytes could not be decoded, and go on behind them."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    _met.append(Span(error.start, error.end))
    return LOST, error.end


codecs.register_error(_ERRORS, _lose)


class Piece(NamedTuple):
    """Bytes that one codec reads without loss, or bytes that it cannot read."""

    start: int  # in characters
    raw: Span
    codec: str
    is_lost: bool


@dataclass(frozen=True)
class Layout:
    """What was seen, and the pieces it was decoded from."""

    data: bytes
    seen: str
    pieces: tuple[Piece, ...]

    @classmethod
    def plain(cls, data: bytes, stretch: Stretch, seen: str) -> Layout:
        """Lay out one stretch that was decoded without loss."""
        return cls(data, seen, (Piece(0, stretch.raw, stretch.codec, is_lost=False),))

    @classmethod
    def of(cls, data: bytes, stretches: Iterable[Stretch]) -> Layout:
        """Decode every stretch, keeping account of what cannot be decoded."""
        texts: list[str] = []
        pieces: list[Piece] = []
        length = 0
        for stretch in stretches:
            _met.clear()
            text = data[slice(*stretch.raw)].decode(stretch.codec, _ERRORS)
            pieces.extend(_split(length, stretch, tuple(_met), data))
            texts.append(text)
            length += len(text)
        return cls(data, "".join(texts), tuple(pieces))

    def repairs(self, edits: list[Edit]) -> Iterator[Repair]:
        """Lay the edits against the bytes, and say which bytes are lost; what crosses a codec's border is left."""
        starts = [piece.start for piece in self.pieces]
        lost = deque(piece for piece in self.pieces if piece.is_lost)
        at = byte = 0  # the characters before here take so many bytes: each is counted once
        for edit in edits:
            piece = self.pieces[bisect_right(starts, edit.span.start) - 1]
            while lost and lost[0].start < edit.span.start:
                yield _lost(lost.popleft())
            following = bisect_right(starts, edit.span.end - 1) - 1
            if piece.is_lost or self.pieces[following] is not piece:
                continue
            if at <= piece.start:
                at, byte = piece.start, piece.raw.start
            byte += len(self.seen[at : edit.span.start].encode(piece.codec))
            repair = self._lay(edit, piece.codec, byte)
            yield repair
            at, byte = edit.span.end, repair.raw.end
        yield from map(_lost, lost)

    def _lay(self, edit: Edit, codec: str, start: int) -> Repair:
        covered = self.seen[slice(*edit.span)]
        end = start + len(covered.encode(codec))
        laid = decode(self.data[start:end], codec)[1]
        return Repair(
            Span(start, end), codec, covered, edit.text, edit.kind,
            laid.then(Alignment.of(edit.runs)), edit.confidence, edit.evidence,
        )  # fmt: skip


def _lost(piece: Piece) -> Repair:
    return Repair(
        piece.raw, piece.codec, LOST, LOST, "lost",
        Alignment.of([Run(1, piece.raw.end - piece.raw.start, 1)]), 1.0, f"{piece.codec} cannot read these bytes",
    )  # fmt: skip


def _split(at: int, stretch: Stretch, lost: tuple[Span, ...], data: bytes) -> Iterator[Piece]:
    """Cut a stretch at what it lost; the characters between are counted by decoding them."""
    byte = stretch.raw.start
    for span in lost:
        start = stretch.raw.start + span.start
        if byte < start:
            yield Piece(at, Span(byte, start), stretch.codec, is_lost=False)
            at += len(data[byte:start].decode(stretch.codec))
        byte = stretch.raw.start + span.end
        yield Piece(at, Span(start, byte), stretch.codec, is_lost=True)
        at += 1
    if byte < stretch.raw.end:
        yield Piece(at, Span(byte, stretch.raw.end), stretch.codec, is_lost=False)
