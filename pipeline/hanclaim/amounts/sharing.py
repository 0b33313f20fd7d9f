"""Numbers that share what is written once: the ends of a range, the members of a list, a unit in a bracket."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from types import MappingProxyType

from hanclaim import tables
from hanclaim.amounts.numerals import Number, parse_number, plain
from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import by_surface, expression

_DASH = re.compile(r" ?(?:[（(]含[）)])? ?(?:[-－–—―~～〜∼]{1,2}|至|到) ?")
_LARGE = frozenset("万亿兆")
_BELOW = re.compile("(?:以下|以内)")  # 三年以上十年以下
_LONGEST_DASH = 9
_SENTENCE = re.compile("[判刑囚监][^，。；]{0,6}$")  # 判刑5年2月
_MONTHS = re.compile("(1[01]|[1-9]|十一?|[一二三四五六七八九])月")
_LIFE = 100  # years beyond which no sentence is passed
_SENTENCED = re.compile("(?:有期)?徒刑|监禁")
_ORDERED = frozenset("名位")  # 第二、三位
_DASHES = frozenset(
    " （(-－–—―~～〜∼至到、以"
)  # what stands between the ends of a range begins with one of them
_MOVED = re.compile(
    "(?:[上下]调|调[升降高低]|回[落升]|减少|增加|增长|上[涨升]|下[跌降滑]|收窄|扩大|缩减|提高|降低|[升降跌涨增减])了?(?:约|近|逾)?$"
)
_FAR = 4  # times; the ends of a range are seldom so far apart
_SCALES = re.compile(
    r"(?:[0-9.,]+|[一二两三四五六七八九]|.*?[一二两三四五六七八九十百千](?=[万亿]))([十百千万亿兆仟佰]+)(?![一二三四五六七八九零0-9])"
)
_BY, _OVER = re.compile(" ?[×✕xX*] ?"), re.compile("[/／]")
_LIST = re.compile(r" ?(?:[、,]|以?及|和|与|或|跟) ?")
_TOGETHER = re.compile(r"(?:分别|依次|各|均|为|是|达|约)[^，。；]{0,24}$")


def join_ranges(folded: str, found: Sequence[Found]) -> list[Found]:
    """Two numbers with a dash, 至 or 到 between them are one range."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if before is None or one.start - before.end > _LONGEST_DASH or folded[before.end] not in _DASHES:
            joined.append(one)
        elif folded[before.end : one.start] == "、" and _are_neighbours(before, one):
            low, high = before.number.value, one.number.value
            joined[-1] = replace(one, start=before.start, number=Number(None, low, high, approximate=True))
        elif folded[before.end : one.start] == "以上":
            below = _BELOW.match(folded, one.end)
            pair = _range(folded, before, one) if below else None
            if below is None or pair is None:
                joined.append(one)
            else:
                joined[-1] = replace(pair, end=below.end())
        elif not _joins(folded, before, one):
            joined.append(one)
        elif _are_years(before, one):
            joined.pop()
        elif pair := _range(folded, before, one):
            joined[-1] = pair
        else:
            joined.append(one)
    return joined


def _joins(folded: str, first: Found, last: Found) -> bool:
    """Whether a dash stands between two numbers, or one and the sign of money that both have: $6.5-$8."""
    signed = _is_signed(folded, first) and folded[last.start - 1] == folded[first.start - 1]
    return _DASH.fullmatch(folded, first.end, last.start - signed) is not None


def _is_signed(folded: str, one: Found) -> bool:
    return one.start > 0 and folded[one.start - 1] in "$¥￥€£"


def _are_neighbours(first: Found, last: Found) -> bool:
    """In 3、4个月 two digits in a row are one rough number."""
    low, high = first.number.value, last.number.value
    if (
        first.unit is not None
        or last.unit is None
        or low is None
        or high is None
        or last.setting
        or first.scaled
    ):
        return False
    return last.unit.kind in {"count", "duration", "physical", "multiple"} and 0 < low < 9 and high == low + 1


def _are_years(first: Found, last: Found) -> bool:
    return first.unit is None and last.surface in {"", "年"} and all(
        one.number.value is not None and len(str(one.number.value)) == 4 and 1800 <= one.number.value < 2100 for one in (first,)
    ) and (last.number.value or 0) % 1 == 0 and (last.surface == "年" or last.scaled)  # fmt: skip


def _range(folded: str, first: Found, last: Found) -> Found | None:
    """The first end takes the unit and, where it would else be the larger, the scale of the last: 800至1000亿元."""
    if first.setting or last.setting or first.unit not in {None, last.unit}:
        return None
    if last.unit is None and not (first.scaled and last.scaled) and not _is_signed(folded, first):
        return None
    low, high = first.number.value or first.number.low, last.number.value or last.number.high
    if low is None or high is None:
        return None
    if first.unit is None and last.unit is not None:
        low = plain(low * last.unit.factor) if last.unit.factor != 1 else low
    low = _with_scale(folded[first.start : first.end], low, folded[last.start : last.end], high)
    if low >= high or (first.unit is not None and high >= _FAR * low and _moves_by(folded, first)):
        return None
    rough = first.number.approximate or last.number.approximate
    return replace(
        last, start=first.start, number=Number(None, low, high, approximate=rough), sign=first.sign
    )


def _moves_by(folded: str, first: Found) -> bool:
    """Whether the first number is by how much something moved, and the last what it came to: 回落4元至68元."""
    moved = _MOVED.search(folded, max(0, first.start - 6), first.start) is not None
    return moved and folded[first.end : first.end + 1] in {"至", "到"}


def _with_scale(first: str, low: Decimal, last: str, high: Decimal) -> Decimal:
    """Give the first end what scale it leaves to the last: 八到九百亿, 十八至三十万, 800至1000亿."""
    if not _LARGE.isdisjoint(first):
        return low
    scales = _SCALES.match(last)
    for written in (scales[1], scales[1][-1:]) if scales else ():
        scale = parse_number(written) if written else None
        if scale is not None and scale.value is not None and low * scale.value < high:
            return plain(low * scale.value)
    return low


def _scale(value: Decimal) -> int:
    return next((step for step in (10**12, 10**8, 10**4, 1000, 100) if value >= step), 1)


@cache
def _parts() -> Mapping[tuple[str, str], Decimal]:
    return MappingProxyType({(row["unit"], row["part"]): Decimal(row["of"]) for row in tables.read("parts")})


def join_parts(folded: str, found: Sequence[Found]) -> list[Found]:
    """A unit and its part are one amount: 十块三毛, 五元六角七分, 1小时30分钟; in 第二、三位 both are ranks."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if one.surface == "年" and (term := _term(folded, one)):
            joined.append(term)
        elif before is None or one.start - before.end > 1:
            joined.append(one)
        elif one.start < before.end:  # the months of a term
            continue
        elif folded[before.end : one.start] in {"", "零", "又"} and (whole := _compound(before, one)):
            joined[-1] = whole
        elif folded[before.end] == "、" and before.rule == "rank.bare" and one.surface in _ORDERED:
            joined.append(replace(one, unit=before.unit, rule="rank.named", setting=before.setting))
        else:
            joined.append(one)
    return joined


def _term(folded: str, years: Found) -> Found | None:
    """3年8月 is a length where a sentence is passed, and a date elsewhere."""
    value, match = years.number.value, _MONTHS.match(folded, years.end)
    months = parse_number(match[1]) if match else None
    if match is None or months is None or months.value is None or value is None or value >= _LIFE:
        return None
    passed = _SENTENCE.search(folded, max(0, years.start - 8), years.start)
    if passed is None and _SENTENCED.match(folded, match.end()) is None:
        return None
    number = years.number._replace(value=plain(value * 12 + months.value))
    return replace(years, end=match.end(), number=number, unit=by_surface()["个月"], surface="个月")


def _compound(first: Found, last: Found) -> Found | None:
    many = _parts().get((first.surface, last.surface))
    value, part = first.number.value, last.number.value
    if many is None or value is None or part is None or first.unit is None or last.unit is None:
        return None
    if first.unit.kind == "currency":  # in the larger unit, as prices are
        if last.unit.kind == "currency":
            return replace(first, end=last.end, number=last.number._replace(value=plain(value + part)))
        return replace(
            first,
            end=last.end,
            number=last.number._replace(value=plain(value + part * first.unit.factor / many)),
        )
    unit = last.unit if last.unit.kind == first.unit.kind else by_surface()[f"{last.surface}钟"]  # 两小时十分
    return replace(
        last, start=first.start, number=last.number._replace(value=plain(value * many + part)), unit=unit
    )


def share_units(folded: str, found: Sequence[Found]) -> list[Found]:
    """In 千亿、万亿美元, 3×2厘米 and 分别为12、15和18% the last unit serves them all, and its scale those that have none."""
    shared = list(found)
    for i in range(len(shared) - 2, -1, -1):
        one, after = shared[i], shared[i + 1]
        if one.unit is not None or after.unit is None:
            continue
        beside = _OVER if after.unit.code == "mm[Hg]" else _BY  # blood pressure is one over the other
        sides = after.unit.kind == "physical" and beside.fullmatch(folded, one.end, after.start) is not None
        paired = (
            after.unit.kind in {"currency", "percent"}
            and _OVER.fullmatch(folded, one.end, after.start) is not None
        )
        if paired and "." in folded[one.start : one.end] and "." in folded[after.start : after.end]:
            sides = True  # 净利润5.3/6.4亿元
        if not (sides or _LIST.fullmatch(folded, one.end, after.start)):
            continue
        opened = folded[one.start - 1 : one.start]  # (31及46岁)
        listed = opened in {"(", "（"} or (after.surface == "岁" and "\u4e00" <= opened <= "\u9fff")
        if not (
            sides
            or one.scaled
            or (listed and not one.chinese)
            or _TOGETHER.search(folded, max(0, one.start - 30), one.start)
        ):
            continue
        scale = (
            1 if one.scaled or not after.scaled or after.number.value is None else _scale(after.number.value)
        )
        shared[i] = replace(
            one,
            number=one.number.times(scale),
            unit=after.unit,
            surface=after.surface,
            rule=after.rule,
            scaled=one.scaled or after.scaled,
        )
    return shared


@cache
def _bracket() -> re.Pattern[str]:
    return re.compile(
        rf"[（(](?:单位[:：]? ?)?(?P<scale>[百千万亿]{{0,2}})(?P<unit>{expression()})?[）)] ?[:：]? ?$"
    )


def take_bracket(folded: str, found: Sequence[Found]) -> list[Found]:
    """Give a number the unit and scale of the bracket that stands before it: 发行总额（亿元）10.00."""
    return [_bracketed(folded, one) if one.unit is None and not one.scaled else one for one in found]


def _bracketed(folded: str, one: Found) -> Found:
    before = folded[max(0, one.start - 14) : one.start]
    if not before.rstrip(" :：").endswith(("）", ")")):
        return one
    match = _bracket().search(before)
    if match is None or not (match["scale"] or match["unit"]):
        return one
    scale = parse_number(match["scale"]) if match["scale"] else None
    factor = scale.value if scale and scale.value else Decimal(1)
    unit = by_surface()[match["unit"]] if match["unit"] else None
    return replace(
        one,
        number=one.number.times(factor),
        unit=unit,
        surface=match["unit"] or "",
        scaled=True,
        rule="number.bracket",
    )
