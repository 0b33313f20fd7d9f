"""Numbers in the cells of a table, which take unit, scale and sense from the heads above them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from hanclaim.amounts.changes import Setting
from hanclaim.amounts.numerals import parse_number
from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import by_surface, expression
from hanclaim.blocks import find_cells
from hanclaim.document import Direction
from hanclaim.structure import Cell

_APART = frozenset(("", "\n", *"\t|｜│／/　 "))
_ROW = re.compile(r"[\t|｜│]|[ 　\xa0/／][^\n]*?[ 　\xa0/／]")
_CHANGE = re.compile(
    r"涨跌|同比|环比|增减|增速|较[上去]|[月年季][增减]|变动|变化|变幅|与常年|按[周月季年](?![供租付计缴结还支薪])|比[上去常]|[涨升加增跌降减]幅|年增|季增"
)
_GAPS: dict[str, Direction] = {"高": "up", "多": "up", "低": "down", "少": "down"}
_FALL = re.compile("[跌降减]幅$")
_INDEX = re.compile("指数|得分|评分|点位|分数|[总均]分")
_SHARE = re.compile("占比|比重|份额|占有率")
_NUMBERED = re.compile("[数量额率价值费期息]$")
_TALLIED = re.compile(
    "(?:射[门正]|角球|[黄红]牌|犯规|越位|抢[断截]|扑救|篮板|助攻|盖帽|失误|罚球|安打|三振|保送|全垒打|打点|传球)[次数]*$|(?:打击|上垒|长打|防御|胜)率$"
)
_NOTES = re.compile(r"[（(].*?[)）]")


def take_heads(folded: str, found: Sequence[Found], cells: Sequence[Cell] | None = None) -> list[Found]:
    r"""Give each number that is a whole cell what its column, its row or the table's title says of it.

    Without ``cells`` the tables are looked for where a number stands like a cell.

    >>> one, = take_heads('种类　金额（万元）　占比\n国债　5　6%', [Found(16, 17, parse_number('5'), None, '')])
    >>> one.number.value, one.unit.code
    (Decimal('50000'), 'CNY')
    """
    if cells is None:
        ending = [one for one in found if folded[one.end : one.end + 1] in _APART]
        cells = find_cells(folded) if any(_stands_apart(folded, one) for one in ending) else ()
    if not cells:
        return list(found)
    starts = [cell.span.start for cell in cells]
    return [_headed(folded, one, cells[bisect_right(starts, one.start) - 1]) for one in found]


def _stands_apart(folded: str, one: Found) -> bool:
    """Whether a number stands like a cell, in a line that may fall into several."""
    start = one.start - len(one.sign)
    if start and folded[start - 1] not in _APART:
        return False
    stop = folded.find("\n", one.end)
    return (
        _ROW.search(folded, folded.rfind("\n", 0, start) + 1, len(folded) if stop < 0 else stop) is not None
    )


def _headed(folded: str, one: Found, cell: Cell) -> Found:
    """Read one number by the heads of its cell; a bare one only where it is the whole cell."""
    if one.end > cell.span.end or one.start < cell.span.start or one.setting is not None or one.chinese:
        return one
    is_whole = one.start - len(one.sign) <= cell.span.start and one.end == cell.span.end
    if one.unit is None and not is_whole:
        return one
    heads = [folded[slice(*head)] for head in (cell.column_head, cell.row_head) if head is not None]
    gap = _GAPS.get(folded[cell.span.start : one.start])
    if gap is not None and any(_CHANGE.search(head) for head in heads):  # 高1.4度 under 与常年比较
        return replace(one, setting=Setting("change", gap, "by"))
    return _read(one, cell.unit, heads, " ".join(folded[slice(*title)] for title in cell.titles))


@cache
def _counted() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<scale>[百千万亿]{{0,2}})(?P<unit>{expression()})?(?:[/／](?P<per>{expression()}))?(?:[,，、].*)?"
    )


def _with_unit(one: Found, noted: str | None, heads: Sequence[str]) -> Found:
    """Give a bare number the unit that a head or a note names: 万元, 亿, 元/Wh, 辆数."""
    for head in heads:
        counted = head[-2:-1] if head.endswith("数") else ""
        if (unit := by_surface().get(counted)) is not None and unit.kind == "count":
            return replace(one, unit=unit, surface=counted, rule="count.cell")
    match = _counted().fullmatch(noted) if noted else None
    if match is None or not (match["scale"] or match["unit"]):
        return one
    factor = parse_number(match["scale"]) if match["scale"] else None
    unit = by_surface()[match["unit"]] if match["unit"] else None
    return replace(
        one,
        number=one.number.times(factor.value if factor and factor.value else Decimal(1)),
        unit=unit,
        surface=match["unit"] or "",
        scaled=True,
        rule=f"{unit.kind if unit else 'number'}.cell",
    )


def _read(one: Found, noted: str | None, heads: Sequence[str], title: str) -> Found:
    if one.unit is None:
        if any(_INDEX.search(text) for text in (*heads, title)):
            return replace(one, rule="index.cell")
        one = _with_unit(one, noted, heads)
    if one.unit is None and any(_TALLIED.search(head) for head in heads):
        return replace(one, rule="number.tally")
    if one.unit is None:
        is_measured = any(_NUMBERED.search(_NOTES.sub("", head)) for head in heads)
        return replace(one, rule="number.cell") if is_measured and not one.scaled else one
    if one.unit.kind not in {"percent", "percentage_point", "currency", "count", "physical"}:
        return one
    if any(_SHARE.search(head) for head in heads):
        return replace(one, setting=Setting("share"))
    told = [*heads, title] if one.unit.kind == "percent" else heads
    says = next((text for text in told if _CHANGE.search(text)), "")
    if not says:
        return one
    falls = bool(_FALL.search(says)) != (one.sign in {"-", "−", "－"})
    direction: Direction = "down" if falls else "up"
    start = one.start - len(one.sign)
    return replace(one, start=start, sign="", setting=Setting("change", direction, "by"))
