"""Kind G: what is left over from copying, typesetting and double escaping.

Each rule asks for Chinese on both sides, or for more than one honest use would
give: markup, code, other scripts and emoji hold the same characters with
reason.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote_to_bytes

from hanclaim.alignment import Run, Span
from hanclaim.damage import lost, sevenbit, signs
from hanclaim.damage.edit import Edit, apart, whole
from hanclaim.damage.reread import is_good

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from hanclaim.damage.signs import Signs

_HAN = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_MARKS = "\u3000-\u303f\uff00-\uff65"
_CHINESE = f"[{_HAN}{_MARKS}]"
_NEAR = rf"[{_HAN}{_MARKS}0-9A-Za-z%,.]"

_IS_CHINESE = re.compile(_CHINESE)
_IS_NEAR = re.compile(rf"{_NEAR}|\n")
_INVISIBLE = re.compile(f"[{signs.INVISIBLES}]+")
_SPACE = re.compile("\u00a0+")
_RADICAL = re.compile(r"[\u2e80-\u2fdf\uf900-\ufa0b]+")
_IS_HAN = re.compile(f"[{_HAN}]")
_SPACED_YEAR = re.compile(
    r" ?年(?<=(?:1 9|2 0) \d \d年)| 年(?<=(?:1 9|2 0) \d \d 年)|(?<=\d) \. \d(?: \d)* ?(?=[亿億万萬元%])"
)
_HANGUL = re.compile("[\uac00-\ud7a3]")  # Korean keeps such forms apart by their reading
NEAR = 20
REACH = 20000  # characters from the top in which a page that sets digits apart shows it
_SPACED_DIGITS = re.compile(
    r"(?:(?<=[年月日]) )?(?<![\d.])\d(?: [\d.])+ ?(?=[年月日时時分亿億万萬元%])(?: (?=[年月日]))?"
)
# The sign comes first, so that it is looked for at the speed of a byte search.
_ESCAPES = re.compile(r"\\(?:u[0-9a-fA-F]{4}(?:\\u[0-9a-fA-F]{4})+|x[0-9a-fA-F]{2}(?:\\x[0-9a-fA-F]{2}){5,})")
_CODE = re.compile(r"[\"'`={}();<>\[\]|/]")
_PERCENT = re.compile(r"%(?:[0-9A-Fa-f]{2}(?:%[0-9A-Fa-f]{2}){3,}|u[0-9A-Fa-f]{4}(?:%u[0-9A-Fa-f]{4})+)")
_ADDRESS = re.compile(r"[a-zA-Z0-9/=&?:%+.#_-]")
_REFERENCE = re.compile("&(?:amp;|#|[a-z]+;)")
_NUMERIC = re.compile(r"(?:&(?:amp;)?#(?:x[0-9a-fA-F]{4,5}|\d{5,6});){2,}")
_DOUBLE = re.compile(
    rf"(?<=[{_HAN}{_MARKS}0-9])&amp;(?:nbsp|quot|ldquo|rdquo|mdash|middot|hellip|lt|gt|amp|#\d+);"
)
_NAMES = "nbsp|quot|[lr][ds]quo|mdash|middot|hellip|amp|#160|#82(?:1[1-7]|2[01]|30)"
_SINGLE = re.compile(rf"(?<=[{_HAN}{_MARKS}])&(?:{_NAMES});|&(?:{_NAMES});(?=[{_HAN}{_MARKS}])")
_MARKUP = re.compile("</|<br|HTML|XML|实体|實體|转义|轉義|代码|代碼", re.IGNORECASE)
_ONLY_HAN = re.compile(rf"[{_HAN}{_MARKS}0-9A-Za-z]*[{_HAN}][{_HAN}{_MARKS}0-9A-Za-z]*")


def undo(seen: str, found: Signs, present: int) -> list[Edit]:
    """Return the edits for every small kind whose sign the page shows, in order and apart.

    >>> [edit.text for edit in undo('⼀⼤批', signs.find('⼀⼤批'), signs.RADICAL)]
    ['一大']
    """
    edits: list[Edit] = [*_percents(seen), *sevenbit.undo(seen)]
    for sign, rule in _RULES:
        if present & sign:
            edits.extend(rule(seen))
    if present & (signs.GONE | signs.REFERENCE):
        edits.extend(lost.undo(seen, found))
    return apart(sorted(edits, key=lambda edit: (edit.span.start, -edit.span.end)))


def _between(seen: str, match: re.Match[str]) -> bool:
    """Whether a match stands in Chinese text: Chinese on one side, and no other script on the other."""
    before, after = (
        seen[match.start() - 1 : match.start()] or "\n",
        seen[match.end() : match.end() + 1] or "\n",
    )
    return bool(
        (_IS_CHINESE.match(before) and _IS_NEAR.match(after))
        or (_IS_NEAR.match(before) and _IS_CHINESE.match(after))
    )


def _invisible(seen: str) -> Iterator[Edit]:
    for match in _INVISIBLE.finditer(seen):
        if _between(seen, match):
            yield Edit(
                Span(*match.span()), "", "invisible", (Run(1, len(match[0]), 0),), 0.99,
                "an invisible character between Chinese ones has no use",
            )  # fmt: skip


def _space(seen: str) -> Iterator[Edit]:
    for match in _SPACE.finditer(seen):
        if _between(seen, match):
            runs = (Run(len(match[0]), 1, 1),)
            yield Edit(
                Span(*match.span()), " " * len(match[0]), "no-break-space", runs, 0.99, "a space from markup"
            )


def _radical(seen: str) -> Iterator[Edit]:
    for match in _RADICAL.finditer(seen):
        text = unicodedata.normalize("NFKC", match[0])
        before, after = seen[max(0, match.start() - 1) : match.start()], seen[match.end() : match.end() + 1]
        is_prose = _IS_HAN.search(before + after) or (before.isalnum() and after in tuple("。，；！？"))
        near = seen[max(0, match.start() - NEAR) : match.end() + NEAR]
        if text != match[0] and len(text) == len(match[0]) and is_prose and not _HANGUL.search(near):
            yield Edit(
                Span(*match.span()), text, "radical", (Run(len(text), 1, 1),), 0.99,
                "a radical or compatibility form stands in running text",
            )  # fmt: skip


def _is_literal(seen: str, match: re.Match[str]) -> bool:
    """Whether a match stands between the quotes of a program."""
    before, after = seen[max(0, match.start() - 1) : match.start()], seen[match.end() : match.end() + 1]
    return before == after and before in tuple("\"'`")


def _reads(seen: str) -> str:
    """Return what bytes written as escapes say; nothing where they are no good Chinese: any of them are GBK."""
    text = _unescape(seen)
    if not _ONLY_HAN.fullmatch(text):
        return ""
    is_said = seen[1] == "u" or text.encode() == unquote_to_bytes(seen.replace("\\x", "%"))
    return text if is_said or is_good(text) else ""


def _escapes(seen: str) -> Iterator[Edit]:
    for match in _ESCAPES.finditer(seen):
        text = _reads(match[0])
        if text and not _CODE.search(_line_without(seen, match)):
            yield whole(
                Span(*match.span()), text, "escaped", confidence=0.95, evidence="escapes in a line of prose"
            )


def _references(seen: str) -> Iterator[Edit]:
    if not _REFERENCE.search(seen):
        return
    for match in _NUMERIC.finditer(seen):
        text = html.unescape(html.unescape(match[0]))
        if _ONLY_HAN.fullmatch(text) and not _is_literal(seen, match):
            yield whole(
                Span(*match.span()),
                text,
                "escaped",
                confidence=0.99,
                evidence="references to Chinese characters",
            )
    if not _IS_HAN.search(seen):
        return
    for match in _DOUBLE.finditer(seen):
        text = html.unescape(html.unescape(match[0])).replace("\u00a0", " ")
        yield whole(Span(*match.span()), text, "escaped", confidence=0.95, evidence="escaped twice")
    if _MARKUP.search(seen):
        return
    for match in _SINGLE.finditer(seen):
        text = html.unescape(match[0]).replace("\u00a0", " ")
        yield whole(Span(*match.span()), text, "escaped", confidence=0.95, evidence="no markup stands around")


def _percents(seen: str) -> Iterator[Edit]:
    for match in _PERCENT.finditer(seen):
        if _ADDRESS.search(
            seen[max(0, match.start() - 1) : match.start()] + seen[match.end() : match.end() + 1]
        ):
            continue
        text = _reads(match[0])
        if text and not _is_literal(seen, match):
            yield whole(
                Span(*match.span()), text, "escaped", confidence=0.95, evidence="no address stands around"
            )


def _line_without(seen: str, match: re.Match[str]) -> str:
    start = seen.rfind("\n", 0, match.start()) + 1
    end = seen.find("\n", match.end())
    return seen[start : match.start()] + seen[match.end() : len(seen) if end < 0 else end]


def undo_spaced_digits(seen: str) -> list[Edit]:
    """Close up digits set apart, on a page where a year is set apart too.

    >>> [edit.text for edit in undo_spaced_digits('2 0 2 5 年 1 2 月收入 8 8 . 5 亿元')]
    ['2025', '12', '88.5']
    """
    if not _SPACED_YEAR.search(seen, 0, REACH):
        return []
    found = []
    for match in _SPACED_DIGITS.finditer(seen):
        text = match[0].replace(" ", "")
        if text and re.fullmatch(r"\d+(?:\.\d+)?", text):
            runs = tuple(Run(1, 1, 0 if c == " " else 1) for c in match[0])
            found.append(
                Edit(Span(*match.span()), text, "spaced-digits", runs, 0.9, "every digit is set apart")
            )
    return found


_RULES: tuple[tuple[int, Callable[[str], Iterator[Edit]]], ...] = (
    (signs.INVISIBLE, _invisible),
    (signs.SPACE, _space),
    (signs.RADICAL, _radical),
    (signs.ESCAPE, _escapes),
    (signs.REFERENCE, _references),
)


def replays(kind: str, text: str, seen: str) -> bool:
    """Whether the small damage of this kind gives what was seen."""
    match kind:
        case "bom":
            return (text, seen) == ("", "\ufeff")
        case "lost":
            return lost.replays(text, seen)
        case "invisible":
            return text == "" and bool(seen) and not seen.strip(signs.INVISIBLES)
        case "no-break-space":
            return bool(seen) and text.replace(" ", "\u00a0") == seen
        case "radical":
            return text != seen and unicodedata.normalize("NFKC", seen) == text
        case "spaced-digits":
            return " " in seen and seen.replace(" ", "") == text and bool(re.fullmatch(r"[\d.]+", text))
        case "hz" | "iso-2022-cn" | "quoted-printable":
            return sevenbit.replays(kind, text, seen)
        case "escaped":
            return text != seen and _unescape(seen) == text
    return False


def _unescape(seen: str) -> str:
    if seen.startswith("\\u"):
        return seen.encode("ascii", "replace").decode("unicode_escape")
    if seen.startswith("%u"):
        return _unescape(seen.replace("%", "\\"))
    if seen.startswith(("%", "\\x")):
        data = unquote_to_bytes(seen.replace("\\x", "%"))
        try:
            return data.decode("utf-8")
        except UnicodeDecodeError:
            return data.decode("gbk", "replace")
    return html.unescape(html.unescape(seen)).replace("\u00a0", " ")
