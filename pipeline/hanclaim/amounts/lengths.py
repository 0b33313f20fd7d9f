"""Lengths of time: those that are spent on something are amounts, those that only place an event are none."""

from __future__ import annotations

import re
from functools import cache

from hanclaim import tables
from hanclaim.amounts.readings import Found
from hanclaim.amounts.units import trie

_BESIDE = r"[^，。；\d]{0,4}"  # what may part a length from the word before it that says it is spent
_ABOUT = "(?:了|约|近|逾|超过|长达)?"
_AGES = frozenset({"岁", "周岁", "虚岁", "旬"})
_SHORT = frozenset({"小时", "钟头", "分钟", "分", "秒", "秒钟"})
_PROMISED = frozenset({"小时", "分钟", "分", "秒", "个工作日", "天", "工作日"})
_LONG = frozenset({"年", "周", "星期", "个年头", "载"})
_YEAR_BEFORE = re.compile(
    r"(?:[0-9]|公元前?|西元|民国|共和历|昭和|平成|令和|明治|大正|贞观|开元|洪武|永乐|宣德|成化|弘治|正德|嘉靖|隆庆|万历|天启|崇祯|顺治|康熙|雍正|乾隆|嘉庆|道光|咸丰|同治|光绪|宣统|"
    r"[建生卒成创始修立]于|截至|[自从在]|年[-－–—~至到]{1,2}) ?$"
)
_SHORT_YEAR = re.compile("[七八九零〇][零〇一二三四五六七八九]年")
_FROM_NOW = re.compile("距今(?:约|大约|已有?|近|逾|超过)?$")
_CELL_OPENS, _CELL_ENDS = re.compile("[|｜\t] *$"), re.compile(" *[|｜\t]")
_FROM, _MOVED = (
    re.compile(r"[由从自][^，。；\d]{0,6}$"),
    re.compile("缩短|扩大|延长|压缩|改为|延至|[增减降升提缩][加少低高至到为]"),
)
_ALREADY, _UNCHANGED = re.compile("已[经有]?$"), re.compile("没|未[^来必]")
_LEVEL = re.compile("(?:[至到为达]|判处?|须|需要?)$")
_BOUND = re.compile(r"及?以[上下内](?:[，。；、！？）)”」』]|的?(?:有期)?徒刑|$)")
_OR_ELSE = re.compile("或[0-9]|[0-9.,]+[万亿千]")
_LASTED = re.compile(r"[^，。；\d]{0,6}(?:经历|资历)|[，。；、]?$")


@cache
def _cue(side: str, says: str) -> re.Pattern[str]:
    """Write the words of the table that stand on a side of a length and say so of it."""
    rows = [row for row in tables.read("lengths") if row["side"] == side and row["says"] == says]
    words = trie(
        (row["surface"] for row in rows),
        {row["surface"]: f"(?![{row['not_before']}])" for row in rows if row["not_before"]},
    )
    return re.compile(
        {
            "before": f"{words}{_BESIDE}$",
            "touching": f"{words}{'(?:的|约|这)?' if says == 'placing' else _ABOUT}$",
            "after": f"的?{words}",
        }[side]
    )


def only_places(found: Found, text: str, left: str, right: str) -> bool:
    """Whether a length of time between the rest of its clause only places an event (五年间, 近7个月来).

    >>> from hanclaim.amounts import find_quantities
    >>> [[one.text for one in find_quantities(text)] for text in ('近7个月来价格上涨', '历时7个月完工')]
    [[], ['7个月']]
    """
    if found.surface in _AGES:
        return False
    if _FROM.search(left) and _MOVED.match(right):  # 由6年扩大为8年
        return False
    if found.surface == "年" and _is_year(found, text, left):
        return not _FROM_NOW.search(left)
    if _CELL_OPENS.search(left) and _CELL_ENDS.match(right):
        return False
    if _cue("touching", "under way").search(left):  # 飞行约43分钟后
        return False
    if found.surface in _PROMISED and right.startswith("内") and not left.endswith("后"):  # 投诉2小时内上门
        begins = re.match("内(?:全部|便|就|即|可|需|须|必须)?", right)
        if begins and _cue("after", "done").match(right, begins.end()):
            return False
    if _cue("after", "placing").match(right) and not left.endswith(("连续", "了")):
        return True
    if _is_spent(found, left):
        return False
    if _cue("touching", "placing").search(left) and not left.endswith(("签下", "留下", "定下", "立下")):
        return True
    if text[found.start] in "几数":  # 几年, 数月 are vague
        return True
    return found.surface in _LONG and not _lasts(found, left, right)


def _is_year(found: Found, text: str, left: str) -> bool:
    value = found.number.value if found.number.value is not None else found.number.low
    if value is None:
        return False
    said = text[found.start : found.end]
    is_whole = value >= 1000 and found.number.comparator == "eq"
    if is_whole and not (found.scaled and said[0] not in "千万亿"):
        return True
    return bool(_YEAR_BEFORE.search(left) or _SHORT_YEAR.fullmatch(said))


def _is_spent(found: Found, left: str) -> bool:
    if _cue("before", "spent").search(left) or _cue("touching", "spent").search(left):
        return True
    if left.endswith("连"):  # 连21周, but 大连 is a city
        return not left.endswith(("大连", "流连", "关连", "串连", "牵连", "黄连"))
    return left.endswith("近") and found.surface in _SHORT


def _lasts(found: Found, left: str, right: str) -> bool:
    """Whether what stands behind a length says that it is had, held or kept."""
    if found.number.comparator == "gt" or found.number.approximate:
        return True
    if _cue("after", "spent").match(right) or _LASTED.match(right) or _OR_ELSE.match(right):
        return True
    if _LEVEL.search(left) and _BOUND.match(right):  # 提高到5年以上
        return True
    return bool(_ALREADY.search(left) and _UNCHANGED.match(right))  # 已有14年未修改
