"""The lesser damage run forward: kind G, escapes, seven bits, lost content, and kind E, which only bytes show."""

from __future__ import annotations

import quopri
import re
import unicodedata
from types import MappingProxyType
from typing import TYPE_CHECKING
from urllib.parse import quote

from hanclaim.damage import signs

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Mapping

SHARE = 0.05  # of the characters that a channel meets are damaged
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,6}")
_BETWEEN = re.compile(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])")
_DIGITS = re.compile(r"\d[\d.]*(?=[年月日亿億万萬元%])")
_PROSE = re.compile(r"[^\"'`={}();<>\[\]|/\\\n]+")
_RADICALS = MappingProxyType(
    {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0x2F00, 0x2FD6)}
)


def mark(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Put a byte order mark in front."""
    return f"\ufeff{text}"


def hide(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Put invisible characters between Chinese ones."""
    return _BETWEEN.sub(
        lambda _: chance.choice(signs.INVISIBLES[:8]) if chance.random() < SHARE else "", text
    )


def bind(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Make every space beside Chinese one that does not break."""
    return re.sub(r"(?<=[\u4e00-\u9fff]) | (?=[\u4e00-\u9fff])", "\u00a0", text)


def root(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Put radicals for the characters that look the same, as some PDFs do."""
    return "".join(_RADICALS.get(c, c) if chance.random() < 0.5 else c for c in text)


def set_apart(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Set the digits of dates and amounts apart."""
    return _DIGITS.sub(lambda match: " ".join(match[0]), text)


def escape(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Write some Chinese of lines of prose as escapes of four sorts."""
    write = chance.choice((_backslashes, quote, _references, _references_twice))
    return "\n".join(
        _HAN_RUN.sub(lambda match: write(match[0]) if chance.random() < SHARE else match[0], line)
        if _PROSE.fullmatch(line) and not re.search(r"[A-Za-z0-9&?:%+.#_-]", line)
        else line
        for line in text.split("\n")
    )


def _backslashes(text: str) -> str:
    return text.encode("ascii", "backslashreplace").decode("ascii")


def _references(text: str) -> str:
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _references_twice(text: str) -> str:
    return _references(text).replace("&", "&amp;")


def shift(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Write HZ, the seven bits of old mail and news."""
    return text.encode("gb2312", "ignore").decode("gb2312").encode("hz").decode("ascii")


def quote_for_mail(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Write quoted-printable UTF-8."""
    return quopri.encodestring(text.encode()).decode("ascii")


def lose(text: str, chance: random.Random, lost: list[int] | None = None) -> str:
    """Lose pairs of characters to U+FFFD, and read its bytes as GBK."""
    out: list[str] = []
    for i, character in enumerate(text):
        is_gone = character > "\u4e00" and chance.random() < SHARE
        out.append("锟斤拷" if is_gone else character)
        if is_gone and lost is not None:
            lost.append(i)
    return "".join(out)


LESSER: Mapping[str, Callable[..., str]] = MappingProxyType(
    {
        "bom": mark,
        "invisible": hide,
        "no-break-space": bind,
        "radical": root,
        "spaced-digits": set_apart,
        "escaped": escape,
        "hz": shift,
        "quoted-printable": quote_for_mail,
        "lost": lose,
    }
)


def mix(text: str, chance: random.Random) -> bytes:
    """Write line after line in UTF-8, GB18030 or, where it can, Big5."""
    return b"\n".join(_in_one_of(line, chance) for line in text.split("\n"))


def _in_one_of(line: str, chance: random.Random) -> bytes:
    codec = chance.choice(("utf-8", "gb18030", "big5"))
    try:
        return line.encode(codec)
    except UnicodeEncodeError:
        return line.encode()


def truncate(text: str, chance: random.Random) -> bytes:
    """Cut the last character in two."""
    return text.rstrip("\n").encode()[:-1]


ENCODINGS: Mapping[str, Callable[[str, random.Random], bytes]] = MappingProxyType(
    {
        "gb18030": lambda text, _: text.encode("gb18030"),
        "big5": lambda text, _: text.encode("big5hkscs", "ignore"),
        "utf-16-le": lambda text, _: text.encode("utf-16-le"),
        "utf-16-be": lambda text, _: text.encode("utf-16-be"),
        "utf-32-le": lambda text, _: text.encode("utf-32-le"),
        "mixed-encodings": mix,
        "truncated": truncate,
    }
)
