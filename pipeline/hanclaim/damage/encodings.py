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
CODECS = ("utf-8", "gb18030", "big5hkscs")
# Where none of those reads as Chinese, another language is looked for: what its text holds most of, and how much.
OTHERS = (
    ("cp932", re.compile(r"[\u3041-\u30ff]"), 0.2),
    ("euc_jp", re.compile(r"[\u3041-\u30ff]"), 0.2),
    ("cp949", re.compile("[이의는은을를에다가고하한인지로도사기]"), 0.15),
    ("cp1252", re.compile(r"(?<=[A-Za-z])[\u00c0-\u00ff]|[\u00c0-\u00ff](?=[a-z])"), 0.5),
    ("cp1251", re.compile(r"[\u0430-\u044f]"), 0.4),
)
CHINESE = 9.8  # nats a character that Chinese hardly costs
CLEARLY = 1.5  # nats a character by which a piece must read better in another codec than its page's
LOST_COST = 20.0
SHORTEST = 4  # bytes beyond ASCII that a piece needs to speak for itself
# Bytes that no text holds; tab, newlines, form feed, escape and shifts are met in the wild.
_CONTROLS = bytes(set(range(0x20)) - set(b"\t\n\r\x0c\x1b\x0e\x0f")) + b"\x7f"
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_WIDE = ("utf-32-le", "utf-32-be", "utf-16-le", "utf-16-be")
_COMMON, _SHARE = 9.0, 0.6  # nats of a common character, and how many of them text in a wide codec holds
_TOLERATED = 0.02
# No codec of CODECS puts these inside a character, so another may begin behind them.
_LOST = re.compile("[\ue000-\uf8ff\ufffd\x80-\x9f]")
_CUT = re.compile(rb"[\n<>]|[^\n<>]+")
_UTF8 = re.compile(rb"[\xe3-\xe9\xef][\x80-\xbf]{2}[\x20-\x7e]*[\xe3-\xe9\xef][\x80-\xbf]{2}")


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
    if b"\0" in data[:SAMPLE] and (wide := _wide(data)):
        return (Stretch(Span(0, len(data)), wide),), 0, None
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _stretches(data), 0, None
    _refuse_binary(data)
    return (Stretch(Span(0, len(data)), "utf-8"),), 0, text


def _stretches(data: bytes) -> tuple[Stretch, ...]:
    if wide := _wide(data):
        return (Stretch(Span(0, len(data)), wide),)
    _refuse_binary(data)
    sample = _sample(data)
    main = min(CODECS, key=lambda codec: _strangeness(sample, codec))
    if _strangeness(sample, main) > CHINESE and (other := _other(sample)):
        found: tuple[Stretch, ...] = (Stretch(Span(0, len(data)), other),)
    elif _decodes(data, main) and not _UTF8.search(data):
        found = (Stretch(Span(0, len(data)), main),)
    else:
        found = _by_piece(data, main)
    return tuple(Stretch(one.raw, _narrowest(data[slice(*one.raw)], one.codec)) for one in found)


def _other(sample: bytes) -> str | None:
    """Name the codec that makes another language's letters of the sample."""
    high = sum(byte >= 0x80 for byte in sample)
    for codec, letters, share in OTHERS:
        text = sample.decode(codec, "replace")
        wide = sum(character > "\x7f" for character in text)
        if text.count("\ufffd") * 20 <= high and len(letters.findall(text)) > share * wide:
            return codec
    return None


def _narrowest(data: bytes, codec: str) -> str:
    """Call plain Big5 so: only what Hong Kong added needs the wider codec."""
    if codec == "big5hkscs" and data.decode("big5", "replace") == data.decode(codec, "replace"):
        return "big5"
    return codec


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


def _by_piece(data: bytes, main: str) -> tuple[Stretch, ...]:
    """Give each piece its codec, and join neighbours that share one; what any codec reads keeps the last."""
    found: list[Stretch] = []
    for match in _CUT.finditer(data):
        piece = match[0]
        last = found[-1].codec if found else None
        codec = (last or main) if piece.isascii() else _piece_codec(piece, main)
        if last == codec:
            found[-1] = Stretch(Span(found[-1].raw.start, match.end()), codec)
        else:
            found.append(Stretch(Span(*match.span()), codec))
    return tuple(found)


def _piece_codec(piece: bytes, main: str) -> str:
    """Choose for one piece: the page's codec unless another reads it clearly better."""
    if sum(byte >= 0x80 for byte in piece) < SHORTEST:
        return main
    costs = {codec: _strangeness(piece, codec) for codec in CODECS}
    best = min(costs, key=lambda codec: costs[codec])
    return best if costs[best] + CLEARLY < costs[main] else main


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


def _wide(data: bytes) -> str | None:
    """UTF-16 and UTF-32 without their mark show in how common the characters are that they give."""
    for codec in _WIDE:
        unit = int(codec[4:6]) // 8
        try:
            text = data[: min(len(data), SAMPLE) // unit * unit].decode(codec)
        except UnicodeDecodeError:
            continue
        common = sum(character.isascii() or language().single(character) < _COMMON for character in text)
        if text and "\0" not in text and common > _SHARE * len(text):
            return codec
    return None


def _strangeness(data: bytes, codec: str) -> float:
    """Return the mean cost of a character of what ``codec`` makes of a sample; lost bytes cost most."""
    known = language()
    text = data[:SAMPLE].decode(codec, "replace")
    wide = re.sub(r"[\x00-\x7f]+", "", text)
    return sum(LOST_COST if _LOST.match(c) else known.single(c) for c in wide) / max(1, len(wide))
