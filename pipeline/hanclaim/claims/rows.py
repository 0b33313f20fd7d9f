"""Tables in text: the head of a column says what is measured, the first cell of a row of whom or when."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from hanclaim.alignment import Span
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.centers import owner_of_measure
from hanclaim.claims.clauses import Pins
from hanclaim.claims.dates import may_hold
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.topics import opening_thing
from hanclaim.document import Document, Mention, Party, Period, Quantity, Time
from hanclaim.structure import Block

# From the surest mark between cells to the weakest; a line is cut at the first of them that it holds.
_MARKS = (re.compile(r"[|｜\t]"), re.compile("／"), re.compile(r" / "), re.compile("　+"), re.compile(r" +"))
_REPUBLIC = 1911  # the year before the first of the Republic's calendar
_NUMBERING = frozenset({"排名", "序号", "名次", "编号", "No.", "#"})
_HOUR = re.compile("(?:上午|下午|晚上|早上|中午)?[0-9一二三四五六七八九十]+[时点:：](?:[0-9]+分?|半)?")
_OFTEN = 3  # times that a page names what it has a table of
_TITLE = 40  # characters; a longer line before a table is prose
_COMPARED = ("较", "比", "同比", "环比", "增减", "按年", "月增", "年增")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text and where it stands."""

    text: str
    span: Span


@dataclass
class Rows:
    """The table being read: its title and the heads of its columns."""

    document: Document
    pins: Pins
    title: Cell | None = None
    heads: tuple[Cell, ...] = ()
    before: Cell | None = field(default=None)

    def leave(self, block: Block) -> None:
        """Note a block that is no row: the line before a table may be its title."""
        self.title, self.heads = None, ()
        text = self.document.folded[slice(*block.span)]
        self.before = Cell(text, block.span) if len(text) <= _TITLE else None

    def read(self, block: Block, state: Discourse) -> dict[int, Draft]:
        """Return what each amount of a row is about, by where it begins; a title or a head has none."""
        cells = self._cut(block.span)
        amounts = [value for _, _, value in self.pins.inside(block.span) if isinstance(value, Quantity)]
        if len(cells) < 2:
            self.title, self.heads = Cell(self.document.folded[slice(*block.span)], block.span), ()
            return {}
        if not self.heads and not amounts:
            self.heads = cells
            return {}
        column = 1 if self.heads and self.heads[0].text in _NUMBERING and len(cells) > 2 else 0
        drafts: dict[int, Draft] = {}
        for amount in amounts:
            start = amount.span.start
            at = next((i for i, cell in enumerate(cells) if cell.span.start <= start < cell.span.end), None)
            if at is None or at <= column:
                continue
            drafts[start] = self._draft(cells[column], cells[at], at, amount, state)
        return drafts

    def _draft(self, label: Cell, cell: Cell, at: int, amount: Quantity, state: Discourse) -> Draft:
        head = self.heads[at] if at < len(self.heads) else None
        measure, timed = self._measure(head, cell, amount.span)
        kind = owner_of_measure(measure, amount.unit)
        subject, period = self._label(label, self._titled() or state.centers.of_page(kind))
        found = period or timed or self._time(self.title) or self._time(self.before) or state.report
        return Draft(
            "statement.cell", subject, measure or (state.measured.measure if state.measured else None),
            explicit=False, period=found, evidence={"subject": "the first cell", "measure": "the head of the column"},
        )  # fmt: skip

    def _measure(self, head: Cell | None, cell: Cell, amount: Span) -> tuple[str | None, Period | None]:
        titled = self._named(self.title) or self._named(self.before)
        if head is None:
            return titled, None
        timed = self._time(head)
        text = re.sub(r"[（(].*?[)）]", "", head.text).strip()
        parts = re.split("[/／]", text)
        if len(parts) > 1 and len(re.split("[/／]", cell.text)) == len(parts):
            before = self.document.folded[cell.span.start : amount.start]
            text = parts[len(re.findall("[/／]", before))]
        if timed is not None or text.startswith(_COMPARED):
            return titled or text, timed
        return text or None, None

    def _named(self, cell: Cell | None) -> str | None:
        """Return the measure that a title ends with: 主要电芯报价（元/Wh）."""
        if cell is None:
            return None
        text = re.sub(r"[（(].*?[)）]", "", cell.text)
        text = re.split("[：:，。｜|]", text)[0].strip()
        for start in range(len(text) - 1):
            if (name := text[start:]) and canonical_measure(name) is not None and len(name) <= 6:
                return name
        return None

    def _titled(self) -> Party | None:
        """Return the thing that the table's title begins with, if the page speaks of it elsewhere."""
        titles = (cell for cell in (self.title, self.before) if cell is not None)
        return next(
            (
                topic
                for cell in titles
                for topic in opening_thing(self.document, cell.span, self.pins, times=_OFTEN)
            ),
            None,
        )

    def _label(self, label: Cell, topic: Party | None) -> tuple[Party | None, Period | None]:
        text = label.text
        if (timed := self._time(label)) is not None:
            return topic, timed
        if (year := re.fullmatch(r"((?:19|20)\d{2})年?|(1\d{2})年", text)) is not None:
            edtf = year[1] or str(int(year[2]) + _REPUBLIC)
            return topic, Period(text, label.span, edtf, "explicit")
        for span, _, value in self.pins.inside(label.span):
            if isinstance(value, Mention) and span == label.span:
                return Party(value.text, value.canonical, value.type, value.span, value.id), None
        return (Party(text, text, "other", label.span) if text else topic), None

    def _time(self, cell: Cell | None) -> Period | None:
        if cell is None:
            return None
        for _, _, value in self.pins.inside(cell.span):
            if isinstance(value, Time) and self._dates(cell, value):
                return Period(value.text, value.span, (value.edtf or "").split("T")[0], value.resolved_from)
        return None

    def _dates(self, cell: Cell, time: Time) -> bool:
        """Whether a time in a title or head dates the cells: no hour of an unnamed day, nothing compared with."""
        before = self.document.folded[cell.span.start : time.span.start]
        return may_hold(time) and not _HOUR.fullmatch(time.text) and not before.endswith(("较", "比", "与"))

    def _cut(self, span: Span) -> tuple[Cell, ...]:
        line = self.document.folded[slice(*span)]
        mark = next((mark for mark in _MARKS if mark.search(line.strip())), None)
        if mark is None or (mark is _MARKS[-1] and len(line.split()) < 3):
            return (Cell(line.strip(), span),)
        cells: list[Cell] = []
        at = 0
        for end, following in [*((m.start(), m.end()) for m in mark.finditer(line)), (len(line), len(line))]:
            inner = line[at:end].strip()
            if inner:
                start = span.start + at + line[at:end].index(inner)
                cells.append(Cell(inner, Span(start, start + len(inner))))
            at = following
        return tuple(cells)
