"""Lines that say when, where from and by whom: 时间：… 来源：… 责任编辑：…."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from hanclaim import tables
from hanclaim.alignment import Span

_SEPARATOR = r"\s{0,2}[:：|｜丨]\s{0,2}|\s?[/／]\s?"
_DAY_FIRST = re.compile(r"(?<!\d)(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>20\d\d)(?!\d)")
_TIME_ONLY = re.compile(r"[(（]?(?:\S{2}时间)?\s?\d{1,2}\s?[:：时]\s?\d{2}\s?分?[)）]?")
_BUTTON = re.compile(r"(?:举报|订阅|收藏|分享|打印|投稿|我要评论|评论|[+＋]?关注)+$")
_CLOCK = re.compile(r"(?<!\d)(?P<hour>\d{1,2}):(?P<minute>\d{2})(?!\d)")
_GAP = re.compile(
    r"[\s　]{2,}|[　\t\n]|\s*[|｜丨·•;；]\s*|(?<=[^\x00-\x7f])\s(?=(?:19|20)\d\d)|\s(?=\S{2,6}[:：])|(?<=[\u4e00-\u9fff])\s(?=我要|评论|阅读|点击)|[)）\]】]\s*$"
)
DATE = re.compile(
    r"(?P<year>(?:19|20)\d{2}|(?:中华)?民国\s?\d{2,3}|(?<!\d)1[01]\d(?=年))\s?(?:年|[-/.])\s?(?P<month>\d{1,2})\s?(?:月|[-/.])\s?(?P<day>\d{1,2})(?!\d)(?:\s?日)?"
    r"(?:[\sT　,，(（]{0,3}(?:(?:星期|周|礼拜)[一二三四五六日天][)）]?\s?)?(?P<half>[上下]午|AM|PM)?\s?(?P<hour>\d{1,2})\s?[:：时]\s?(?P<minute>\d{2})(?:\s?[:：分]\s?(?P<second>\d{2}))?分?"
    r"(?P<zone>Z|\s?[+-]\d{2}:?\d{2})?)?"
)
# As C's ctime writes it, and PTT after it: Sun Sep 14 00:21:07 2025.
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_CTIME = re.compile(
    rf"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?P<month>{'|'.join(_MONTHS)}) {{1,2}}(?P<day>\d{{1,2}}) (?P<hour>[0-2]\d):(?P<minute>[0-5]\d):(?P<second>\d{{2}}) (?P<year>20\d\d)"
)
_HEAD = 60  # characters in which a report says whence it was sent
_DIGITS = "〇一二三四五六七八九"
_WRITTEN = re.compile(
    r"(?P<year>民国[一二三四五六七八九十百〇零]{2,5}|[一二][〇零○Ｏ一二三四五六七八九]{3})年(?P<month>十[一二]?|[一二三四五六七八九])月(?P<day>[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])日"
)
_CHANGED = re.compile("(?:更新|修订|修改|编辑|发布|发表|刊登|刊载)(?:于|时间)?$")
_NAMED = re.compile(
    r"(?:^|[\s　/／（(｜|·])(?P<role>(?:本报|特约|见习|实习|驻站|首席)?(?:记者|编译|撰文|文|特派员|主笔))[\s　/／]?(?P<names>[^\s　/／()（）:：。，,]{2,4}(?:[、 　][^\s　/／()（）:：。，,]{2,4})*)"
    r"(?:[\s　]*[/／]?[^\s　/／。，]{0,8}?(?:报导|报道|电|摄影|综合报导|综合报道))?(?:$|[\s　)）/／])"
)
_DISPATCH = re.compile(r"^[(（]?[^\s。，]{2,8}(?:报|社|网|讯|台)[^。，>＞\s　]{0,12}(?:电|讯)[)）]?$")
_ATTRIBUTES = re.compile(r"^[(（\[【]\s*(?P<inside>[^()（）\[\]【】。]{2,60}?)\s*[)）\]】]$")
# The number of an office's paper: 宁农发〔2025〕23号.
_FILED = re.compile(r"[\u4e00-\u9fff]{2,12}\s?[〔\[(（【]\s?\d{4}\s?[〕\]）)】]\s?第?\s?\d{1,5}\s?号")
_LEADS_BODY = re.compile(r"[。！？!?；;]|，.*，")


class Field(NamedTuple):
    """One thing a byline says: the kind of its key, and where the value stands in the line."""

    kind: str
    value: str
    span: Span


@cache
def _keys() -> dict[str, str]:
    return {row["key"]: row["field"] for row in tables.read("byline_keys", key="key")}


@cache
def _key() -> re.Pattern[str]:
    keys = "|".join(sorted(_keys(), key=len, reverse=True))
    return re.compile(rf"(?P<key>{keys})(?:{_SEPARATOR})")


def is_key(text: str) -> bool:
    """Whether a text is what a byline calls a field, and so names nobody.

    >>> is_key('发布日期'), is_key('江城日报')
    (True, False)
    """
    return text in _keys()


def read_fields(line: str) -> tuple[Field, ...]:
    """Read the keys of a byline with their values, also where they are glued together.

    >>> [(field.kind, field.value) for field in read_fields('来源:网络整理编辑:休闲')]
    [('source', '网络整理'), ('editors', '休闲')]
    """
    found = list(_key().finditer(line))
    fields: list[Field] = []
    for index, match in enumerate(found):
        end = found[index + 1].start() if index + 1 < len(found) else len(line)
        value = line[match.end() : end]
        if gap := _GAP.search(value) if _keys()[match["key"]] != "published" else None:
            value = value[: gap.start()]
        value = _BUTTON.sub("", value.strip(" 　\xa0()（）[]【】、，,|｜·"))
        start = line.find(value, match.end())
        fields.append(Field(_keys()[match["key"]], value, Span(start, start + len(value))))
    return tuple(fields)


def is_byline(line: str) -> bool:
    """Whether a line only says when, where from or by whom, wherever it stands.

    >>> is_byline('时间:2025-12-01 06:26:58 来源:网络整理编辑:休闲'), is_byline('记者：你怎么看这2万元？')
    (True, False)
    """
    inside = _ATTRIBUTES.match(line)
    text = inside["inside"] if inside else line
    if len(text) > 160 or _LEADS_BODY.search(text.replace("，阅读", " ")):
        return False
    if (match := _key().match(text)) and all(len(field.value) <= 40 for field in read_fields(text)):
        return match.end() < len(text)
    if inside and re.match(r"(?:编辑|责编|责任编辑|作者|记者|来源|审校|校对|编审)\s?[^\s]{2,12}", text):
        return True
    return bool(_DISPATCH.match(text) or _FILED.fullmatch(text))


def is_dateline(line: str) -> bool:
    """Whether a line near the title is made of a date, names and labels, without keys.

    >>> is_dateline('2025/11/06 18:22　记者林昱廷／新竹报导'), is_dateline('2025年11月18日A股收评：三大指数齐涨')
    (True, False)
    """
    if len(line) > 100 or _LEADS_BODY.search(line):
        return False
    if _TIME_ONLY.fullmatch(line):
        return True
    date = DATE.search(line) or _DAY_FIRST.search(line) or _WRITTEN.search(line) or _CTIME.search(line)
    if date is None:
        return bool(_NAMED.search(line)) and len(line) <= 40
    before, after = line[date.start() - 1 : date.start()], line[date.end() : date.end() + 1]
    if _CHANGED.search(line, 0, date.start()):
        return True
    loose = (date.groupdict().get("hour") is not None and len(line) <= 60) or all(
        not side or not (side.isalnum() or side in '《“"') for side in (before.strip(), after.strip())
    )
    rest = line[: date.start()] + line[date.end() :]
    return (loose or bool(_key().search(line))) and len(rest) <= 60


def read_names(line: str) -> tuple[str, ...]:
    """Return the reporters that a byline names without a key.

    >>> read_names('2025/11/06 18:22　记者林昱廷／新竹报导')
    ('林昱廷',)
    """
    match = _NAMED.search(line)
    return tuple(re.split(r"[、 　]+", match["names"])) if match else ()


def split_names(value: str) -> tuple[str, ...]:
    """Split the value of an author's or editor's key into names.

    >>> split_names('段晓舟 李瑾'), split_names('本报记者 江帆')
    (('段晓舟', '李瑾'), ('江帆',))
    """
    value = re.sub(r"(?:本报|特约|见习|实习)?(?:记者|通讯员|编辑|作者)", " ", value)
    names = (name.removesuffix("纠错") for name in re.split(r"[、,，/／&\s　|｜]+", value))
    return tuple(name for name in names if 1 < len(name) <= 20 and not re.search(r"[\d@]", name))


def read_date(text: str) -> str | None:
    """Return the first full date in ISO 8601, with the time and zone that stand beside it.

    >>> read_date('2025年10月24日 16:08'), read_date('114年底'), read_date('民国114年8月5日')
    ('2025-10-24T16:08', None, '2025-08-05')
    >>> read_date('二〇二六年三月二十五日'), read_date('民国一百一十四年十月五日')
    ('2026-03-25', '2025-10-05')
    >>> read_date('时间 Sun Sep 14 00:21:07 2025')
    '2025-09-14T00:21:07'
    """
    match = DATE.search(_WRITTEN.sub(_in_figures, text))
    if match is None:
        return _read_day_first(text) or _read_ctime(text)
    year = match["year"]
    number = int(year.removeprefix("中华").removeprefix("民国"))
    number += 1911 if number < 1000 else 0
    month, day = int(match["month"]), int(match["day"])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    date = f"{number:04}-{month:02}-{day:02}"
    if match["hour"] is None:
        return date
    hour = int(match["hour"])
    if match["half"] in {"下午", "PM"} and hour < 12:
        hour += 12
    if hour > 23 or int(match["minute"]) > 59:
        return date
    seconds = f":{match['second']}" if match["second"] else ""
    zone = (match["zone"] or "").strip()
    return f"{date}T{hour:02}:{match['minute']}{seconds}{zone}"


def read_dispatch(text: str) -> str | None:
    """Return the day on which a report was sent, as its first line says.

    >>> read_dispatch('环球社卡萨布兰卡2025年7月6日电（记者石沐阳）决赛5日开场。'), read_dispatch('公司2025年7月6日上市。')
    ('2025-07-06', None)
    """
    head = text[:_HEAD]
    date = DATE.search(head)
    return read_date(head) if date is not None and head[date.end() : date.end() + 1] in {"电", "讯"} else None


def _in_figures(date: re.Match[str]) -> str:
    """Write a date in Chinese numerals as one in figures."""
    year = re.sub("[零○Ｏ]", "〇", date["year"])
    if year.startswith("民国"):
        figures = f"民国{_number(year[2:])}"
    else:
        figures = "".join(str(_DIGITS.index(digit)) for digit in year)
    return f"{figures}年{_number(date['month'])}月{_number(date['day'])}日"


def _number(text: str) -> int:
    """Read a numeral below two hundred: 二十五, 一百一十四, 一一四."""
    if not set(text) & set("十百"):
        return int("".join(str(_DIGITS.index(digit)) for digit in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.replace("〇", "").rpartition("十")
    return (
        100 * (_DIGITS.index(hundreds) if hundreds else 0)
        + (10 * (_DIGITS.index(tens) if tens else 1) if ten else 0)
        + (_DIGITS.index(ones) if ones else 0)
    )


def _read_day_first(text: str) -> str | None:
    """Read 09/10/2025 as Hong Kong writes it; the clock may stand anywhere in the line."""
    match = _DAY_FIRST.search(text)
    if match is None or not (1 <= int(match["month"]) <= 12 and 1 <= int(match["day"]) <= 31):
        return None
    date = f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    clock = _CLOCK.search(text)
    return f"{date}T{int(clock['hour']):02}:{clock['minute']}" if clock and int(clock["hour"]) < 24 else date


def _read_ctime(text: str) -> str | None:
    match = _CTIME.search(text)
    if match is None or not 1 <= int(match["day"]) <= 31:
        return None
    month = _MONTHS.index(match["month"]) + 1
    clock = f"{match['hour']}:{match['minute']}:{match['second']}"
    return f"{match['year']}-{month:02}-{int(match['day']):02}T{clock}"
