"""What a time is good for: to date what follows, to be compared with, to be taken apart."""

from __future__ import annotations

import re

from hanclaim.document import Period, Time
from hanclaim.grammar.clauses import Unit

# The first months of EDTF's seasons, quarters and halves.
_FIRST_MONTHS = {21: 3, 22: 6, 23: 9, 24: 12, 33: 1, 34: 4, 35: 7, 36: 10, 40: 1, 41: 7}
OPENS, CLOSES = frozenset("(（"), frozenset(")）")
LISTS = frozenset({"及", "和", "与", "、", "以及"})
_COUNTED_BACK = (
    "去年",
    "上年",
    "前年",
    "往年",
    "近",
    "过去",
    "最近",
    "前",
    "历",
    "十年",
    "同期",
    "首",
    "多年",
)
_MONEY = frozenset({"港币", "人民币", "美金", "新台币", "台币"})
_QUARTERS = re.compile("前[0-9一二两三]个?(?:季|月)")  # 前三季度 are this year's first, not the last few
# What was reached then is a mark for now, and the words around say so.
_STANDARDS = ("水平", "同期水平", "的水平", "创下", "创出", "写下", "疫前", "疫情前")
_RECORDS = ("首次", "首度", "最", "新高", "新低", "第", "有记录", "有纪录", "历来")
_EXTENT = re.compile("[年月周天日季](?:度)?(?:以?来|里|间)$")


def may_hold(time: Time | Period) -> bool:
    """Whether a time can date what follows: not one counted back from now, nor 七个月来, the reach of a record."""
    counted = (time.text.startswith(_COUNTED_BACK) and not _QUARTERS.match(time.text)) or (
        _EXTENT.search(time.text) is not None and time.text[:1] not in "今本自"
    )
    return time.edtf is not None and not counted


def is_basis(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a time is only what something is compared with: 较去年, 恢复至2019年水平."""
    if at + 1 < len(units) and units[at + 1].text.startswith(_STANDARDS):
        return True
    for k in range(at - 1, -1, -1):
        unit = units[k]
        if unit.tag == "Q" or (unit.tag == "v" and not unit.has("than", "up", "down")):
            return False
        if k == at - 1 and unit.text in {"高出", "高于", "低于", "超过", "多于", "少于"}:
            return True
        if unit.text in {"较", "比", "与", "相较", "高于", "低于", "多于", "少于", "同", "相比"}:
            return True
    return False


def dates_a_noun(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a time only tells of a thing by what happened to it: 2023年生产的汽车."""
    verb = False
    for k in range(at + 1, len(units) - 1):
        unit = units[k]
        if unit.tag in {"T", "Q"} or unit.has("say", "paper", "attain"):
            return False
        if unit.tag == "的":
            return verb and units[k + 1].tag in {"n", "E", "a"}
        verb = verb or unit.tag == "v"
    return False


def is_background(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a time tells how something began, which meeting is held, what is left out or how far a record goes back.

    成立于2014年, 举行第3季理事会议, 除2021年外, 自1884年有记录以来最高.
    """
    before, after = units[max(at - 2, 0) : at], units[at + 1 : at + 3]
    if before and before[-1].text in {"除", "除了"}:
        return True
    time = units[at].time
    goes_on = time is not None and (time.edtf or "").endswith("/..")
    if goes_on and any(unit.text.startswith(_RECORDS) for unit in after):
        return True
    if any(unit.has("founding") for unit in (*before, *after)):
        return True
    held = any(unit.text in {"举行", "召开", "举办"} for unit in units[:at])
    return held and any(unit.text.endswith(("会", "会议")) for unit in units[at + 1 :])


def in_brackets(units: tuple[Unit, ...], at: int, index: int) -> bool:
    """Whether a time and its amount stand in the same brackets: 1.2亿元(2024年:1亿元)."""
    before = "".join(unit.text for unit in units[:at]).replace("（", "(").replace("）", ")")
    closed = any(unit.text in {")", "）"} for unit in units[at:index])
    return before.rfind("(") > before.rfind(")") and not closed


def dates_a_bracket(units: tuple[Unit, ...], at: int, index: int) -> bool:
    """Whether a time stands in brackets that open behind an amount, and dates what follows it there: 2元(2024年:1元)."""
    between = [unit.text for unit in units[index + 1 : at]]
    return any(text in OPENS for text in between) and not any(text in CLOSES for text in between)


def basis_amount(units: tuple[Unit, ...], at: int, index: int) -> bool:
    """Whether the amount itself is what something is compared with: 较去年同期的405.8."""
    between = units[at + 1 : index]
    if not all(
        unit.tag in {"的", "T", "u", "w"}
        or unit.text in {"之", *_MONEY}
        or (unit.has("approx") and not unit.has("up", "down"))
        for unit in between
    ):
        return False
    return not units[at - 1].has("up", "down") or any(
        unit.tag == "的" or unit.text == "之" for unit in between
    )


def listed_times(units: list[Unit], count: int) -> list[Time]:
    """Return the last ``count`` times that are listed by themselves: 2023年、2024年."""
    run: list[Time] = []
    found: list[Time] = []
    for k, unit in enumerate(units):
        if unit.time is None:
            continue
        goes_on = k > 1 and units[k - 1].text in LISTS and units[k - 2].tag == "T"
        run = [*run, unit.time] if goes_on else [unit.time]
        if len(run) == count and all(time.edtf for time in run):
            found = run
    return found


def row_from(units: tuple[Unit, ...], start: int) -> list[int]:
    """Return the amounts that stand in a row from ``start`` on: 分别为1亿元、2亿元和3亿元."""
    found: list[int] = []
    for k in range(start + 1, len(units)):
        if units[k].tag == "Q":
            found.append(k)
        elif found and units[k].text not in LISTS and not units[k].has("approx"):
            break
    return found


def is_year(time: Time) -> bool:
    """Whether a time is one whole year."""
    return re.fullmatch(r"\d{4}", time.edtf or "") is not None


def steps(edtf: str) -> list[str]:
    """Return the years, months or quarters of an interval.

    >>> steps('2025-33/2025-36'), steps('2022/2024'), steps('2025-10-29')
    (['2025-33', '2025-34', '2025-35', '2025-36'], ['2022', '2023', '2024'], [])
    """
    ends = re.fullmatch(r"(\d{4})(-\d\d)?/(\d{4})(-\d\d)?", edtf)
    if ends is None or bool(ends[2]) != bool(ends[4]):
        return []
    if ends[2] is None:
        return [f"{year:04d}" for year in range(int(ends[1]), int(ends[3]) + 1)]
    if ends[1] != ends[3]:
        return []
    return [f"{ends[1]}-{part:02d}" for part in range(int(ends[2][1:]), int(ends[4][1:]) + 1)]


def period_of(time: Time) -> Period:
    """Make a period of a time as found."""
    return Period(time.text, time.span, time.edtf, time.resolved_from)


def inherit(period: Period | None) -> Period | None:
    """A time of day does not outlive its own amount; the day does."""
    if period is None:
        return None
    edtf = period.edtf
    day = edtf.split("T")[0] if edtf is not None and "T" in edtf else edtf
    return Period(period.text, period.span, day, "inherited")


def lies_ahead(edtf: str | None, published: str | None) -> bool:
    """Whether a time begins after the day of publication.

    >>> lies_ahead('2026-33', '2025-11-06'), lies_ahead('2025-36', '2025-11-06'), lies_ahead('../2026', '2025-11-06')
    (True, False, False)
    """
    start = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", edtf or "")
    if start is None or published is None:
        return False
    month = int(start[2] or 1)
    month = _FIRST_MONTHS.get(month, month)
    return f"{start[1]}-{month:02d}-{start[3] or '01'}" > published[:10]


def shift_years(edtf: str, years: int) -> str:
    """Move every year of a date or interval.

    >>> shift_years('2025-01/2025-10', -1), shift_years('2025-35', 1)
    ('2024-01/2024-10', '2026-35')
    """
    return re.sub(r"(?<![\d-])\d{4}", lambda year: f"{int(year[0]) + years:04d}", edtf)


def month_before(edtf: str) -> str | None:
    """Return the month before a month, and None for anything else."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", edtf)
    if match is None:
        return None
    year, month = int(match[1]), int(match[2])
    return f"{year - 1}-12" if month == 1 else f"{year}-{month - 1:02d}"
