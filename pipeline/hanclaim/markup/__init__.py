"""HTML source to what a reader sees, through the alignment: tags dropped, references opened."""

from __future__ import annotations

import html
import re

from hanclaim.document import Text
from hanclaim.markup.head import read_metadata
from hanclaim.markup.merge import Kept, merge
from hanclaim.markup.scan import scan
from hanclaim.markup.walk import Walk
from hanclaim.structure import Mark

__all__ = ["KINDS", "is_markup", "open_markup", "read_metadata", "replays"]

KINDS = frozenset({"markup", "entity", "part of markup"})
_BEGINS = re.compile(
    r"[\s\ufeff]*(?:<!--[^>]{0,400}-->\s*)?<(?:!doctype\s+html|\?xml|html|head|body|div|p|article|section|table|title|meta|h[1-6])\b",
    re.IGNORECASE,
)
_PAIR = re.compile(r"</(?:p|div|td|li|h[1-6]|span|a|table|ul)>|<br\s*/?>", re.IGNORECASE)


def is_markup(value: str) -> bool:
    """Whether a text is HTML source, whole or a fragment, and not a text that mentions a tag.

    >>> is_markup('<!DOCTYPE html><p>a'), is_markup('用<p>和</p>标记段落，P<0.05。')
    (True, False)
    """
    if _BEGINS.match(value):
        return True
    head = value[:20_000]
    return "</" in head and len(_PAIR.findall(head)) >= max(3, len(head) // 1000)


def open_markup(text: Text) -> tuple[Text, tuple[Mark, ...]]:
    r"""Return the text that a reader of the page sees, and what its tags say of each line.

    A block's tags become one line end, but none where ``<br>`` only wraps a paragraph at a fixed column; cells are kept apart by tabs, references are opened, and what
    browsers do not show is dropped; each is a repair whose bytes tell the rest.  What was
    repaired before stays so, and where damage reaches into a tag its repair stays whole, so that a
    part of that tag may stay in sight.

    >>> seen, marks = open_markup(Text.plain(b'<h1>A &amp; B</h1><p>c', 'ascii'))
    >>> seen.value, [(mark.level, seen.value[slice(*mark.span)]) for mark in marks]
    ('\nA & B\nc', [(1, 'A & B'), (0, 'c')])
    """
    kept = Kept(text)
    tokens = [token for found in scan(text.value) if (token := kept.spare(found))]
    walk = Walk(text.value, tokens, kept.cuts)
    if walk.column is not None:
        walk = Walk(text.value, tokens, kept.cuts, wrap=walk.column)
    return Text.repaired(text.data, text.stretches, tuple(merge(text, walk.changes))), walk.marks()


def replays(kind: str, text: str, seen: str) -> bool:
    r"""Whether ``seen`` shows a reader nothing but ``text``; for repairs that this module makes.

    >>> replays('markup', '\n', '</p><p>'), replays('markup', '', '</p>5<p>'), replays('entity', '&', '&amp;')
    (True, False, True)
    """
    if kind == "entity":
        return html.unescape(seen) == text
    if kind == "part of markup":
        return not text.strip(" \t\n")
    at = 0
    for token in scan(seen):
        if token.kind == "reference" or seen[at : token.span.start].strip():
            return False
        at = token.span.end
    return kind == "markup" and not seen[at:].strip() and not text.strip(" \t\n")
