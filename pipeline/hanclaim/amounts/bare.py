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
_LEFT_FROM = re.compile(r"[由从](?:[^，。；\d]{1,8}的|每[^，。；\d]{1,6})?$")
_LEFT_BEHIND = re.compile(f"{_MOVE}[至到为]")
_LINK = "(?:分别)?(?:为|达到?|是|约|仅有?|只有|高达|低至|做到|录得|维持在|[升降涨跌增][至到]|提高到|:|：)?"
_RATIO_BEFORE = re.compile(
    rf"(?:[率比值]|系数|均分|杠杆|(?<![A-Za-z])[A-Z]{{2,6}}|报|倍数|密度|久期|开分|同期|规模 ?|每[十百千万]+(?:名|个)?(?:人口?|居民|学生|儿童)){_LINK}$"
)
# What is counted or priced in plain numbers.
_PLAIN_BEFORE = re.compile(
    rf"(?:(?<![评代定特])价格?(?:每[斤吨公升个张份头只]{{1,3}})?|人口|(?:[人次件户票通]|浏览|阅读|播放|点击|访问|下载|转发|点赞|评论|回复|查看|收藏|粉丝)[量数]){_LINK}$"
)
_RATED_BEFORE = re.compile(rf"(?:豆瓣|猫眼|淘票票|IMDb|烂番茄|口碑|打分){_LINK}(?:拿[到下]|打出|获得?)?了?$")
_MOVED_BY = re.compile("(?:升高|上升|下降|提高|降低|回落|回升|微[升降])(?:了|约)?$")
_LISTED = re.compile(r"(?:[0-9]+\.[0-9]+ ?[、和与及] ?)+$")
_RATE_BEHIND = re.compile("[\u4e00-\u9fff]{1,3}率")
_RATE_BEFORE = re.compile(
    "(?:打击|上垒|长打|防御|胜|得点圈)率?(?:只?有|为|是|达|仅|来到|降[至到]|升[至到])*$"
)
_HELD_AGAINST = re.compile("[和与及] ?[0-9]|[是居排创]|[优高低]于|位[居列]|并列|[强地余]震|以[上下]|左右")
_INDEX_BEFORE = re.compile(
    r"(?:指数|PMI|PPI|CPI|系数|比值|得分|评分|市盈率|市净率|汇率|中间价|比价|EPS|收报|最新报|收于|报收|震级|开盘价|pH值?|信心|景气)[^，。；\d]{0,6}$"
)
_WORD = re.compile(r"[\u4e00-\u9fff(（A-Za-z]")
_UNCOUNTED = re.compile("[\u4e00-\u9fff](?<![年岁块个天日月])")
_CLAUSE_ENDS = re.compile(r"[，。；、！？)）]?$")
_ENDS = frozenset("（(/／ 　\n")
_MAY_LEAD = re.compile("[至到由从]")
_PAY_BEFORE = re.compile(
    r"(?:税[前后]|到手|月供|房贷|[房月]租|底薪|工资|[年月]薪|(?<!平)每月|每?个月|首付|学费|押金|标价|券后价?|折后价?|补贴后|国补后?|到手价|起售价|首发价|零售价|原价|现价|一口价|叫价)(?:[是为才只就要给约]|大概|大约|涨到|降到)*$"
)
_PAY_ENDS = re.compile("[，。；、！？）)]|$|左右|上下|出头|多?块?(?:[，。；、！？）)]|$)|的[^0-9]")
_LEAST_PAY = 500
_FEWEST = 10  # 魔兽3选手: a small number before people is mostly a name's


def counts_people(folded: str, end: int) -> bool:
    """Whether people stand behind a numeral, which count without a classifier.

    >>> counts_people('4000网友', 4)
    True
    """
    return _PEOPLE.match(folded, end) is not None


def may_matter(folded: str, start: int, end: int) -> bool:
    """Look quickly whether a bare number may be a level or a count; most are codes."""
    return (
        _MAY_LEAD.search(folded, max(0, start - 4), start) is not None
        or counts_people(folded, end)
        or (end - start > 2 and _PAY_BEFORE.search(folded, max(0, start - 8), start) is not None)
    )


def is_pay(found: Found, folded: str) -> bool:
    """Whether a plain number is what somebody earns or pays month by month: 税前18500, 月供9200."""
    if found.chinese or (found.number.value or 0) < _LEAST_PAY:
        return False
    return bool(
        _PAY_BEFORE.search(folded, max(0, found.start - 8), found.start)
        and _PAY_ENDS.match(folded, found.end)
    )


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
    if not found.chinese and not is_year(found):
        if _REACHED_BEFORE.search(left):
            return _REACHED_ENDS.match(right) is not None
        if _LEFT_FROM.search(left) and _LEFT_BEHIND.match(right):  # 由120增至300
            return True
    has_point = "." in written
    if has_point and (listed := _LISTED.search(left)):  # 指数分别为2.31、2.58
        left = left[: listed.start()]
    if has_point and _MOVED_BY.search(left) and _CLAUSE_ENDS.match(right):
        return True
    if has_point and (_RATE_BEHIND.match(right) or _RATE_BEFORE.search(left)):  # 0.297打击率, 防御率2.41
        return True
    if (_PLAIN_BEFORE.search(left) and not is_year(found)) or (has_point and _RATED_BEFORE.search(left)):
        return _CLAUSE_ENDS.match(right) is not None or right[:1] in _ENDS
    said = _INDEX_BEFORE.search(left) or (has_point and _RATIO_BEFORE.search(left))
    return bool(said) and (not _WORD.match(right) or (has_point and bool(_HELD_AGAINST.match(right))))


def _is_word(found: Found, written: str, left: str, right: str) -> bool:
    """万, 500强 and 百万 in a name are words; 三百万 and 约百万 are numbers."""
    if len(written) == 1 or right.startswith("强"):
        return True
    if bounds.before(left) is not None or right.startswith("级"):
        return False
    return len(written) == 2 and found.chinese and written[0] not in "一二两三四五六七八九十数几上"


def is_year(found: Found) -> bool:
    """Whether a number may well be a year."""
    value = found.number.value
    return value is not None and value % 1 == 0 and 1800 <= value < 2100
