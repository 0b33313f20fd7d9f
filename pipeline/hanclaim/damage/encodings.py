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
# Bytes that no text holds; tab, newlines, form feed and escape are met in the wild.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x0c\x1b")) + b"\x7f"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_TOLERATED = 0.02


def find_stretches(data: bytes) -> tuple[tuple[Stretch, ...], int]:
    """Say which codec reads which bytes, and how long a byte order mark stands before them.

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
        if data.startswith(mark) and _decodes(data, codec):
            return (Stretch(Span(0, len(data)), codec),), len(mark)
    return (Stretch(Span(0, len(data)), _codec(data)),), 0


def _codec(data: bytes) -> str:
    if _decodes(data, "utf-8"):
        if _is_binary(data):
            raise DocumentError(
                "repair", "the file is binary: expected text; name a page, not an image or archive"
            )
        return "utf-8"
    if (wide := _utf16(data)) is not None:
        return wide
    if _is_binary(data):
        raise DocumentError(
            "repair", "the file is binary: expected text; name a page, not an image or archive"
        )
    return min(("utf-8", "gb18030", "big5"), key=lambda codec: _strangeness(data, codec))


def _decodes(data: bytes, codec: str) -> bool:
    try:
        data.decode(codec)
    except UnicodeDecodeError:
        return False
    return True


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE]
    return b"\0" in sample or len(sample) - len(sample.translate(None, _CONTROLS)) > _TOLERATED * len(sample)


def _utf16(data: bytes) -> str | None:
    """UTF-16 without its mark shows in the zero bytes of ASCII, and in common characters otherwise."""
    sample = data[: SAMPLE & ~1]
    zeros = [sample[half::2].count(0) for half in (0, 1)]
    if max(zeros) == 0 or len(data) % 2:
        return None
    codec = "utf-16-be" if zeros[0] > zeros[1] else "utf-16-le"
    if min(zeros) > 0 or not _decodes(data, codec):
        return None
    text = data.decode(codec)[: SAMPLE // 2]
    common = sum(character.isascii() or language().single(character) < 9 for character in text)
    return codec if common > 0.8 * len(text) else None


def _strangeness(data: bytes, codec: str) -> float:
    """Return the mean cost of a character of what ``codec`` makes of a sample; lost bytes cost most."""
    known = language()
    text = data[:SAMPLE].decode(codec, "replace")
    wide = re.sub(r"[\x00-\x7f]+", "", text)
    return sum(20.0 if c == "\ufffd" else known.single(c) for c in wide) / max(1, len(wide))
