"""Whom a noun phrase names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from hanclaim.document import MentionType, Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.phrases import JOINS, QUOTES, Phrase, opening

# What a firm has listed, and a club on the field, is itself: 瑞禾港股, 赤鹰全队.
_SHARES = frozenset({"港股", "A股", "美股", "H股", "B股", "股票", "股份", "股价", "全队", "全体", "全系"})


def party(phrase: Phrase) -> Party | None:
    """Return whom a phrase names: the name at its end, a group of names, or the phrase as written."""
    units = list(phrase.units)
    while units and (
        units[-1].text in JOINS or units[-1].tag == "的" or (len(units) > 1 and _qualifies(units[-1]))
    ):
        units.pop()
    while len(units) > 1 and _qualifies(units[0]):
        del units[0]
    while units and (units[-1].has("beside") or (len(units) > 1 and units[-1].has("modal"))):
        units.pop()
    while units and units[0].has("beside"):
        del units[0]
    names = [unit for unit in units if unit.tag == "E" and unit.mention is not None]
    if len(names) > 1 and _is_list(units):
        first = next(i for i, unit in enumerate(units) if unit.tag == "E")
        last = len(units) - 1 - next(i for i, unit in enumerate(reversed(units)) if unit.tag == "E")
        return _written(Phrase(tuple(units[first : last + 1]), 0, 0), "group")
    cut = next((i for i in range(len(units) - 1, 0, -1) if units[i].tag == "的"), None)
    if cut is not None and any(unit.tag == "E" for unit in units[cut:]):
        units = units[cut + 1 :]
    plain = [unit for unit in units if unit.text not in QUOTES and unit.tag != "w"]
    if plain and units[-1].text in {")", "）"} and (opened := opening(tuple(units), len(units) - 1, 0)):
        units = units[:opened]
        plain = [unit for unit in units if unit.text not in QUOTES and unit.tag != "w"]
    if len(plain) > 1 and plain[-1].text in _SHARES and plain[-2].tag == "E":
        plain.pop()
    if plain and plain[-1].tag == "E" and (mention := plain[-1].mention) is not None:
        return Party(mention.text, mention.canonical, mention.type, mention.span, mention.id)
    region = len(plain) == 1 and plain[0].has("region")
    return _written(Phrase(tuple(units), 0, 0), "place" if region else "other") if units else None


def _qualifies(unit: Unit) -> bool:
    """Whether a word says how or when an amount is taken, not whose it is: 单日, 平均, 一度."""
    return unit.has("aspect") and unit.tag != "M" and len(unit.text) > 1


def members(phrase: Phrase) -> tuple[Party, ...]:
    """Return each of the names a phrase lists, if it lists names."""
    if not any(unit.text in JOINS - {"·", "-", "/", "&"} for unit in phrase.units):
        return ()
    found: list[Party] = []
    chunk: list[Unit] = []
    for unit in [*phrase.units, None]:
        if unit is None or unit.text in JOINS:
            if chunk and (one := party(Phrase(tuple(chunk), 0, 0))) is not None:
                found.append(one)
            chunk = []
        elif unit.tag != "的":
            chunk.append(unit)
    return completed(found)


_ORDINAL = "第[一二三四五六七八九十]"


def completed(listed: Sequence[Party]) -> tuple[Party, ...]:
    """Give bare ordinals the noun that only the last of their list has: 第二、第三产业."""
    noun = re.fullmatch(f"{_ORDINAL}(\\D+)", listed[-1].canonical) if listed else None
    if noun is None:
        return tuple(listed)
    bare = [re.search(f"{_ORDINAL}$", one.text) is not None for one in listed]
    return tuple(
        replace(one, canonical=one.canonical + noun[1]) if is_bare else one
        for one, is_bare in zip(listed, bare, strict=True)
    )


def _is_list(units: list[Unit]) -> bool:
    joins = [
        i for i, unit in enumerate(units) if unit.text in JOINS and unit.text not in {"·", "-", "/", "&"}
    ]
    return (
        bool(joins)
        and any(u.tag == "E" for u in units[: joins[0]])
        and any(u.tag == "E" for u in units[joins[-1] :])
    )


def _written(phrase: Phrase, kind: MentionType) -> Party | None:
    text = phrase.text
    return Party(text, text, kind, phrase.span) if text else None
