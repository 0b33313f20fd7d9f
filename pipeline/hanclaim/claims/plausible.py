"""Who may do something, and what it may be done to: a relation between anything else is none."""

from __future__ import annotations

from functools import cache

from hanclaim.document import Party
from hanclaim.grammar.clauses import Unit, word_classes
from hanclaim.grammar.phrases import Phrase
from hanclaim.segment import segment
from hanclaim.tables import read

_ACTORS = ("者", "人", "商", "厂", "院", "局", "部", "会", "团", "队", "军", "校", "社", "所", "处", "署", "委", "行", "国",
           "员", "们", "民", "警", "司", "资", "资本", "家庭", "双方", "部门", "盟友", "总理", "总统", "长官")  # fmt: skip
_RATES = ("率", "额", "量", "值", "价", "数", "度", "幅", "比", "占比", "比重")
_POINTING = frozenset("该此本")


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
def family(predicate: str) -> str:
    """Return the family of a predicate: 收购 is of the acquisitions."""
    return next(
        (row["family"] for row in read("predicates", key="predicate") if row["predicate"] == predicate), ""
    )


def may_act(who: Party) -> bool:
    """Whether a party can do something of its own will: a name, a body, people."""
    if who.type != "other":
        return len(who.canonical) > 1
    last = segment(who.text)[-1]
    return is_actor(who.text[slice(*last.span)])


def is_actor(word: str) -> bool:
    """Whether a word names a body or people: 部门, 投资者, 选民."""
    return word.endswith(_ACTORS) or "human" in word_classes().get(word, frozenset())


def may_undergo(units: tuple[Unit, ...], at: int, whom: Phrase) -> bool:
    """Whether a phrase is what the predicate at ``at`` is done to, and no word that it only qualifies."""
    last = whom.units[-1]
    following = units[whom.end] if whom.end < len(units) else None
    goes_on = following is not None and whom.start > at and following.tag in {"v", "a", "d"}
    relative = at + 1 < len(units) and units[at + 1].tag == "的"
    if goes_on and not relative and any(unit.tag == "的" for unit in whom.units):
        return False
    if whom.mentions:
        return True
    if last.tag == "r":
        return len(last.text) > 1 and last.text[0] in _POINTING
    named = last.tag in {"n", "E"} or (last.tag == "M" and not last.text.endswith(_RATES))
    named = named or (last.tag == "v" and len(whom.units) > 1)
    if not named or last.has("vague") or len(whom.text) < 2:
        return False
    if whom.start < at:
        return True
    if goes_on and not relative and is_actor(last.text):
        return False
    before = units[at - 1] if at else None
    marked = any(unit.tag in {"u", "Q", "m", "r"} for unit in units[at + 1 : whom.start + 1])
    directed = any(unit.has("toward", "dispose") for unit in units[:at])
    noun = before is not None and before.tag in {"n", "a", "M"} and not is_actor(before.text)
    return marked or directed or not (noun and is_dual(units[at].text))
