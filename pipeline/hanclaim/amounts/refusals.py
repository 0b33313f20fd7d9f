"""Why a numeral is no quantity: names, codes, dates, set phrases and vague ones, each a named rule."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_letters
from typing import NamedTuple, get_args

from hanclaim.amounts import bare, changes, lengths
from hanclaim.amounts.readings import Found, is_harm
from hanclaim.document import UnitKind


@dataclass(slots=True)  # not frozen, as Found is not
class Place:
    """A found number with the words of its clause on either side, and its unit's kind, empty where it has none."""

    found: Found
    text: str
    left: str
    right: str
    kind: str


def _search(expression: str) -> Callable[[str], bool]:
    compiled = re.compile(expression)
    return lambda text: compiled.search(text) is not None


_ordinal_before = _search(r"(?:(?:第|星期|礼拜|(?<!每)周|(?<![年月当最起])初|农历|附件|附录|附表|No\.?) ?)$")
_latin_before = _search(r"(?:[A-Za-z][-－]?|[0-9][-－/:：∶.]|[#＃_/])$")
_anaphor = _search("(?:[这那该此每各某哪另唯]|上述|其他|其它|其余|另外|前述|任何|同一|有关|所有|剩下的?)$")
_speaks_of_them = _search(
    r"^(?:分别|均|都|加起来|合计|之间|各自|同为|随后|曾|相[识恋约]|结[婚识]|离婚|交往|育有|一起|一同|共同|互相|于是|此后|从此|后来|[还又也则]|[0-9]+月|历史上)"
)
_shared_by_them = _search("^(?:[的里]|依次|分别|均|都|加起来|合计|各自)")
_first_of_them = _search("(?<![目之日此以年天月周时赛会生眼当面提先跟空事])前$")
_topped = _search("^[里中]?(?:之[首冠最]|最[多少高低轻重快慢大小强好差])|^省[（(]")
_next_of_kind = _search("第[零一二三四五六七八九十]{1,3}[、和与及至到-]$")
_quote_ends = _search(r"^[^，。；“「『‘\"]{0,6}[”」』’\"]")
_rank_cue = _search(
    r"(?:居|列|位|排|名|占据|获|得|夺|世界|全球|全国|全省|全市|全美|亚洲|欧洲|国内|行业|业内|[升跌降回]至|[升跌降回]到|稳坐|销量|成绩|小组|总分|积分|市场|"
    r"综合|拿下|斩获|坐稳|史上|历史|业界|并列|高居|是|为|系|年度|单[月周日季]|全港|榜|仅次于)[^，。；\d]{0,4}(?:第[^，。；]{1,3}[、和与及])?$"
)
_rank_ends = _search(r"^(?:[，。；、）)！!”」\s]|[和与及的位]|(?:上?升|攀升|跃升|下?[跌降滑]|回落)[至到]|$)")
_among_cue = _search(
    r"(?:入|跻身|排名|位列|名列|居|列|入围|排|是|为|[次排列]在|杀进|挤进|闯进|升[至到]|重返|跌出|冲进|进|稳坐|保持|属于?|获得?|夺得|拿到|取得|争|销量|全球|世界|全国)[^，。；\d]{0,6}$"
)
_heads_list = _search("(?:下面|以下|下表)[就都则]?[是为]?$")
_clause_ends = _search(r"^[，。；、！？)）]?$")
_superlative = _search(r"^[^，。；]{2,24}的")
_grade_cue = _search(
    r"(?:评级|评等|信用|标普|穆迪|惠誉|主体|债项|获|级别|等级|评为|授予|[上下]调)[^，。；]{0,14}$"
)
_grade_follows = _search(r"^(?:级(?![比率人考联赛行车])|评级|的?信用|评等|[（(])")
_group_follows = _search(
    r"^(?:(?:[岁及或]?以[上下])的?|)(?:者|人群|老人|人口|居民|长者|长辈|老年人|患者|儿童|女性|男性|人士|青年|幼童|民众|组别?|(?:残疾|留守|适龄|学龄|失能|高龄|低龄|困难|独居|空巢)(?:儿童|老人|女童)|年龄段|年龄层|年龄组|族群|群体|就业[率人]|失业[率人]|劳动力)"
)
_bound_follows = _search("^[及或含]?以[上下]")
_bound_before = _search("(?:未满|不满|超过|年满|[未不]足)$")
_bounded_follows = _search("^(?:的人|者|或者?[超未不])")
_age_before = _search("(?:年龄|岁数|年纪)[^，。；]{0,4}$")
_interval_follows = _search(r"^的?(?:置信|显著性)")
_class_follows = _search(
    r"^(?:级(?!别)|[决初预半复]赛|比赛|[冠亚季]军|[金银铜]牌|赛跑|短跑|长跑|跑出|跨?栏|自由泳|[蛙蝶仰]泳|接力|障碍|跳台|跳板|气?[手步]枪|货?柜|油耗|电耗|能耗|耗|加速)"
)
_force_before = _search("(?:风力|阵风|震级|地震|浪高)[^，。；]{0,4}$")
_force_follows = _search("^(?:以上)?(?:[强大台阵飓]?风|地震|余震|海浪|狂浪)")
_noun_follows = _search(r"^[\u4e00-\u9fff]")


def _is_code(place: Place) -> bool:
    """007 is a code, and ?000名 a number that lost its first digit."""
    start = place.found.start
    if place.text[start] != "0" or not place.text[start + 1 : min(start + 2, place.found.end)].isdigit():
        return False
    return not place.left.endswith(("?", "？", "\ufffd"))


def _is_coded(place: Place) -> bool:
    if place.found.scaled or not _latin_before(place.left):
        return False
    return not (place.left.endswith("/") and place.kind in {"physical", "duration"})  # 47.3GW/131.5GWh


def _is_ordinal(place: Place) -> bool:
    return place.found.setting is None and _ordinal_before(place.left)


def _goes_on_counting(place: Place) -> bool:
    """第四、五类 are the fourth and the fifth."""
    return _next_of_kind(place.left)


def _is_anaphoric(place: Place) -> bool:
    return not place.found.scaled and _anaphor(place.left)


def _is_denominator(place: Place) -> bool:
    """每10万人口 only says what is counted by."""
    return place.left.endswith("每")


def _is_base(place: Place) -> bool:
    """In 1比30.6元 the first is what the other is told for."""
    return place.found.number.value == 1 and place.right.startswith(("比", "兑", "：", ":"))


_HANDFUL = 10


def _speaks_back(place: Place) -> bool:
    """两家分别 are two that have been named."""
    found = place.found
    if found.scaled or place.left.strip():
        return _few(found) and _first_of_them(place.left)  # 前两台
    back = found.surface in {"人", "家", "队", "国"} and _speaks_of_them(place.right)
    return back or (_few(found) and _shared_by_them(place.right))


def _few(found: Found) -> bool:
    return not found.scaled and found.number.value is not None and 1 < found.number.value <= _HANDFUL


def _is_group(place: Place) -> bool:
    """是4队最少 and 18区之首 compare those that were spoken of, 31个省(自治区、直辖市) are all of a country."""
    if place.found.surface == "代":  # 三代核电 and a telephone's 2代 name a kind
        return not place.found.chinese or (
            _noun_follows(place.right) and not place.right.startswith(("人", "同堂", "以"))
        )
    if place.found.surface == "组" and _few(place.found):  # 两组相差 are those of a trial
        return _parted_before(place.left) or _arms_follow(place.right)
    return _topped(place.right)


_memory_before, _memory_follows = _search(r"[0-9] ?[GT]B? ?\+ ?$"), _search(r"^ ?\+ ?[0-9]+ ?[GT]B?")
_parted_before = _search("(?:分[入为成作到]|随机)$")
_arms_follow = _search("^(?:[0-9]|患者|病人|受试|之?间|相差|的?差|均|平均|分别)")
# Nouns that are counted without a classifier: 两队 and 四国 mostly name those that were spoken of.
_COUNTED_NOUNS = frozenset("国岛队村省县州校镇乡城桥湾厂市区团连营")
_counts_them = _search("(?:[有共等自达为近约超逾余增减建跨设辖多过至到剩分]|覆盖|遍布)$")
_double_before = _search("(?:[得到砍获献送出交收是为准次场得]|大)$")


def _is_named_group(place: Place) -> bool:
    """四国女篮 and 七十五团 are names, 两队 those spoken of; 覆盖九省 and 等六国 count."""
    found = place.found
    if not found.chinese or found.scaled:
        return False
    if found.surface == "双" and place.text[found.start] in "两三":  # a double-double of points and rebounds
        return _double_before(place.left) and _clause_ends(place.right[:1])
    if found.surface == "局":  # 九局下 is half an inning
        return place.right.startswith(("上", "下"))
    if found.surface == "层":  # 三层是 and 航站楼三层 say which storey
        return place.left.endswith("楼") or (place.left.strip("、，") == "" and place.right.startswith("是"))
    return found.surface in _COUNTED_NOUNS and not _counts_them(place.left)


_lasts_before = _search(
    "(?:持续|历时|耗时|用时|为期|长达|花了|延长|缩短|推迟|提前|徒刑|获刑|判刑|监禁|拘役|缓刑|禁赛|停职|时效[是为]|期限[是为])了?(?:大?约|近|将近|超过|仅)?$"
)


def _is_vague_one(place: Place) -> bool:
    found = place.found
    if found.scaled or found.number.value != 1:
        return False
    if place.kind == "physical" and place.found.surface != "度":
        return False
    if place.kind == "duration" and (
        place.found.number.comparator != "eq"
        or place.found.surface.endswith(("时", "秒", "分钟", "秒钟"))
        or _lasts_before(place.left)
        or place.right.startswith("整")
    ):
        return False
    if place.kind == "currency" and place.found.surface not in {"块", "角", "毛"}:
        return False
    return not (
        changes.is_changed(place.left)
        or place.left.endswith(("仅", "只有"))
        or is_harm(place.text, place.found.end)
    )


_COUNTED_BY_ER = frozenset("人位名个亩斤两元块口")


_BEHIND_MONEY = ("钱", "左", "以", "多", "的", "一", "涨", "降", "升", "跌", "变", "到", "起")


def _is_lump(place: Place) -> bool:
    """三块石头 are no money."""
    lump = place.found.surface in {"块", "角", "毛"} and _noun_follows(place.right)
    return lump and not place.right.startswith(_BEHIND_MONEY)


def _is_half_a_word(place: Place) -> bool:
    found = place.found
    if place.kind == "currency" and found.surface in {"块", "角", "毛"} and _noun_follows(place.right):
        return False
    written = place.text[found.start : found.end - len(found.surface)]
    if found.surface == "里" and written in {"千", "万"}:  # 不远万里: a long way
        return True
    if written == "二" and found.surface not in _COUNTED_BY_ER:
        return True  # 二层 and 二类 are the second; two of them are 两层
    if found.unit is None or found.unit.spoken or found.scaled:
        return False
    return found.number.value is None or found.number.value < 10


def _is_event(place: Place) -> bool:
    """A weight class, an event, the base of a rate, the kind of a thing: 100米决赛, 12GB+256GB."""
    if place.found.surface in {"GB", "TB", "G", "T"} and (
        _memory_before(place.left) or _memory_follows(place.right)
    ):
        return True
    return _class_follows(place.right)


_pairs_before, _pairs_after = _search("[2-4二四两] ?人 ?$"), _search("^ ?(?:[2-4二四两] ?球|比洞赛|二?人?赛)")


def _is_match_play(place: Place) -> bool:
    """四人四球 and 四球比洞赛 are ways to play golf."""
    if place.found.surface not in {"人", "球"}:
        return False
    return _pairs_after(place.right) or (place.found.surface == "球" and _pairs_before(place.left))


def _is_class(place: Place) -> bool:
    """国家一级保护动物 and 三级医院 name a class."""
    if place.found.surface != "级" or changes.is_changed(place.left):
        return False
    return not (_force_before(place.left) or _force_follows(place.right))


def _is_edition(place: Place) -> bool:
    """43届世乒赛 and 八次全会 count through a series, 2013款 is of that year."""
    if place.found.surface in {"款", "道"}:
        return not place.found.chinese and bare.is_year(place.found)
    if place.found.surface == "次":
        return place.right.startswith(("全会", "列车", "特快", "航班"))
    if place.found.surface not in {"届", "期", "任"} or place.right.startswith(("免息", "分期", "付款")):
        return False
    return place.left.endswith("中共") or not place.left.rstrip().endswith(
        ("连续", "共", "过", "了", "历", "分")
    )


def _is_quoted_name(place: Place) -> bool:
    return not place.found.scaled and _quote_ends(place.right)


def _only_places(place: Place) -> bool:
    """Lengths of time that place an event (五年间, 近7个月来) are no claims; those spent on something are."""
    return lengths.only_places(place.found, place.text, place.left, place.right)


def _is_header(place: Place) -> bool:
    """（万元） and 单位：亿元 say what the figures that follow are counted in."""
    if place.text[place.found.start] not in "十百千万亿兆":
        return False
    return place.left.endswith(("单位：", "单位:", "单位")) or (
        place.left.endswith(("（", "(")) and place.right.startswith(("）", ")"))
    )


_counted_before = _search(r"(?:[0-9二两三四五六七八九十百千万几数多余]|十一)[家个座处所间名款只支条项]$")
_counted_after = _search(
    r"^级?[\u4e00-\u9fff]{2,6}?(?:共有?|约|近|逾|超过?|达)?[0-9一二两三四五六七八九十百千万]+[多余]?[家个座处所间]"
)


_in_cell = _search(r"^[十百千万亿]+$")
_CELL_ENDS, _CELLS_APART = frozenset("\t\n|｜"), frozenset("\t|｜")


def _is_unit_cell(place: Place) -> bool:
    """千港元 alone in a cell is the unit of its column."""
    found, text = place.found, place.text
    before, after = text[found.start - 1 : found.start], text[found.end : found.end + 1]
    if not {before, after} & _CELLS_APART or not {before, after} <= {*_CELL_ENDS, ""}:
        return False
    return _in_cell(text[found.start : found.end].removesuffix(found.surface))


def _is_restrictor(place: Place) -> bool:
    """Ages, confidence and grades that say which are counted: 60岁以上老人, 35岁以下的占六成, 5A级景区4家."""
    if place.kind == "rating":
        return _counted_before(place.left) or _counted_after(place.right)
    if place.kind == "duration" and place.found.surface in {"岁", "周岁"}:
        is_range = place.found.number.value is None and not _age_before(place.left)
        if is_range and (_noun_follows(place.right) or place.left.endswith(("（", "("))):  # 30至34岁为3.43%
            return True
        if _group_follows(place.right) or (_bound_before(place.left) and _bounded_follows(place.right)):
            return True
        return _bound_follows(place.right) and not _age_before(place.left)
    return place.kind == "percent" and _interval_follows(place.right)


def _is_unlicensed(place: Place) -> bool:
    """Ranks, ratings and bare numbers need a word that says so."""
    found = place.found
    match found.rule:
        case "rank.bare":
            return not (_rank_cue(place.left) and _rank_ends(place.right))
        case "rank.first":
            return found.number.value != 1 or not _superlative(place.right)
        case "rank.among":
            if _heads_list(place.left):
                return True
            return not _among_cue(place.left) and not place.right.lstrip("的").startswith("常用")
        case "rating.rating":
            return not (_grade_cue(place.left) or _grade_follows(place.right))
    return found.unit is None and not bare.is_amount(found, place.text, place.left, place.right)


class Refusal(NamedTuple):
    """A named reason, and when it is asked at all.

    ``kinds`` are the kinds of unit it may hold for; the empty kind is a number
    without a unit.  ``spoken`` says that it is one of numerals in Chinese, or of
    those in digits.  ``after`` are the characters one of which must stand before the
    number, the empty one at the beginning of a clause.
    """

    name: str
    kinds: frozenset[str]
    holds: Callable[[Place], bool]
    spoken: bool | None = None
    after: frozenset[str] | None = None


_ANY = frozenset(get_args(UnitKind)) | {""}
_WEAK = _ANY - {"percent", "percentage_point", "currency", "multiple", "ratio"}
_BEFORE_CODE = frozenset(f"{ascii_letters}-－/:：∶.#＃_")
_BEFORE_ORDINAL = frozenset("第期拜周初历件录表o. ")
_BEFORE_THEM = frozenset("这那该此每各某哪另唯述他它余外何一关有下的")
REFUSALS: tuple[Refusal, ...] = (
    Refusal("code", _ANY, _is_code, spoken=False),
    Refusal("code", _WEAK, _is_coded, spoken=False, after=_BEFORE_CODE),
    Refusal("ordinal", _ANY, _is_ordinal, after=_BEFORE_ORDINAL),
    Refusal("ordinal", frozenset({"count"}), _goes_on_counting, spoken=True, after=frozenset("、和与及至到-")),
    Refusal("anaphor", _ANY, _is_denominator, after=frozenset("每")),
    Refusal("base", frozenset({"currency", "count", "physical"}), _is_base),
    Refusal("anaphor", frozenset({"count", "duration"}), _is_anaphoric, after=_BEFORE_THEM),
    Refusal("anaphor", frozenset({"count", "duration"}), _speaks_back, spoken=True),
    Refusal("named group", frozenset({"count"}), _is_named_group, spoken=True),
    Refusal("named group", frozenset({"count"}), _is_group),
    Refusal("vague one", frozenset({"count", "currency", "physical", "duration"}), _is_vague_one, spoken=True),
    Refusal("half a word", frozenset({"currency"}), _is_lump),
    Refusal("half a word", frozenset({"count", "currency"}), _is_half_a_word, spoken=True),
    Refusal("class", frozenset({"physical", "ratio"}), _is_event),
    Refusal("class", frozenset({"count"}), _is_class, spoken=True),
    Refusal("class", frozenset({"count"}), _is_match_play),
    Refusal("edition", frozenset({"count"}), _is_edition),
    Refusal("quoted name", frozenset({"count", "duration", ""}), _is_quoted_name, after=frozenset('“「『‘"')),
    Refusal("placing time", frozenset({"duration"}), _only_places),
    Refusal("header", frozenset({"currency", "count", "physical", ""}), _is_header, after=frozenset("位：:（(")),
    Refusal("header", frozenset({"currency", "count"}), _is_unit_cell, spoken=True, after=frozenset(("", "\t", "|", "｜"))),
    Refusal("restrictor", frozenset({"duration", "percent", "rating"}), _is_restrictor),
    Refusal("unlicensed", frozenset({"rank", "rating", ""}), _is_unlicensed),
)  # fmt: skip


@lru_cache(4096)
def _asked(kind: str, before: str, spoken: bool) -> tuple[Refusal, ...]:  # noqa: FBT001 - a cache is asked faster by place
    """Choose the refusals that may hold for a kind of unit after a character: few for most numbers."""
    return tuple(
        refusal
        for refusal in REFUSALS
        if kind in refusal.kinds
        and refusal.spoken in {None, spoken}
        and (refusal.after is None or before in refusal.after)
    )


def refused(place: Place) -> str | None:
    """Name the rule by which a numeral is no quantity, or None where it is one."""
    for refusal in _asked(place.kind, place.left[-1:], place.found.chinese):
        if refusal.holds(place):
            return refusal.name
    return None
