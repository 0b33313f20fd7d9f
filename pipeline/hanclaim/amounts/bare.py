"""Numbers without a unit: which of them the words around them make an amount, an index or a level reached."""

from __future__ import annotations

import re

from hanclaim.amounts import bounds
from hanclaim.amounts.readings import Found

_MOVE = (
    "(?:[增升降涨跌减扩回]|增加|减少|上升|下降|扩大|攀升|回落|提[高升]|上涨|下跌|缩减|扩充|扩容|缩小|精简)"
)
# Whom a numeral may count without a classifier: 4000网友, 600多居民.
_PEOPLE = re.compile(
    "(?:网友|用户|居民|村民|市民|公民|国民|观众|球迷|游客|旅客|乘客|学生|学员|群众|民众|员工|职工|家庭|住户|农户|商户|企业|商家|粉丝|选手|官兵|警力|警察|"
    "师生|考生|志愿者|人口|网民|读者|听众|儿童|老人|妇女|农民|工人|难民|灾民|干部|党员|教师|士兵|军人|顾客|消费者|会员|病人|患者)(?!数|群|们|部|会)"
)
_REACHED_BEFORE = re.compile(rf"{_MOVE}[至到](?:了|约|近|逾|超过|仅)?$")
_REACHED_ENDS = re.compile("(?:[，。；、！？)）]|一线|附近|左右|上方|下方|水平|关口|以[上下]|$)")
_LEFT_BEHIND = re.compile(f"{_MOVE}[至到为]")
_RATIO_BEFORE = re.compile(
    r"(?:[率比值]|系数|均分|杠杆|(?<![A-Za-z])[A-Z]{2,6}|报)(?:为|达到?|是|约|仅|高达|[升降涨跌增][至到]|提高到|:|：)?$"
)
_INDEX_BEFORE = re.compile(
    r"(?:指数|PMI|PPI|CPI|系数|比值|得分|评分|市盈率|市净率|汇率|中间价|比价|EPS|收报|收于|报收|震级|开盘价|pH值?|信心|景气)[^，。；\d]{0,6}$"
)
_WORD = re.compile(r"[\u4e00-\u9fff(（A-Za-z]")
_UNCOUNTED = re.compile("[\u4e00-\u9fff](?<![年岁块个天日月])")
_CLAUSE_ENDS = re.compile(r"[，。；、！？)）]?$")
_MAY_LEAD = re.compile("[至到由从]")
_FEWEST = 10  # 魔兽3选手: a small number before people is mostly a name's


def counts_people(folded: str, end: int) -> bool:
    """Whether people stand behind a numeral, which count without a classifier.

    >>> counts_people('4000网友', 4)
    True
    """
    return _PEOPLE.match(folded, end) is not None


def may_matter(folded: str, start: int, end: int) -> bool:
    """Look quickly whether a bare number may be a level or a count; most are codes."""
    return _MAY_LEAD.search(folded, max(0, start - 4), start) is not None or counts_people(folded, end)


def is_amount(found: Found, text: str, left: str, right: str) -> bool:
    """Whether a number without a unit says how much or how many of something that is named."""
    if found.number.comparator == "gt" and _CLAUSE_ENDS.match(right):  # 研究人员2000多。
        return True
    if found.rule in {"index.cell", "number.size", "number.tally"}:
        return True
    written = text[found.start : found.end]
    if found.scaled:
        return not _is_word(found, written, left, right)
    least = found.number.value or found.number.low or 0
    if least >= _FEWEST and (
        counts_people(text, found.end) or (written[-1] in "多余" and _UNCOUNTED.match(right))
    ):
        return True
    if not found.chinese and not _is_year(found):
        if _REACHED_BEFORE.search(left):
            return _REACHED_ENDS.match(right) is not None
        if left.endswith(("由", "从")) and _LEFT_BEHIND.match(right):  # 由120增至300
            return True
    said = _INDEX_BEFORE.search(left) or ("." in written and _RATIO_BEFORE.search(left))
    return bool(said) and not _WORD.match(right)


def _is_word(found: Found, written: str, left: str, right: str) -> bool:
    """万, 500强 and 百万 in a name are words; 三百万 and 约百万 are numbers."""
    if len(written) == 1 or right.startswith("强"):
        return True
    if bounds.before(left) is not None or right.startswith("级"):
        return False
    return len(written) == 2 and found.chinese and written[0] not in "一二两三四五六七八九十数几上"


def _is_year(found: Found) -> bool:
    value = found.number.value
    return value is not None and value % 1 == 0 and 1800 <= value < 2100
