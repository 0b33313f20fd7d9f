"""Every quantity of a text: found in one scan, joined with what it shares, and read in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cache, partial
from operator import attrgetter

from hanclaim.alignment import Span
from hanclaim.amounts import bare, bounds, changes, grades, money, refusals, senses, sharing, signs, tallies
from hanclaim.amounts.cells import take_heads
from hanclaim.amounts.readings import Found, counted_by
from hanclaim.amounts.refusals import Place
from hanclaim.amounts.scan import candidates
from hanclaim.amounts.units import Unit, expression
from hanclaim.document import Quantity, Time
from hanclaim.structure import Cell

_REACH = 40  # characters of a clause on either side that are read
_STOPS = "，。；！？!?;"
_COMMA = re.compile(",(?:(?<![0-9],)|(?![0-9]{3}))")  # in 1,234 it ends no clause
_GROUPED = re.compile(",(?<=[0-9],)(?=[0-9]{3})")
_TITLE = re.compile(r"《[^《》\n]{1,60}》")
_ADDRESS = re.compile(r"[hw](?:(?<=h)ttps?://|(?<=w)ww\.)[\x21-\x7e]+")
_NOT_A_UNIT = Unit(None, "count")
_AND = re.compile(r" ?[、和及与] ?")
_OR = re.compile(r"或|[（(]")
_ANOTHER_RATE = re.compile(r"(?:扩大|收窄|放缓|回落|加快|加速|缩小|提速)(?:至|到)")  # 上涨2.8%扩大至3.3%
_INDEX = re.compile(r"指数|[A-Za-z]|系数|[率比值分价差量数每]|信心|景气|杠杆|收|汇|报|同期|规模|瓣|眼|口碑")
_STEP = re.compile(r"[0-9]{4}-(?:(?P<month>0[1-9]|1[0-2])|3[3-6])")
_DONE = re.compile("(?<![超不])过的? ?$")
_UP_TO = re.compile(r" ?[,，]?(?:至|到|达到?|为)(?:约|近|逾)?")


def find_quantities(
    folded: str,
    *,
    published: date | None = None,
    region: str | None = None,
    times: tuple[Time, ...] = (),
    cells: Sequence[Cell] | None = None,
) -> tuple[Quantity, ...]:
    """Read every quantity of a folded text, sorted and disjoint; none overlaps one of ``times``.

    ``cells`` are those of its tables, if they are known.

    >>> [(q.text, str(q.value), q.unit) for q in find_quantities('营收约43亿美元,同比增长12.5%')]
    [('43亿美元', '4300000000', 'USD'), ('12.5%', '12.5', '%')]
    """
    del published  # a quantity means the same on any day; the parameter keeps the front door's shape
    found: Sequence[Found] = list(candidates(folded, _closed(folded, times)))
    for join in (
        partial(take_heads, cells=cells),
        signs.take_signs,
        sharing.take_bracket,
        sharing.join_parts,
        sharing.join_ranges,
        sharing.share_units,
    ):
        found = join(folded, found)
    found = _merged(
        list(found),
        [
            *grades.find_advice(folded),
            *grades.find_ratios(folded),
            *grades.find_scores(folded),
            *tallies.find_tallies(folded),
        ],
    )
    found = money.resolve(folded, found, region)
    found = [grades.as_grade(folded, one) if one.surface == "级" else one for one in found]
    read = [_quantity(place) for place in _places(folded, found) if refusals.refused(place) is None]
    return _follow_on(folded, [_dated(one, times) if one.direction else one for one in read])


def _closed(folded: str, times: Sequence[Time]) -> list[tuple[int, int]]:
    """Stretches where no quantity stands, sorted and disjoint: titles, addresses and what is read as a time."""
    spans: list[tuple[int, int]] = [time.span for time in times]
    spans += [match.span() for match in _TITLE.finditer(folded)]
    if "http" in folded or "www." in folded:
        spans += [match.span() for match in _ADDRESS.finditer(folded)]
    closed: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if closed and start < closed[-1][1]:
            closed[-1] = closed[-1][0], max(end, closed[-1][1])
        else:
            closed.append((start, end))
    return closed


def _may_stand(folded: str, one: Found) -> bool:
    """Whether a number without a unit may be more than a code: a quick look, for most are none."""
    if one.scaled or one.number.approximate or one.rule in {"index.cell", "number.cell", "number.tally"}:
        return True
    if _INDEX.search(folded, max(0, one.start - 14), one.start) is not None:
        return True
    return bare.may_matter(folded, one.start, one.end)


@cache
def _each() -> re.Pattern[str]:
    return re.compile(
        rf"(?:每(?:一|(?P<many>[1-9][0-9]*万?|[十百千万]))?(?P<per>{expression()})|(?P<head>人均))[^，。；\d]{{0,6}}$"
    )


def _per(left: str, found: Found, unit: Unit) -> str | None:
    """What a rate is counted by, after its number (元/吨) or before it (每吨3000元, 人均3万元)."""
    if found.per is not None or unit.kind not in {"currency", "physical", "count"}:
        return found.per
    each = _each().search(left)
    if each is None:
        return None
    return "{人}" if each["head"] else counted_by(each["per"], each["many"])


def _merged(found: list[Found], others: Iterable[Found]) -> list[Found]:
    """Put other readings among the numerals, in place of those they cover."""
    for other in others:
        first = bisect_right(found, other.start, key=attrgetter("end"))
        last = bisect_left(found, other.end, lo=first, key=attrgetter("start"))
        found[first:last] = [other]
    return found


def _ended(folded: str) -> str:
    """Put a line end in place of all that ends a clause, so that one character has to be looked for."""
    for stop in _STOPS:
        folded = folded.replace(stop, "\n")
    return _COMMA.sub("\n", folded) if _GROUPED.search(folded) else folded.replace(",", "\n")


def _places(folded: str, found: Iterable[Found]) -> Iterator[Place]:
    """Cut the clause around each number that may stand, as far as it is read."""
    ended = _ended(folded)
    for one in found:
        settled = senses.settle_sense(folded, one) if one.surface in senses.AMBIGUOUS else one
        if settled is None or (settled.unit is None and not _may_stand(folded, settled)):
            continue
        start, end = settled.start, settled.end
        begin, last = start - _REACH if start > _REACH else 0, end + _REACH
        opened, stop = ended.rfind("\n", begin, start) + 1 or begin, ended.find("\n", end, last)
        left, right = folded[opened:start], folded[end : last if stop < 0 else stop]
        yield Place(settled, folded, left, right, settled.unit.kind if settled.unit is not None else "")


def _quantity(place: Place) -> Quantity:
    found, left, right = place.found, place.left, place.right
    unit = found.unit or _NOT_A_UNIT
    kind = unit.kind
    if kind == "currency" and (named := money.name_before(left)):
        left = named[1]
    if "过" in left[-3:]:
        left = _undone(left, place.text[found.start])
    number = bounds.apply(found.number, left, right, kind) if kind != "rating" else found.number
    setting = changes.read_setting(left, right, unit)
    if found.setting is not None:  # what the figure itself says comes first
        own = found.setting
        halved = own.kind == "share" and setting.kind == "change"  # 降了一半
        setting = setting._replace(
            kind="change" if halved else own.kind,
            direction=own.direction or setting.direction,
            mode=own.mode or setting.mode,
        )
    if found.surface == "成" and setting.kind == "quantity" and _is_part(left, right):
        setting = setting._replace(kind="share")
    if found.sign:
        number, setting = signs.turn(number, setting, found, left)
    code = unit.code
    if found.per is not None and kind in {"physical", "count"}:
        code = f"{unit.code}/{found.per}" if "." not in found.per else f"{unit.code}/({found.per})"
    per = _per(left, found, unit) if "每" in left or "人均" in left else found.per
    return Quantity(
        Span(found.start, found.end), place.text[found.start : found.end], number.value, number.low, number.high,
        code, kind, found.rule, per, number.comparator, number.approximate,
        setting.kind, setting.direction, setting.mode, setting.basis, None, setting.basis_kind,
    )  # fmt: skip


def _undone(left: str, first: str) -> str:
    """Leave out 过 where it is no bound: but (不过), and what has been done, 交战过14场."""
    if left == "不过" or (first not in "半百千万亿" and _DONE.search(left)):
        return left.rstrip().removesuffix("的").removesuffix("过")
    return left


def _is_part(left: str, right: str) -> bool:
    """Whether tenths are a part of what is named: 六成人, 出资四成; 利用率不到6成 is a rate."""
    named = len(left.strip()) > 2 or re.match("[\u4e00-\u9fff]", right)
    return bool(named) and "率" not in left and not right.startswith(("上下", "左右"))


def _dated(one: Quantity, times: Sequence[Time]) -> Quantity:
    """Say when the basis of a change was, where it is a time that is read: 较2024年年底."""
    if one.basis is None and one.basis_kind != "other":
        return one
    last = bisect_right(times, one.span.start, key=lambda time: time.span.end)
    near = [time for time in times[max(0, last - 4) : last] if time.span.start >= one.span.start - _REACH]
    for time in near:
        if one.basis and time.text in one.basis:
            return one._replace(basis_edtf=time.edtf)
    if one.basis_kind == "other":  # 环比 is against the month before, or the quarter before
        for time in reversed(near):
            if step := _STEP.fullmatch(time.edtf or ""):
                return one._replace(basis_kind="mom" if step["month"] else "qoq")
    return one


def _follow_on(folded: str, read: list[Quantity]) -> tuple[Quantity, ...]:
    """Carry a change to what is coordinated with it, and to the level it reached."""
    carried = read[:1]
    for following in read[1:]:
        before, one = carried[-1], following
        if before.comparator != "eq" and one.comparator == "eq" and one.unit == before.unit:
            one = _bounded(before, one, folded)
        if before.direction is not None and one.kind == "quantity":
            one = _followed(before, one, folded[before.span.end : one.span.start])
        carried.append(one)
    return tuple(carried)


def _bounded(before: Quantity, one: Quantity, folded: str) -> Quantity:
    """Carry a bound to what is coordinated with it: 分别不低于2亿元、3亿元."""
    if not _AND.fullmatch(folded, before.span.end, one.span.start):
        return one
    if "分别" not in folded[max(0, before.span.start - 30) : before.span.start]:
        return one
    return one._replace(comparator=before.comparator)


def _followed(before: Quantity, one: Quantity, between: str) -> Quantity:
    """Read 增加4人、31人, 跌448点或1.73%, 由上涨2.8%扩大至3.3% and 增长34%至6013亿."""
    alike = one.unit_kind == before.unit_kind
    if before.mode == "to":  # 延长至10年/20万公里
        return one._replace(direction=before.direction, mode="to") if between in {"/", "／"} else one
    if one.direction is not None and not _ANOTHER_RATE.fullmatch(between):
        return one
    beside = alike or one.unit == "%"  # 涨了8元、8.4%
    if (
        (beside and _AND.fullmatch(between))
        or (alike and _ANOTHER_RATE.fullmatch(between))
        or _OR.fullmatch(between)
    ):
        return one._replace(
            kind="change",
            direction=before.direction,
            mode="by",
            basis=before.basis,
            basis_kind=before.basis_kind,
        )
    return one._replace(direction=before.direction, mode="to") if _UP_TO.fullmatch(between) else one
