"""Kind E in seven bits: Chinese written between shift marks by HZ and ISO-2022-CN, and by quoted-printable in mail.

Their bytes are ASCII, so they read as ASCII first; each stretch between marks
is an edit of its own.
"""

from __future__ import annotations

import quopri
import re
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage.edit import Edit
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator

COMMON = 9.5  # nats a character that Chinese hardly costs
_PAIR = "[!-w][!-~]"
_HAN = re.compile("[\u3400-\u9fff]")
_HZ = re.compile(rf"~\{{((?:{_PAIR})+)~\}}")
_ISO = re.compile(rf"(?:\x1b\$\)A)?\x0e((?:{_PAIR})+)\x0f?")
_QUOTED = re.compile(r"(?:=\n)?(?:=[0-9A-F]{2})(?:=[0-9A-F]{2}|=\n)*|=\n")


def undo(seen: str) -> Iterator[Edit]:
    """Read what stands between marks.

    >>> [edit.text for edit in undo('~{9+K>~}2025')]
    ['公司']
    """
    if not seen.isascii():
        return
    if "~{" in seen:
        yield from _shifted(seen, _HZ, "hz")
    if "\x0e" in seen:
        yield from _shifted(seen, _ISO, "iso-2022-cn")
    if "=E" in seen:
        yield from _quoted(seen)


def _shifted(seen: str, marked: re.Pattern[str], kind: str) -> Iterator[Edit]:
    found = [(match, text) for match in marked.finditer(seen) if (text := _high(match[1]))]
    if not _is_chinese("".join(text for _, text in found)):
        return
    for match, text in found:
        before, after = match.start(1) - match.start(), match.end() - match.end(1)
        # The marks belong to the first and the last character: no atom stands for nothing.
        runs = [Run(1, 2, 1)] * len(text)
        runs[0] = Run(1, 2 + before, 1)
        runs[-1] = Run(1, runs[-1].source + after, 1)
        yield Edit(Span(*match.span()), text, kind, tuple(runs), 0.99, "pairs between shift marks")


def _is_chinese(text: str) -> bool:
    return bool(_HAN.search(text)) and language().cost(f"\n{text}") <= COMMON * len(text)


def _high(pairs: str) -> str:
    try:
        return bytes(ord(character) | 0x80 for character in pairs).decode("gb2312")
    except UnicodeDecodeError:
        return ""


def _quoted(seen: str) -> Iterator[Edit]:
    found = [(match, text) for match in _QUOTED.finditer(seen) if (text := _unquoted(match[0]))]
    if not _is_chinese("".join(text for _, text in found)):
        return
    for match, text in found:
        yield Edit(
            Span(*match.span()), text, "quoted-printable", (Run(1, len(match[0]), len(text)),), 0.95,
            "bytes of UTF-8 as mail quotes them",
        )  # fmt: skip


def _unquoted(seen: str) -> str:
    try:
        return quopri.decodestring(seen.encode("ascii")).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def replays(kind: str, text: str, seen: str) -> bool:
    """Whether the text, written in seven bits, is what was seen.

    >>> replays('hz', '公司', '~{9+K>~}'), replays('hz', '公式', '~{9+K>~}')
    (True, False)
    """
    if kind == "quoted-printable":
        return bool(text) and _unquoted(seen) == text
    match = (_HZ if kind == "hz" else _ISO).fullmatch(seen)
    return match is not None and bool(text) and _high(match[1]) == text
