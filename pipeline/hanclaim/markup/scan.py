"""HTML source to tags, references and hidden stretches, each with its exact span.

A small tokenizer of our own: parsers mend what is broken and lose the positions.  It
takes time in proportion to the source, whatever the source is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from hanclaim.alignment import Span

_NEXT = re.compile(r"<(?=[A-Za-z/!?])|&(?=[A-Za-z#])")
_NAME = re.compile(r"</?([A-Za-z][A-Za-z0-9:-]{0,40})")
_STOP = re.compile(r">|=\s*[\"']")
_REFERENCE = re.compile(r"&(?:#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};|nbsp)")
# What stands inside these is no text of the page.
HIDDEN = frozenset(
    {"script", "style", "template", "title", "textarea", "svg", "noscript", "iframe", "object", "select"}
)


class Token(NamedTuple):
    """A stretch of source that is not text: a tag, a character reference, or something hidden with all it holds."""

    span: Span
    kind: Literal["open", "close", "hidden", "reference"]
    name: str


class _Ends:
    """Finds closing signs, and remembers which of them never come again."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._folded = source.lower()
        self._absent: set[str] = set()

    def after(self, sign: str, start: int) -> int:
        """Return where ``sign`` next ends, or -1; each sign is found missing once only."""
        if sign in self._absent:
            return -1
        at = self._folded.find(sign, start)
        if at < 0:
            self._absent.add(sign)
            return -1
        return at + len(sign)


def scan(source: str) -> Iterator[Token]:
    """Yield what is not text, in order.

    >>> [(token.kind, token.name, *token.span) for token in scan('<p a=">">1&lt;2<!-- x --></p>')]
    [('open', 'p', 0, 9), ('reference', '&lt;', 10, 14), ('hidden', '!', 15, 25), ('close', 'p', 25, 29)]
    """
    ends = _Ends(source)
    at = 0
    while match := _NEXT.search(source, at):
        start = match.start()
        token = _reference(source, start) if match[0] == "&" else _tag(source, start, ends)
        if token is None:
            at = start + 1
        else:
            yield token
            at = token.span.end


def _reference(source: str, start: int) -> Token | None:
    match = _REFERENCE.match(source, start)
    return Token(Span(*match.span()), "reference", match[0]) if match else None


def _tag(source: str, start: int, ends: _Ends) -> Token | None:
    if source.startswith("<!--", start):
        end = ends.after("-->", start + 4)
        return Token(Span(start, end), "hidden", "!") if end > 0 else None
    match = _NAME.match(source, start)
    if match is None:
        end = ends.after(">", start)
        return Token(Span(start, end), "hidden", "!") if end > 0 and source[start + 1] in "!?" else None
    end = _end_of_tag(source, match.end(), ends)
    if end < 0:
        return None
    name = match[1].lower()
    if source[start + 1] == "/":
        return Token(Span(start, end), "close", name)
    if name in HIDDEN and source[end - 2] != "/":
        closing = ends.after(f"</{name}", end)
        if closing > 0 and (last := ends.after(">", closing)) > 0:
            return Token(Span(start, last), "hidden", name)
    return Token(Span(start, end), "open", name)


def _end_of_tag(source: str, at: int, ends: _Ends) -> int:
    """Return the end of a tag: the first > outside the quoted values."""
    if ends.after(">", at) < 0:
        return -1
    while match := _STOP.search(source, at):
        if match[0] == ">":
            return match.end()
        quoted = ends.after(match[0][-1], match.end())
        if quoted < 0:
            return ends.after(">", match.end())
        at = quoted
    return -1
