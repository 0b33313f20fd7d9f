"""Dates and periods in folded text, as EDTF where the text determines them: contract section 4."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from hanclaim import tables
from hanclaim.alignment import Span
from hanclaim.claims.anchors import Anchors, as_moment
from hanclaim.claims.calendar import Interval, Moment, When, ends, shift_years
from hanclaim.claims.lengths import read_length
from hanclaim.claims.pieces import BY_GROUP, HAN, OPENING, REFINING, any_of, relative_words
from hanclaim.document import ResolvedFrom, Time

_VAGUE = re.compile(any_of(row["word"] for row in tables.read("vague_times", key="word")))
_SAME_TIME = re.compile(r"(?P<year>去年|上年|前年|往年|历史)?同期")
_JOIN = re.compile(r"\s*(?:[-—–―~～－]{1,2}|直?至|直?到)\s*")
_LISTED = re.compile(r"\s*[和及与、以]{1,2}\s*")
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:/([0-9]{4})(?:-([0-9]{2}))?)?")
_GAP = re.compile(r"的?\s{0,2}")
_SINCE = re.compile(r"(?:自从|自)$")
_NOT_SINCE = re.compile(r"(?:来自|各自|独自|亲自|源自)$")
_AFTER = re.compile(
    r"以来|至今|迄今|起(?![到点码来飞步草诉重义因源])|以后|之后|以前|之前|前(?![一二两三四五六七八九十百0-9期景往后列身提途述任总首夫妻美英副主所部董队车])"
)


def _gate() -> re.Pattern[str]:
    """Return a cheap test of where an expression may begin: its first two characters, by class."""
    words = [
        *relative_words(), *(row["word"] for name in ("vague_times", "festivals", "eras") for row in tables.read(name)),
        "去年", "上年", "同期", "上半", "下半", "上世", "本世", "年底", "年末", "岁末", "年终", "月底", "月初", "月末", "月上", "月中", "月下",
        "上旬", "中旬", "下旬", "周一", "星期", "礼拜", "过去", "过往", "未来", "今后", "接下", "最近", "第一", "前三", "头三", "首季", "首月",
        "半年", "几年", "数年", "多年", "十四", "八五", "春季", "夏天", "秋季", "冬季", "今春", "明夏", "去秋", "今冬", "元月", "今晚", "昨早",
        "明晨", "昨夜", "当晚", "今（", "今(", "“十", "「十", '"十', "“八",
    ]  # fmt: skip
    first = "".join({word[0] for word in words}) + HAN + "两廿卅0-9近前后当Qq"
    second = (
        "".join({word[1] for word in words if len(word) > 1})
        + HAN
        + "两0-9年月日号周季世天个多余百—–~～至到/.、:：时点小分二三四五六日末-"
    )
    return re.compile(f"(?:[{first}](?<![0-9.][0-9])(?=[{second}]))|昨")


_GATE = _gate()


@dataclass(frozen=True, slots=True)
class _Chain:
    """Pieces that refine one another, as one expression."""

    start: int
    end: int
    when: When | None
    source: ResolvedFrom
    rank: int
    name: str
    dated: bool


def find_times(folded: str, *, published: date | datetime | None = None) -> tuple[Time, ...]:
    """Find every expression of time; spans are sorted and disjoint.

    >>> [time.edtf for time in find_times('2022年9月至今，今年上半年', published=date(2025, 12, 1))]
    ['2022-09/..', '2025-40']
    """
    anchors = Anchors(folded, as_moment(published))
    times: list[Time] = []
    at = 0
    for gate in _GATE.finditer(folded):
        if gate.start() < at:
            continue
        found = _read(anchors, gate.start())
        if found is None:
            continue
        chain, rule = found
        at = chain.end
        times.append(_time(folded, chain, rule))
        if chain.when is not None:
            anchors = anchors.after(chain.when, chain.start, chain.end, dated=chain.dated)
    return tuple(times)


def _time(folded: str, chain: _Chain, rule: str) -> Time:
    text = folded[chain.start : chain.end]
    return Time(
        Span(chain.start, chain.end), text, chain.when.edtf if chain.when else None, chain.source, rule
    )


def _read(anchors: Anchors, start: int) -> tuple[_Chain, str] | None:
    """Read the expression that begins here, with its range and what opens or closes it."""
    text = anchors.text
    if (same := _SAME_TIME.match(text, start)) is not None:
        return _same_time(anchors, same), "time.same_period"
    if (length := read_length(anchors, start)) is not None:
        match, when, source = length
        return _Chain(start, match.end(), when, source, 2, "length", dated=False), "time.length"
    chain = _read_chain(anchors, start, None)
    if chain is None:
        vague = _VAGUE.match(text, start)
        return vague and (
            _Chain(start, vague.end(), None, "publication", 0, "vague", dated=False),
            "time.vague",
        )
    ranged = _read_range(anchors, chain)
    if ranged is not None:
        return ranged, "time.range"
    return _open(anchors, chain) or (chain, f"time.{chain.name}")


def _same_time(anchors: Anchors, match: re.Match[str]) -> _Chain:
    """Read 去年同期: the period told last, a year before."""
    years = {"去年": -1, "上年": -1, "前年": -2, None: 0}.get(match["year"])
    told = anchors.told if match.start() - anchors.told_at < 80 else None
    when = None if told is None or years is None else shift_years(told, years)
    return _Chain(match.start(), match.end(), when, "narrative", 0, "same_period", dated=False)


def _read_chain(anchors: Anchors, start: int, base: Moment | None) -> _Chain | None:
    """Read pieces from coarse to fine; ``base`` is what the other end of a range has said."""
    text = anchors.text
    match = OPENING.match(text, start)
    if match is None:
        return None
    piece = BY_GROUP[str(match.lastgroup)]
    rank, end = piece.rank, match.end()
    pieces = [(piece, match)]
    while rank < 9:
        gap = _GAP.match(text, end)
        following = REFINING[rank].match(text, gap.end() if gap else end)
        if following is None:
            break
        piece = BY_GROUP[str(following.lastgroup)]
        pieces.append((piece, following))
        rank, end = piece.rank, following.end()

    def read(moment: Moment) -> When | None:
        when: When | None = moment
        for each, found in pieces:
            if not isinstance(when, Moment):
                return None
            when = each.read(found, when)
        return when

    first = pieces[0][0]
    source: ResolvedFrom = "explicit"
    if base is not None and first.base not in ("none", "published"):
        when = read(base)
    else:
        when, source = anchors.place(first.base, read, start, end)
    return _Chain(
        start,
        end,
        when,
        source,
        first.rank,
        piece.name,
        first.base in ("none", "published") and first.rank <= 6,
    )


def _read_range(anchors: Anchors, low: _Chain) -> _Chain | None:
    """Join two ends; the second inherits what it does not say."""
    text = anchors.text
    join = _JOIN.match(text, low.end)
    if join is None or not isinstance(low.when, Moment):
        return None
    if text.startswith("今", join.end()) and text[join.end() : join.end() + 2] not in (
        "今年",
        "今天",
        "今日",
    ):
        return _Chain(
            low.start, join.end() + 1, Interval(low.when, None), low.source, low.rank, "range", low.dated
        )
    high = _read_chain(anchors, join.end(), low.when)
    if high is None or high.rank < low.rank or high.when is None:
        return None
    end = high.when.high if isinstance(high.when, Interval) else high.when
    if end is None or not isinstance(high.when, Moment):
        return None
    if end.first < low.when.first and high.rank > 2:
        end = ends(shift_years(end, 1))[0] or end
    if end.first < low.when.first:
        return None
    return _Chain(low.start, high.end, Interval(low.when, end), low.source, low.rank, "range", low.dated)


def join_lists(folded: str, times: tuple[Time, ...]) -> tuple[Time, ...]:
    """Join neighbours that are listed and follow each other, for a claim that holds over both.

    >>> [time.edtf for time in join_lists('今年及2026年', find_times('今年及2026年', published=date(2025, 12, 1)))]
    ['2025/2026']
    """
    joined: list[Time] = []
    for time in times:
        last = joined[-1] if joined else None
        if last is not None and _LISTED.fullmatch(folded, last.span.end, time.span.start):
            low, high = _plain(last.edtf), _plain(time.edtf)
            if low and high and _adjoins(low[1], high[0]):
                span = Span(last.span.start, time.span.end)
                edtf = Interval(low[0], high[1]).edtf
                joined[-1] = Time(span, folded[slice(*span)], edtf, last.resolved_from, "time.list")
                continue
        joined.append(time)
    return tuple(joined)


def _plain(edtf: str | None) -> tuple[Moment, Moment] | None:
    """Return both ends where they are years, parts of years, or intervals of those."""
    found = _PLAIN.fullmatch(edtf or "")
    if found is None:
        return None
    low = Moment(int(found[1]), int(found[2]) if found[2] else None)
    return low, Moment(int(found[3]), int(found[4]) if found[4] else None) if found[3] else low


def _adjoins(low: Moment, high: Moment) -> bool:
    """Say whether two listed moments follow each other, so that an interval says the same."""
    if low.part is None and high.part is None:
        return high.year == low.year + 1
    if low.part is None or high.part is None:
        return False
    return (high.year, high.part) == (low.year, low.part + 1)


def _open(anchors: Anchors, chain: _Chain) -> tuple[_Chain, str] | None:
    """Read 自X, X以来 and X之前 as open intervals; 今年以来 ends with the month of publication."""
    text, when = anchors.text, chain.when
    if when is None:
        return None
    low = ends(when)[0]
    after = _AFTER.match(text, chain.end)
    word = after[0] if after else ""
    end = after.end() if after else chain.end
    if word in ("前", "之前", "以前"):
        return _Chain(
            chain.start, end, Interval(None, low), chain.source, chain.rank, "before", chain.dated
        ), "time.before"
    now = anchors.published
    if word == "以来" and now and isinstance(when, Moment) and when.part is None and when.year == now.year:
        until = Interval(when.within(1), Moment(now.year, now.part))
        return _Chain(chain.start, end, until, chain.source, chain.rank, "since", chain.dated), "time.since"
    opened = _SINCE.search(text, max(0, chain.start - 2), chain.start) and not _NOT_SINCE.search(
        text, max(0, chain.start - 2), chain.start
    )
    if word or opened:
        return _Chain(
            chain.start, end, Interval(low, None), chain.source, chain.rank, "since", chain.dated
        ), "time.since"
    return None
