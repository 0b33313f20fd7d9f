"""Where an expression of time may begin: a cheap scan, so that plain text costs next to nothing."""

from __future__ import annotations

import re

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
过去 过往 未来 今后 接下 最近 第N 首季 首月 元月 农历 阴历 旧历 大年 腊月 冬月 正月 闰N 全年 近N 近的 上N 下N 前N 后N 头N LQ
"""


def _spelled_heads() -> set[str]:
    return {
        a + b
        for pair in _SPELLED.split()
        for a in _GROUPS.get(pair[0], pair[0])
        for b in _GROUPS.get(pair[1], pair[1])
    }


_HEADS = _spelled_heads() | {
    word[:2]
    for name in _TABLES
    for word in table(name)
    if len(word) > 1 and not re.match(f"[{_NUMERALS}]", word)
}
_FIRST = re.escape("".join(sorted({head[0] for head in _HEADS})))
_SECOND = re.escape("".join(sorted({head[1] for head in _HEADS})))

# A numeral opens only where it begins, and only before a unit of time or the mark of a range or a stamp.
GATE = re.compile(
    rf"[{_NUMERALS}{_FIRST}](?:(?<=[{_FIRST}])(?=[{_SECOND}])|(?<=昨)|(?<![0-9.{HAN}几数百][{_NUMERALS}])"
    rf"(?=[{_NUMERALS}百余]*\s?(?:[年月日号时点周季世个天小分秒星礼载财期规夕旬主妇青儿建节劳QqHh”\"」]|(?:[-/—–~～至到、:：.]|起|或)\s?[0-9{HAN}第两])))"
)

_FIGURES = compile_pieces((piece for piece in PIECES if piece.opens in ("figure", "either")), AWAY)
_WORDS = compile_pieces(
    (piece for piece in PIECES if piece.opens in ("word", "either")),
    NEAR,
    "(?P<as_same>(?P<same_year>去年|上年|前年|往年|历史)?同期)",
)
_VAGUE = re.compile(any_of(table("vague_times")).join(("(?P<as_vague>", ")")))
_ONLY_VAGUE = frozenset(word[:2] for word in table("vague_times")) - {
    *(word[:2] for name in _TABLES if name != "vague_times" for word in table(name)),
    *_spelled_heads(),
}
_OPENS_FIGURE = frozenset(f"0123456789{HAN}两廿卅半几数多")

# What may stand after a piece for another to refine it.
REFINES = _OPENS_FIGURE | {head[0] for head in _HEADS} | frozenset("第最的T (（\u3000早晚晨夜底末初")


def open_at(folded: str, start: int) -> re.Match[str] | None:
    """Return what an expression that begins here begins with."""
    if folded[start] in _OPENS_FIGURE:
        return _FIGURES.match(folded, start)
    head = folded[start : start + 2]
    if head in _ONLY_VAGUE:
        return _VAGUE.match(folded, start)
    if head in _HEADS or head[0] == "昨":
        return _WORDS.match(folded, start) or _VAGUE.match(folded, start)
    return None
