"""Whether a word that can say something does so in its place."""

from __future__ import annotations

from hanclaim.claims.sayers import is_standard
from hanclaim.claims.tellers import cues
from hanclaim.grammar.clauses import Unit

_ISSUES = frozenset({"发布", "公布", "发表", "推出", "出台"})
_ISSUED = frozenset({"案例", "名单", "价单", "清单", "图片", "视频", "照片", "预告", "榜单"})
_TRANSITIVE = frozenset({"报告", "通报"})
_MUST = frozenset({"须", "应", "应当", "需", "必须", "不得"})
# What somebody does to find something out: each is a noun as well.
_INQUIRIES = frozenset(
    {"测算", "评估", "统计", "监测", "分析", "估算", "推算", "预测", "核实", "测定", "调查"}
)


def only_names(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a word of saying only names what is issued or counted: 发布《某某》报告, 通报病例9例, 农民须提出."""
    unit = units[at]
    following = units[at + 1] if at + 1 < len(units) else None
    if unit.has("source") and any(before.text in _ISSUES for before in units[:at]):
        return True
    counts = following is not None and (following.tag in {"n", "M"} or following.text.startswith("新增"))
    if unit.text in _TRANSITIVE and counts:
        return True
    if unit.text == "发现" and following is not None:
        return True
    if is_standard(units, at):
        return True
    if unit.text == "称" and following is not None and following.text.startswith(("出", "重")):
        return True
    if unit.text == "提示" and not (at and _has_voice(units[at - 1])):
        return True
    if unit.text in _INQUIRIES and (
        (at < 3 and units[0].text == "经" and not _has_voice(units[at - 1]))
        or (following is not None and following.text.startswith(("中", "值", "后")))
    ):
        return True
    if unit.text in {"提出", "报告", "通报", "指控"} and following is not None and following.tag == "的":
        return True
    if unit.text == "规定" and not (at and _is_law(units[:at])):
        return True
    if unit.text == "公开" and following is not None and following.tag == "v":  # 公开销售
        return True
    if unit.text in _ISSUES and any(after.text in _ISSUED for after in units[at + 1 : at + 6]):
        return True
    if unit.text in {"报道", "报导"} and any(before.text == "记者" for before in units[:at]):
        return True
    return any(before.text in _MUST for before in units[max(at - 4, 0) : at])


def _is_law(units: tuple[Unit, ...]) -> bool:
    """Whether a law stands before a word of what it rules: 《办法（草案）》拟."""
    named = next((unit for unit in reversed(units) if unit.tag != "d" and not unit.has("planned")), units[0])
    return named.text.endswith(("》", "草案", "条例"))


def _has_voice(unit: Unit) -> bool:
    return unit.tag == "E" or unit.text.endswith((*cues("human"), *cues("source")))
