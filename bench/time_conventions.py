"""Where a public suite reads a time by another convention than the contract: each has a name and a test, and is listed case by case."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

from time_suites import Row, Stretch

from hanclaim import tables

DAY = timedelta(days=1)
PART = "凌晨|清晨|早晨|早上|早间|上午|中午|下午|傍晚|晚上|晚间|夜里|夜间|深夜|午夜|黎明|[早晚夜]"
_DAY_WORD = re.compile("[年月日号天周礼今昨明]|星期|除夕|节")
_CANTONESE = re.compile("[寻听琴][日晚]|依家|而家|宜家|晏昼|下昼|[个半]钟(?!头)|[搭踏]")
_FEASTS = frozenset(row["word"] for row in tables.read("festivals"))
_VAGUE = frozenset(row["word"] for row in tables.read("vague_times"))
_IMPERIAL = re.compile("|".join(row["word"] for row in tables.read("eras") if row["calendar"] == "lunar"))


def _time_of_day(_: Row, text: str, ours: Stretch | None, __: Stretch) -> bool:
    return (
        ours is None
        and not _DAY_WORD.search(text)
        and bool(re.search(f"[点时:：刻钟]|[0-9][ap]m?$|{PART}", text, re.IGNORECASE))
    )


def _next_to_come(row: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    if (
        not ours
        or not ours[0]
        or not theirs[0]
        or re.search("[前后上下未近过]", re.sub("[上下]午|晚上|早上", "", text))
    ):
        return False
    return ours[0] <= row.published and theirs[0] > row.published - DAY and theirs[0] > ours[0]


def _part_is_its_day(_: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    if not ours or None in ours or not theirs[0] or not re.search(PART, text):
        return False
    return ours[0] == theirs[0].replace(hour=0, minute=0, second=0)


def _rolling(_: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    if not ours or not re.match(
        "(?:近|最近|过去|过往|未来|今后|前|后|上|下|之前|之后)的?[0-9一二两三四五六七八九十]", text
    ):
        return False
    return all(
        one is None or other is None or abs(one - other) <= timedelta(days=400)
        for one, other in zip(ours, theirs, strict=True)
    )


def _up_to_it(_: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    if not ours or None in ours or not re.search("[前后]$", text):
        return False
    return (theirs[0] is None or theirs[0] - timedelta(days=7) <= ours[0]) and (
        theirs[1] is None or ours[0] <= theirs[1]
    )


def _week_of_another_count(_: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    return bool(
        ours
        and ours[0]
        and theirs[0]
        and re.search("周|星期|礼拜", text)
        and abs(ours[0].date() - theirs[0].date()) in (DAY, 7 * DAY)
    )


def _inside(inner: Stretch, outer: Stretch) -> bool:
    low, high = inner
    return (outer[0] is None or (low is not None and low >= outer[0])) and (
        outer[1] is None or (high is not None and high <= outer[1])
    )


def _closed(_: Row, __: str, ours: Stretch | None, theirs: Stretch) -> bool:
    return bool(ours and None not in ours and None in theirs and _inside(ours, theirs))


def _after_it(_: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    return bool(
        ours
        and ours[1] is None
        and ours[0]
        and theirs[0]
        and re.search("后", text)
        and timedelta(0) < theirs[0] - ours[0] <= 366 * DAY
    )


def _phase(_: Row, text: str, ours: Stretch | None, theirs: Stretch) -> bool:
    return bool(ours and re.search("[上中下]旬|[初底末]|前期|伊始", text) and _inside(theirs, ours))


def _null(pattern: str) -> Callable[[Row, str, Stretch | None, Stretch], bool]:
    return lambda _, text, ours, __: ours is None and bool(re.fullmatch(pattern, text))


def _worded(pattern: str) -> Callable[[Row, str, Stretch | None, Stretch], bool]:
    return lambda _, text, __, ___: bool(re.search(pattern, text))


CONVENTIONS: tuple[tuple[str, Callable[[Row, str, Stretch | None, Stretch], bool]], ...] = (
    ("now is null", lambda _, text, ours, __: ours is None and text in _VAGUE),
    ("a time of day whose day nothing tells stays null", _time_of_day),
    ("the next to come, where the contract takes the nearest before", _next_to_come),
    ("a part of the day is kept as its day", _part_is_its_day),
    ("a blurred phase: ours is its month, or null", lambda row, _, ours, theirs: row.blurred and (ours is None or _inside(ours, theirs))),
    ("a phase is the month or decade it falls in", _phase),
    ("so many units are counted whole, theirs by the second", _rolling),
    ("so long before or after is that time, theirs the stretch up to it", _up_to_it),
    ("the week of another count", _week_of_another_count),
    ("a range in one sentence is one interval, theirs two", _closed),
    ("after a year keeps the year itself", _after_it),
    ("figures that need not be a date", _null(r"[=\s0-9./·:：-]+")),
    ("a year of two digits alone", _null("[0-9一二三四五六七八九]{2}年")),
    ("a deadline from a day that nothing tells", _null(".*内")),
    ("nothing has been told before 当月, 同日", _null("[当同次翌].*")),
    ("lunar months are lunar, an emperor's are null", _worded(f"{_IMPERIAL.pattern}|初[一二三四五六七八九十]|正月|腊月|农历|月(?:廿|十[一-九])")),
    ("until X is X", _worded("^截")),
    ("a season is EDTF's, theirs from solar term to solar term", _worded("[春夏秋冬](?!节)")),
    ("spoken Cantonese", _worded(_CANTONESE.pattern)),
    ("a feast that is not in the table", lambda row, text, _, __: row.feast and not any(feast in text for feast in _FEASTS)),
)  # fmt: skip


def convention(row: Row, text: str, ours: Stretch | None) -> str:
    """Name the convention that two readings differ by; empty where one is wrong."""
    for accepted in row.accepts:
        for name, differs in CONVENTIONS:
            if differs(row, text, ours, accepted):
                return name
    return ""


def agrees(ours: Stretch, theirs: Stretch, published: datetime) -> bool:
    """Say whether two stretches are one: a suite may leave out the end, cut an open one at its own now, or give no seconds."""
    if not _near(ours[0], theirs[0], published):
        return False
    end, wanted = ours[1], theirs[1]
    if _near(end, wanted, published):
        return True
    return end is not None and wanted is not None and (wanted == end - DAY or _previous(end, wanted))


def _near(one: datetime | None, other: datetime | None, published: datetime) -> bool:
    """Say whether two ends are one: times of day agree within the hour that one of them may leave out."""
    if one is None or other is None:
        known = one or other
        return known is None or abs(known - published) <= timedelta(seconds=1)
    clocked = one.second or one.minute or one.hour
    return one == other or bool(clocked and abs(other - one) <= timedelta(hours=1, seconds=1))


def _previous(end: datetime, theirs: datetime) -> bool:
    """Say whether their end is where our last year or month begins."""
    month = (end - DAY).replace(day=1)
    return theirs in (month, month.replace(month=1))
