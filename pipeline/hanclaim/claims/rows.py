"""Tables: of a cell's two heads one says what is measured, the other of whom or when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from hanclaim.alignment import Span
from hanclaim.blocks.cues import DECORATION
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.centers import owner_of_measure
from hanclaim.claims.dates import may_hold
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.topics import opening_thing
from hanclaim.document import Document, Mention, Modality, Party, Period, Quantity, Time
from hanclaim.grammar.clauses import Pins
from hanclaim.structure import Block, Cell

_REPUBLIC = 1911  # the year before the first of the Republic's calendar
_YEAR = re.compile(r"((?:19|20)\d{2})年?|(1\d{2})年")
_FIGURED = re.compile("[（(]?(?:[AEF]|实际|预[测计估])?[）)]?")  # whether a year's figures are known
_HOUR = re.compile("(?:上午|下午|晚上|早上|中午)?[0-9一二三四五六七八九十]+[时点:：](?:[0-9]+分?|半)?")
_NOTE = re.compile(r"[（(].*?[)）]")
_NUMBER = re.compile(r"^(?:[一二三四五六七八九十]{1,3}[、.．]|[0-9]{1,2}[、.．]|其中[:：]|[加减][:：])\s*")
_PART = re.compile("[/／]")
_OFTEN = 3  # times that a page names what it has a table of
_LONGEST_NAME = 6  # characters of a measure that a title ends with
_MEASURED = re.compile("[\u4e00-\u9fff]{2}[量额数率值]$")  # 三月每日乘客量
_COMPARED = ("较", "比", "同比", "环比", "增减", "按年", "月增", "年增")
_TABLE = re.compile(
    "(?:一览表?|明细表?|对[比照]表?|汇总表?|统计表?|情况表?|表)$"
)  # what a title calls its table
_ADDED = frozenset({"累计", "合计", "总计"})
_PLANNED = re.compile("(?:规划|计划|目标|拟)(?!价|生育|单列|局).*(?<!率)$")
_EXPECTED = re.compile("^预[计测估期]|[0-9]{4}年?[（(]?[EF][）)]?$")
# Heads that say nothing of what is measured: then the row does.
_HOLLOW = re.compile(
    "金额|数[值量据]|合计|总计|[本上]期(?:数|金额)?|[本去上]年(?:同期)?|期[末初]|增[减速幅]|变动|[涨降]幅|实际|预算|目标"
)


@dataclass(frozen=True)
class Rows:
    """The tables of a document, a row at a time."""

    document: Document
    pins: Pins

    def read(self, block: Block, state: Discourse) -> dict[int, Draft]:
        """Return what each amount of a row is about, by where it begins; a title or a head has none."""
        amounts = [value for _, _, value in self.pins.inside(block.span) if isinstance(value, Quantity)]
        drafts: dict[int, Draft] = {}
        for amount in amounts:
            for i, cell in enumerate(block.cells):
                if cell.span.start <= amount.span.start < cell.span.end:
                    drafts[amount.span.start] = self._draft(block.cells[: i + 1], amount, state)
        return drafts

    def _draft(self, cells: tuple[Cell, ...], amount: Quantity, state: Discourse) -> Draft:
        """Say what the last of a row's first cells is about."""
        cell = cells[-1]
        row, column = self._text(cell.row_head), self._text(cell.column_head)
        timed = self._time(cell.column_head)
        compares = timed is not None and row.startswith(_COMPARED)  # with the row above it
        turned = (_is_measure(row) or compares) and (
            timed is not None or not column or _is_hollow(column) or not _is_measure(column)
        )
        if turned:
            measure: str | None = None if compares else row
            owner = None if timed is not None or not column or _is_hollow(column) else cell.column_head
        elif self._is_named(cell.column_head) and not self._is_named(cell.row_head):
            titled = (name for title in cell.titles if (name := self._title_measure(title)))
            priced = "价格" if amount.unit_kind == "currency" else None
            measure, owner = next(titled, priced), cell.column_head
        else:
            measure, owner = self._measure(cells, amount.span), cell.row_head
        topic = self._titled(cell) or state.centers.of_page(owner_of_measure(measure, amount.unit))
        subject, period = self._owner(owner, topic)
        titles = (found for title in cell.titles if (found := self._time(title)))
        return Draft(
            "statement.cell", subject, measure or (state.measured.measure if state.measured else None),
            explicit=False, period=period or timed or next(titles, None) or state.report,
            modality=next((told for head in (column, row) if (told := _modality(head))), None),
            evidence={"subject": "the head of the column" if turned else "the head of the row",
                      "measure": "the head of the row" if turned else "the head of the column"},
        )  # fmt: skip

    def _text(self, head: Span | None) -> str:
        """Return a head without its numbering and notes."""
        if head is None:
            return ""
        return _NUMBER.sub("", _NOTE.sub("", self.document.folded[slice(*head)]).strip())

    def _measure(self, cells: tuple[Cell, ...], amount: Span) -> str | None:
        """Return what the column measures; one that only compares or adds up goes with a column before it."""
        cell = cells[-1]
        head, timed = self._text(cell.column_head), self._time(cell.column_head)
        parts = _PART.split(head)
        if len(parts) > 1 and len(_PART.split(self.document.folded[slice(*cell.span)])) == len(parts):
            head = parts[len(_PART.findall(self.document.folded[cell.span.start : amount.start]))]
        for _, _, value in self.pins.inside(cell.column_head) if cell.column_head is not None else ():
            if isinstance(value, Time):
                head = head.replace(value.text, "").strip("的 ")
        if head and not (head.startswith(_COMPARED) or head in _ADDED):
            return head
        titled = next((name for title in cell.titles if (name := self._title_measure(title))), None)
        before = self._measure(cells[:-1], amount) if head and len(cells) > 1 and titled is None else None
        return titled or before or (head if timed is None and head else None)

    def _title_measure(self, title: Span) -> str | None:
        """Return the measure that a title ends with: 主要电芯报价（元/Wh）."""
        text = re.split("[：:，。｜|]", _NOTE.sub("", self.document.folded[slice(*title)]))[0].strip()
        text = _TABLE.sub("", text.strip(DECORATION))
        names = (text[start:] for start in range(max(0, len(text) - _LONGEST_NAME), len(text) - 1))
        known = next((name for name in names if canonical_measure(name) is not None), None)
        told = _MEASURED.search(text) if known is None else None
        return told[0] if told else known

    def _is_named(self, head: Span | None) -> bool:
        """Whether a head is a name as a whole."""
        found = self.pins.inside(head) if head is not None else ()
        return any(isinstance(value, Mention) and span == head for span, _, value in found)

    def _titled(self, cell: Cell) -> Party | None:
        """Return the thing that the table's title begins with, if the page speaks of it elsewhere."""
        things = (
            thing
            for title in cell.titles
            for thing in opening_thing(self.document, title, self.pins, times=_OFTEN)
        )
        return next(things, None)

    def _owner(self, head: Span | None, topic: Party | None) -> tuple[Party | None, Period | None]:
        """Read a head as whom, or as when; then the numbers are those of the page's topic."""
        if head is None:
            return topic, None
        text = self._text(head)
        if (timed := self._time(head)) is not None:
            return topic, timed
        if (year := _YEAR.fullmatch(text)) is not None:
            return topic, Period(text, head, year[1] or str(int(year[2]) + _REPUBLIC), "explicit")
        for span, _, value in self.pins.inside(head):
            if isinstance(value, Mention) and span == head:
                return Party(value.text, value.canonical, value.type, value.span, value.id), None
        start = head.start + max(0, self.document.folded[slice(*head)].find(text))
        return (Party(text, text, "other", Span(start, start + len(text))) if text else topic), None

    def _time(self, head: Span | None) -> Period | None:
        for _, _, value in self.pins.inside(head) if head is not None else ():
            if head is not None and isinstance(value, Time) and self._dates(head, value):
                return Period(value.text, value.span, (value.edtf or "").split("T")[0], value.resolved_from)
        year = _YEAR.match(self._text(head))
        if head is not None and year is not None and _FIGURED.fullmatch(self._text(head)[year.end() :]):
            return Period(year[0], head, year[1] or str(int(year[2]) + _REPUBLIC), "explicit")
        return None

    def _dates(self, head: Span, time: Time) -> bool:
        """Whether a time in a title or head dates the cells: no hour of an unnamed day, nothing compared with."""
        before = self.document.folded[head.start : time.span.start]
        return may_hold(time) and not _HOUR.fullmatch(time.text) and not before.endswith(("较", "比", "与"))


def _is_hollow(head: str) -> bool:
    return head.startswith(_COMPARED) or _HOLLOW.fullmatch(head) is not None


def _modality(head: str) -> Modality | None:
    """Read a head that says itself whether its amounts are planned or expected: 规划（颗）, 预计产量, 2027E."""
    if _PLANNED.match(head):
        return "planned"
    return "forecast" if _EXPECTED.search(head) else None


def _is_measure(head: str) -> bool:
    return canonical_measure(head) is not None
