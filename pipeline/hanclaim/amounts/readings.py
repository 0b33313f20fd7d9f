"""What each shape of figure that the scan meets says: its number, its unit, and what it already settles."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.amounts.changes import Setting
from hanclaim.amounts.numerals import BORROWED, Number, parse_number, plain, to_places
from hanclaim.amounts.units import Unit, by_surface
from hanclaim.document import Comparator, Direction, QuantityKind, UnitKind

_RANK = Unit("{rank}", "rank")
_TIMES = Unit("{times}", "multiple")
_PERCENT = Unit("%", "percent")
_RATIO = Unit(None, "ratio")
_NEVER_ALONE = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟○〇兆")  # 陆, 伍 and 兆 alone are names
_PARTS = ("number", "loose", "unit", "many", "per", "half", "more")
_SCALES = frozenset("千百万亿兆")
_BOUNDED = re.compile("(?:超过|约|逾|近|不足|不到|有|占|达|起码|至少)$")
_BEFORE_ONE = frozenset("增升降减涨跌高低少多加仅有了约近超过逾足、至到-~—和及第下上")
_HARMED = re.compile(
    "(?:当场|不幸|不治|因此)?(?:死亡?|溺[毙亡水]|身亡|丧[生命]|遇[难害]|受伤|[重轻]伤|失[踪联]|获救|被[困捕埋]|落网|中毒|确诊)"
)
_TO_MORE = re.compile("[至到~～—－-]{1,2}[0-9一二两三四五六七八九十]")
_SEVERAL = re.compile(
    "个月|个小时|[个名家人次年天周位起条项件种只处场座艘辆台倍代轮枚股架秒米]|小时|分钟|公里"
)


@dataclass(slots=True)  # not frozen: thousands are made on the way, and a frozen one takes four times as long
class Found:
    """A number in its place, before the words around it are read.

    ``setting`` is what the words of the figure itself already say of kind and direction.
    """

    start: int
    end: int
    number: Number
    unit: Unit | None
    rule: str
    surface: str = ""
    per: str | None = None
    chinese: bool = False
    scaled: bool = False
    sign: str = ""
    setting: Setting | None = None


@cache
def _figures() -> Mapping[str, tuple[Number, Unit, Setting]]:
    figures = {}
    for row in tables.read("figures", key="surface"):
        moves = row["direction"] != "-"
        setting = Setting(
            cast("QuantityKind", row["kind"]),
            cast("Direction", row["direction"]) if moves else None,
            "by" if moves else None,
        )
        comparator = cast("Comparator", row["comparator"])
        number = Number(
            Decimal(row["value"]), comparator=comparator, approximate=row["surface"].startswith("近")
        )
        figures[row["surface"]] = number, Unit(row["unit"], cast("UnitKind", row["unit_kind"])), setting
    return MappingProxyType(figures)


def figure(match: re.Match[str]) -> Found:
    """Read a word that is a figure without a numeral: 腰斩, 过半."""
    number, unit, setting = _figures()[match["figure"]]
    return Found(match.start(), match.end(), number, unit, "figure.word", match["figure"], setting=setting)


def rank(match: re.Match[str]) -> Found | None:
    """Read 第三大, 第9名, 第一个; whether it is a rank at all is the clause's to say."""
    number = parse_number(match["rank"])
    if number is None or number.value is None:
        return None
    names = {"名": "named", "位": "named", "个": "first", None: "bare"}
    rule = f"rank.{names.get(match['order'], 'ordered')}"
    return Found(
        match.start(), match.end(), number, _RANK, rule, match["order"] or "", setting=Setting("rank")
    )


def among(match: re.Match[str]) -> Found | None:
    """Read 前10, 前五名: at most that rank."""
    number = parse_number(match["among"])
    if number is None or number.value is None:
        return None
    number = number._replace(comparator="le")
    surface = match["of"] or ""
    return Found(match.start(), match.end(), number, _RANK, "rank.among", surface, setting=Setting("rank"))


def fold(match: re.Match[str]) -> Found | None:
    """Read 翻两番: each 番 doubles."""
    number = parse_number(match["fold"])
    if number is None or number.value is None or number.value > 12:
        return None
    doubled = Number(Decimal(2) ** int(number.value))
    setting = Setting("change", "up", "by")
    return Found(match.start(), match.end(), doubled, _TIMES, "multiple.fold", setting=setting)


def hundreds(match: re.Match[str]) -> Found | None:
    """Read 数以百计 as 数百."""
    number = parse_number("数" + match["hundreds"])
    if number is None:
        return None
    return Found(match.start(), match.end(), number, Unit(None, "count"), "count.hundreds")


def rating(match: re.Match[str]) -> Found:
    """Read A+, BBB-, 五星级, 5A: steps that have no value."""
    rule = f"rating.{match.lastgroup}"
    return Found(
        match.start(), match.end(), Number(None), Unit(None, "rating"), rule, setting=Setting("rating")
    )


def half(match: re.Match[str]) -> Found:
    """Read 半小时, 半公里."""
    unit = by_surface()[match["halved"]]
    number = Number(Decimal("0.5")).times(unit.factor)
    return Found(match.start(), match.end(), number, unit, f"{unit.kind}.half", match["halved"], chinese=True)


def over(match: re.Match[str]) -> Found | None:
    """Read 3/4 as a fraction."""
    value = parse_number(match["over"])
    if value is None or value.value is None or value.value >= 1:
        return None
    return Found(match.start(), match.end(), value, _RATIO, "fraction.slash", "/")


def short_fraction(match: re.Match[str]) -> Found | None:
    """Read 四分三, Hong Kong's three quarters, after a bound or before 的: 超过四分三病人."""
    base, part = parse_number(match["tenth"]), parse_number(match["parts"])
    bounded = _BOUNDED.search(match.string, max(0, match.start() - 4), match.start())
    if base is None or part is None or not base.value or not part.value or part.value >= base.value:
        return None
    if match.string.startswith("厘", match.end()):  # 减息四分一厘
        return Found(
            match.start(),
            match.end() + 1,
            Number(to_places(part.value / base.value)),
            _PERCENT,
            "percent.short",
            "厘",
            chinese=True,
        )
    if not bounded and match.string[match.end() : match.end() + 1] not in {"的", "嘅"}:
        return None
    return Found(
        match.start(),
        match.end(),
        Number(to_places(part.value / base.value)),
        _RATIO,
        "fraction.short",
        "分",
        chinese=True,
    )


def fraction(match: re.Match[str]) -> Found | None:
    """Read 百分之五点二 as a percentage, 三分之二 and 一又二分之一 as fractions."""
    written = match["base"] or match["number"]
    base, part = parse_number(written), _longest(match["part"])
    whole = parse_number(match["number"]) if match["base"] else Number(Decimal(0))
    if base is None or not base.value or part is None or whole is None or whole.value is None:
        return None
    if not match["base"] and set(written) <= set("百佰千仟万亿"):
        number, unit, rule = part.times(Decimal(100) / base.value), _PERCENT, "percent.spoken"
    elif part.value is not None:
        number, unit, rule = (
            Number(to_places(whole.value + part.value / base.value)),
            _RATIO,
            "fraction.spoken",
        )
    else:
        return None
    if match["portion"]:  # 四分之一公升
        unit, rule = by_surface()[match["portion"]], "fraction.of"
    return Found(
        match.start("number"), match.end(), number, unit, rule, match["portion"] or "分之", chinese=True
    )


def _longest(text: str) -> Number | None:
    """Read as much of a numeral as is one: 百分之七十百分位 holds 七十."""
    while text:
        if (read := parse_number(text)) is not None:
            return read
        text = text[:-1]
    return None


def counted_by(surface: str | None, many: str | None = None) -> str | None:
    """Give the code of a rate's denominator; 元/度 counts power.

    >>> counted_by('吨'), counted_by('毫升', '百')
    ('t', '100.mL')
    """
    if surface is None:
        return None
    code = "kW.h" if surface == "度" else by_surface()[surface].code
    number = parse_number(many) if many else None
    return code if number is None or number.value in {None, 1} else f"{number.value}.{code}"


def _is_article(match: re.Match[str], surface: str | None) -> bool:
    """一份报告 is a report, and 增加一份 one more: a quick look, for there are many."""
    if surface is None or surface == "级" or match.string[match.start() - 1 : match.start()] in _BEFORE_ONE:
        return False
    return surface in by_surface() and by_surface()[surface].kind == "count"


def is_harm(text: str, end: int) -> bool:
    """Whether what befell people stands behind a count, so that even one of them is counted: 一人死亡."""
    return (
        text[end - 1] in "人名" and text[end - 4 : end - 2] != "最后" and _HARMED.match(text, end) is not None
    )


def _is_word(match: re.Match[str], written: str, surface: str | None, loose: str | None) -> bool:
    """Whether a numeral is an article, a name or a vague word, and no number."""
    if written == "一" and _is_article(match, surface) and not is_harm(match.string, match.end()):
        return True
    if written in _NEVER_ALONE and surface not in {"元", "圆", "角", "分"}:
        return True
    if written == "数" and not _SEVERAL.fullmatch(surface or ""):
        return True
    if surface is not None or len(written) > 1 or (written.isdigit() and not loose):
        return False
    begins_range = written in BORROWED + "两" and _TO_MORE.match(match.string, match.end())
    return not begins_range


class Figure(NamedTuple):
    """What a numeral and its unit say by themselves, wherever they stand; ``leading`` zeros are no part of it."""

    number: Number
    unit: Unit | None
    rule: str
    surface: str
    per: str | None
    scaled: bool
    leading: int


@lru_cache(8192)  # of the figures of a stream of news two in three have been read before
def _figure(parts: tuple[str, ...]) -> Figure | None:
    """Read a numeral with its unit; a part that is not written is None."""
    written, loose, surface, many, per, halved, more = parts
    read = parse_number(written)
    if read is None:
        return None
    if loose:
        read = read._replace(approximate=True, comparator="eq" if "来" in loose else "gt")
    unit = None
    if surface is not None:
        read, unit, surface = _with_unit(read, surface, written)
    if halved and read.value is not None:
        step = Decimal("0.5") * (unit.factor if unit and unit.kind == "percent" else 1)
        read = read._replace(value=read.value + step)
    if more:
        read = read._replace(approximate=True, comparator="gt")
    found = written[0] == "零" and written[1:2] not in {"", "点"}  # 找零五元
    rule = f"{unit.kind if unit else 'number'}.{'plain' if written[0].isascii() else 'spoken'}"
    leading = len(written) - len(written.lstrip("零")) if found else 0
    scaled = not _SCALES.isdisjoint(written)
    return Figure(read, unit, rule, surface or "", counted_by(per, many), scaled, leading)


def number(match: re.Match[str]) -> Found | None:
    """Read a numeral and its unit, with what is written inside and after them."""
    parts = match.group(*_PARTS)
    written, loose, surface = parts[:3]
    chinese = not written[0].isascii()
    if (chinese or loose) and _is_word(match, written, surface, loose):
        return None
    figure = _figure(parts)
    if figure is None:
        return None
    read, unit, rule, surface, per, scaled, leading = figure
    start, sign = match.start("number") + leading, match["sign"]
    return Found(
        start, match.end(), read, unit, rule, surface, per, chinese, scaled, sign.strip() if sign else ""
    )


def _with_unit(read: Number, surface: str, written: str) -> tuple[Number, Unit, str]:
    """Bring in a unit's factor, and the digit that borrows from it: 七成五 is 75, 三块五 3.5; 85折 is 85 already."""
    plainly = by_surface().get(surface)
    if plainly is not None and surface != "折":
        return read.times(plainly.factor), plainly, surface
    if surface[:2] in {"个半", "个多", "分半"}:  # 一个半小时, 6个多月, 五分半钟
        if surface[1] == "多":
            read = read._replace(comparator="gt", approximate=True)
        elif read.value is not None:
            read = read._replace(value=read.value + Decimal("0.5"))
        surface = surface[0] + surface[2:]
    if surface.endswith("点") and "百" in surface:
        surface = "个百分点"
    tail = surface[1:].strip()
    borrows = surface[0] in "成块毛米秒度" and tail != "" and set(tail) <= set(BORROWED + "0123456789")
    unit = by_surface()[surface[0] if borrows else surface]
    already = surface == "折" and len(written) == 2 and read.value is not None and read.value > 10
    read = read if already else read.times(unit.factor)
    if borrows and read.value is not None:
        digits = Decimal("".join(char if char.isascii() else str(BORROWED.index(char) + 1) for char in tail))
        read = read._replace(value=plain(read.value + digits.scaleb(-len(tail)) * unit.factor))
    return read, unit, surface[0] if borrows else surface
