"""Where an expression of time may begin: a cheap scan, so that plain text costs next to nothing."""

from __future__ import annotations

import re
from functools import cache

from hanclaim.times.figures import HAN, any_of, table
from hanclaim.times.lengths import AWAY, NEAR
from hanclaim.times.pieces import PIECES, compile_pieces

_NUMERALS = f"0-9{HAN}两廿卅半几数多"
_TABLES = ("relative_times", "vague_times", "festivals", "eras", "plans", "day_parts")
# First two characters of the expressions that no table lists; a letter stands for every character of a group.
_GROUPS = {
    "D": "早晚晨夜",
    "S": "春夏秋冬",
    "B": "(（",
    "N": f"0123456789{HAN}两几数半",
    "W": "一二三四五六日天末",
}
_SPELLED = """
今D 昨D 明D 当D 今S 去S 明S S季 S天 今B 昨B 前B 明B 本B 去B 上B 下B 首N 今天 昨天 今日 昨日 今两 今明 去今 昨今 “十 「十 “八 「八 “九 上年 前年 往年
历史 同期 上半 下半 前半 后半 上个 下个 上世 本世 年底 年末 年终 岁末 岁终 月底 月初 月末 月上 月中 月下 上旬 中旬 下旬 周W 星期 礼拜
过去 过往 未来 今后 接下 最近 第N 开年 首季 首月 元月 农历 阴历 旧历 大年 腊月 冬月 正月 闰N 全年 近N 近的 上N 下N 前N 后N 头N LQ
"""


def _spelled_heads() -> set[str]:
    return {
        a + b
        for pair in _SPELLED.split()
        for a in _GROUPS.get(pair[0], pair[0])
        for b in _GROUPS.get(pair[1], pair[1])
    }


HEADS = _spelled_heads() | {
    word[:2]
    for name in _TABLES
    for word in table(name)
    if len(word) > 1 and not re.match(f"[{_NUMERALS}]", word)
}
_FIRST = re.escape("".join(sorted({head[0] for head in HEADS})))
_SECOND = re.escape("".join(sorted({head[1] for head in HEADS})))

# A numeral opens only where it begins, and only before a unit of time or the mark of a range or a stamp.
_NUMERAL = rf"[{_NUMERALS}百余]*\s?(?P<mark>[年月日号时点周季世｜|天小分秒星礼载财会学赛期规夕旬主妇青儿建节劳QqHh”\"」]|个(?=[月星礼季小钟半周])|\.(?<=[0-9]{{4}}\.)|[-/—–~～―－ー至到、:：](?=\s?[0-9{HAN}第两]))"
GATE = re.compile(
    rf"[{_NUMERALS}{_FIRST}](?:(?<=[{_FIRST}])(?=[{_SECOND}])|(?<=昨)|(?<=[{_NUMERALS}])(?<![0-9.{HAN}几数百].)(?<![0-9],[0-9])(?={_NUMERAL}))"
)
_RUN = re.compile(_NUMERAL)
_ANY_RUN = re.compile(rf"[{_NUMERALS}百余]*\s?(?P<mark>.)?", re.DOTALL)
_OPENS_FIGURE = frozenset(f"0123456789{HAN}两廿卅半几数多")
# What may stand after a piece for another to refine it.
REFINES = _OPENS_FIGURE | {head[0] for head in HEADS} | frozenset("第最的T (（\u3000早晚晨夜底末初")

# Beside the pieces: what is tried before them and after them, with the marks it is told by.
_BEFORE = (
    (NEAR, "近最过前未今接后上下"),
    (AWAY, "年个月周星礼天日小钟分秒季"),
    (
        "(?P<as_same>(?P<same_year>去年|上年|前年|往年|历史)?同期|(?P<same_month>去年|上年|前年)同月)",
        "去上前往历同",
    ),
)
_VAGUE = f"(?P<as_vague>{any_of(table('vague_times'))})"


@cache
def opening(mark: str) -> re.Pattern[str]:
    """Return the pattern of everything that can be told by one mark."""
    heads = [pattern for pattern, marks in _BEFORE if mark in marks]
    opening = compile_pieces((piece for piece in PIECES if mark in piece.marks), *heads)
    vague = any(mark == word[0] for word in table("vague_times"))
    return re.compile("|".join(filter(None, (opening.pattern, _VAGUE if vague else ""))) or "(?!)")


@cache
def _refining(rank: int, mark: str) -> re.Pattern[str]:
    """Return the pattern of everything finer than a rank that can be told by one mark, or needs none."""
    return compile_pieces(
        piece
        for piece in PIECES
        if piece.refines and piece.rank > rank and (not piece.marks or (mark and mark in piece.marks))
    )


def refine_at(folded: str, start: int, rank: int) -> re.Match[str] | None:
    """Return the piece here that is finer than one of a rank."""
    mark = folded[start : start + 1]
    if mark in _OPENS_FIGURE and (run := _ANY_RUN.match(folded, start)):
        mark = run["mark"] or ""
    return _refining(rank, mark).match(folded, start)


def open_at(folded: str, start: int) -> re.Match[str] | None:
    """Return what an expression that begins here begins with."""
    first = folded[start]
    if first in _OPENS_FIGURE:
        run = _RUN.match(folded, start)
        return opening(run["mark"]).match(folded, start) if run else None
    if folded[start : start + 2] in HEADS or first == "昨":
        return opening(first).match(folded, start)
    return None
