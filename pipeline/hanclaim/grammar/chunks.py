"""Units joined where the segmenter cut too much, and named for what they are beside their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from hanclaim.alignment import Span
from hanclaim.grammar.words import Unit, word_classes
from hanclaim.segment import is_word
from hanclaim.tables import read

_CLOSING = {"“": "”", "「": "」", "『": "』", "‘": "’", "《": "》"}
_LATIN = re.compile(r"[A-Za-z0-9]+")
_RANGING = frozenset("至到-~—–")
_NOTICES = frozenset({"警告", "警报", "预警"})
_CODE = re.compile(r"[A-Za-z0-9.+&_-]+")
_LONGEST_QUOTED = 8
_LONGEST_NAME = 5
_PLAIN = frozenset({"n", "a", "m"})
_POINTERS = frozenset("这那该此每各某本")
_NAME_MARKS = frozenset("-·‧•・")
_NOMINAL = frozenset({"n", "E", "M"})
# What a suffix may stand on, by what it makes.
_BEARERS = {
    "measure": frozenset({"v", "n"}),
    "doer": frozenset({"v", "n", "a", "M"}),
    "noun": frozenset({"n"}),
}
# What jieba takes for times, and what only says of which time something is.
_NO_TIMES = frozenset(
    {"青年", "周期", "年纪", "日期", "生日", "后代", "赛季", "节日", "早期", "初期", "中期", "后期", "晚期"}
) | frozenset({"古代", "近代", "现代", "当代"})
_SPELLS = frozenset({"天", "日", "周", "月", "季", "年", "期", "次", "晚", "小时"})
_NOT_WITHIN = ("stop", "say", "part", "by", "than", "toward", "attain", "forecast", "planned", "hypothetical")


def chunk(units: Iterable[Unit]) -> list[Unit]:
    """Join the units of a sentence where one was cut in two, and settle what each is."""
    joined = list(units)
    for mend in (
        _join_codes,
        _join_versions,
        _join_ages,
        _join_numbered,
        _join_names,
        _join_quoted,
        _join_pointers,
        _join_suffixes,
        _join_doers,
    ):
        joined = mend(joined)
    return [_settle(unit, joined, i) for i, unit in enumerate(joined)]


def _whole(units: list[Unit], tag: str) -> Unit:
    """Make one unit of several."""
    text = "".join(unit.text for unit in units)
    return Unit(
        Span(units[0].span.start, units[-1].span.end), text, tag, word_classes().get(text, frozenset())
    )


def _join_codes(units: list[Unit]) -> list[Unit]:
    """Join the pieces of a name in Latin letters and digits: Wi-Fi, PM2.5."""
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        if (
            last is not None
            and unit.tag in {"n", "m", "w"}
            and last.tag == "n"
            and _CODE.fullmatch(last.text + unit.text)
            and last.text[0].isalpha()
        ):
            joined[-1] = _whole([last, unit], "n")
        else:
            joined.append(unit)
    return joined


def _join_versions(units: list[Unit]) -> list[Unit]:
    """Join what follows a Latin name after a blank: iPhone 17 Pro, Windows 11."""
    joined: list[Unit] = []
    for unit in units:
        name = joined[-2] if len(joined) > 1 and joined[-1].text == " " else None
        mention = name.mention if name is not None else None
        goes_on = unit.mention is None and unit.tag in {"n", "m"} and _LATIN.fullmatch(unit.text)
        if (
            name is None
            or mention is None
            or mention.type == "person"
            or not goes_on
            or not name.text.isascii()
        ):
            joined.append(unit)
            continue
        whole = _whole([name, joined[-1], unit], "E")
        canonical = whole.text if mention.canonical == name.text else mention.canonical
        mention = replace(mention, span=whole.span, text=whole.text, canonical=canonical)
        joined[-2:] = [replace(whole, mention=mention)]
    return joined


def _join_numbered(units: list[Unit]) -> list[Unit]:
    """Join a number and what it tells apart: 3号线, 2号机组."""
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.tag == "m"
            and unit.tag == "n"
            and unit.text[0] == "号"
            and len(unit.text) > 1
        ):
            joined[-1] = _whole([last, unit], "n")
        else:
            joined.append(unit)
    return joined


def _join_ages(units: list[Unit]) -> list[Unit]:
    """Join the age that tells a group, which is no amount: 65岁以上 in 65岁以上老人, 15至24岁."""
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        aged = last is not None and last.tag == "a" and last.text.endswith("岁")
        if last is not None and ((aged and unit.tag == "f") or (last.tag == "m" and unit.text == "岁")):
            joined[-1] = _whole([last, unit], "a")
        else:
            joined.append(unit)
        ranges = len(joined) > 2 and joined[-2].text in _RANGING and joined[-3].tag in {"m", "a"}
        if (
            ranges
            and joined[-1].tag == "a"
            and joined[-1].text.endswith("岁")
            and joined[-3].text[0].isdigit()
        ):
            joined[-3:] = [_whole(joined[-3:], "a")]
    return joined


def _join_names(units: list[Unit]) -> list[Unit]:
    """Join the parts of a foreign person's name: 汤姆-克鲁斯, 雀克‧裴琳, 博索 and 纳罗."""
    joined: list[Unit] = []
    for unit in units:
        parts = _name_before(joined) if unit.mention is not None and unit.mention.type == "person" else 0
        marked = bool(parts) and joined[-1].text[-1] in _NAME_MARKS
        if (
            unit.mention is None
            or not parts
            or unit.mention.is_reference
            or (unit.text[0] in _surnames() and not marked)
        ):
            joined.append(unit)
            continue
        whole = _whole([*joined[-parts:], unit], "E")
        canonical = whole.text if unit.mention.canonical == unit.text else unit.mention.canonical
        mention = replace(unit.mention, span=whole.span, text=whole.text, canonical=canonical)
        joined[-parts:] = [replace(whole, mention=mention)]
    return joined


def _name_before(units: list[Unit]) -> int:
    """Return how many units at the end begin a name that goes on."""
    if not units:
        return 0
    last = units[-1]
    if last.text in _NAME_MARKS:
        named = len(units) > 1 and (units[-2].mention is not None or units[-2].tag == "n")
        return 2 if named else 0
    made_up = last.tag == "n" and len(last.text) > 1 and last.text.isalpha() and not is_word(last.text)
    return 1 if last.text[-1] in _NAME_MARKS or (made_up and not last.classes) else 0


@cache
def _surnames() -> frozenset[str]:
    return frozenset(row["surname"] for row in read("surnames"))


def _join_quoted(units: list[Unit]) -> list[Unit]:
    """Join a short quotation that names something although it holds no plain noun, 「即日来回」客; a plain name inside."""
    joined: list[Unit] = []
    at = 0
    while at < len(units):
        end = _quotation_end(units, at)
        if end is None:
            joined.append(units[at])
            at += 1
        elif all(unit.tag in _PLAIN for unit in units[at + 1 : end - 1]):
            joined += [units[at], _whole(units[at + 1 : end - 1], "n"), units[end - 1]]
            at = end
        else:
            joined.append(_whole(units[at:end], "n"))
            at = end
    return joined


def _quotation_end(units: list[Unit], at: int) -> int | None:
    closing = _CLOSING.get(units[at].text)
    if closing is None:
        return None
    length = 0
    for k in range(at + 1, len(units)):
        if units[k].text == closing:
            inner = units[at + 1 : k]
            plain = all(unit.tag in _PLAIN for unit in inner)
            whole = plain and (len(inner) == 1 or length > _LONGEST_NAME or any(u.classes for u in inner))
            return k + 1 if inner and not whole and not inner[0].has("predicate") else None
        length += len(units[k].text)
        if length > _LONGEST_QUOTED or units[k].tag in {"w", "E", "Q", "T", "M"}:
            return None
    return None


def _join_pointers(units: list[Unit]) -> list[Unit]:
    """Join a word that points and the classifier after it: 这所纪念馆, 该名男子."""
    joined: list[Unit] = []
    for i, unit in enumerate(units):
        last = joined[-1] if joined else None
        after = units[i + 1].tag if i + 1 < len(units) else ""
        if (
            last is not None
            and last.tag == "r"
            and last.text in _POINTERS
            and unit.tag in {"m", "q", "u", "k"}
            and len(unit.text) == 1
            and unit.text not in "的了着过"
            and after in {"n", "E", "a"}
        ):
            joined[-1] = replace(_whole([last, unit], "r"), classes=last.classes)
        else:
            joined.append(unit)
    return joined


@cache
def _suffixes() -> dict[str, str]:
    return {row["suffix"]: row["makes"] for row in read("noun_suffixes", key="suffix")}


def _join_suffixes(units: list[Unit]) -> list[Unit]:
    """Join 治理 and 率, 参加 and 者, 历史 and 类: a last character that makes a noun of what stands before it."""
    joined: list[Unit] = []
    for unit in units:
        last = joined[-1] if joined else None
        makes = _suffixes().get(unit.text, "")
        if last is None or unit.tag == "M" or not _may_bear(last, _BEARERS.get(makes, frozenset())):
            joined.append(unit)
        elif makes == "measure":
            joined[-1] = _whole([last, unit], "M")
        else:
            joined[-1] = replace(_whole([last, unit], "n"), classes=frozenset())
    return joined


def _may_bear(unit: Unit, tags: frozenset[str]) -> bool:
    return unit.tag in tags and len(unit.text) > 1 and not unit.has("region")


def _join_doers(units: list[Unit]) -> list[Unit]:
    """Join what a 者 has done or has: 有并发症者, 违反该规定者."""
    joined: list[Unit] = []
    for unit in units:
        if unit.text.endswith("者") and unit.tag == "n" and len(unit.text) > 2:
            start = len(joined)
            while (
                start
                and joined[start - 1].tag in {"v", "n", "a", "r", "d"}
                and (joined[start - 1].text in {"有", "无"} or not joined[start - 1].has(*_NOT_WITHIN))
            ):
                start -= 1
            if start < len(joined) and joined[start].tag == "v":
                joined[start:] = [_whole([*joined[start:], unit], "n")]
                continue
        joined.append(unit)
    return joined


def _settle(unit: Unit, units: list[Unit], i: int) -> Unit:
    """Decide by its neighbours whether a word that can be both is a verb or a noun here."""
    before = units[i - 1] if i else None
    after = units[i + 1] if i + 1 < len(units) else None
    if unit.tag == "r" and unit.text[0] == "每" and unit.text[1:] in _SPELLS:
        return replace(unit, tag="T")
    if unit.tag == "n" and len(unit.text) == 1 and unit.has("through", "toward", "take"):
        return replace(unit, tag="p")
    if unit.text == "距离" and after is not None and after.tag in {"n", "E"}:
        return replace(unit, tag="p", classes=frozenset({"through"}))
    if unit.tag == "f" and unit.text.endswith("部") and after is not None and after.tag in _NOMINAL | {"m"}:
        return replace(unit, tag="n")
    if unit.text in _NOTICES and _is_notice(before, after):
        return replace(unit, tag="n", classes=frozenset())
    if unit.tag == "v" and _closes_title(units, i):
        return replace(unit, tag="n")
    if unit.tag == "t":
        noun = (
            unit.text in _NO_TIMES or not is_word(unit.text) or (after is not None and after.tag in _NOMINAL)
        )
        return replace(unit, tag="n" if noun else "T")
    if (unit.tag == "M" and unit.has("measure_both") and after is not None and after.tag == "E") or (
        unit.tag == "n"
        and unit.has("predicate")
        and before is not None
        and after is not None
        and (
            after.tag in {"Q", "u"}
            or (
                (before.tag in {"d", "v", "c"} or before.has("approx", "stop"))
                and after.tag in {"T", "n", "E"}
            )
        )
    ):
        return replace(unit, tag="v")
    if (
        unit.tag == "v"
        and unit.has("predicate", "measure_act")
        and ((before is not None and before.tag == "的") or (after is not None and after.tag == "f"))
    ):
        return replace(unit, tag="n")
    return unit


def _is_notice(before: Unit | None, after: Unit | None) -> bool:
    """Whether a warning is one that is in force, not one that somebody gives: 暴雨警告生效."""
    of_thing = before is not None and before.tag == "n" and not before.has("human")
    return of_thing and after is not None and after.tag in {"v", "d"} and not after.has("forecast", "planned")


def _closes_title(units: list[Unit], i: int) -> bool:
    """Whether a verb is the last word of a quotation that only tells which: the “本地优先”的 policy."""
    return [unit.text for unit in units[i + 1 : i + 3]] in (["”", "的"], ["」", "的"], ["’", "的"])
