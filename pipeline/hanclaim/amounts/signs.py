"""Plus, minus, 零下 and 负: below nothing, or a change downwards."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from hanclaim.amounts.changes import Setting
from hanclaim.amounts.numerals import Number
from hanclaim.amounts.readings import Found

_MINUS = {"-", "−", "－", "负", "零下"}
_PLUS = {"+", "＋"}
_SIGNS = _MINUS | _PLUS
_SIGNED_KINDS = {"percent", "percentage_point", "currency", "physical"}
_OPEN_BEFORE = re.compile(r"(?:^|[^0-9A-Za-z%年月日号元万亿)）\]])$")
_TO = re.compile(r" ?(?:至|到|~|～) ?(?:零[上下]|[-+])?")
_COMPARED = re.compile(r"(?:同比|环比|涨跌幅?|年增率|月增率|变动|按年|按月)[:：为 ]?$")


def take_signs(folded: str, found: Sequence[Found]) -> list[Found]:
    """Take signs into the spans where they are signs, and not dashes between two things."""
    if not [one for one in found if one.sign]:
        return list(found)
    signed: list[Found] = []
    for one, following in zip_longest(found, found[1:]):
        end = signed[-1].end if signed else 0
        signed.append(_signed(folded, one, end, following) if one.sign else one)
    return signed


def _signed(folded: str, one: Found, end: int, following: Found | None) -> Found:
    start = folded.rindex(one.sign, 0, one.start)
    kind = one.unit.kind if one.unit is not None else ""
    if not kind and following is not None and following.unit is not None:  # 零下5至零上3度 share the unit
        kind = following.unit.kind if _TO.fullmatch(folded, one.end, following.start) else ""
    before = folded[max(0, start - 1) : start]
    dash = end > 0 and folded[end:start].strip(" -－−") == "" and one.sign not in {"零下", "负"}
    if kind not in _SIGNED_KINDS or dash or not _OPEN_BEFORE.search(before) or before == "正":
        return replace(one, sign="")
    if one.sign == "±":
        value = one.number.value
        return one if value is None else replace(one, start=start, number=Number(None, -value, value))
    number = one.number
    if one.sign in _MINUS:
        number = number._replace(
            value=None if number.value is None else -number.value,
            low=None if number.high is None else -number.high,
            high=None if number.low is None else -number.low,
        )
    return replace(one, start=start, number=number)


def turn(number: Number, setting: Setting, one: Found, left: str) -> tuple[Number, Setting]:
    """A change downwards is a positive number with its direction: 同比-3.2% fell by 3.2."""
    if one.sign not in _SIGNS or number.value is None:
        return number, setting
    falls = number.value < 0
    compared = (
        setting.kind == "change"
        or _COMPARED.search(left)
        or (one.sign in _PLUS and one.unit is not None and one.unit.kind == "percent")
    )
    if not compared or setting.mode == "to":
        return number, setting
    turned = setting.direction == "down"
    return number._replace(value=abs(number.value)), setting._replace(
        kind="change", direction="down" if falls != turned else "up", mode="by"
    )
