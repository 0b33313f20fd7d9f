"""Decode with an account of which bytes made which characters."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from hanclaim.alignment import Alignment, Run

# Stretches of characters that UTF-8 writes in one, two, three and four bytes.
_UTF8_WIDTHS = re.compile("([\x00-\x7f]+)|([\x80-\u07ff]+)|([\u0800-\uffff]+)|([\U00010000-\U0010ffff]+)")


def widths(text: str, codec: str) -> Alignment:
    """Lay ``text`` against the bytes that ``codec`` writes for it.

    >>> widths('中文!', 'utf-8').runs
    (Run(times=2, source=3, target=1), Run(times=1, source=1, target=1))
    """
    if codec == "utf-8":
        runs: Iterator[Run] = (
            Run(match.end() - match.start(), match.lastindex or 0, 1) for match in _UTF8_WIDTHS.finditer(text)
        )
        return Alignment.of(runs)
    width = {character: len(character.encode(codec)) for character in set(text)}
    return Alignment.of(Run(1, width[character], 1) for character in text)


def decode(data: bytes, codec: str) -> tuple[str, Alignment]:
    """Decode strictly, keeping account of which bytes made which characters.

    >>> from hanclaim.alignment import Span
    >>> text, alignment = decode('中a'.encode('gbk'), 'gbk')
    >>> text, alignment.to_source(Span(1, 2))
    ('中a', Span(start=2, end=3))
    """
    text = data.decode(codec)
    if text.encode(codec) == data:
        try:
            return text, widths(text, codec)
        except UnicodeEncodeError:  # a mark that the codec only has together with its letter
            pass
    return _decode_stepwise(data, codec)


def encode(text: str, codec: str) -> tuple[bytes, Alignment]:
    """Encode strictly; the alignment runs from characters to bytes."""
    return text.encode(codec), widths(text, codec).inverse


def _decode_stepwise(data: bytes, codec: str) -> tuple[str, Alignment]:
    """For bytes that another spelling would also decode to: feed them one by one."""
    decoder = codecs.getincrementaldecoder(codec)()
    pieces: list[str] = []
    runs: list[Run] = []
    held = 0
    for i in range(len(data)):
        held += 1
        if piece := decoder.decode(data[i : i + 1], final=i + 1 == len(data)):
            pieces.append(piece)
            runs.append(Run(1, held, len(piece)))
            held = 0
    if held:
        runs.append(Run(1, held, 0))
    return "".join(pieces), Alignment.of(runs)
