"""Money, percentages, counts, units, multiples, ranks: every quantity of a text, by named rules."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.claims import context
from hanclaim.claims.numerals import CHARACTERS, NUMERAL, Number, parse_number, plain
from hanclaim.claims.units import Unit, by_surface, pattern
from hanclaim.document import Quantity, Time

_CLAUSE = "，。；！？\n!?;"
_REGION = {"CN": "CNY", "TW": "TWD", "HK": "HKD", "MO": "MOP"}
_HOME = {"元", "块", "块钱", "圆", "元钱", "毛", "角", "毛钱"}
_RANGE = re.compile(r"\s?(?:[-－–—―~～〜]{1,2}|至|到)\s?")
_LIST = re.compile(r"\s?[、和与及或跟,]\s?")


@dataclass(frozen=True, slots=True)
class Found:
    """A number in its place, before the words around it are read."""

    start: int
    end: int
    number: Number
    unit: Unit | None = None
    surface: str = ""
    rule: str = "count.plain"
    per: str | None = None
    chinese: bool = False
    scaled: bool = False


@cache
def _scan() -> re.Pattern[str]:
    units = pattern(by_surface())
    idioms = pattern(row["surface"] for row in tables.read("not_quantities", key="surface"))
    return re.compile(
        rf"(?=[0-9{CHARACTERS}上成好])"
        rf"(?:(?P<idiom>{idioms})"
        rf"|(?P<base>{NUMERAL})分之(?P<part>{NUMERAL})"
        rf"|(?P<number>{NUMERAL})(?P<loose>[多余来]?)(?: ?(?P<unit>成(?![为立功员本都交品长果分就绩效型熟份千群])[{CHARACTERS}]?|{units})"
        rf"(?:(?P<slash>/|每)(?P<per>{units}))?(?P<half>半)?(?P<more>有?[多余])?)?)"
    )


@cache
def _currency_before() -> re.Pattern[str]:
    names = [
        row["surface"] for row in tables.read("currencies", key="surface") if row["surface"] not in _HOME
    ]
    return re.compile(rf"(?:{pattern(names)})(?:[约逾近]|超过?)?\s?$")


def find_quantities(
    folded: str, *, published: date | None = None, region: str | None = None, times: tuple[Time, ...] = ()
) -> tuple[Quantity, ...]:
    """Read every quantity of a folded text, sorted and disjoint; none overlaps one of ``times``.

    >>> [(q.text, str(q.value), q.unit) for q in find_quantities('营收约43亿美元,同比增长12.5%')]
    [('43亿美元', '4300000000', 'USD'), ('12.5%', '12.5', '%')]
    """
    del published
    found = _share_units(
        folded, _join_ranges(folded, [f for f in _settle(_candidates(folded)) if _clear(f, times)])
    )
    home = _home_currency(folded, region)
    kept = [f for f in found if f.rule.startswith("special") or _is_quantity(folded, f)]
    return tuple(_quantity(folded, f, home) for f in kept)


def _clear(found: Found, times: Sequence[Time]) -> bool:
    at = bisect_right(times, found.start, key=lambda time: time.span.start)
    return not any(
        t.span.start < found.end and found.start < t.span.end for t in times[max(0, at - 1) : at + 1]
    )


def _settle(candidates: Iterator[Found]) -> list[Found]:
    """Keep the longest of those that overlap, then the leftmost."""
    kept: list[Found] = []
    for one in sorted(candidates, key=lambda f: (f.start, -f.end)):
        if kept and one.start < kept[-1].end:
            if one.end - one.start > kept[-1].end - kept[-1].start:
                kept[-1] = one
        else:
            kept.append(one)
    return kept


def _candidates(folded: str) -> Iterator[Found]:
    for match in _scan().finditer(folded):
        if match["idiom"] is not None:
            continue
        found = _fraction(match) if match["base"] else _numeral(match)
        if found is not None:
            yield found
    for rule, expression, read in _SPECIAL:
        for match in expression.finditer(folded):
            number = read(match)
            if number is not None:
                start, end = match.span("text")
                yield Found(start, end, number, _SPECIAL_UNITS[rule], match["text"], f"special.{rule}")


def _fraction(match: re.Match[str]) -> Found | None:
    base, part = parse_number(match["base"]), parse_number(match["part"])
    if base is None or part is None or base.value is None or not base.value:
        return None
    percent = match["base"] in {"百", "千", "万"}
    unit = Unit("%", "percent") if percent else Unit(None, "ratio")
    if percent:
        number = part.times(Decimal(100) / base.value)
    else:
        if part.value is None:
            return None
        number = Number(round(part.value / base.value, 4))
    return Found(
        match.start(),
        match.end(),
        number,
        unit,
        "分之",
        "percent.spoken" if percent else "fraction.spoken",
        chinese=True,
    )


def _numeral(match: re.Match[str]) -> Found | None:
    written, surface = match["number"], match["unit"]
    if surface is None and len(written) == 1 and not written.isdigit():
        return None
    if written in {"几", "数"} and surface is None:
        return None
    number = parse_number(written)
    if number is None:
        return None
    if match["loose"]:
        number = number._replace(approximate=True, comparator="eq" if match["loose"] == "来" else "gt")
    unit = None
    if surface is not None:
        unit = by_surface()["成" if surface[0] == "成" else surface]
        number = number.times(unit.factor)
        if surface[0] == "成" and len(surface) > 1 and number.value is not None:
            more = parse_number(surface[1:])
            if more is not None and more.value is not None:
                number = number._replace(value=number.value + more.value)
    if match["half"] and number.value is not None:
        number = number._replace(value=number.value + Decimal("0.5"))
    if match["more"]:
        number = number._replace(approximate=True, comparator="gt")
    per = by_surface()[match["per"]].code if match["per"] else None
    return Found(
        match.start(), match.end(), number, unit, surface or "", f"{unit.kind if unit else 'number'}.plain", per,
        chinese=not written[0].isascii(), scaled=any(c in "千百万亿兆" for c in written),
    )  # fmt: skip


def _rank(match: re.Match[str]) -> Number | None:
    return parse_number(match["n"]) if "n" in match.re.groupindex and match["n"] else Number(Decimal(1))


def _among(match: re.Match[str]) -> Number | None:
    number = parse_number(match["n"])
    return None if number is None else number._replace(comparator="le")


_N = f"(?P<n>(?:{NUMERAL}))"
_RANK_CUE = r"(?:居|列|位|排|名|占据|获|得|夺|世界|全球|全国|全省|全市|亚洲|国内|行业|升至|跌至|升到|跌到|降至|降到|稳坐|销量|成绩|小组|总分|积分|市场|综合|为|是|拿下|斩获|坐稳|历史|史上)"
_SPECIAL: tuple[tuple[str, re.Pattern[str], Callable[[re.Match[str]], Number | None]], ...] = (
    ("rank", re.compile(rf"(?P<text>第 ?{_N} ?(?:大|高|多|长|强|快|好|贵|低))(?![学会])"), _rank),
    ("rank", re.compile(rf"(?P<text>第 ?{_N} ?[名位])"), _rank),
    (
        "rank",
        re.compile(rf"{_RANK_CUE}[^，。；\d]{{0,4}}?(?P<text>第 ?{_N})(?=[，。；、）)！\n]|的|和|与|$)"),
        _rank,
    ),
    ("rank", re.compile(r"(?:、)(?P<text>第(?P<n>[一二三四五六七八九十]))(?=[，。；])"), _rank),
    ("rank", re.compile(r"(?P<text>第(?P<n>一)个)(?=[^，。；]{2,20}的)"), _rank),
    (
        "rank",
        re.compile(
            r"(?:居|列|排名|登上|登顶|位居|占据|排在|高居|稳居|跃居)(?:全球|世界|全国|行业|国内|同类)?(?P<text>首位|榜首|第一位)"
        ),
        _rank,
    ),
    (
        "among",
        re.compile(
            rf"(?:进入|跻身|排名|位列|名列|位居|居|杀入|挤进|闯入|列|入围|排|进)[^，。；\d]{{0,6}}?(?P<text>前 ?{_N} ?[名位强大]?)"
        ),
        _among,
    ),
    ("fold", re.compile(rf"翻了?近?(?P<text>{_N}番)"), _rank),
    ("half_down", re.compile(r"(?P<text>腰斩|减半|折半|对半砍)"), lambda _: Number(Decimal(50))),
    ("doubled", re.compile(r"(?P<text>翻倍|倍增)"), lambda _: Number(Decimal(2))),
    ("half", re.compile(r"(?P<text>一半|半数)"), lambda _: Number(Decimal(50))),
    (
        "majority",
        re.compile(r"(?P<text>过半数?)(?![年天月个小])"),
        lambda _: Number(Decimal(50), comparator="gt"),
    ),
    ("hundreds", re.compile(r"(?P<text>数以(?P<n>[十百千万亿]+)计)"), lambda m: parse_number("数" + m["n"])),
    (
        "rating",
        re.compile(
            r"(?P<text>(?<![A-Za-z])(?:A{1,3}|B{1,3}|C{1,3}|Aa|Baa|Ba|Caa)[1-3+\-＋－]*)(?=级|评级|的?信用|的?评级|（|\()"
        ),
        lambda _: Number(None),
    ),
)
_SPECIAL_UNITS = {
    "rank": Unit("{rank}", "rank"), "among": Unit("{rank}", "rank"), "fold": Unit("{times}", "multiple"),
    "half_down": Unit("%", "percent"), "doubled": Unit("{times}", "multiple"), "half": Unit("%", "percent"),
    "majority": Unit("%", "percent"), "hundreds": Unit(None, "count"), "rating": Unit(None, "rating"),
}  # fmt: skip


def _join_ranges(folded: str, found: list[Found]) -> list[Found]:
    """Two numbers with a dash, 至 or 到 between are one range; the first takes the second's unit and scale."""
    joined: list[Found] = []
    for one in found:
        before = joined[-1] if joined else None
        if (
            before is not None
            and _RANGE.fullmatch(folded, before.end, one.start)
            and (pair := _range(before, one))
        ):
            joined[-1] = pair
        else:
            joined.append(one)
    return joined


def _range(first: Found, last: Found) -> Found | None:
    same = first.unit is None or last.unit is None or first.unit == last.unit
    if not same or first.rule.startswith("special") or last.rule.startswith("special"):
        return None
    if first.unit is None and last.unit is None and not last.scaled:
        return None
    low, high = first.number.value or first.number.low, last.number.value or last.number.high
    if low is None or high is None:
        return None
    if first.unit is None and last.unit is not None:
        low = plain(low * last.unit.factor) if last.unit.factor != 1 else low
    scale = _scale(high)
    if last.scaled and not first.scaled and low * scale < high:
        low = plain(low * scale)
    if low >= high:
        return None
    rough = first.number.approximate or last.number.approximate
    return replace(
        last,
        start=first.start,
        number=Number(None, low, high, approximate=rough),
        unit=last.unit or first.unit,
    )


def _scale(value: Decimal) -> int:
    size = 1
    for step in (10**12, 10**8, 10**4, 1000, 100):
        if value >= step:
            size = step
            break
    return size


def _share_units(folded: str, found: list[Found]) -> list[Found]:
    """In 千亿、万亿美元 and 分别为12、15和18% the last unit serves them all."""
    shared = list(found)
    for i in range(len(shared) - 2, -1, -1):
        one, after = shared[i], shared[i + 1]
        listed = one.scaled or "分别" in folded[max(0, one.start - 12) : one.start]
        if listed and one.unit is None and after.unit and _LIST.fullmatch(folded, one.end, after.start):
            shared[i] = replace(one, unit=after.unit, surface=after.surface, rule=after.rule)
    return shared


_ONES = {"这", "那", "该", "此", "每", "各", "某", "哪", "同", "另", "第", "唯"}
_TIME_BEFORE = re.compile(
    r"(?:近|过去|未来|前|最近|今后|这|那|头|此后|随后|之后|每|第|接下来|往后|后|时隔|下)(?:的|约)?$"
)
_TIME_AFTER = re.compile(
    r"(?:前|后|内|以来|来|间|之|里|中|期间|以后|以前|时|上半|下半|度|级|代|末|初|底|期|国债|线|东|庆|会员)"
)
_SPENT = re.compile(
    r"(?:连续|花了?|花费|耗时|历时|用时|为期|长达|持续|延长|缩短|至少|需要?|还要|超过|有期徒刑|判处|工作了|仅|达|长|历经|耗费|从业|任职|时长|了|晚|早|提前|推迟|共|阅读需|多活|寿命|充电|放电)[^，。；\d]{0,4}$"
)
_ALWAYS_AFTER = re.compile(r"(?:多|有余)")


def _is_quantity(folded: str, found: Found) -> bool:
    left, right = folded[max(0, found.start - 10) : found.start], folded[found.end : found.end + 4]
    unit = found.unit
    if left[-1:] in {"第", "GPT", "初", "星期"[-1:], "周"} and not found.scaled and left[-2:] != "一周":
        return False
    if (
        not found.chinese
        and re.search(r"[A-Za-z][-－]?$|[0-9][-－/:：.]$|#$", left)
        and not (found.scaled or (unit and unit.kind in {"currency", "percent"}))
    ):
        return False
    if unit is None:
        return found.scaled and not _vague_scale(found, folded)
    if unit.kind in {"percent", "percentage_point", "currency", "multiple", "ratio"}:
        return not (
            found.surface in {"块", "角", "毛", "分", "折", "成"}
            and found.chinese
            and found.number.value == 1
        )
    if left[-1:] in _ONES or left[-2:] in {"上述", "其他", "其余", "前述", "任何"}:
        return False
    if unit.kind == "duration":
        return _is_duration(found, left, right)
    if unit.kind == "count" and found.chinese:
        return _is_spoken_count(found, left)
    return True


def _vague_scale(found: Found, folded: str) -> bool:
    written = folded[found.start : found.end]
    return len(written) == 1 or (
        found.chinese
        and len(written) == 2
        and written
        in {"百万", "千万", "万千", "百千", "千百", "上百", "上千", "上万", "万万", "十万", "十亿", "百十"}
    )


def _is_duration(found: Found, left: str, right: str) -> bool:
    if found.surface in {"岁", "周岁"}:
        return True
    if (
        found.surface == "年"
        and found.number.value is not None
        and (found.number.value >= 1000 or re.search(r"[0-9]$", left))
    ):
        return False
    if _TIME_AFTER.match(right):
        return False
    if _SPENT.search(left):
        return True
    if _TIME_BEFORE.search(left):
        return False
    if found.number.comparator == "gt" or found.number.low is not None:
        return True
    return not (found.chinese and found.number.value == 1) and found.surface not in {"年", "周", "星期"}


def _is_spoken_count(found: Found, left: str) -> bool:
    if found.unit is not None and not found.unit.spoken and not found.scaled:
        return found.number.value is None or found.number.value > 10
    if found.number.value == 1:
        return context.is_changed(left) or left[-1:] == "仅" or left[-2:] == "只有"
    return True


def _home_currency(folded: str, region: str | None) -> str:
    """A bare 元 is the article's own: the currency it names with 新台币 or 港元, else its region's."""
    if region in _REGION:
        return _REGION[region]
    if "新台币" in folded or "NT$" in folded:
        return "TWD"
    return "CNY"


def _quantity(folded: str, found: Found, home: str) -> Quantity:
    start, end, number, unit = found.start, found.end, found.number, found.unit or Unit(None, "count")
    lead = max((folded.rfind(mark, max(0, start - 40), start) for mark in _CLAUSE), default=-1) + 1
    left = folded[max(lead, start - 40) : start]
    stop = min((at for mark in _CLAUSE if (at := folded.find(mark, end, end + 40)) >= 0), default=end + 40)
    right = folded[end:stop]
    code = unit.code
    if (prefix := _currency_before().search(left)) and (found.unit is None or found.surface in _HOME):
        unit = by_surface()[_symbol(prefix[0])]
        code, left = unit.code, left[: prefix.start()]
    elif found.surface in _HOME:
        code = home
    bare = context.strip_links(left)
    comparator, approximate = number.comparator, number.approximate
    if bound := context.bound_before(bare):
        comparator = context.settle(bound.comparator, unit.kind) if bound.comparator != "eq" else comparator
        approximate |= bound.approximate
    if bound := context.bound_after(right):
        if not (bound.comparator == "eq" and bound.approximate is False):
            comparator = (
                context.settle(bound.comparator, unit.kind) if bound.comparator != "eq" else comparator
            )
        approximate |= bound.approximate
    setting = context.look_around(left, right, code, folded[lead:stop])
    setting = _special_setting(found, setting)
    if unit.kind == "currency" or found.per is None:
        per = found.per
    else:
        code, per = f"{code}/{found.per}", found.per
    value = number.value
    return Quantity(
        Span(start, end), folded[start:end], value, number.low, number.high, code, unit.kind, found.rule, per,
        comparator, approximate, setting.kind, setting.direction, setting.mode, setting.basis,
        basis_kind=setting.basis_kind,
    )  # fmt: skip


def _symbol(text: str) -> str:
    return re.sub(r"(?:[约逾近]|超过?)?\s?$", "", text)


def _special_setting(found: Found, setting: context.Setting) -> context.Setting:
    fixed: dict[str, Any] = {
        "special.rank": {"kind": "rank"},
        "special.among": {"kind": "rank"},
        "special.fold": {"kind": "change", "direction": "up", "mode": "by"},
        "special.doubled": {"kind": "change", "direction": "up", "mode": "by"},
        "special.half_down": {"kind": "change", "direction": "down", "mode": "by"},
        "special.rating": {"kind": "rating"},
        "special.half": {"kind": "share"},
        "special.majority": {"kind": "share"},
        "fraction.spoken": {"kind": "share"} if setting.kind == "quantity" else {},
    }.get(found.rule, {})
    return setting._replace(**fixed) if fixed else setting
