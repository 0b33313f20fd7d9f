"""Text to folded: script and width, character for character."""

from __future__ import annotations

import re
from functools import cache

from opencc import OpenCC

# Letters and digits only: punctuation keeps its width, so that ， and , stay told apart, and NFKC would change lengths.
_WIDTH = {
    full: full - 0xFEE0
    for start, end in ((0xFF10, 0xFF19), (0xFF21, 0xFF3A), (0xFF41, 0xFF5A))
    for full in range(start, end + 1)
} | {0xFF05: 0x25, 0xFF0E: 0x2E}

# Most texts hold few, so a scan is cheaper than translating; a plain range leads, which is scanned fastest.
_WIDE = re.compile(f"[\uff05-\uff5a](?<=[{''.join(map(chr, _WIDTH))}])")


@cache
def _converter() -> OpenCC:
    """Built inside each process: a converter does not pickle."""
    return OpenCC("t2s")


def _narrow(wide: re.Match[str]) -> str:
    return wide[0].translate(_WIDTH)


def normalise(text: str) -> str:
    """Fold to simplified script and half-width letters, digits, per cent signs and points; lengths stay.

    >>> normalise('８８.５億元')
    '88.5亿元'
    """
    folded: str = text if text.isascii() else _WIDE.sub(_narrow, _converter().convert(text))
    if len(folded) != len(text):
        raise ValueError(
            f"folding changed {len(text)} characters into {len(folded)}: expected as many; report this text"
        )
    return folded
