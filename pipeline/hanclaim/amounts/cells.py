"""Numbers in the cells of a table, which take unit, scale and sense from the heads above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from hanclaim.amounts.changes import Setting
from hanclaim.amounts.numerals import parse_number
from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import Unit, by_surface, expression
from hanclaim.document import Direction

_APART = "\t|｜／　 "
_ENDS = frozenset(("", "\n", *_APART))
_BREAK = re.compile(r"[\t|｜／　]+ ?| {1,}")
_CHANGE = re.compile(
    r"涨跌|同比|环比|增减|增速|较[上去]|[月年季][增减]|变动|变化|[涨升加增跌降减]幅|年增|季增"
)
_FALL = re.compile("[跌降减]幅$")
_INDEX = re.compile("指数|得分|评分|点位")
_SHARE = re.compile("占比|比重|份额|占有率")
_HIGHEST = 15  # rows between a cell and its head
_LONGEST = 90  # a longer line is prose


def take_heads(folded: str, found: Sequence[Found]) -> list[Found]:
    r"""Give each number that is a whole cell what its column or the table's title says of it.

    >>> one, = take_heads('金额（万元）　占比\n5　6', [Found(10, 11, parse_number('5'), None, '')])
    >>> one.number.value, one.unit.code
    (Decimal('50000'), 'CNY')
    """
    return [
        _headed(folded, one) if folded[one.end : one.end + 1] in _ENDS and _is_cell(folded, one) else one
        for one in found
    ]


def _is_cell(folded: str, one: Found) -> bool:
    start = one.start - len(one.sign)
    before, after = folded[start - 1 : start] if start else "\n", folded[one.end : one.end + 1] or "\n"
    if one.setting is not None or one.chinese or before not in _APART + "\n" or after not in _APART + "\n":
        return False
    line = folded[folded.rfind("\n", 0, start) + 1 : _end_of_line(folded, one.end)]
    return (
        len(line) < _LONGEST and len(_BREAK.split(line.strip())) > 1 and not re.search("[，。；！？]", line)
    )


def _end_of_line(folded: str, at: int) -> int:
    end = folded.find("\n", at)
    return len(folded) if end < 0 else end


def _headed(folded: str, one: Found) -> Found:
    start = folded.rfind("\n", 0, one.start) + 1
    line = folded[start : _end_of_line(folded, one.end)]
    columns = len(_BREAK.split(line.strip()))
    column = len(_BREAK.split(folded[start : one.start - len(one.sign)].lstrip())) - 1
    head, title = "", ""
    for text in _lines_above(folded, start):
        cells = _BREAK.split(text.strip())
        if len(cells) == columns and "单位" not in text:
            head = cells[column]
            if _unit_in(head):
                break
        else:
            title = text
            break
    return _read(one, head, title)


def _lines_above(folded: str, start: int) -> Iterator[str]:
    for _ in range(_HIGHEST):
        if start <= 0:
            return
        begin = folded.rfind("\n", 0, start - 1) + 1
        line = folded[begin : start - 1]
        if not line.strip() or len(line) > _LONGEST:
            return
        yield line
        start = begin


@cache
def _bracket() -> re.Pattern[str]:
    unit = rf"(?P<scale>[百千万亿]{{0,2}})(?P<unit>{expression()})?(?:[/／](?P<per>{expression()}))?"
    return re.compile(rf"[（(](?:单位[:：]? ?)?{unit}[，,、）)]|单位[:：] ?{unit.replace('?P<', '?P<_')}")


def _unit_in(text: str) -> tuple[Decimal, Unit | None, str] | None:
    """Read （万元）, （单位：万人） or （元/Wh，含税）."""
    for match in _bracket().finditer(text):
        scale, surface = match["scale"] or match["_scale"] or "", match["unit"] or match["_unit"] or ""
        if not (scale or surface):
            continue
        factor = parse_number(scale) if scale else None
        unit = by_surface()[surface] if surface else None
        return (factor.value if factor and factor.value else Decimal(1)), unit, surface
    return None


def _read(one: Found, head: str, title: str) -> Found:
    if one.unit is None and head.endswith("数") and (unit := by_surface().get(head[:-1])):  # 辆数
        one = replace(one, unit=unit, surface=head[:-1], rule="count.cell")
    if one.unit is None and _INDEX.search(head + title):
        return replace(one, rule="index.cell")
    if one.unit is None and (counted := _unit_in(head) or _unit_in(title)):
        factor, unit, surface = counted
        rule = f"{unit.kind if unit else 'number'}.cell"
        one = replace(
            one, number=one.number.times(factor), unit=unit, surface=surface, scaled=True, rule=rule
        )
    if one.unit is None or one.unit.kind not in {
        "percent",
        "percentage_point",
        "currency",
        "count",
        "physical",
    }:
        return one
    if _SHARE.search(head):
        return replace(one, setting=Setting("share"))
    says = (
        head
        if _CHANGE.search(head)
        else title
        if one.unit.kind == "percent" and _CHANGE.search(title)
        else ""
    )
    if not says:
        return one
    falls = bool(_FALL.search(says)) != (one.sign in {"-", "−", "－"})
    direction: Direction = "down" if falls else "up"
    start = one.start - len(one.sign)
    return replace(one, start=start, sign="", setting=Setting("change", direction, "by"))
