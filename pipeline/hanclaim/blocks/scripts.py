"""Which script a page is written in: simplified, or the traditional of Taiwan or Hong Kong."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from hanclaim import tables

_HAN = re.compile(r"[\u4e00-\u9fff]+")
# Pages of simplified script keep a few traditional characters in names; the reverse holds too.
_LEAST_CHANGED = 0.04
_ENOUGH = 5_000
_REPUBLIC = re.compile(
    r"(?<!\d)1[01]\d(?:年(?:\d{1,2}月|度)|[./-]\d{1,2}[./-]\d{1,2}(?!\d))"
)  # 114年3月, in Taiwan


@cache
def _signs() -> tuple[re.Pattern[str], dict[str, str]]:
    scripts = {row["sign"]: row["script"] for row in tables.read("scripts", key="sign")}
    return re.compile("|".join(sorted(map(re.escape, scripts), key=len, reverse=True))), scripts


def find_script(folded: str, text: str, language: str | None = None) -> str | None:
    """Name the script by its ISO 15924 code, with the region whose words and character forms prevail.

    What the page declares as its ``language`` breaks a tie, and nothing more: many pages declare what
    their template was made for.

    >>> find_script('网络软件', '網絡軟件'), find_script('网络软体', '網路軟體'), find_script('网络', '网络')
    ('Hant-HK', 'Hant-TW', 'Hans')
    """
    folded, text = folded[:_ENOUGH], text[:_ENOUGH]
    if folded == text:
        return "Hans" if _HAN.search(folded) else None
    han = sum(map(len, _HAN.findall(folded)))
    if not han:
        return None
    changed = sum(one > "\u2e7f" for one, other in zip(folded, text, strict=False) if one != other)
    if changed < _LEAST_CHANGED * han:
        return "Hans"
    pattern, scripts = _signs()
    counts = Counter(scripts[sign] for sign in pattern.findall(text))
    counts["Hant-TW"] += len(_REPUBLIC.findall(text))
    declared = (language or "").upper()
    counts["Hant-TW"] += declared.endswith("TW")
    counts["Hant-HK"] += declared.endswith(("HK", "MO"))
    first, second = counts["Hant-TW"], counts["Hant-HK"]
    # Mainland words in traditional script: a page that was converted, and tells nothing of a region.
    if counts["Hant"] >= max(first, second) or first == second:
        return "Hant"
    return "Hant-TW" if first > second else "Hant-HK"
