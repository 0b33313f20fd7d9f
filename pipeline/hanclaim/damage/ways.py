"""The ways in which bytes are misread, and both directions of each wrong code."""

from __future__ import annotations

import codecs
import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from hanclaim.codec import encode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from hanclaim.alignment import Alignment

THEN = "+"  # between the kinds of a text that was damaged more than once, the first damage first
STRIPPED = "-stripped"  # of soft hyphens, after it was misread
BREAK = b"\n"
_BREAKS = "hanclaim-breaks"
# A no-break space in the midst of a character was made a plain one.
_SPACED = re.compile(rb"[\xe3-\xe9\xef] [\x80-\xbf]|[\xe3-\xe9\xef][\x80-\xbf] |[\xe3-\xe9\xef]  ")


class Way(NamedTuple):
    """How bytes were misread: the kind's name, the codes that may be right, and the wrong one."""

    kind: str
    rights: tuple[str, ...]
    wrong: str


_RIGHTS = {"utf-8": ("utf-8",), "gbk": ("gb18030",), "big5": ("big5", "big5hkscs", "cp950")}
_SINGLE = {
    "latin-1": "latin-1",
    "cp1252": "cp1252",
    "latin-9": "iso-8859-15",
    "macroman": "mac-roman",
    "cp1250": "cp1250",
    "cp1251": "cp1251",
    "cp1254": "cp1254",
    "cp437": "cp437",
    "koi8-r": "koi8-r",
}  # fmt: skip
_DOUBLE = {"gbk": "gb18030", "big5": "big5hkscs", "cp949": "cp949", "cp932": "cp932"}


def _cross(wrongs: Mapping[str, str]) -> tuple[Way, ...]:
    return tuple(
        Way(f"{right}-as-{name}", rights, wrong)
        for right, rights in _RIGHTS.items()
        for name, wrong in wrongs.items()
        if right != name
    )


SINGLE, DOUBLE = _cross(_SINGLE), _cross(_DOUBLE)
WAYS: Mapping[str, Way] = MappingProxyType({way.kind: way for way in (*SINGLE, *DOUBLE)})


def _break(error: UnicodeError) -> tuple[bytes, int]:
    """Write a newline for each character that the wrong code does not have."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return BREAK * (error.end - error.start), error.end


codecs.register_error(_BREAKS, _break)


@cache
def _bytes_of(wrong: str) -> Mapping[int, int] | None:
    """Return the byte of each character of a code of single bytes; what it leaves undefined stands as a control."""
    if wrong in _DOUBLE.values():
        return None
    controls = {byte: byte for byte in range(0x80, 0xA0)}
    return controls | {
        ord(character): byte for byte in range(0x100) if (character := bytes((byte,)).decode(wrong, "ignore"))
    }


def rightly(seen: str, wrong: str) -> bytes:
    """Return the bytes that the wrong code showed as ``seen``, with a newline for what it cannot have shown.

    >>> rightly('ÖÐ文', 'cp1252') == bytes.fromhex('d6d0 0a')
    True
    """
    table = _bytes_of(wrong)
    if table is None:
        return seen.encode(wrong, _BREAKS)
    return codecs.charmap_encode(seen, _BREAKS, table)[0]


def lay(seen: str, wrong: str) -> Alignment | None:
    """Lay what was seen against its bytes; None where each character is one byte."""
    return None if _bytes_of(wrong) else encode(seen, wrong)[1]


def wrongly(data: bytes, wrong: str) -> str | None:
    """Return what the wrong code shows for ``data``; None where it cannot show all of it.

    >>> wrongly('价'.encode(), 'cp1252') == 'ä»·', wrongly('中'.encode(), 'cp949')
    (True, None)
    """
    try:
        return data.decode(wrong)
    except UnicodeDecodeError:
        if _bytes_of(wrong) is None:
            return None
    return "".join(bytes((byte,)).decode(wrong, "ignore") or chr(byte) for byte in data)


def mend(data: bytes) -> bytes:
    """Take spaces back into the UTF-8 characters that need a byte there.

    >>> mend(bytes.fromhex('e5ad 20')).decode()
    '孠'
    """
    return _SPACED.sub(lambda match: match[0].replace(b" ", b"\xa0"), data)


def shows(kind: str, text: str, seen: str) -> bool:
    """Whether the bytes of ``text`` stand as ``seen`` in the wrong code; kinds joined by a plus came one after the other.

    >>> shows('gbk-as-latin-1+utf-8-as-latin-1', '公', 'Â¹Â«')
    True
    """
    first, _, rest = kind.partition(THEN)
    if first.endswith(STRIPPED):
        way = WAYS.get(first.removesuffix(STRIPPED))
        return way is not None and any(shown.replace("\xad", "") == seen for _, shown in _shown(text, way))
    if first not in WAYS:
        return False
    return any(
        shows(rest, shown, seen) if rest else _alike(data, shown, seen)
        for data, shown in _shown(text, WAYS[first])
    )


def _shown(text: str, way: Way) -> Iterator[tuple[bytes, str]]:
    """Yield the bytes, and what the wrong code shows for them, for each code that may be right."""
    for right in way.rights:
        try:
            data = text.encode(right)
        except UnicodeEncodeError:
            continue
        shown = wrongly(data, way.wrong)
        if shown is not None:
            yield data, shown


def _alike(data: bytes, shown: str, seen: str) -> bool:
    """Whether two readings differ only where a no-break space was made plain, or a byte stands as a control."""
    return shown == seen or (
        len(data) == len(shown) == len(seen)
        and all(
            b in (a, chr(byte)) or (a, b) == ("\u00a0", " ")
            for byte, a, b in zip(data, shown, seen, strict=True)
        )
    )
