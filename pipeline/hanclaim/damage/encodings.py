"""Which codec wrote the bytes."""

from __future__ import annotations

import codecs
import re

from hanclaim.alignment import Span
from hanclaim.damage.score import language
from hanclaim.document import Stretch
from hanclaim.errors import DocumentError

LARGEST = 64 << 20
SAMPLE = 4096
CODECS = ("utf-8", "gb18030", "big5")
CLEARLY = 1.5  # nats a character by which a line must read better in another codec than its page's
LOST_COST = 20.0
SHORTEST = 4  # bytes beyond ASCII that a line needs to speak for itself
# Bytes that no text holds; tab, newlines, form feed and escape are met in the wild.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x0c\x1b")) + b"\x7f"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TOLERATED = 0.02


def find_stretches(data: bytes) -> tuple[tuple[Stretch, ...], int, str | None]:
    """Say which codec reads which bytes, how long a byte order mark is, and what they read as where that is known.

    >>> find_stretches('价格上涨'.encode('gb18030'))[0]
    (Stretch(raw=Span(start=0, end=8), codec='gb18030'),)
    """
    if not data.strip():
        raise DocumentError("repair", "the file is empty: expected a page; check the download")
    if len(data) > LARGEST:
        raise DocumentError(
            "repair",
            f"the file has {len(data) >> 20} MB, expected at most {LARGEST >> 20}: split it into its documents",
        )
    for mark, codec in _BOMS:
        if data.startswith(mark):
            return (Stretch(Span(0, len(data)), codec),), len(mark), None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _stretches(data), 0, None
    _refuse_binary(data)
    return (Stretch(Span(0, len(data)), "utf-8"),), 0, text


def _stretches(data: bytes) -> tuple[Stretch, ...]:
    whole = Span(0, len(data))
    if (wide := _utf16(data)) is not None:
        return (Stretch(whole, wide),)
    _refuse_binary(data)
    main = _likeliest(_sample(data))
    if _decodes(data, main) and not any(map(_is_utf8, data.split(b"\n"))):
        return (Stretch(whole, main),)
    return _by_line(data, main)


def _sample(data: bytes) -> bytes:
    """Return lines that are no ASCII, from the beginning, up to a size."""
    lines: list[bytes] = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            lines.append(line)
            size += len(line)
            if size > SAMPLE:
                break
    return b"\n".join(lines)[:SAMPLE]


def _is_utf8(line: bytes) -> bool:
    return not line.isascii() and _decodes(line, "utf-8")


def _by_line(data: bytes, main: str) -> tuple[Stretch, ...]:
    """Give each line its codec, and join neighbours that share one; lines that any codec reads keep the last."""
    found: list[Stretch] = []
    at = 0
    for line in data.split(b"\n"):
        end = min(len(data), at + len(line) + 1)
        last = found[-1].codec if found else None
        codec = (last or main) if line.isascii() else _line_codec(line, main)
        if last == codec:
            found[-1] = Stretch(Span(found[-1].raw.start, end), codec)
        elif end > at:
            found.append(Stretch(Span(at, end), codec))
        at = end
    return tuple(found)


def _line_codec(line: bytes, main: str) -> str:
    """Choose for one line: the page's codec unless another reads it clearly better."""
    if sum(byte >= 0x80 for byte in line) < SHORTEST:
        return main
    costs = {codec: _strangeness(line, codec) for codec in CODECS}
    best = min(costs, key=lambda codec: costs[codec])
    return best if costs[best] + CLEARLY < costs[main] else main


def _likeliest(sample: bytes) -> str:
    return min(CODECS, key=lambda codec: _strangeness(sample, codec))


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _refuse_binary(data: bytes) -> None:
    sample = data[:SAMPLE]
    if b"\0" in sample or len(sample) - len(sample.translate(None, _CONTROLS)) > _TOLERATED * len(sample):
        raise DocumentError(
            "repair", "the file is binary: expected text; name a page, not an image or archive"
        )


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows in the zero bytes of ASCII, and in common characters otherwise."""
    sample = data[: SAMPLE & ~1]
    zeros = [sample[half::2].count(0) for half in (0, 1)]
    if max(zeros) == 0 or min(zeros) > 0 or len(data) % 2:
        return None
    codec = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if not _decodes(data, codec):
        return None
    text = data.decode(codec)[: SAMPLE // 2]
    common = sum(character.isascii() or language().single(character) < 9 for character in text)
    return codec if common > 0.8 * len(text) else None


def _strangeness(data: bytes, codec: str) -> float:
    """Return the mean cost of a character of what ``codec`` makes of a sample; lost bytes cost most."""
    known = language()
    text = data[:SAMPLE].decode(codec, "replace")
    wide = re.sub(r"[\x00-\x7f]+", "", text)
    return sum(LOST_COST if c == "\ufffd" else known.single(c) for c in wide) / max(1, len(wide))
