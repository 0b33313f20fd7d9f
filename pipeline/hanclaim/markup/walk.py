"""Source to what a reader sees: the changes that make it, and what the tags say of each line."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hanclaim.alignment import Span
from hanclaim.markup.elements import BLOCKS, Element, Elements
from hanclaim.markup.grids import find_grids
from hanclaim.markup.scan import Token
from hanclaim.structure import FURNITURE, Mark
from hanclaim.wrapping import begins_item, find_column, is_full, stops_short, width

_SPACE = re.compile(r"[ \t\r\n\f]*[\r\n][ \t\r\n\f]*")
_RUNNING = re.compile(r"[。！？；]")
_STRENGTH = ("", " ", "\t", "\n")
# More running text than this, and an element is no furniture, whatever its class says.
_MOST_PROSE = 120
# An article stands in one element; where none holds so much of the text, nothing is known.
_LEAST_MAIN = 0.6
_LONGEST_SPAN = 20


class Change(NamedTuple):
    """A stretch of source that a reader does not see as it is written."""

    span: Span
    text: str
    kind: str


class Line(NamedTuple):
    """A line as seen, with the element its text began in."""

    span: Span
    element: Element


class Walk:
    """One walk through the source; ``changes``, ``marks`` and ``column`` are what it found."""

    def __init__(
        self,
        source: str,
        tokens: Sequence[Token],
        cuts: Callable[[Span], Span | None],
        wrap: int | None = None,
    ) -> None:
        """``cuts`` tells of characters that must be left as they are, if a span holds only a part of them.

        Lines that ``<br>`` ends at the column ``wrap`` are put together again.
        """
        self.changes: list[Change] = []
        self._source = source
        self._elements = Elements()
        self._lines: list[Line] = []
        self._prose: Counter[int] = Counter()
        self._held: Counter[int] = Counter()
        self._dropped: list[Span] = []
        self._break = ""
        self._cells = 0
        self._width = 1
        self._seen = 0
        self._line: tuple[int, Element] | None = None
        self._last = "\n"
        self._cuts = cuts
        self._wrap = wrap
        self._drawn = ""
        self._breaks: list[str] = []
        self._broken: list[tuple[str, bool]] = []
        self._run(tokens)

    def _run(self, tokens: Sequence[Token]) -> None:
        grids = iter([*find_grids(tokens), Span(len(self._source), len(self._source) + 1)])
        grid = next(grids)
        at = 0
        for token in tokens:
            self._read(at, token.span.start)
            at = token.span.end
            while grid.end < at:
                grid = next(grids)
            self._take(token, in_grid=grid.start <= token.span.start)
        self._read(at, len(self._source))
        self._settle("\n")
        self._end_line()

    @property
    def column(self) -> int | None:
        """The column at which ``<br>`` wraps this page, if it does."""
        lines = [(width(line), soft and stops_short(line)) for line, soft in self._broken if line]
        return find_column([at for at, cut in lines if cut], [at for at, _ in lines])

    def _take(self, token: Token, *, in_grid: bool) -> None:
        if token.kind == "reference":
            self._show(token.span, html.unescape(token.name), "entity")
            return
        if token.kind != "hidden":
            if token.kind == "open":
                self._elements.open(token.name, self._source[slice(*token.span)], self._seen)
                if in_grid and token.name in {"td", "th"}:
                    self._cells += self._width
                    self._width = _columns(self._source[slice(*token.span)])
                elif token.name == "tr":
                    self._width = 1
            else:
                self._elements.close(token.name, self._seen)
        separation = _separation(token, in_grid=in_grid)
        if separation:
            self._breaks.append(token.name)
        self._drop(token.span, separation)

    def _read(self, start: int, end: int) -> None:
        """Take text between tags; white space that holds a line end is only a space, as in a browser."""
        if start >= end:
            return
        if self._break and self._source[start:end].isspace() and not self._cuts(Span(start, end)):
            self._drop(Span(start, end), "")
            return
        for match in _SPACE.finditer(self._source, start, end):
            if self._cuts(Span(*match.span())):
                continue
            self._show(Span(start, match.start()), self._source[start : match.start()])
            self._drop(Span(*match.span()), " ")
            start = match.end()
        self._show(Span(start, end), self._source[start:end])

    def _drop(self, span: Span, separation: str) -> None:
        self._dropped.append(span)
        self._break = max(self._break, separation, key=_STRENGTH.index)

    def _show(self, span: Span, text: str, kind: str | None = None) -> None:
        if span.start == span.end:
            return
        if text:
            self._settle(text)
        if kind:
            self._settle("")
            self.changes.append(Change(span, text, kind))
        if not text:
            return
        element = self._elements.innermost
        if self._line is None:
            self._line = (self._seen, element)
        elif self._line[1].is_bold > element.is_bold or self._line[1].is_link > element.is_link:
            start, first = self._line
            is_bold, is_link = first.is_bold and element.is_bold, first.is_link and element.is_link
            self._line = (start, first._replace(is_bold=is_bold, is_link=is_link))
        self._seen += len(text)
        self._last = text[-1]
        self._drawn += text
        if _RUNNING.search(text):
            self._prose[element.cue] += len(text)
            self._held[element.block] += len(text)
            self._held[element.outer] += len(text)

    def _settle(self, following: str) -> None:
        """Write what was left out as one change: a line end, tabs, a space or nothing."""
        if not self._dropped:
            return
        text = self._break
        if text == " " and (_is_wide(self._last) or _is_wide(following[:1])):
            text = ""
        elif text == "\t":
            text = "\t" * self._cells
        elif text == "\n" and self._is_wrapped(following):
            text = ""
        elif text == "\n":
            self._end_line()
            text += "\t" * (self._cells - 1)
        self.changes.append(Change(Span(self._dropped[0].start, self._dropped[-1].end), text, "markup"))
        self._seen += len(text)
        self._last = text[-1:] or self._last
        self._dropped, self._break, self._cells = [], "", 0
        self._breaks = []

    def _is_wrapped(self, following: str) -> bool:
        """Take the end of a line as drawn; say whether it is none of the author's."""
        line, self._drawn = self._drawn, ""
        soft = self._breaks == ["br"] and not following[:1].isspace() and not begins_item(following)
        self._broken.append((line, soft))
        return soft and self._wrap is not None and is_full(line, self._wrap)

    def _end_line(self) -> None:
        if self._line is not None:
            self._lines.append(Line(Span(self._line[0], self._seen), self._line[1]))
        self._line = None

    def marks(self) -> tuple[Mark, ...]:
        """Say what the tags say of each line; an element full of running text is no furniture."""
        running = sum(count for cue, count in self._prose.items() if cue >= 0)
        main = self._find_main()
        marks: list[Mark] = []
        for span, element in self._lines:
            role, prose = element.role, self._prose[element.cue]
            most = max(_MOST_PROSE, running / 2) if element.sure else _MOST_PROSE
            if (role in FURNITURE or role == "lead") and prose > most:
                role = None
            marks.append(
                Mark(
                    span,
                    role,
                    element.sure,
                    element.level,
                    element.is_bold,
                    element.is_link,
                    main.start <= span.start < main.end,
                )
            )
        return tuple(marks)

    def _find_main(self) -> Span:
        """Return the stretch of the element that holds most of the running text, if it does hold most."""
        whole = Span(0, self._seen + 1)
        if not self._held:
            return whole
        best = max(self._held, key=lambda block: (self._held[block], block))
        if self._held[best] < max(_LEAST_MAIN * self._prose[-1], _MOST_PROSE):
            return whole
        return Span(self._elements.starts[best], self._elements.ends.get(best, self._seen + 1))


def _columns(tag: str) -> int:
    match = re.search(r"\bcolspan\s*=\s*[\"']?(\d{1,2})", tag, re.IGNORECASE)
    return min(int(match[1]), _LONGEST_SPAN) if match and int(match[1]) else 1


def _separation(token: Token, *, in_grid: bool) -> str:
    if token.kind == "hidden" or token.name not in BLOCKS:
        return ""
    if token.name in {"td", "th"} and in_grid:
        return "\t"
    if in_grid and token.name not in {"tr", "table", "thead", "tbody", "tfoot", "caption"}:
        return " "
    return "" if token.name == "img" else "\n"


def _is_wide(text: str) -> bool:
    return text > "\u2e7f"
