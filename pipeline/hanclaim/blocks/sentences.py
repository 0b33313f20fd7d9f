"""Paragraphs to sentences, right across quotes, brackets, decimals and wrapped lines."""

from __future__ import annotations

import re

from hanclaim.alignment import Span

_MARK = re.compile(
    r"[。！？!?]+|(?<=[\u4e00-\u9fff）)%])\.(?=[\s\u4e00-\u9fff]|$)|[(（《【\[〔]|[)）》】\]〕]|…+$"
)
_CLOSERS = re.compile(r"[”」』’\"）)】]*")
_OPENERS = frozenset("(（《【[〔")
_SHUTTERS = frozenset(")）》】]〕")
_REPORTS = re.compile(
    r"[^。！？!?：:“”「」]{0,60}?(?:说|表示|称|道|指出|透露|介绍|坦言|告诉|认为|强调|直言|解释|问|答|写道|感叹|感慨|回应|补充|提醒|呼吁|总结|笑言|回忆|分析|判断|抱怨|反问|表明)"
)
_JOINS = re.compile(r"[，、；：,;:的之等一和与及或是]")
# A bracket that stays open this long was never closed: a sentence ends again after it.
_LONGEST_BRACKET = 120


def find_sentences(folded: str, span: Span) -> tuple[Span, ...]:
    """Cut one paragraph into sentences; together they cover it but for the white space between them.

    A full stop inside brackets ends none, and neither does one inside a quotation whose speaker
    follows it.

    >>> text = '“样件和产品是两回事。”周恒说，成本降了0.5元。他(受访时。)没有多说！'
    >>> [text[slice(*sentence)] for sentence in find_sentences(text, Span(0, len(text)))]
    ['“样件和产品是两回事。”周恒说，成本降了0.5元。', '他(受访时。)没有多说！']
    """
    start, end = span
    sentences: list[Span] = []
    depth = opened = 0
    for mark in _MARK.finditer(folded, start, end):
        sign = mark[0][0]
        if sign in _OPENERS:
            depth += 1
            opened = mark.start()
        elif sign in _SHUTTERS:
            depth = max(0, depth - 1)
        elif depth == 0 or mark.start() - opened > _LONGEST_BRACKET:
            depth = 0
            closer = _CLOSERS.match(folded, mark.end(), end)
            stop = closer.end() if closer else mark.end()
            if stop < end and not _ends_here(folded, sign, closed=stop > mark.end(), stop=stop, end=end):
                continue
            _add(sentences, folded, start, stop)
            start = stop
    _add(sentences, folded, start, end)
    return tuple(sentences)


def _ends_here(folded: str, sign: str, *, closed: bool, stop: int, end: int) -> bool:
    if folded[stop] in "。！？!?":
        return False
    if not closed:
        return not (sign in "?!" and folded[stop].isascii() and folded[stop].isalnum())
    return not _JOINS.match(folded, stop, end) and not _REPORTS.match(folded, stop, min(end, stop + 70))


def _add(sentences: list[Span], folded: str, start: int, end: int) -> None:
    while start < end and folded[start].isspace():
        start += 1
    while start < end and folded[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append(Span(start, end))
