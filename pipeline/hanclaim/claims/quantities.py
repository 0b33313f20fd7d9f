"""Every quantity of a text: found in one scan, joined with what it shares, and read in its clause."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial

from hanclaim.alignment import Span
from hanclaim.claims import bounds, changes, grades, money, refusals, senses, sharing, signs
from hanclaim.claims.readings import Found
from hanclaim.claims.refusals import Place
from hanclaim.claims.scan import candidates
from hanclaim.claims.units import Unit, by_surface, expression
from hanclaim.document import Quantity, Time

_REACH = 40  # characters of a clause on either side that are read
_STOP = re.compile(r"[，。；！？\n!?;]|,(?![0-9]{3})")
_CLOSED = re.compile(r"《[^《》\n]{1,60}》|(?:https?://|www\.)[\x21-\x7e]+")  # titles and addresses
_NOT_A_UNIT = Unit(None, "count")


def find_quantities(
    folded: str, *, published: date | None = None, region: str | None = None, times: tuple[Time, ...] = ()
) -> tuple[Quantity, ...]:
    """Read every quantity of a folded text, sorted and disjoint; none overlaps one of ``times``.

    >>> [(q.text, str(q.value), q.unit) for q in find_quantities('营收约43亿美元,同比增长12.5%')]
    [('43亿美元', '4300000000', 'USD'), ('12.5%', '12.5', '%')]
    """
    del published  # a quantity means the same on any day; the parameter keeps the front door's shape
    closed = [span.span() for span in _CLOSED.finditer(folded)]
    found: Sequence[Found] = [
        one
        for one in candidates(folded)
        if not _meets(one, [t.span for t in times]) and not _meets(one, closed)
    ]
    found = sharing.share_units(
        folded, sharing.join_ranges(folded, sharing.join_parts(folded, sharing.take_bracket(folded, found)))
    )
    found = _merged(found, [*grades.find_advice(folded), *grades.find_scores(folded)])
    found = [
        signs.signed(folded, grades.as_grade(folded, one)) for one in money.resolve(folded, found, region)
    ]
    places = [
        _place(folded, one) for one in map(partial(senses.settle_sense, folded), found) if one is not None
    ]
    kept = [place for place in places if refusals.refused(place) is None]
    return _follow_on(folded, [_quantity(place) for place in kept])


@cache
def _each() -> re.Pattern[str]:
    return re.compile(rf"(?:每一?(?P<per>{expression()})|(?P<head>人均))[^，。；\d]{{0,4}}$")


def _per(left: str, found: Found, unit: Unit) -> str | None:
    """What a rate is counted by, after its number (元/吨) or before it (每吨3000元, 人均3万元)."""
    if found.per is not None or unit.kind not in {"currency", "physical", "count"}:
        return found.per
    each = _each().search(left)
    if each is None:
        return None
    return "{人}" if each["head"] else by_surface()[each["per"]].code


def _merged(found: Sequence[Found], others: Sequence[Found]) -> list[Found]:
    """Put other readings among the numerals, in place of those they cover."""
    spans = [(other.start, other.end) for other in others]
    return sorted((*(one for one in found if not _meets(one, spans)), *others), key=lambda one: one.start)


def _meets(one: Found, spans: Sequence[tuple[int, int]]) -> bool:
    at = bisect_right(spans, one.start, key=lambda span: span[0])
    return any(start < one.end and one.start < end for start, end in spans[max(0, at - 1) : at + 1])


def _place(folded: str, one: Found) -> Place:
    """Cut the clause around a number, as far as it is read."""
    begin = max(0, one.start - _REACH)
    for stop in _STOP.finditer(folded, begin, one.start):
        begin = stop.end()
    end = _STOP.search(folded, one.end, one.end + _REACH)
    return Place(
        one, folded, folded[begin : one.start], folded[one.end : end.start() if end else one.end + _REACH]
    )


def _quantity(place: Place) -> Quantity:
    found, left, right = place.found, place.left, place.right
    unit = found.unit or _NOT_A_UNIT
    if unit.kind == "currency" and (named := money.name_before(left)):
        left = named[1]
    number = bounds.apply(found.number, left, right, unit.kind) if unit.kind != "rating" else found.number
    setting = changes.read_setting(left, right, unit, left + right)
    if found.setting is not None:  # what the figure itself says comes first
        own = found.setting
        setting = setting._replace(
            kind=own.kind, direction=own.direction or setting.direction, mode=own.mode or setting.mode
        )
    number, setting = signs.turn(number, setting, found, left)
    code, kind = unit.code, setting.kind
    if found.per is not None and unit.kind in {"physical", "count"}:
        code = f"{unit.code}/{found.per}" if "." not in found.per else f"{unit.code}/({found.per})"
    return Quantity(
        Span(found.start, found.end), place.text[found.start : found.end], number.value, number.low, number.high,
        code, unit.kind, found.rule, _per(left, found, unit), number.comparator, number.approximate,
        kind, setting.direction, setting.mode, setting.basis, basis_kind=setting.basis_kind,
    )  # fmt: skip


def _follow_on(folded: str, read: list[Quantity]) -> tuple[Quantity, ...]:
    """Carry a change to what is coordinated with it (分别增加4人、31人), and to the level it reached (增长34%至6013亿)."""
    for i in range(1, len(read)):
        before, one = read[i - 1], read[i]
        between = folded[before.span.end : one.span.start]
        if one.kind != "quantity" or one.direction is not None:
            continue
        if (
            before.kind == "change"
            and one.unit_kind == before.unit_kind
            and re.fullmatch(r" ?[、和及与] ?", between)
        ):
            read[i] = replace(
                one,
                kind="change",
                direction=before.direction,
                mode="by",
                basis=before.basis,
                basis_kind=before.basis_kind,
            )
        elif before.kind == "change" and re.fullmatch(r" ?[,，]?(?:至|到|达到?|为)(?:约|近|逾)?", between):
            read[i] = replace(one, direction=before.direction, mode="to")
    return tuple(read)
