"""What is left when nothing undid it: garbage that was misread more than once, or lost too much on the way.

Such a stretch becomes one lost character, and the rest of the page is used.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from hanclaim.alignment import Run, Span
from hanclaim.damage import signs
from hanclaim.damage.edit import Edit
from hanclaim.damage.score import language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.damage.signs import Signs

LOST = "\ufffd"
SHORTEST = 8  # characters that garbage needs to be told from a rare name
LATIN, CHINESE = 14, 10  # Latin characters of garbage, Han characters of a Chinese page
GARBAGE = 12.0  # nats a character that no language of Han characters costs
DENSE, SYMBOLS = 0.2, 0.15
CROWD = 2  # signs that stand close together
_HAN_RUN = re.compile(r"[^\x00-\x7f\s\u3000-\u3002\uff01-\uff1f\ufffd]{2,}")
_LATIN_RUN = re.compile(
    r"[\x80-\u024f\u02b0-\u036f\u2010-\u2122][\x80-\u024f\u02b0-\u036f\u2010-\u2122 ]*[\x80-\u024f\u2010-\u2122]"
)
_SYMBOL = re.compile(r"[\x80-\xbf\xd7\xf7\u2010-\u2122]")
_HAN = re.compile(r"[\u3400-\u9fff]")


def undo(seen: str, found: Signs) -> Iterator[Edit]:
    """Put one lost character for each stretch of garbage.

    >>> [edit.text for edit in undo('闂傚倸鍊搁崐鎼佸磹閹间礁', signs.find('闂傚倸鍊搁崐鎼佸磹閹间礁'))] == [LOST]
    True
    """
    if sum(1 for _ in islice(_HAN.finditer(seen), CHINESE)) < CHINESE:
        return  # nobody says that the page is Chinese
    for sign, run in ((signs.MISREAD, _HAN_RUN), (signs.LATIN, _LATIN_RUN)):
        for line in found.crowded(sign, CROWD):
            for match in run.finditer(seen, *line):
                if is_garbage(match[0]):
                    length = match.end() - match.start()
                    yield Edit(
                        Span(*match.span()), LOST, "lost", (Run(1, length, 1),), 0.9,
                        "misread more than once, or with too much lost, to be read again",
                    )  # fmt: skip


def is_garbage(run: str) -> bool:
    """Whether no reading is left for a stretch.

    >>> is_garbage('閸忣剙寰冮幇蹇旀瘍'), is_garbage('葳蕤自生光罾何为兮木上'), is_garbage('tăng trưởng năm')
    (True, False, False)
    """
    if len(run) < SHORTEST:
        return False
    if not _HAN.search(run):
        high = [character for character in run if character > "\x7f"]
        return (
            len(run) >= LATIN
            and len(high) > 0.6 * len(run)
            and len(_SYMBOL.findall(run)) > SYMBOLS * len(run)
        )
    marked = signs.count(run, signs.MISREAD)
    return marked >= DENSE * len(run) and language().cost(f"\n{run}") > GARBAGE * len(run)
