"""How years, and stretches of years, are read: each says by itself which they are."""

from __future__ import annotations

import re

from hanclaim.times.calendar import HALF, QUARTER, Interval, Moment
from hanclaim.times.figures import number, table
from hanclaim.times.readings import Match, Reader


def year(group: str) -> Reader:
    """Return a reader of a year; one of two digits is the one nearest our age."""

    def read(match: Match, _: Moment) -> Moment:
        text = match[group]
        value = number(text)
        return Moment(value if len(text) > 2 else value + (2000 if value < 50 else 1900))

    return read


def years(low_group: str, high_group: str) -> Reader:
    """Return a reader of 2017-2020年 and 2024-25赛季."""

    def read(match: Match, _: Moment) -> Interval | None:
        low, high = number(match[low_group]), number(match[high_group])
        high += low - low % 100 if len(match[high_group]) == 2 else 0
        return Interval(Moment(low), Moment(high)) if low < high else None

    return read


def republic(match: Match, _: Moment) -> Moment:
    """Read 114年第3季 as Taiwan counts."""
    return _of_the_republic(match["republic_year"])


def cell(match: Match, _: Moment) -> Moment:
    """Read the head of a table's row: 2023 ｜ or 111年｜."""
    return Moment(int(match["cell_year"])) if match["cell_year"] else _of_the_republic(match["cell_republic"])


def _of_the_republic(text: str) -> Moment:
    return Moment(int(table("eras")["民国"]["first_year"]) + int(text) - 1)


def whole_year(_: Match, base: Moment) -> Moment:
    """Read 全年."""
    return Moment(base.year)


def letter_part(match: Match, _: Moment) -> Moment:
    """Read 2025Q3, 25H1 and 3Q25."""
    text = re.sub("[年 ]", "", match[0]).upper()
    mark = "Q" if "Q" in text else "H"
    head, tail = text.split(mark)
    if len(head) == 1:
        head, tail = tail, head
    return Moment(int(head[-2:]) + 2000, (QUARTER if mark == "Q" else HALF) + int(tail))


def era(match: Match, _: Moment) -> Moment:
    """Read 民国114年 and 公元前221年: an era counts from its first year, the years before Christ backwards from 1."""
    first, count = int(table("eras")[match["era_name"]]["first_year"]), number(match["era_year"])
    return Moment(first + count - 1) if first > 0 else Moment(1 - count)


def plan(match: Match, _: Moment) -> Interval:
    """Read 十四五期间."""
    row = table("plans")[match["plan_name"]]
    return Interval(Moment(int(row["first_year"])), Moment(int(row["last_year"])))


def _century(text: str) -> int:
    return {"上": 1900, "本": 2000}.get(text[0]) or (number(text) - 1) * 100


def decade(match: Match, _: Moment) -> Interval:
    """Read 90年代, 上世纪80年代 and 2010年代."""
    tens = number(match["decade_tens"])
    if tens < 100:
        tens += _century(match["decade_century"]) if match["decade_century"] else 1900 if tens >= 30 else 2000
    return Interval(Moment(tens), Moment(tens + 9))


def century(match: Match, _: Moment) -> Interval:
    """Read 19世纪."""
    start = _century(match["century_name"])
    return Interval(Moment(start), Moment(start + 99))
