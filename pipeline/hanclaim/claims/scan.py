"""One pass over the text that finds every numeral with its unit, and the words that are figures by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import cast

from hanclaim import tables
from hanclaim.claims.changes import Setting
from hanclaim.claims.numerals import CHARACTERS, NUMERAL, Number, parse_number
from hanclaim.claims.units import Unit, by_surface, expression, trie
from hanclaim.document import Comparator, Direction, QuantityKind, UnitKind

_WHOLE_ONLY = {"天", "岁", "度", "周", "里", "码"}  # 半天 is a long while, 半岁 no age
_FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")  # 陆 and 伍 alone are names
_SEVERAL = re.compile(
    "个月|个小时|[个名家人次年天周位起条项件种只处场座艘辆台倍代轮枚股架秒米]|小时|分钟|公里"
)
RANK = Unit("{rank}", "rank")
TIMES = Unit("{times}", "multiple")
PERCENT = Unit("%", "percent")


@dataclass(frozen=True, slots=True)
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
def scanner() -> re.Pattern[str]:
    """Build the one expression, gated on the characters that may begin a figure."""
    units = expression()
    words = trie(row["surface"] for row in tables.read("not_quantities", key="surface"))
    figures = trie(row["surface"] for row in tables.read("figures", key="surface"))
    halves = trie(
        word
        for word, unit in by_surface().items()
        if unit.kind in {"duration", "physical"} and not word.isascii() and word not in _WHOLE_ONLY
    )
    first = "".join(sorted({row["surface"][0] for row in tables.read("figures")}))
    return re.compile(
        rf"(?=[0-9{CHARACTERS}上好第前翻A-Ca-c±负零+＋−－{first}-])"
        rf"(?:(?P<idiom>{words})|(?P<figure>{figures})(?![年天月个小])"
        rf"|第 ?(?P<rank>{NUMERAL}) ?(?P<order>[大高多长强快贵名位个])?"
        rf"|前 ?(?P<among>{NUMERAL}) ?(?P<of>[名位强大甲])?(?![年月周天日季个次期几者后面])"
        rf"|翻了?近?(?P<fold>{NUMERAL})番"
        rf"|数以(?P<hundreds>[十百千万亿]+)计"
        rf"|(?P<rating>(?<![A-Za-z0-9.+-])(?:A{{1,3}}|B{{1,3}}|C{{1,3}}|Aa|Baa|Ba|Caa|aaa|aa)(?:[1-3]|[+＋-]|－)?)(?![A-Za-z0-9])"
        rf"|(?P<class>[2-5]A)(?=级|景区)"
        rf"|(?P<stars>[一二三四五六七2-7])星级?(?=酒店|宾馆|饭店|级|评|好评|景区|[，。、））])"
        rf"|(?P<halved>半)个?(?P<of_half>{halves})"
        rf"|(?P<base>{NUMERAL})分之 ?(?P<part>{NUMERAL})"
        rf"|(?P<sign>[-−－+＋]|零下 ?|负|±)?(?P<number>{NUMERAL})(?P<loose> ?[多余来](?![自到源于于出样元]))?"
        rf"(?: ?(?P<unit>个[半多](?:小时|钟头|月|星期|世纪)|成(?![为立功员本都交品长果分就绩效型熟份千群])[{CHARACTERS}]?|块[{CHARACTERS}](?![{CHARACTERS}个只张])|{units})"
        rf"(?:(?P<slash> ?[/／] ?|每)(?P<per>{units}))?(?P<half>半)?(?P<more>有?[多余](?![出了于达元种少数为个名家]))?)?)"
    )


def candidates(folded: str) -> Iterator[Found]:
    """Yield every figure, in order; words that only begin with a numeral are stepped over."""
    for match in scanner().finditer(folded):
        name = match.lastgroup
        for key in (
            "idiom",
            "figure",
            "rank",
            "among",
            "fold",
            "hundreds",
            "rating",
            "class",
            "stars",
            "halved",
            "base",
        ):
            if match[key] is not None:
                name = key
                break
        else:
            name = "number"
        found = _READ[name](match)
        if found is not None:
            yield found


def _skip(match: re.Match[str]) -> None:
    del match


@cache
def _figures() -> Mapping[str, tuple[Number, Unit, Setting]]:
    return MappingProxyType(
        {
            row["surface"]: (
                Number(
                    Decimal(row["value"]),
                    comparator=cast("Comparator", row["comparator"]),
                    approximate=row["surface"][0] == "近",
                ),
                Unit(row["unit"], cast("UnitKind", row["unit_kind"])),
                Setting(
                    cast("QuantityKind", row["kind"]),
                    None if row["direction"] == "-" else cast("Direction", row["direction"]),
                    None if row["direction"] == "-" else "by",
                ),
            )
            for row in tables.read("figures", key="surface")
        }
    )


def _figure(match: re.Match[str]) -> Found:
    number, unit, setting = _figures()[match["figure"]]
    return Found(match.start(), match.end(), number, unit, "figure.word", match["figure"], setting=setting)


def _rank(match: re.Match[str]) -> Found | None:
    number = parse_number(match["rank"])
    if number is None or number.value is None:
        return None
    rule = (
        f"rank.{ {'名': 'named', '位': 'named', '个': 'first', None: 'bare'}.get(match['order'], 'ordered') }"
    )
    return Found(
        match.start(), match.end(), number, RANK, rule, match["order"] or "", setting=Setting("rank")
    )


def _among(match: re.Match[str]) -> Found | None:
    number = parse_number(match["among"])
    if number is None or number.value is None:
        return None
    return Found(
        match.start(),
        match.end(),
        number._replace(comparator="le"),
        RANK,
        "rank.among",
        match["of"] or "",
        setting=Setting("rank"),
    )


def _fold(match: re.Match[str]) -> Found | None:
    number = parse_number(match["fold"])
    if number is None or number.value is None or number.value > 12:
        return None
    doubled = Number(Decimal(2) ** int(number.value))  # each 番 doubles
    return Found(
        match.start(), match.end(), doubled, TIMES, "multiple.fold", setting=Setting("change", "up", "by")
    )


def _hundreds(match: re.Match[str]) -> Found | None:
    number = parse_number("数" + match["hundreds"])
    return (
        None
        if number is None
        else Found(match.start(), match.end(), number, Unit(None, "count"), "count.hundreds")
    )


def _half(match: re.Match[str]) -> Found:
    unit = by_surface()[match["of_half"]]
    return Found(
        match.start(),
        match.end(),
        Number(Decimal("0.5")),
        unit,
        f"{unit.kind}.half",
        match["of_half"],
        chinese=True,
    )


def _rating(match: re.Match[str]) -> Found:
    return Found(
        match.start(),
        match.end(),
        Number(None),
        Unit(None, "rating"),
        "rating.letters",
        setting=Setting("rating"),
    )


def _stars(match: re.Match[str]) -> Found:
    return Found(
        match.start(),
        match.end(),
        Number(None),
        Unit(None, "rating"),
        "rating.stars",
        setting=Setting("rating"),
    )


def _fraction(match: re.Match[str]) -> Found | None:
    base, part = parse_number(match["base"]), parse_number(match["part"])
    if base is None or part is None or not base.value or (part.value is None and part.low is None):
        return None
    if match["base"] in {"百", "千", "万"}:
        return Found(
            match.start(),
            match.end(),
            part.times(Decimal(100) / base.value),
            PERCENT,
            "percent.spoken",
            "分之",
            chinese=True,
        )
    if part.value is None:
        return None
    value = round(part.value / base.value, 4).normalize()
    return Found(
        match.start(),
        match.end(),
        Number(value),
        Unit(None, "ratio"),
        "fraction.spoken",
        "分之",
        chinese=True,
    )


def _number(match: re.Match[str]) -> Found | None:
    written, surface = match["number"], match["unit"]
    if (
        written in _FINANCIAL
        or written in {"○", "〇", "兆"}
        or (written == "数" and not _SEVERAL.fullmatch(surface or ""))
    ):
        return None
    if surface is None and len(written) == 1 and (match["loose"] or not written.isdigit()):
        return None
    number = parse_number(written)
    if number is None:
        return None
    if match["loose"]:
        number = number._replace(approximate=True, comparator="eq" if "来" in match["loose"] else "gt")
    unit = None
    if surface is not None:
        if surface[:2] in {"个半", "个多"}:  # 一个半小时, 6个多月
            number = _inside(number, surface[1])
            surface = surface[0] + surface[2:]
        unit = by_surface()[surface[0] if surface[0] in "成块" and surface[1:2] in CHARACTERS else surface]
        number = _with_tail(number, unit, surface, written)
    if match["half"] and number.value is not None:
        number = number._replace(value=number.value + Decimal("0.5"))
    if match["more"]:
        number = number._replace(approximate=True, comparator="gt")
    return Found(
        match.start("number"), match.end(), number, unit, f"{unit.kind if unit else 'number'}.{'spoken' if not written[0].isascii() else 'plain'}",
        surface or "", by_surface()[match["per"]].code if match["per"] else None,
        chinese=not written[0].isascii(), scaled=any(char in "千百万亿兆" for char in written), sign=(match["sign"] or "").strip(),
    )  # fmt: skip


def _inside(number: Number, word: str) -> Number:
    if word == "多":
        return number._replace(comparator="gt", approximate=True)
    return number._replace(value=None if number.value is None else number.value + Decimal("0.5"))


def _with_tail(number: Number, unit: Unit, surface: str, written: str) -> Number:
    """Bring a part's factor in, and the digit that borrows from it: 七成五 is 75, 三块五 3.5; 85折 is 85 already."""
    factor = unit.factor
    if surface == "折" and len(written) == 2 and number.value is not None and number.value > 10:
        factor = Decimal(1)
    number = number.times(factor)
    tail = (
        parse_number(surface[1:])
        if len(surface) == 2 and surface[0] in "成块" and surface[1] in CHARACTERS
        else None
    )
    if tail is not None and tail.value is not None and number.value is not None and tail.value < 10:
        number = number._replace(value=number.value + tail.value * (unit.factor / 10))
    return number


_READ: Mapping[str, Callable[[re.Match[str]], Found | None]] = {
    "idiom": _skip, "figure": _figure, "rank": _rank, "among": _among, "fold": _fold, "hundreds": _hundreds,
    "rating": _rating, "class": _rating, "halved": _half, "stars": _stars, "base": _fraction, "number": _number,
}  # fmt: skip
