"""Which money a bare 元, a bare amount or a name before the number means: the article decides."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache

from hanclaim import tables
from hanclaim.amounts import bare
from hanclaim.amounts.readings import Found, counted_by
from hanclaim.amounts.units import Unit, by_surface, trie

HOME = frozenset({"元", "块", "块钱", "圆", "元钱", "毛", "毛钱", "角"})
_FAR = 36  # characters between an amount and what it grew by
_LONGEST = 8  # characters of a currency's name before a number
_DOLLARS = frozenset({"TWD", "HKD", "MOP"})  # where a bare $ is the home currency
_REGIONS = {"CN": "CNY", "TW": "TWD", "HK": "HKD", "MO": "MOP"}
_NAMED_HOME = re.compile(r"新台币|NT\$|[（(](?:单位[:：])?(人民币|港元|港币|美元|日元|欧元)[,，、]?下同[）)]")
_NAMING = ("新台币", "NT$", "下同")  # one of them stands in every such name
_BRACKET = re.compile(r"\s?[（(](人民币|港元|港币|美元|新台币|澳门元|日元|欧元|英镑)")
_MEASURE = re.compile(
    r"市值|营收|营业额|收入|利润|净利|盈利|获利|亏损|资本开支|资本支出|投资|融资|贷款|债务|负债|资产|成本|费用|预算|产值|赤字|逆差|顺差|销售额|成交额|"
    r"交易额|募资|估值|薪资|工资|年薪|奖金|罚款|捐款|资金|经费|票房|价格|售价|房价|身价|补贴|存款|余额|支出|出口额|进口额|总额"
)


@cache
def _before() -> tuple[re.Pattern[str], frozenset[str]]:
    """The names of money at the end of words, and what such an end may be."""
    names = [row["surface"] for row in tables.read("currencies") if row["surface"] not in HOME]
    return re.compile(rf"(?P<name>{trie(names)})\s?$"), frozenset(name[-1] for name in names) | frozenset(
        " \t\u3000\xa0\u202f"
    )


def home_currency(folded: str, region: str | None) -> str:
    """Say what a bare 元 is: what the article calls it once in full, else its region's.

    >>> home_currency('营收新台币5亿元,获利1亿元', None)
    'TWD'
    """
    named = _NAMED_HOME.search(folded) if any(word in folded for word in _NAMING) else None
    if named is not None:
        return "TWD" if named[1] is None else by_surface()[named[1]].code or "CNY"
    return _REGIONS.get(region or "CN", "CNY")


def name_before(left: str, home: str = "CNY") -> tuple[str, str] | None:
    """Return a currency's code that ends ``left``, and what stands before its name.

    >>> name_before('投资约人民币')
    ('CNY', '投资约')
    """
    names, ends = _before()
    found = names.search(left, max(0, len(left) - _LONGEST)) if left[-1:] in ends else None
    if found is None:
        return None
    code = (
        home if found["name"] in {"$", "＄"} and home in _DOLLARS else by_surface()[found["name"]].code or ""
    )
    return code, left[: found.start()]


def resolve(folded: str, found: Sequence[Found], region: str | None) -> list[Found]:
    """Give every bare 元 and every bare amount of money the currency that the article does."""
    home = home_currency(folded, region)
    found = _small_coins(folded, _cents(found), home)
    named = [_named(folded, one, home) if one.unit is None or one.surface in HOME else one for one in found]
    read = inherit(folded, named)
    for i, one in enumerate(read):
        if one.unit is None and not one.scaled:
            read[i] = _priced(folded, one, read[i - 1] if i else None, home)
        elif one.scaled and (one.unit is None or one.surface == "起"):
            paid = [
                other for other in read[max(0, i - 2) : i] if other.unit and other.unit.kind == "currency"
            ]
            read[i] = _at_home(folded, one, paid[-1] if paid else None, home)
    return read


# Words that say of a bare amount that it is money: 总价230万起, 被骗38万, 3.1万/平.
_PAID = re.compile(
    r"(?:[总均单售房底标起报开菜票](?:成交)?价格?|(?:成交|挂牌|拍卖|起拍|出厂|批发|零售)价|首付|[月房年]供|[月年日]薪|工资|薪水|年收入|彩礼|[房月年]租|租金|[奖罚]金|罚款|身家|欠债|负债|贷款|预算|"
    r"造价|成本价?|营收|市值|估值|经费|票房|费用?|[货贷欠借存捐善公赃罚案]款|资金|补贴|年终奖|骗[走取]?|损失|[狂净]?赚|花费?|豪掷|斥资|耗资|投资|索?赔偿?|亏损?|拍出|开价|开出|欠|资助|补助|[月年]入|到手|税[前后]|教育金|学费|学杂费|开[销支]|花销|积蓄|保[额费]|[房车网]贷|店租|攒|省|输|掏|[可能]领|领取|领到|揽金|吸金|捐[款出]?|身价|砍价?|蚀[了咗]?|贵|便宜|让利|(?:放盘|业主|叫价)[由从]?|成交[，,]?)"
    r"(?:[了掉得下去为达到的共在是约近逾超过仅高上足够:：只有至将破剩还首多要才]|至少|人民币|不到|不足|最高|最低)*$"
)
_ENDED = re.compile(r"[,，。；、！？;)）]|$|左右|上下|以[上下内]|起|不等|多?的(?![人粉用观读])")
_PRICED = re.compile(
    r" ?[/／](?P<per>平方米|平米|平|㎡|[月年天人套户台辆吨斤亩])(?![\u4e00-\u9fff])|[/／](?P<floor>平)"
)
_OF_MONEY = re.compile(
    "(?:拍得|拍下|买[下入]|购得|成交(?!量)|卖出|转让|入手)|(?:的?[\u4e00-\u9fff]{2})?(?:资金|贷款|补[助贴]|罚款|经费|奖金|赔偿金?|存款|债务|彩礼|货款|巨款|专款)"
)
_ALSO = re.compile("[票价费减省]$")
_MOVED = re.compile(
    "(?:增加|减少|增长|下降|上[涨升]|下[跌调滑]|多出?|少|[涨跌升降增减](?:[至到了])?|回落[至到]|提高[至到]|追加|隔着?|相?差|(?:上一?[季年月]|去年同期|此前)(?:还|才)?[只仅]?[有为是]?)了?(?:近|约|逾)?$"
)


def _priced(folded: str, one: Found, before: Found | None, home: str) -> Found:
    """A price that follows another is in the same money (全票250元、优待票150), what is earned each month in the region's."""
    if bare.is_pay(one, folded):
        return replace(one, unit=Unit(home, "currency"), rule="currency.paid")
    near = before is not None and before.unit is not None and before.unit.kind == "currency"
    if before is None or not near or one.chinese or one.start - before.end > _LONGEST:
        return one
    if not _ALSO.search(folded, before.end, one.start) or not _ENDED.match(folded, one.end):
        return one
    return replace(one, unit=before.unit, rule="currency.paid")


def _at_home(folded: str, one: Found, before: Found | None, home: str) -> Found:
    """A bare amount that is said to be paid is in the money of the region, or of the amount it grew from."""
    end = one.end - (one.surface == "起")
    left = folded[max(0, one.start - 14) : one.start]
    unit, per = Unit(home, "currency"), one.per
    if priced := _PRICED.match(folded, end):
        end, per = priced.end(), counted_by(priced["per"] or priced["floor"])
    elif _OF_MONEY.match(folded, end):
        return replace(one, unit=unit, rule="currency.paid")
    elif not _ENDED.match(folded, end):
        return one
    elif not _PAID.search(left):
        moved = before is not None and one.start - before.end < _FAR and _MOVED.search(left)
        if not moved or before is None or before.unit is None or before.unit.kind != "currency":
            return one
        unit = Unit(before.unit.code, "currency")
    return replace(one, end=end, unit=unit, surface="", per=per, rule="currency.paid")


_BY_THE_PIECE = re.compile(
    "(?:每(?:股|单位|瓦|斤|公斤|度|千瓦时|件|票|单|吨|枚)|单票|派息|股息|息税)[^，。；0-9]{0,10}$"
)


def _cents(found: Sequence[Found]) -> Sequence[Found]:
    """仙 is a hundredth of the ringgit where an article counts in it more than in Hong Kong's dollar."""
    if all(one.surface != "仙" for one in found):
        return found
    codes = [one.unit.code for one in found if one.unit is not None and one.surface != "仙"]
    if codes.count("MYR") <= codes.count("HKD"):
        return found
    return [
        replace(one, unit=one.unit._replace(code="MYR")) if one.unit and one.surface == "仙" else one
        for one in found
    ]


def _small_coins(folded: str, found: Sequence[Found], home: str) -> Sequence[Found]:
    """分 is a hundredth of what an article counts in where a price is told by the piece: 每瓦8.2分, 单票收入升6分."""
    if all(one.surface != "分" for one in found):
        return found
    # A bare 元 is still read as CNY here.
    codes = Counter(
        home if one.surface in HOME else one.unit.code
        for one in found
        if one.unit is not None and one.unit.kind == "currency"
    )
    coin = Unit(codes.most_common(1)[0][0] if codes else home, "currency", Decimal("0.01"))
    return [
        replace(one, number=one.number.times(coin.factor), unit=coin, rule="currency.coin")
        if one.surface == "分" and _BY_THE_PIECE.search(folded, max(0, one.start - 16), one.start)
        else one
        for one in found
    ]


def _named(folded: str, one: Found, home: str) -> Found:
    named = name_before(folded[max(0, one.start - 12) : one.start], home)
    if one.unit is None:
        return one if named is None else replace(one, unit=Unit(named[0], "currency"), rule="currency.before")
    bracket = None if named else _BRACKET.match(folded, one.end)
    code = named[0] if named else by_surface()[bracket[1]].code if bracket else home
    return one if one.unit.code == code else replace(one, unit=one.unit._replace(code=code))


def inherit(folded: str, found: Sequence[Found]) -> list[Found]:
    """A bare amount (5万亿市值) takes the currency given for the same figure, or for the same measure."""
    bare = [one for one in found if one.unit is None and one.scaled]
    if not bare:
        return list(found)
    known = [one for one in reversed(found) if one.unit is not None and one.unit.kind == "currency"]
    figures: dict[Decimal | None, Unit | None] = {
        one.number.value: one.unit for one in known if one.number.value is not None
    }
    measures: dict[str, Unit | None] = {}
    left = [one for one in bare if one.number.value not in figures]
    if any(_measures_near(folded, one) for one in left):
        for one in known:
            for measure in _MEASURE.findall(folded[max(0, one.start - 12) : one.end + 6]):
                measures[measure] = one.unit
    return [
        _inherited(folded, one, figures, measures) if one.unit is None and one.scaled else one
        for one in found
    ]


def _measures_near(folded: str, one: Found) -> list[str]:
    return (
        _MEASURE.findall(folded[one.end : one.end + 6])
        or _MEASURE.findall(folded[max(0, one.start - 12) : one.start])[-1:]
    )


def _inherited(
    folded: str,
    one: Found,
    figures: Mapping[Decimal | None, Unit | None],
    measures: Mapping[str, Unit | None],
) -> Found:
    unit = figures.get(one.number.value) or next(
        (measures[measure] for measure in _measures_near(folded, one) if measure in measures), None
    )
    return one if unit is None else replace(one, unit=Unit(unit.code, "currency"), rule="currency.inherited")
