"""Kind G, content that is gone: what replacement characters and empty memory turn into.

A page that talks about such characters shows them with reason, and keeps them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage import signs, unreadable
from hanclaim.damage.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from hanclaim.damage.signs import Signs

LOST = "\ufffd"
NEAR = 60  # characters within which a word about characters tells that the page talks of them
_HAN = re.compile(r"[\u3400-\u9fff]")
# Two replacement characters are six bytes, which GBK reads as three characters; an odd one at the end leaves its first.
# Bytes between them that happened to be UTF-8 make other characters of the middle one.
_REPLACED = "(?:锟斤拷|锟[\u3400-\u9fff\uff01-\uff5e]{2,4}?(?<=拷))+(?:锟[?？]?)?"
_REPLACED_TWICE = "(?:閿熸枻鎷烽敓鏂ゆ嫹)+(?:閿熸枻鎷?)?|閿熸枻鎷"  # and all that read as GBK once more
_LATIN = "(?:ï¿½)+"
_REFERENCE = "(?:&(?:amp;)?#(?:65533|[xX][fF]{3}[dD]);)+"
# What a debugger fills memory with; three of them are an exclamation.
_MEMORY = r"(?:烫{6,}|屯{6,})(?![！!的])|(?<=\d)(?:烫{3,}|屯{3,})|(?:烫{3,}|屯{3,})(?=\d)"
_HALF = LOST.encode()[:2]
_FOUND = re.compile(f"({_REPLACED})|({_LATIN})|({_REFERENCE})|({_MEMORY})|({_REPLACED_TWICE})")
_QUOTED = re.compile(r"[“”‘’「」『』\"'《》`]")
_ABOUT = ("乱码", "亂碼", "mojibake", "“锟斤拷", "「锟斤拷", '"锟斤拷')
_PROVERB = re.compile("(?<!烫)烫烫烫(?!烫)")  # stands beside the other in what programmers say of them
_ABOUT_CODES = re.compile("编码|編碼|字符|字元|(?i:unicode|utf-?8|gbk|ascii|charset|replacement)")


def undo(seen: str, found: Signs) -> Iterator[Edit]:
    """Put a replacement character for everything that a page lost before it was damaged on.

    >>> page = '收入为锟斤拷5亿元'
    >>> [edit.text for edit in undo(page, signs.find(page))] == [LOST * 2]
    True
    >>> page = '网页上的“锟斤拷”从哪里来'
    >>> list(undo(page, signs.find(page)))
    []
    """
    matches = list(_found(seen, found.places(signs.GONE | signs.REFERENCE)))
    if not matches or is_about(seen) or not _HAN.search(seen):
        return
    for match in matches:
        if not (count := _count(match[0])):
            continue
        start, end = match.span()
        around = seen[max(0, start - NEAR) : start] + seen[end : end + NEAR]
        beside = seen[max(0, start - 1) : start] + seen[end : end + 1]
        if _QUOTED.search(beside) or _ABOUT_CODES.search(around):
            continue
        yield Edit(
            Span(start, end), LOST * count, "lost", (Run(1, end - start, count),), 0.95,
            "these characters stand for content that was lost before",
        )  # fmt: skip


def _found(seen: str, begins: Iterable[int]) -> Iterator[re.Match[str]]:
    """Yield what stands for lost content, of which the first characters stand at these places."""
    end = 0
    for start in begins:
        if start >= end and (match := _FOUND.match(seen, start)):
            end = match.end()
            yield match


def is_about(seen: str) -> bool:
    """Whether the page talks of lost characters."""
    return any(word in seen for word in _ABOUT) or ("锟斤拷" in seen and bool(_PROVERB.search(seen)))


def _count(seen: str) -> int:
    """Return how many replacement characters stand as ``seen``, or how many characters of empty memory.

    >>> _count('锟斤拷锟'), _count('锟矫革拷'), _count('锟铻一拷')
    (3, 3, 0)
    """
    if seen[0] == "閿":
        seen = seen.encode("gbk").decode("utf-8", "ignore")
    if seen[0] == "锟":
        data = seen.rstrip("?？").encode("gbk", "ignore")
        try:
            text = data.removesuffix(_HALF).decode()
        except UnicodeDecodeError:
            return 0
        return len(text) + data.endswith(_HALF) if text[:1] == text[-1:] == LOST else 0
    return len(seen) // 3 if seen.startswith("ï") else seen.count(";") or len(seen)


def replays(text: str, seen: str) -> bool:
    """Whether as many lost characters give what was seen.

    >>> replays(LOST * 2, '锟斤拷'), replays(LOST, 'ï¿½'), replays(LOST, '锟斤拷')
    (True, True, False)
    """
    if not text or text.strip(LOST):
        return False
    if len(text) == 1 and unreadable.is_garbage(seen):
        return True
    return text == seen or (
        bool(_FOUND.fullmatch(seen) or not seen.strip("烫屯")) and _count(seen) == len(text)
    )
