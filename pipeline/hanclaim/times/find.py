"""Dates and periods in folded text, as EDTF where the text determines them: contract section 4."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from hanclaim.alignment import Span
from hanclaim.document import ResolvedFrom, Time
from hanclaim.times.anchors import BEFORE, Anchors, as_moment
from hanclaim.times.calendar import Interval, Moment, When, ends, shift, shift_years
from hanclaim.times.figures import DASH, SMALL, number
from hanclaim.times.gate import GATE, HEADS, REFINES, open_at, opening, refine_at
from hanclaim.times.lengths import read_length
from hanclaim.times.pieces import BY_GROUP, Piece
from hanclaim.times.readings import at_hour

_GAP = re.compile(r"T(?=[0-9])|的?\s{0,2}")
_GAPS = frozenset("T的 \u3000")
_JOIN = re.compile(rf"(?:起|开始)?\s*(?P<dash>{DASH}|直[至到])\s*|\s*[和与及](?=[^，。,;；]{{1,12}}?之?间)")
_ENDED = re.compile(
    rf"止的?(?:(?P<year>财政年度|财年|年度|全年|一年)|(?P<half>中期|上?半年(?:度)?)|(?P<months>{SMALL})个月)"
)
_LISTED = re.compile(r"\s*(?:以?及|[和与、])\s*")
_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:/([0-9]{4})(?:-([0-9]{2}))?)?")
_UP_TO_NOW = ("以来", "至今", "迄今")
_FROM_TO = re.compile(r"(?P<dash>(?:起|开始)[，,])(?=[^，,。\n]{2,9}(?:结束|为止))")
_TITLE = 20
_WEEKS = ("relative_week_published", "weekday")
_FAR = re.compile(r"[^，,。；;0-9到至]{1,14}(?:至今|以来|迄今|到现在|到如今)")
_SEASONS = re.compile(r"赛季|球季|联赛|进球|篮板")
_BETWEEN = re.compile("之?间")
_NOW = re.compile("今(?![年天日])|现在|目前|当前")
_SINCE = re.compile(r"(?<![来各独亲源编引出选摘译])自从?$")
_AFTER = re.compile(
    r"以来|至今|迄今|起(?![到点码来飞步草诉重义因源])|(?:[或及]者?|含)?(?:以后|之后)|开始|"
    rf"(?:[或及]者?|含)?{BEFORE}"
)
# Characters that what stands before or after an expression ends or begins with: tried first, for speed.
_ENDS_RECURRING = frozenset("年月周天日逢的")
_CONTINUES = frozenset("起开直至到和与及以迄或含之前止-—–―~～－ー \u3000")
_RECURRING = re.compile(r"(?:每年|每月|每个月|每周|每天|每日|每逢|历年|往年)的?$")


@dataclass(slots=True)
class _Chain:
    """Pieces that refine one another, as one expression; ``dated`` says that it tells its own year."""

    start: int
    end: int
    when: When | None
    source: ResolvedFrom
    rule: str
    rank: int = 0
    dated: bool = False
    pieces: tuple[tuple[Piece, re.Match[str]], ...] = ()


def find_times(folded: str, *, published: date | datetime | None = None) -> tuple[Time, ...]:
    """Find every expression of time; spans are sorted and disjoint.

    >>> [time.edtf for time in find_times('2022年9月至今，今年上半年', published=date(2025, 12, 1))]
    ['2022-09/..', '2025-40']
    """
    anchors = Anchors(folded, as_moment(published))
    times: list[Time] = []
    at = 0
    for gate in GATE.finditer(folded):
        start = gate.start()
        if start < at:
            continue
        mark = gate[1]  # what stands after a numeral; any other head is told by its first character
        if mark is None:
            mark = folded[start]
            if folded[start : start + 2] not in HEADS and mark != "昨":
                continue
        match = opening(mark).match(folded, start)
        if match is None or (found := _read(anchors, match)) is None:
            continue
        at = found.end
        edtf = found.when.edtf if found.when else None
        times.append(Time(Span(start, at), folded[start:at], edtf, found.source, f"time.{found.rule}"))
        if found.when is not None:
            anchors.tell(found.when, start, at, dated=found.dated)
    return tuple(times)


def _read(anchors: Anchors, match: re.Match[str]) -> _Chain | None:
    """Read the expression that begins here, with its range and what opens or closes it."""
    start, end, group = match.start(), match.end(), str(match.lastgroup)
    if _is_in_title(anchors.text, match):
        return None
    if group in ("as_near", "as_away"):
        placed = read_length(anchors, match)
        return placed and _Chain(start, end, *placed, "length")
    if group == "as_vague":
        return _Chain(start, end, None, "publication", "vague")
    if group == "as_same":
        return _Chain(start, end, _same_period(anchors, match), "narrative", "same_period")
    chain = _read_chain(anchors, match, None)
    if chain.pieces[0][0].name == "relative_quarter_published" and _is_of_sports(anchors.text, match[0]):
        return replace(chain, when=None, rule="season")
    before, after = anchors.text[start - 1 : start], anchors.text[chain.end : chain.end + 1]
    if before in _ENDS_RECURRING and _RECURRING.search(anchors.text, start - 4 if start > 4 else 0, start):
        return replace(chain, when=None, rule="recurring")
    bracketed = _read_bracket(anchors, chain) if after in ("（", "(") else _read_as_defined(anchors, chain)
    if bracketed or chain.when is None or not (after in _CONTINUES or before in ("自", "从")):
        return bracketed or chain
    return _read_range(anchors, chain) or _read_ended(anchors, chain) or _read_open(anchors, chain) or chain


def _is_of_sports(text: str, word: str) -> bool:
    """Whether 本季 is a season of games, which the calendar does not tell."""
    return not word.endswith("度") and _SEASONS.search(text) is not None


def _is_in_title(text: str, match: re.Match[str]) -> bool:
    """Whether an expression only stands in the name of a work: 《惊蛰无声》, 《明天会更好》."""
    start = match.start()
    opening = text.rfind("《", start - _TITLE if start > _TITLE else 0, start)
    if opening < 0:  # asked first, as few expressions stand close behind one
        return False
    piece = BY_GROUP.get(str(match.lastgroup))
    if piece is not None and piece.base not in ("published", "narrated", "near") and piece.name != "festival":
        return False
    return "》" not in text[opening:start] and text.find("》", start, start + _TITLE) > 0


def _read_bracket(anchors: Anchors, chain: _Chain) -> _Chain | None:
    """Read 上周（12月28日至1月3日）: a date in brackets says which week or day is meant."""
    at = chain.end + 1
    if chain.pieces[0][0].base not in ("published", "narrated", "week") or at >= len(anchors.text):
        return None
    opening = open_at(anchors.text, at)
    if opening is None or str(opening.lastgroup) not in BY_GROUP:
        return None
    inner = _read_chain(anchors, opening, None)
    inner = _read_range(anchors, inner) or inner
    if inner.when is None or anchors.text[inner.end : inner.end + 1] not in ("）", ")"):
        return None
    if chain.pieces[0][0].name in _WEEKS:
        anchors.defined[anchors.text[chain.start : chain.end]] = inner.when
    return replace(inner, start=chain.start, end=inner.end + 1, rule="bracket")


def _read_as_defined(anchors: Anchors, chain: _Chain) -> _Chain | None:
    """Read 上周 as the page said before that it means it, in brackets."""
    when = anchors.defined.get(anchors.text[chain.start : chain.end]) if anchors.defined else None
    return None if when is None else replace(chain, when=when, rule="defined")


def _same_period(anchors: Anchors, match: re.Match[str]) -> When | None:
    """Read 去年同期: the period told last, a year before."""
    years = {None: 0, "去年": -1, "上年": -1, "前年": -2}.get(match["same_year"] or match["same_month"])
    if match["same_month"] and years is not None:
        return shift_years(anchors.month, years) if anchors.month else None
    return None if years is None else anchors.same_period(match.start(), years)


def _read_chain(anchors: Anchors, opening: re.Match[str], base: Moment | None) -> _Chain:
    """Read pieces from coarse to fine; ``base`` is what the other end of a range has said."""
    text, start = anchors.text, opening.start()
    pieces = [(BY_GROUP[str(opening.lastgroup)], opening)]
    first, end = pieces[0][0], opening.end()
    last = first
    while last.rank < 9 and (following := _refining(text, end, last.rank)) is not None:
        last, end = BY_GROUP[str(following.lastgroup)], following.end()
        pieces.append((last, following))

    def read(moment: Moment) -> When | None:
        when: When | None = moment
        for piece, match in pieces:
            if not isinstance(when, Moment):
                return None
            when = piece.read(match, when)
        return when

    source: ResolvedFrom = "explicit"
    if base is not None and first.base not in ("none", "published"):
        when = read(base)
    else:
        when, source = anchors.place(first.base, read, start, end)
    dated = first.base == "none" or (first.base == "published" and first.rank == 2)
    return _Chain(start, end, when, source, last.name, first.rank, dated, tuple(pieces))


def _refining(text: str, end: int, rank: int) -> re.Match[str] | None:
    """Return the finer piece that follows one of a rank, with what may stand between them."""
    mark = text[end : end + 1]
    if mark not in REFINES:
        return None
    if mark in _GAPS and (gap := _GAP.match(text, end)):
        end = gap.end()
        if text[end : end + 1] not in REFINES:  # most often: a date, a space and a word
            return None
    return refine_at(text, end, rank)


def _read_range(anchors: Anchors, low: _Chain) -> _Chain | None:
    """Join two ends; the second inherits what it does not say."""
    join = _FROM_TO.match(anchors.text, low.end) or _JOIN.match(anchors.text, low.end)
    if join is None or low.when is None:
        return None
    start = ends(low.when)[0]
    now = _NOW.match(anchors.text, join.end())
    if now and join["dash"] and start:
        return replace(low, end=now.end(), when=_up_to_now(anchors, low.when, start), rule="range")
    high = _read_high(anchors, low, join.end())
    end = ends(high.when)[1] if high and high.when else None
    if high is None or start is None or end is None:
        return None
    if end.first < start.first and high.rank > 2:
        end = _turned(start, end, high.rank)
    if (end.first, end.clock) < (start.first, start.clock) or (start.clock and not end.clock):
        return None
    stop = high.end
    if not join["dash"]:
        between = _BETWEEN.match(anchors.text, stop)
        if between is None:
            return None
        stop = between.end()
    return replace(low, end=stop, when=Interval(start, end), rule="range")


def _read_high(anchors: Anchors, low: _Chain, at: int) -> _Chain | None:
    """Read the second end of a range: a chain of its own, or a time on the first end's day."""
    base = ends(low.when)[0] if low.when else None
    clock = refine_at(anchors.text, at, 8) if base and base.clock else None
    if clock is not None and base is not None:
        return _Chain(at, clock.end(), _same_day(clock, base, low), low.source, "clock", 9)
    opening = open_at(anchors.text, at) if at < len(anchors.text) else None
    if opening is None or str(opening.lastgroup) not in BY_GROUP:
        return None
    high = _read_chain(anchors, opening, base)
    return high if high.rank >= low.rank or high.pieces[0][0].base in ("none", "published") else None


def _same_day(clock: re.Match[str], base: Moment, low: _Chain) -> When | None:
    """Read the later time of a day, in the same part of it where it says no other: 下午3点到5点."""
    day = replace(base, clock="")
    when = BY_GROUP[str(clock.lastgroup)].read(clock, day)
    part = low.pieces[-1][1].groupdict().get("part")
    if isinstance(when, Moment) and part and not clock["part"] and when.clock < base.clock:
        hour, minute = map(int, when.clock.split(":")[:2])
        return at_hour(day, hour, minute, when.clock[6:], part)
    return when


def _read_ended(anchors: Anchors, chain: _Chain) -> _Chain | None:
    """Read 9月30日止年度 and 6月底止六个月: so many months, to the one that ends them."""
    ended, last = _ENDED.match(anchors.text, chain.end), ends(chain.when)[1] if chain.when else None
    if ended is None or last is None or last.month is None:
        return None
    months = 12 if ended["year"] else 6 if ended["half"] else number(ended["months"])
    final = Moment(last.year, last.month)
    return replace(
        chain, end=ended.end(), when=Interval(shift(final, 1 - months, "month"), final), rule="ended"
    )


def _turned(start: Moment, end: Moment, rank: int) -> Moment:
    """Move an end that would come before its start to the next month or year: 11月至2月, 28日至3日."""
    if rank == 6 and end.day is not None and (month := shift(start, 1, "month")) is not None:
        return replace(end, year=month.year, part=month.part)
    turned = ends(shift_years(end, 1))[1]
    return turned or end


def _up_to_now(anchors: Anchors, when: When, low: Moment | None) -> When:
    """Return what has no end yet; this year's and this week's end with the publication, this month's is the month."""
    now = anchors.published
    if now is None:
        return Interval(low, None)
    if when == Moment(now.year):
        return Interval(now.within(1), Moment(now.year, now.part))
    if when == Moment(now.year, now.part):
        return when
    first, last = ends(when)
    if first is not None and last is not None and first.day and first.first <= now.first <= last.first:
        return Interval(low, replace(now, clock=""))
    return Interval(low, None)


def _read_open(anchors: Anchors, chain: _Chain) -> _Chain | None:
    """Read 自X, X以来 and X之前 as open intervals."""
    if chain.when is None:
        return None
    text, low = anchors.text, ends(chain.when)[0]
    after = _AFTER.match(text, chain.end)
    word = after[0].lstrip("或及者含") if after else ""
    far = _FAR.match(text, chain.end) if text.startswith("从", chain.start - 1) and not after else None
    since = _SINCE.search(text, max(0, chain.start - 3), chain.start)
    end = after.end() if after else chain.end
    if word in ("前", "之前", "以前"):
        return replace(chain, end=end, when=Interval(None, low), rule="before")
    if word == "开始" and not text.startswith(("从", "自"), max(0, chain.start - 1)):
        return None
    if not word and far is None and (since is None or text.startswith("的", chain.end)):
        return None
    if since is None and far is not None:
        return replace(chain, when=Interval(low, None), rule="since")
    until_now = word in _UP_TO_NOW
    opened = _up_to_now(anchors, chain.when, low) if until_now else Interval(low, None)
    return replace(chain, end=end, when=opened, rule="since")


def join_lists(folded: str, times: tuple[Time, ...]) -> tuple[Time, ...]:
    """Join neighbours that are listed and follow each other, for a claim that holds over both.

    >>> [time.edtf for time in join_lists('今年及2026年', find_times('今年及2026年', published=date(2025, 12, 1)))]
    ['2025/2026']
    """
    joined: list[Time] = []
    for time in times:
        last = joined[-1] if joined else None
        if last is not None and _LISTED.fullmatch(folded, last.span.end, time.span.start):
            low, high = _plain_ends(last.edtf), _plain_ends(time.edtf)
            if low and high and _adjoin(low[1], high[0]):
                span, when = Span(last.span.start, time.span.end), Interval(low[0], high[1])
                joined[-1] = Time(span, folded[slice(*span)], when.edtf, last.resolved_from, "time.list")
                continue
        joined.append(time)
    return tuple(joined)


def _plain_ends(edtf: str | None) -> tuple[Moment, Moment] | None:
    """Return both ends where they are years or parts of years."""
    found = _PLAIN.fullmatch(edtf or "")
    if found is None:
        return None
    low = Moment(int(found[1]), int(found[2]) if found[2] else None)
    return low, Moment(int(found[3]), int(found[4]) if found[4] else None) if found[3] else low


def _adjoin(low: Moment, high: Moment) -> bool:
    """Say whether one ends where the other begins, so that an interval says the same as both."""
    if low.part is None or high.part is None:
        return low.part is high.part is None and high.year == low.year + 1
    return high.year == low.year and high.part == low.part + 1
