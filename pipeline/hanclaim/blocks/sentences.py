"""Paragraphs to sentences, right across quotes, brackets, decimals and wrapped lines."""

from __future__ import annotations

import re

from hanclaim.alignment import Span

_MARK = re.compile(r"[。！？!?.…(（《【\[〔)）》】\]〕]")
_MORE = re.compile(r"[。！？!?]*")
_POINT = re.compile(r"(?<=[\u4e00-\u9fff）)%])\.(?=[\s\u4e00-\u9fff]|$)")
_DOTS = re.compile(r"…+")
_CLOSERS = re.compile(r"[”」』’\"）)】]*")
_OPENERS = frozenset("(（《【[〔")
_SHUTTERS = frozenset(")）》】]〕")
_REPORTS = re.compile(
    r"[^。！？!?：:“”「」，,]{0,60}?(?:说|表示|称|道|指出|透露|介绍|坦言|告诉|认为|强调|直言|解释|问|答|写道|感叹|感慨|回应|补充|提醒|呼吁|总结|笑言|回忆|分析|判断|抱怨|反问|表明)"
    r"(?:道|说|称|到)?[^，,。：:]{0,12}?[，,。：:]"
)
_TALK = re.compile(r"说话|说法|说明|称为|问题|问答|知道|道路")
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
        sign, at = mark[0], mark.end()
        if sign in _OPENERS:
            depth += 1
            opened = at
        elif sign in _SHUTTERS:
            depth = max(0, depth - 1)
        elif (
            at > start and (depth == 0 or at - opened > _LONGEST_BRACKET) and _is_stop(folded, sign, at, end)
        ):
            depth = 0
            at = _end(_DOTS if sign == "…" else _MORE, folded, at, end)
            stop = _end(_CLOSERS, folded, at, end)
            if stop < end and not _ends_here(folded, sign, start=start, at=at, stop=stop, end=end):
                continue
            _add(sentences, folded, start, stop)
            start = stop
    _add(sentences, folded, start, end)
    return tuple(sentences)


def _is_stop(folded: str, sign: str, at: int, end: int) -> bool:
    """Whether a sign may end a sentence: a point only after Chinese, dots only where the paragraph ends."""
    if sign == ".":
        return bool(_POINT.match(folded, at - 1, end))
    return sign != "…" or _end(_CLOSERS, folded, _end(_DOTS, folded, at, end), end) == end


def _end(pattern: re.Pattern[str], folded: str, at: int, end: int) -> int:
    match = pattern.match(folded, at, end)
    return match.end() if match else at


def _ends_here(folded: str, sign: str, *, start: int, at: int, stop: int, end: int) -> bool:
    """Whether the sentence ends at ``stop``, where its last sign stands before ``at`` and closers between."""
    if folded[stop] in "。！？!?":
        return False
    if stop == at:
        return not (sign in "?!" and folded[stop].isascii() and folded[stop].isalnum())
    if _JOINS.match(folded, stop, end):
        return False
    opening = max(folded.rfind(quote, start, at) for quote in "“「『")
    if opening > start and folded[opening - 1] in "：:，,":
        return True
    return not _reports(folded, stop, min(end, stop + 90))


def _reports(folded: str, start: int, end: int) -> bool:
    """Whether what follows a quotation says whose it is."""
    match = _REPORTS.match(folded, start, end)
    return match is not None and not _TALK.search(match[0])


def _add(sentences: list[Span], folded: str, start: int, end: int) -> None:
    while start < end and folded[start].isspace():
        start += 1
    while start < end and folded[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append(Span(start, end))
