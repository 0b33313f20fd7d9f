"""What a clause makes of its quantity: a change or a level, up or down, a share or a multiple."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple, cast

from hanclaim import tables
from hanclaim.amounts.units import Unit, trie
from hanclaim.document import BasisKind, Direction, Mode, QuantityKind

# What may stand between a verb of change and its figure.
_MANNER = (
    r"(?:了|过|着|出|掉|近|幅度?|率|速度?|达到?了?|高达|为|是|大?约|逾|超过?了?|不到|不足|至少|最多|上看|将近|接近|大概|大致|左右|有|仅|只|共|又|再|一度|[“ :：]"
    r"|分别|依次|咗|足|每[^，。；\d]{1,2}|(?:目前|现在|当前|如今|现时)的?|人民币|新台币|美元|港币|港元|超越|不超过|不低于|几近|估计|预计)*"
)
_NEVER = re.compile(
    r"(?:毫升|公升|多少|减持|加减|降雨|降水|降雪|降落|"
    r"扣减|增资|加码|提前|新增|升降|裁判|缩影|砍伐|涨停|跌停|增刊|增补|增设|增派|增发|增持|扩建|扩大会议|低保|低碳|低价|低温|低层|贵州|贵族|贵阳|可贵|宝贵|珍贵|提高到|缩略|少年|少女|少数|少儿|(?<![去今前上每本次当往历常同一])年少|青少|儿少)(?:[^，。；\d]{0,1})$"
)
_SHARE_WORD = re.compile(
    r"(?:占|比重|份额|市占率?|占比|比例|控球率|股份为|股权|持股|各持|持有|占有率|渗透率|覆盖率|其中)[^，。；]{0,26}$"
)
# A part of something named: not of a time, for 去年10月的79.8% is a level.
_PART_OF = re.compile(
    r"[的嘅](?<=[\u4e00-\u9fff].)(?<![期前年月日来时初底订达均后传称说算测估].)(?:大?约|近|不到|逾|超过?|不足|将近)?$"
)
_HELD = re.compile(r" ?的?(?:股权|股份|持股|权益|股本|表决权)")
_RATES = re.compile(
    r"的(?:年化|年均|复合|平均|同比|环比|实际|名义|最高|最低|基准|综合|有效|边际)?(?:利率|收益|税率|增长|增速|增幅|涨幅|跌幅|降幅|速度|关税|折扣|概率|可能|机会|几率|利息|"
    r"回报|通胀|通货|失业|票面|年利|浓度|纯度|准确|胜率|毛利|净利|溢价|佣金|费率|税|目标|水平|基线|标准(?![化煤])|均值|限值|关口|大关|红线|门槛|息|纪录|记录|成绩|上涨|下跌|下降|降幅|高|低|新高|涨|跌|减|增)"
)
_WHO = re.compile(
    r" ?(?:的?受访|未|没|都|均[未没有]|选择|认为|投入|用于|来自|集中|愿意|支持|反对|赞成|不[会愿满])"
)
_RATE_BEFORE = re.compile(r"[^比占]率(?:达到?|为|高达|大?约|超过?|是|仅|只有|在|的|[ ])*$")
# A class of characters leads, for speed.
_BASIS = re.compile(
    r"[较与跟相比](?:(?<=[较与跟])|(?<=相)[比较]于?|(?<=比)(?<![同环占].)(?![例重]))(?P<basis>[^，。；比较占是为有]{1,14}?)(?=的|相比|时|大幅|分别|更|又|略|同比|明显|显著|小幅|累计|[增升涨降跌减扩缩回多少高低下上提翻]|$)"
)
_KIND = re.compile(
    r"(?=[同年按上去较比与季前月今环])(?:(?P<yoy>同比|年增|年减|年升|年跌|年成长|年衰退|按年|上年同期|去年同期|同期|较上年|较去年(?!底|末)|比上年|比去年(?!底|末)|与去年相比)"
    r"|(?P<qoq>季增|季减|季升|季跌|按季|上季|前一季|上一季)"
    r"|(?P<mom>月增|月减|月升|月跌|按月|上月|前一月|上个月|上一月|[较比]\d+月)"
    r"|(?P<ytd>今年以来|年初以来|年初至今|[较比]年初|[较比](?:[0-9]{4}年|去年|上年)?年?[底末])"
    r"|(?P<other>环比))"
)
_NEAR = 24  # characters before a figure in which its verb stands
_REACHED = re.compile("[至到为成回]")
_RUN = re.compile(r"连[续\u4e00-\u9fff]?[涨升跌降挫泻]$")
_BEYOND = re.compile(r"(高于|高出|低于|低过)[^，。；\d]{2,16}$")
_FLOW = re.compile(r"(?:[上下]行(?:速|峰|带|链)|起降|[升涨]降|涨跌|增减)[^，。；\d]*$")
_STREAK = re.compile(r"连续|接连")
_SCORED = re.compile("砍(?:下|得|了|进)?$")
_SHOWN = re.compile("飙[出了]?$")  # 飙9次三振, 飙出161公里
_FOLDS = re.compile("翻了?近?$")


class Setting(NamedTuple):
    """Kind, direction, mode and basis, as the clause gives them."""

    kind: QuantityKind = "quantity"
    direction: Direction | None = None
    mode: Mode | None = None
    basis: str | None = None
    basis_kind: BasisKind | None = None


_LEVEL = Setting()


def _words(direction: str, use: str) -> str:
    return trie(
        row["surface"]
        for row in tables.read("changes", key="surface")
        if row["direction"] == direction and row["use"] == use
    )


def _verb() -> str:
    return f"(?:(?P<up>{_words('up', 'verb')})|(?P<down>{_words('down', 'verb')}))"


@cache
def _streak() -> re.Pattern[str]:
    return re.compile(f"(?:同比|环比|按年)?{_verb()}")


@cache
def _verbs() -> tuple[re.Pattern[str], ...]:
    verb = _verb()
    noun = f"(?:(?P<rise>{_words('up', 'noun')})|(?P<fall>{_words('down', 'noun')}))"
    reach = f"(?:(?P<higher>{_words('up', 'reach')})|(?P<lower>{_words('down', 'reach')}))"
    gap = f"(?:比(?![例重如赛分率])|较)(?:[^，。；]*?)(?:(?P<more>{_words('up', 'gap')})|(?P<less>{_words('down', 'gap')}))(?:(?<=[多少])[赚卖收花付得拿交发产销用跑打走还买缴派招亏做])?"
    return (
        re.compile(
            rf"(?:{verb}[^，。；、\d]{{0,2}}(?:(?:至|到了?)(?:[^，。；%]{{1,9}}的)?|为|成|回)|{reach}(?:至|到了?|回)){_MANNER}$"
        ),
        re.compile(rf"(?:{noun}[^，。；\d%]{{0,8}}|{verb}{_MANNER}|{gap}{_MANNER})$"),
        re.compile(rf"(?:(?P<up>{_words('up', 'level')})|(?P<down>{_words('down', 'level')})){_MANNER}$"),
        re.compile(rf"{noun}[^，。；%]{{0,10}}(?:至|到){_MANNER}$"),
    )


@cache
def _told() -> re.Pattern[str]:
    """Any word of change, or of comparison: a quick look before the slow ones."""
    return re.compile(
        trie(
            {row["surface"] for row in tables.read("changes") if row["use"] != "gap"} | {"比", "较"},
            leads=True,
        )
    )


@cache
def _noun_after() -> re.Pattern[str]:
    """The noun of a change that its figure stands before: 14%的增幅."""
    up, down = (
        trie(
            {
                row["surface"]
                for row in tables.read("changes")
                if row["direction"] == direction and row["use"] == "noun"
            }
            | more
        )
        for direction, more in (
            ("up", {"增长", "上涨", "涨价", "升幅", "成长"}),
            ("down", {"下降", "下跌", "降价", "减少", "下滑", "衰退", "降薪"}),
        )
    )
    return re.compile(rf" ?的?(?:同比|年度?|平均)?(?:(?P<up>{up})|(?P<down>{down}))")


def read_setting(left: str, right: str, unit: Unit) -> Setting:
    """Say what the clause makes of a quantity that stands between ``left`` and ``right``.

    >>> read_setting('净利润同比下降', '', Unit('%', 'percent'))[:3]
    ('change', 'down', 'by')
    """
    near = left[-_NEAR:]
    told = _told().search(near)
    setting = _told_elsewhere(near, right, unit) if told is None else _change(near, right, unit, told.start())
    if setting.direction is None and unit.kind not in {"percent", "ratio", "multiple"}:
        return setting
    if setting.kind == "quantity" and _is_share(left, right, unit):
        setting = Setting("share", setting.direction, setting.mode)
    elif setting.kind == "quantity" and unit.code == "{times}":
        setting = Setting("multiple", setting.direction, setting.mode)
    if setting.direction is None:
        return setting
    basis_kind = _basis_kind(left) or _basis_kind(left + right)
    return Setting(setting.kind, setting.direction, setting.mode, _basis(left), basis_kind)


def _change(left: str, right: str, unit: Unit, at: int) -> Setting:
    """Read the change that is told from ``at`` on."""
    if _FLOW.search(left):
        return _told_elsewhere(left, right, unit)
    to, by, level, noun = _verbs()
    if unit.kind in {"rank", "rating"}:
        found = to.search(left, at)
        return Setting(direction=_direction(found), mode="to") if found else _LEVEL
    if found := level.search(left, at):
        return Setting(direction=_direction(found), mode="to")
    if unit.kind == "duration" and _RUN.search(left):  # 连跌六个交易日
        found = by.search(left, at)
        return Setting(direction="up" if found and found["up"] else "down") if found else _LEVEL
    if unit.kind == "percentage_point" and _BEYOND.search(left):
        return _told_elsewhere(left, right, unit)
    reached = _REACHED.search(left, at)
    if reached and (found := noun.search(left, at)):  # 降幅收窄至1.9%
        return Setting("change", "up" if found["rise"] else "down", "by")
    changed = by.search(left, at)
    if unit.code == "{分}" and _SCORED.search(left):  # 砍下53分 makes points
        return _LEVEL
    if unit.kind in {"count", "physical"} and unit.code != "{点}" and _SHOWN.search(left):
        return _LEVEL
    if changed is None or not (changed["rise"] or changed["fall"]):
        if reached and (found := to.search(left, at)):
            return Setting(direction=_direction(found), mode="to")
        if changed is None or _is_streak(left, unit) or _NEVER.search(left):
            return _told_elsewhere(left, right, unit)
    rises = changed["rise"] or changed["up"] or changed["more"]  # 跌幅约为8%
    return Setting("change", "up" if rises else "down", "by")


def _told_elsewhere(left: str, right: str, unit: Unit) -> Setting:
    """Read a change without a verb before its figure: 高于去年3个百分点, 连续三日上涨, 14%的增幅."""
    match unit.kind:
        case "percentage_point":
            found = _BEYOND.search(left)
            return Setting("change", "up" if found[1].startswith("高") else "down", "by") if found else _LEVEL
        case "duration" | "count":
            found = _streak().match(right.lstrip(" ")) if _is_streak(left, unit) else None
            return Setting(direction=_direction(found)) if found else _LEVEL
        case "percent" | "multiple":
            found = _noun_after().match(right)
            folds = unit.code == "{times}" and _FOLDS.search(left)
            if (found or folds) and not (_NEVER.search(left) or _FLOW.search(left)):
                return Setting("change", _direction(found) if found else "up", "by")
    return _LEVEL


def _is_streak(left: str, unit: Unit) -> bool:
    return unit.kind in {"duration", "count"} and _STREAK.search(left, max(0, len(left) - 8)) is not None


def _direction(found: re.Match[str]) -> Direction:
    groups = found.groupdict()
    return "up" if groups.get("up") or groups.get("higher") else "down"


def _is_share(left: str, right: str, unit: Unit) -> bool:
    if unit.kind not in {"percent", "ratio"}:
        return False
    if unit.kind == "ratio" or _SHARE_WORD.search(left) or _PART_OF.search(left):
        return True
    if _WHO.match(right) or _HELD.match(right):
        return True
    return (
        right.lstrip().startswith("的") and not _RATES.match(right.lstrip()) and not _RATE_BEFORE.search(left)
    )


def _basis(left: str) -> str | None:
    found = list(_BASIS.finditer(left))
    return found[-1]["basis"].strip() or None if found else None


def _basis_kind(text: str) -> BasisKind | None:
    found = list(_KIND.finditer(text))
    return cast("BasisKind", found[-1].lastgroup) if found else None


def is_changed(left: str) -> bool:
    """Whether the words just before say that something grew or shrank by what follows.

    >>> is_changed('风险将升高'), is_changed('增加的')
    (True, False)
    """
    return (
        _told().search(left) is not None and not _NEVER.search(left) and _verbs()[1].search(left) is not None
    )
