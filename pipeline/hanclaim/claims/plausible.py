"""Who may do something, and what it may be done to: a relation between anything else is none."""

from __future__ import annotations

from functools import cache

from hanclaim.claims.tellers import titles
from hanclaim.document import Party
from hanclaim.grammar.clauses import Unit, word_classes
from hanclaim.grammar.phrases import Phrase
from hanclaim.segment import segment
from hanclaim.tables import read

_ACTORS = ("者", "人", "商", "厂", "院", "局", "部", "会", "团", "队", "军", "校", "社", "所", "处", "署", "委", "行", "国",
           "员", "们", "民", "警", "司", "资", "资本", "家庭", "双方", "部门", "盟友", "总理", "总统", "长官", "公司", "集团", "企业",
           "银行", "机构", "大学", "医院", "联盟", "协会", "组织", "党", "政府", "当局", "媒体", "海关", "警方", "军方", "官方", "检方", "院方",
           "对方", "民工", "职工", "员工", "青年", "学生", "毕业生", "妇女", "儿童", "群众", "家长", "乘客", "旅客", "游客", "顾客", "代表", "主帅", "教练", "主将", "对手", "母亲", "父亲", "妻子", "丈夫", "儿子", "女儿", "名将", "老将", "小将", "球星", "嫌犯", "罪犯", "凶手", "元首", "领袖", "首脑", "巨头", "首相", "主席", "法庭", "家")  # fmt: skip
_NO_ACTORS = ("听证会", "发布会", "音乐会", "博览会", "展览会", "晚会", "研讨会", "座谈会", "运动会", "机会", "社会", "宴会", "大会",
              "集会", "聚会", "峰会", "拍卖会", "说明会", "股东会", "全部", "内部", "外部", "格局", "结局", "布局", "场所", "好处",
              "之处", "投资", "工资", "物资", "旅行", "流行", "进行", "步行", "发行")  # fmt: skip
_SIDES = frozenset("中美俄日韩英法德欧印越朝台港陆我敌双资劳买卖警军院校检官")
_RATES = ("率", "额", "量", "值", "价", "数", "度", "幅", "比", "占比", "比重")
_POINTING = frozenset("该此本")
_PAPERS = ("协议", "协定", "备忘录", "合同", "条约", "合约", "公约", "声明", "契约", "交易", "意向书", "共识")
_NOUN_ENDS = frozenset("案商者方员额量率价款费期权书性型品业")
_NOUN_HEADS = frozenset({"仪式", "典礼", "周年", "伊始", "以来", "之际", "之初", "期间", "过程", "进程", "负责人", "总监", "成本",
                         "秘书", "步伐", "步骤", "经理", "部门", "团队", "周期", "能力", "凭证", "价格", "数量",
                         "记录", "时间", "日期", "地点", "方式", "渠道", "需求", "意愿"})  # fmt: skip
_PAPER_NOUNS = ("政策", "措施", "计划", "方案", "制度", "办法", "机制", "协议", "规定", "体系")
_CLASSIFIERS = frozenset("个项笔宗起份轮场届种类")
_ANYBODY = frozenset({"人", "人士", "人们", "民众", "国家", "企业", "者", "用户", "投资者", "外地人"})
_BECOMING = frozenset({"为", "担任", "出任", "任", "兼任", "接任"})
_ABSTRACT = frozenset({"前提", "条件", "关键", "目的", "原因", "基础", "必要性", "重要性"})
_CONTENT = frozenset({"邀请", "机会", "权利", "能力", "任务", "通知", "可能性", "愿望", "想法", "信心"})
_TELLING = frozenset({"publication", "statement", "approval", "transfer", "sanction", "experience"})
_POINTED = frozenset(
    {"这", "该", "此", "这项", "该项", "此次", "这次", "本次", "这一", "各项", "有关", "相关", "任何"}
)
_AGREEING = frozenset({"达成", "建立", "有", "展开", "开展", "举行", "进行"})
_ASKING = frozenset(
    {
        "申请",
        "请求",
        "要求",
        "促请",
        "呼吁",
        "敦促",
        "督促",
        "责令",
        "命令",
        "说服",
        "指控",
        "指责",
        "建议",
        "鼓励",
        "倡议",
    }
)
_AGREED = frozenset({"同意", "通过", "中标", "承包", "承建", "承接", "代理", "代工", "申请"})
_MAKING = frozenset({"appointment", "commission", "approval", "support", "diplomacy"})
_LIGHT = frozenset({"进行", "开展", "展开", "发起", "提起", "发动", "作出", "做出", "处以", "予以", "加以", "给予", "实施",
                    "提出", "采取", "施加", "表示"})  # fmt: skip


@cache
def is_dual(predicate: str) -> bool:
    """Whether a predicate is as often a noun, so that it only qualifies the noun after it: 管理模式, 销售价格."""
    tokens = segment(predicate)
    return (
        len(tokens) == 1
        and tokens[0].flag in {"vn", "n"}
        and "verb" not in word_classes().get(predicate, frozenset())
    )


@cache
def _predicates() -> dict[str, tuple[str, str]]:
    return {row["predicate"]: (row["family"], row["takes"]) for row in read("predicates", key="predicate")}


def family(predicate: str) -> str:
    """Return the family of a predicate: 收购 is of the acquisitions."""
    return _predicates().get(predicate, ("", ""))[0]


def takes(predicate: str) -> str:
    """Return what a predicate is done to: anything (``what``), somebody (``who``), together with one (``with``), a ``post``."""
    return _predicates().get(predicate, ("", ""))[1]


def asks(verb: str) -> bool:
    """Whether a verb wants of somebody to do what follows: 要求某公司停产."""
    return verb in _ASKING


def makes_act(verb: str) -> bool:
    """Whether a verb makes somebody do what follows: 批准某公司开办航线."""
    return verb in _ASKING or family(verb) in _MAKING


def entrusts_only(verb: str) -> bool:
    """Whether a verb leaves to somebody else what follows it: 授权开发, 要求停产."""
    return verb in _ASKING or (family(verb) in {"approval", "commission"} and verb not in _AGREED)


def may_act(who: Party) -> bool:
    """Whether a party can do something of its own will: a name, a body, people."""
    if who.canonical == "有人" or "pronoun" in word_classes().get(who.canonical, ()):
        return False  # whom nothing resolves
    if who.type != "other":
        return len(who.canonical) > 1
    last = segment(who.text)[-1]
    return is_actor(who.text[slice(*last.span)])


@cache
def _posts() -> tuple[str, ...]:
    return tuple(titles())


def is_actor(word: str) -> bool:
    """Whether a word names a body or people: 部门, 投资者, 选民."""
    return (
        word.endswith(_ACTORS)
        or word.endswith(_posts())
        or ("human" in (classes := word_classes().get(word, frozenset())) and "source" not in classes)
    )


def is_light(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a predicate is the noun that a verb without a sense of its own brings: 进行调查, 发起诉讼, 处以罚款."""
    k = at - 1
    agreed = takes(units[at].text) == "with"
    while k >= 0 and (
        units[k].tag in {"u", "m", "a"} or units[k].text.startswith("反") or (agreed and units[k].tag == "n")
    ):
        k -= 1
    if k >= 0 and agreed and units[k].text in _AGREEING:
        return True
    return k >= 0 and units[k].text in _LIGHT and (is_dual(units[at].text) or units[at].tag != "v")


def is_owned(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a deed is told as somebody's: 对某人的新调查."""
    k = at - 1
    while k > 0 and units[k].tag == "a":
        k -= 1
    return k >= 0 and units[k].tag == "的"


def is_noun(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a predicate stands as a noun or as the first half of one: 合作协议, 一项投资, 收购案, 加快建设进程."""
    before = units[at - 1] if at else None
    after = units[at + 1] if at + 1 < len(units) else None
    if after is not None and (after.text in _NOUN_ENDS or after.text in _NOUN_HEADS):
        return True
    if before is None:
        return False
    if after is not None and after.text == "成" and at + 2 < len(units) and units[at + 2].tag == "的":
        return True
    listed = before.text == "、" or (after is not None and after.text in {"、", "与", "和", "及"})
    if listed and is_dual(units[at].text) and before.tag in {"n", "M", "w"}:
        return True
    closes = at + 2 < len(units) and units[at + 2].text in {"”", "」"}
    if before.text in {"“", "「"} and after is not None and after.tag == "n" and closes:
        return True
    if before.text == "其" and after is not None and after.tag == "n":
        return True
    policy = after is not None and after.text.endswith(_PAPER_NOUNS)
    if before.text in {"着", "了", "过", "等"} or (
        policy and before.tag in {"v", "n"} and not before.has("modal")
    ):
        return before.text != "等" or is_dual(units[at].text)
    counted = before.tag == "m" and before.text[-1] in _CLASSIFIERS
    counted = counted or (before.quantity is not None and before.quantity.unit_kind in {"count", "rank"})
    if counted or before.text in _POINTED:
        return True
    if not is_dual(units[at].text):
        return False
    bare = after is not None and after.tag in {"n", "v", "M"}
    if before.tag == "v" and before.has("predicate") and bare and not is_dual(before.text):
        return after is not None and after.tag == "n" and not after.has("predicate")  # 建成投资物业
    if before.tag == "v" and not before.has("modal", "planned", "forecast", "announce", "predicate", "say"):
        return after is None or bare
    qualified = (
        before.tag in {"n", "a", "M"} and not is_actor(before.text) and not before.has("group", "aspect")
    )
    return bare and qualified


def somebody(units: tuple[Unit, ...], at: int, whom: Phrase) -> Phrase:
    """Return the name in what is done to somebody, without what follows it: 判处赵某|有期徒刑, 对抗甲国|的影响力."""
    last = _last(whom)
    stands = any(unit.tag != "E" and is_actor(unit.text) for unit in whom.units)  # 甲国名将某某
    stands = stands or last.tag == "E" or last.has("extension") or last.text.endswith(_PAPERS)
    if takes(units[at].text) not in {"who", "with"} or stands or not whom.mentions:
        return whom
    end = max(k for k, unit in enumerate(whom.units) if unit.tag == "E") + 1
    return Phrase(whom.units[:end], whom.start, whom.start + end)


def may_undergo(units: tuple[Unit, ...], at: int, whom: Phrase) -> bool:
    """Whether a phrase is what the predicate at ``at`` is done to: what the predicate takes, and no rate or vague word."""
    last = _last(whom)
    kind = takes(units[at].text)
    if whom.start > at and len(whom.units) > 2 and last.text in _ANYBODY and whom.mentions:
        return False  # 加入北约的国家: the countries join, and are not joined
    if last.tag == "E" and last.mention is not None:
        return True
    after = units[whom.end] if whom.end < len(units) else None
    if family(units[at].text) == "appointment" and after is not None and after.text in _BECOMING:
        return True
    if kind in {"who", "with"}:
        agreed = kind == "with" and whom.start > at and last.text.endswith(_PAPERS)
        held = any(unit.tag != "E" and is_actor(unit.text) for unit in whom.units)
        return agreed or held or (bool(whom.mentions) and last.has("extension"))
    content = last.text in _CONTENT and family(units[at].text) not in _TELLING
    if content and any(unit.tag == "的" for unit in whom.units):
        return False  # 收到开设公司的邀请
    if last.tag == "r":
        return len(last.text) > 1 and last.text[0] in _POINTING
    named = last.tag in {"n", "E"} or (last.tag == "M" and not last.text.endswith(_RATES))
    named = named or (last.tag == "v" and (len(whom.units) > 1 or units[whom.start - 1].tag == "的"))
    goes_on = after is not None and after.tag in {"v", "a", "d"} and not makes_act(units[at].text)
    if goes_on and whom.start > at and units[whom.start - 1].tag != "的" and is_actor(last.text):
        return False  # those are said to do something: 建立农民工回引制度
    return (
        named
        and last.text not in _ABSTRACT
        and (not last.has("vague") or bool(whom.mentions))
        and len(whom.text) > 1
    )


def _last(phrase: Phrase) -> Unit:
    """Return the last word of a phrase, without the quotation marks and brackets that close it."""
    depth, last = 0, phrase.units[-1]
    for unit in reversed(phrase.units):
        depth += (unit.text in {")", "）"}) - (unit.text in {"(", "（"})
        if unit.tag not in {"w", "的"} and not depth:
            return unit
    return last
