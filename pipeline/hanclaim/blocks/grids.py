"""Tables: which lines are rows, and what each cell takes from its heads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hanclaim.alignment import Span
from hanclaim.blocks.bylines import is_byline
from hanclaim.blocks.lines import Line
from hanclaim.structure import Cell

# One class of characters leads, for speed.
_WIDE_GAP = re.compile(r"[ 　\xa0](?:[ 　\xa0]+|(?<=　))")
_SLASH = re.compile(r"[／/\s](?:(?<=／)|(?<=\s)/\s|(?<=[^\d\s]/)(?=[^\d\s])|(?<=\d[%％]/))")
_NUMBER = re.compile(
    r"[+\-−±$＄￥¥€<>约近逾]?\s?[\d零一二三四五六七八九十][\d,.，%‰℃°:：+\-−~～—至到/万亿千百元港美人次宗月年日倍个点级星（）() ]*"
)
_ANY = re.compile(
    r"[ \t　\xa0|｜│/／]"
)  # whatever else separates holds one of these: a quick look, as most lines hold none
_TAB = re.compile(r"\t")
_SPACE = re.compile(r" ")
_CRUMBS = re.compile(r"[>»]\s*\S+\s*[>»]")
_BAR = re.compile(r"[|｜│]")
_MOMENT = re.compile(
    r"\d{1,2}:\d{2}(?::\d{2})?|\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{1,2}月\d{1,2}日"
)
_YEAR = re.compile(r"(?:19|20)\d{2}年?.*|\d{1,3}年(?:\d{1,2}月)?|\d{1,2}月.*")
_UNIT_NOTE = re.compile(r"单位\s?[:：]\s?([^，。；()（）\s]{1,12})")
_UNIT_IN_HEAD = re.compile(
    r"[(（]\s*(?:单位\s?[:：]\s?)?([^()（）]{1,12}?)\s*[)）]$|[,，/／]\s?([%‰]|[十百千万亿]*[元吨人户件台辆度]+)$"
)
_UNIT_IN_TITLE = re.compile(
    r"[(（]\s*(?:单位\s?[:：]\s?)?((?:[十百千万亿]*(?:[人架班航]次|公[斤里顷]|平方米|立方米|小时|[元吨人户件台辆度家次%‰℃点米宗间箱桶股])|[百千万亿]+|[A-Za-z]{1,4})(?:[/／][^，,()（）]{1,6})?)(?:[，,][^()（）]*)?[)）]$"
)
_NOTE = re.compile(r"附?[图表]\s?[:：]|(?:数据|资料)?来源[:：]")
_RULE = re.compile(r"[\s|:+=—-]+")
# A unit is noted at most this many lines above its table; its title is no longer than a line of a narrow column.
_NOTE_REACH = 3
_LONGEST_TITLE = 40
_LONGEST_NOTE = 80  # characters of the end of a line
_LONGEST_ROW = 160
_BARRED = re.compile(r"[|｜│].*[|｜│]")
_UNIT_CELL = re.compile(
    r"(?:人民币|新台币|港币)?[十百千万亿]*(?:[美港欧日英澳]?元|美金|港币|[吨人户件台辆家次]|%|％)"
)
_YEAR_CELL = re.compile("(?:(?:19|20)[0-9]{2}|[一二][零〇九一二三四五六七八]{3})年?")
_NOTE_CELL = re.compile(r"[(（][^()（）\d]{1,12}[)）]")
_NUMBERING = frozenset({"排名", "序号", "名次", "编号", "序", "no.", "no", "#"})


class Row(NamedTuple):
    """A line of a table: where it stands among the lines, and its cells; empty cells keep their place."""

    line: int
    cells: tuple[Span, ...]


def find_grids(folded: str, lines: Sequence[Line]) -> Iterator[tuple[Row, ...]]:
    r"""Yield the tables of a page: neighbouring lines that fall into as many cells.

    >>> from hanclaim.blocks.lines import find_lines
    >>> text = '品种\t8月\n国债\t13920\n完。'
    >>> [[text[slice(*cell)] for cell in row.cells] for row in next(find_grids(text, find_lines(text)))]
    [['品种', '8月'], ['国债', '13920']]
    """
    group: list[Row] = []
    sign = ""
    for index, line in enumerate(lines):
        found = _split(folded, line)
        if found is None:
            continue
        row = Row(index, found[1])
        if group and not (
            index == group[-1].line + 1
            and found[0] == sign
            and (abs(len(row.cells) - len(group[-1].cells)) <= (sign == "\t") or _is_short(lines, group, row))
        ):
            if _is_grid(folded, group, sign):
                yield tuple(group)
            group = []
        group.append(row)
        sign = found[0]
    if _is_grid(folded, group, sign):
        yield tuple(group)


def _is_short(lines: Sequence[Line], group: Sequence[Row], row: Row) -> bool:
    """Whether the only row so far is indented and a cell shorter: its first is blank, as over the heads of rows."""
    return len(group) == 1 and lines[group[0].line].indent > 1 and len(group[0].cells) + 1 == len(row.cells)


def _split(folded: str, line: Line) -> tuple[str, tuple[Span, ...]] | None:
    """Return how a line falls into cells, if it does: at tabs, bars, wide gaps, slashes or single spaces."""
    if "\t" in line.text or (line.indent and "\t" in folded[line.span.start - 1 : line.span.start]):
        start = folded.rfind("\n", 0, line.span.start) + 1
        margin = len(folded[start : line.span.end]) - len(folded[start : line.span.end].lstrip(" "))
        return "\t", _cells(folded, start + margin, line.span.end, _TAB)
    if not _ANY.search(line.text):
        return None
    barred = _BARRED.search(line.text)
    if len(line.text) > _LONGEST_ROW and not barred:
        return None
    if line.text[-1] in "。；;：:" or _NOTE.match(line.text):
        return None
    if barred or _BAR.search(line.text):
        first = line.text[0] in "|｜│"
        last = len(line.text) > 1 and line.text[-1] in "|｜│"
        return "|", _cells(folded, line.span.start + first, line.span.end - last, _BAR)
    for sign, separator in (("　", _WIDE_GAP), ("/", _SLASH), (" ", _SPACE)):
        gaps = len(separator.findall(line.text))
        if gaps >= 2 or (gaps and sign == "　" and line.indent > 1):
            return sign, _cells(folded, *line.span, separator)
    return None


def _cells(folded: str, start: int, end: int, separator: re.Pattern[str]) -> tuple[Span, ...]:
    cells: list[Span] = []
    for match in [*separator.finditer(folded, start, end), None]:
        stop = match.start() if match else end
        text = folded[start:stop]
        first = start + len(text) - len(text.lstrip())
        cells.append(
            Span(first, max(first, start + len(text.rstrip()))) if text.strip() else Span(start, start)
        )
        start = match.end() if match else end
    return tuple(cells)


def _is_grid(folded: str, rows: Sequence[Row], sign: str) -> bool:
    """Whether neighbouring lines are rows: the weaker the separator, the more of their cells must be numbers."""
    if len(rows) < 2 or (sign == "　" and len(rows[1].cells) < 3):
        return False
    texts = [folded[row.cells[0].start : row.cells[-1].end] for row in rows]
    rows = [row for row, text in zip(rows, texts, strict=True) if not _RULE.fullmatch(text)]
    if any(is_byline(text.strip()) for text in texts) or any("。" in text[:-1] for text in texts):
        return False
    if any(_CRUMBS.search(text) for text in texts):
        return False
    if sign == "\t":
        return sum(any(map(str.isdigit, text)) for text in texts) * 2 >= len(rows)
    cells = [folded[slice(*cell)] for row in rows for cell in row.cells[1:]]
    longest = 16 if sign in {" ", "　"} else 24
    if max(map(len, cells), default=longest + 1) > longest:
        return False
    numbers = sum(bool(_NUMBER.fullmatch(cell)) and not _MOMENT.fullmatch(cell) for cell in cells)
    return numbers >= 0.5 * (len(cells) - len(rows[0].cells) + 1) and numbers >= 2


def read_cells(folded: str, lines: Sequence[Line], rows: Sequence[Row]) -> dict[Span, tuple[Cell, ...]]:
    """Give each cell under the first row its heads and its unit; keyed by the span of the line.

    A unit comes from the column's head, else from the row's, else from a note over the table.
    """
    head, *others = [row for row in rows if not _RULE.fullmatch(lines[row.line].text)]
    if len(others) > 1 and _spans(folded, head, others[0]):
        head, *others = others
    note, titles = _find_note(lines, rows), _find_titles(lines, rows)
    heads = _heads(folded, head, others)
    if not heads:
        others = [head, *others]
    units: tuple[Span, ...] = ()
    while heads and len(others) > 1 and (under := _under_heads(folded, others[0])):
        units = under if _UNIT_CELL.fullmatch(folded[slice(*under[0])]) else units
        others = others[1:]
    label = 1 if len(heads) > 2 and folded[slice(*heads[0])].lower() in _NUMBERING else 0
    read: dict[Span, tuple[Cell, ...]] = {}
    for row in others:
        row_head = row.cells[label] if label < len(row.cells) else row.cells[0]
        # A short row lost its empty first cell on the way, so columns are counted from the right.
        shift = len(heads) - len(row.cells) if heads else 0
        cells: list[Cell] = []
        for index, cell in enumerate(row.cells[label + 1 :], label + 1):
            at = index + shift
            column = heads[at] if 0 <= at < len(heads) else None
            below = units[at - len(heads)] if units and at - len(heads) >= -len(units) else None
            unit = (
                (below and folded[slice(*below)]) or _unit(folded, column) or _unit(folded, row_head) or note
            )
            if cell.start < cell.end:
                cells.append(Cell(cell, row_head, column, unit, titles))
        read[lines[row.line].span] = tuple(cells)
    return read


def _spans(folded: str, head: Row, row: Row) -> bool:
    """Whether a head stands over all columns, whose own heads are the years below it."""
    filled = [cell for cell in head.cells if cell.start < cell.end]
    years = [folded[slice(*cell)] for cell in row.cells if cell.start < cell.end]
    return len(filled) == 1 < len(years) and all(map(_YEAR_CELL.fullmatch, years))


def _under_heads(folded: str, row: Row) -> tuple[Span, ...]:
    """Return the cells of a row that only goes on with the heads: one unit under each (千港元), or one note (未经审核)."""
    cells = tuple(cell for cell in row.cells if cell.start < cell.end)
    texts = [folded[slice(*cell)] for cell in cells]
    alike = all(map(_UNIT_CELL.fullmatch, texts)) or all(map(_NOTE_CELL.fullmatch, texts))
    return cells if texts and alike else ()


def _heads(folded: str, head: Row, others: Sequence[Row]) -> tuple[Span, ...]:
    """Return the heads of the columns, none where the first row is like the others.

    A head that lost its empty first cell begins with the second column's.  It is known by dates from
    its first cell on, and none over the last column.
    """
    texts = [folded[slice(*cell)] for cell in head.cells[1:] if cell.start < cell.end]
    if texts and all(_NUMBER.fullmatch(text) and not _YEAR.fullmatch(text) for text in texts):
        return ()
    first, last = folded[slice(*head.cells[0])], head.cells[-1]
    filled = any(row.cells[-1].start < row.cells[-1].end for row in others)
    if filled and last.start == last.end and _NUMBER.match(first) and len(head.cells) > 1:
        return head.cells[:-1]
    return head.cells


def _find_titles(lines: Sequence[Line], rows: Sequence[Row]) -> tuple[Span, ...]:
    titles: list[Span] = []
    for line in reversed(lines[max(0, rows[0].line - 2) : rows[0].line]):
        if len(line.text) > _LONGEST_TITLE or line.text[-1] in "。！？!?":
            break
        titles.append(line.span)
    return tuple(titles)


def _unit(folded: str, head: Span | None) -> str | None:
    match = _UNIT_IN_HEAD.search(folded[slice(*head)]) if head else None
    return (match[1] or match[2]) if match else None


def _find_note(lines: Sequence[Line], rows: Sequence[Row]) -> str | None:
    above = range(max(0, rows[0].line - _NOTE_REACH), rows[0].line)
    for index in [*reversed(above), *range(rows[-1].line + 1, min(len(lines), rows[-1].line + 2))]:
        end = lines[index].text[-_LONGEST_NOTE:]
        if match := _UNIT_NOTE.search(end) or _UNIT_IN_TITLE.search(end):
            return match[1]
    return None
