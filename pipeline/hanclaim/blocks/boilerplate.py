"""What a site puts on every page: lines that repeat across a batch, and lines stuffed with one word."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from hanclaim.blocks.cues import is_prose
from hanclaim.blocks.headings import find_numbering, is_decorated
from hanclaim.blocks.pieces import Piece

# A line on fewer pages than this may be a fact that two articles share.
FEWEST_PAGES = 4
LEAST_SHARE = 0.3
_LONGEST = 300
_DIGITS = re.compile(r"\d+")
_STUFFING = re.compile(r"[,，、|_\s　]")
_MOST_STUFFED = 4


def fingerprint(line: str) -> str:
    """Reduce a line to what stays the same from page to page: no white space, any number.

    >>> fingerprint(' 阅读 1,024 次'), fingerprint('阅读7次')
    ('阅读0,0次', '阅读0次')
    """
    return _DIGITS.sub("0", "".join(line.split()))


def learn_boilerplate(pages: Iterable[str]) -> frozenset[str]:
    r"""Learn the lines that a batch of pages from one site repeats; pages are folded texts.

    The same article met twice must not teach, so pages whose lines are mostly those of an earlier
    page are counted once.

    >>> pages = [f'首页 财经\n第{n}篇说的是别的{"甲乙丙丁戊"[n]}事。\n本报编辑部出品' for n in range(5)]
    >>> sorted(learn_boilerplate(pages))
    ['本报编辑部出品', '首页财经']
    """
    counts: Counter[str] = Counter()
    seen: set[frozenset[str]] = set()
    for page in pages:
        lines = frozenset(fingerprint(line) for line in page.split("\n") if 0 < len(line.strip()) <= _LONGEST)
        if lines not in seen:
            seen.add(lines)
            counts.update(lines)
    least = max(FEWEST_PAGES, LEAST_SHARE * len(seen))
    return frozenset(line for line, times in counts.items() if times >= least and line)


def is_stuffed(line: str) -> bool:
    """Whether a line says one word over and over, for search engines and not for readers.

    >>> is_stuffed('配资平台,股票配资平台,在线配资平台,正规配资平台,配资平台排名'), is_stuffed('苹果、微软、谷歌、亚马逊')
    (True, False)
    """
    if len(line) < 20 or "。" in line or _STUFFING.search(line) is None:
        return False
    parts = [part for part in re.split(r"[,，、|_\s　]+", line) if part]
    if len(parts) < _MOST_STUFFED:
        return False
    pairs = Counter(pair for part in parts for pair in {part[i : i + 3] for i in range(len(part) - 2)})
    return bool(pairs) and max(pairs.values()) > max(_MOST_STUFFED - 1, 0.6 * len(parts))


def disown(piece: Piece, boilerplate: frozenset[str]) -> Piece:
    """Give a line that the site repeats, or one that is stuffed, to the furniture; a heading may repeat."""
    if piece.role is not None:
        return piece
    if is_stuffed(piece.text):
        return piece._replace(role="advertisement", sure=True)
    if (
        not boilerplate
        or fingerprint(piece.text) not in boilerplate
        or find_numbering(piece.text)
        or is_decorated(piece.text)
    ):
        return piece
    return piece._replace(role="disclaimer" if is_prose(piece.text) else "navigation", sure=True)
