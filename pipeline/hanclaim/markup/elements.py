"""Open elements, and what they say of the lines inside them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.structure import FURNITURE, Role

BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
        "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr",
        "html", "img", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
        "thead", "tr", "ul", "video",
    }
)  # fmt: skip
_VOID = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    }
)
_WRAPPERS = frozenset({"html", "body", "main", "article"})
_CELLS = frozenset({"td", "th"})
# What an opening tag closes where the author left the closing tag out, and where that search stops.
_CLOSES = {
    "li": (frozenset({"li"}), frozenset({"ul", "ol"})),
    "dd": (frozenset({"dd", "dt"}), frozenset({"dl"})),
    "dt": (frozenset({"dd", "dt"}), frozenset({"dl"})),
    "td": (_CELLS, frozenset({"tr", "table"})),
    "th": (_CELLS, frozenset({"tr", "table"})),
    "tr": (frozenset({"tr"}), frozenset({"table"})),
}
_CLOSED_BY_BLOCK = (frozenset({"p"}), BLOCKS - {"p"})
_DEEPEST_SEARCH = 64
_CLASS = re.compile(
    r"\b(?:class|id)\s*=\s*(?:\"([^\"]{0,200})|'([^']{0,200})|([^\s\"'>]{1,200}))", re.IGNORECASE
)
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")


class Element(NamedTuple):
    """An open element, with what it inherits from those around it.

    ``cue`` numbers the element whose tag or class gave the role, ``block`` the innermost block
    element and ``outer`` the one around it.
    """

    name: str
    role: Role | None = None
    sure: bool = False
    cue: int = -1
    level: int = 0
    is_bold: bool = False
    is_link: bool = False
    block: int = 0
    outer: int = 0


@cache
def _roles(where: str) -> dict[str, tuple[Role, bool]]:
    rows = tables.read("markup_roles")
    return {
        row["cue"]: (cast("Role", row["role"]), row["sure"] == "yes") for row in rows if row["where"] == where
    }


@lru_cache(maxsize=4096)
def _role_of_class(names: str) -> tuple[Role, bool] | None:
    words = (word.lower() for word in _WORD.findall(names))
    return next((_roles("class")[word] for word in words if word in _roles("class")), None)


class Elements:
    """The elements open at one place of the source."""

    def __init__(self) -> None:
        self.starts: dict[int, int] = {0: 0}
        self.ends: dict[int, int] = {}
        self._stack = [Element("")]
        self._open: Counter[str] = Counter()
        self._cues = 0

    @property
    def innermost(self) -> Element:
        """The element that text would stand in."""
        return self._stack[-1]

    def open(self, name: str, tag: str, at: int) -> None:
        """Open an element at a place of the text, closing what its author left open."""
        if name in _VOID:
            return
        if name in BLOCKS:
            self._close_implied(*_CLOSES.get(name, _CLOSED_BY_BLOCK), at)
        self._open[name] += 1
        element = self._inherit(name, tag)
        if name in BLOCKS:
            number = len(self.starts)
            self.starts[number] = at
            element = element._replace(block=number, outer=element.block)
        self._stack.append(element)

    def close(self, name: str, at: int) -> None:
        """Close an element and all inside it; a closing tag without an opening one does nothing."""
        if not self._open[name]:
            return
        while self._stack[-1].name != name:
            self._pop(at)
        self._pop(at)

    def _pop(self, at: int) -> None:
        element = self._stack.pop()
        self._open[element.name] -= 1
        if element.block != self._stack[-1].block:
            self.ends[element.block] = at

    def _close_implied(self, names: frozenset[str], barriers: frozenset[str], at: int) -> None:
        for back, element in enumerate(reversed(self._stack[-_DEEPEST_SEARCH:]), 1):
            if element.name in names:
                for _ in range(back):
                    self._pop(at)
                return
            if element.name in barriers or not element.name:
                return

    def _inherit(self, name: str, tag: str) -> Element:
        above = self._stack[-1]._replace(name=name)
        if name in {"b", "strong"}:
            return above._replace(is_bold=True)
        if name == "a":
            return above._replace(is_link=True)
        if len(name) == 2 and name[0] == "h" and name[1] in "123456":
            above = above._replace(level=int(name[1]))
        said = _roles("tag").get(name)
        if said is None and name not in _WRAPPERS and (match := _CLASS.search(tag, 0, 600)):
            said = _role_of_class(match[1] or match[2] or match[3] or "")
        if said is None or (said[0] == "list_item" and above.role in FURNITURE):
            return above
        self._cues += 1
        return above._replace(role=said[0], sure=said[1], cue=self._cues)
