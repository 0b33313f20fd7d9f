"""Who does what a verb says, read from the parts of the clause that stand before it."""

from __future__ import annotations

from typing import Literal, NamedTuple

from hanclaim.claims.owners import owner_of
from hanclaim.claims.plausible import (
    asks,
    entrusts_only,
    family,
    is_actor,
    is_dual,
    makes_act,
    may_act,
    takes,
)
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, aged, phrase_starting
from hanclaim.grammar.subjects import after_preposition

_COVERBS = ("through", "than", "take", "dispose", "toward", "at", "from", "by")
_FRAMES = frozenset({"在", "当", "自", "从", "到", "经", "经过", "就", "作为"})
_REASONS = ("因", "因为", "由于", "随着", "据", "为了")
_CLOSING = ("时", "后", "前", "下", "中", "上", "里", "内", "间", "际", "来", "外", "起", "初")
_LONGEST_DATELINE = 10  # units
_WHEN = ("时", "后", "前")
_HAVING = frozenset(
    {"信心", "能力", "意", "权", "望", "机会", "必要", "可能", "责任", "义务", "决心", "实力", "兴趣"}
)
PAIRS = frozenset({"与", "同", "跟", "和", "联合"})  # bring whom something is done together with
_AIMS = (
    "目标",
    "任务",
    "选择",
    "计划",
    "做法",
    "目的",
    "使命",
    "办法",
    "愿景",
    "策略",
    "方案",
    "想法",
    "打算",
)
_IS = frozenset({"是", "就是", "即是", "在于", "便是"})


class Part(NamedTuple):
    """One part of a clause: a noun phrase, a verb, what a preposition brings, 的, or anything else."""

    kind: Literal["noun", "verb", "aside", "of", "other"]
    start: int
    end: int
    phrase: Phrase | None = None


class Actor(NamedTuple):
    """Who does it: a phrase, or nobody in this clause; ``barred`` where what stands there is no deed of anybody's."""

    phrase: Phrase | None
    barred: bool = False


_BARRED = Actor(None, barred=True)


def parts_before(units: tuple[Unit, ...], stop: int) -> list[Part]:
    """Cut what stands before ``stop`` into its parts; inside a frame that closes after it (在…之前) they begin anew."""
    found: list[Part] = []
    at = max((k + 1 for k in range(1, stop - 1) if _breaks(units, k)), default=_after_dateline(units, stop))
    while at < stop:
        if units[at].text in {"(", "（"}:
            closed = next((k + 1 for k in range(at, stop) if units[k].text in {")", "）"}), at + 1)
            found.append(Part("other", at, closed))
            at = closed
            continue
        part = _part(units, at, stop)
        if units[at].text in _FRAMES and units[at].tag != "E" and not _goes_on(units, at):
            opens = all(one.kind != "noun" for one in found) or units[min(at + 1, len(units) - 1)].tag == "v"
            part = _frame(units, at, stop, opens=opens) or part
        elif units[at].text.endswith(_REASONS) and (goal := _goal(units, at, stop)) is not None:
            part = Part("aside", at, goal + 1)
        found.append(part)
        at = part.end
    return found


def _after_dateline(units: tuple[Unit, ...], stop: int) -> int:
    """Return where a report begins behind its agency, place and day: 新华社海湾7月2日电（记者某某）."""
    wired = next((k for k in range(1, min(stop, _LONGEST_DATELINE)) if units[k].text in {"电", "讯"}), None)
    if wired is None or not any(unit.tag == "T" for unit in units[:wired]):
        return 0
    if any(unit.tag not in {"E", "n", "T", "w", "r"} for unit in units[:wired]):
        return 0
    at = wired + 1
    while at < stop and not units[at].text.strip():
        at += 1
    if at < stop and units[at].text in {"(", "（"}:
        at = next((k + 1 for k in range(at, stop) if units[k].text in {")", "）"}), at)
    return at


def _breaks(units: tuple[Unit, ...], k: int) -> bool:
    """Whether a blank ends a statement, as between two headlines; one beside Latin letters does not."""
    if units[k].text.strip() or k + 1 >= len(units):
        return False
    return not units[k - 1].text[-1].isascii() and not units[k + 1].text[0].isascii()


def _frame(units: tuple[Unit, ...], at: int, stop: int, *, opens: bool) -> Part | None:
    """Return what 在 and a word of place or time enclose; where that word stands behind and it ``opens``, only the 在."""
    for k in range(at + 1, len(units)):
        if units[k].text not in _CLOSING and not (units[k].tag == "f" and units[k].text.endswith(_CLOSING)):
            continue
        goes_on = k + 1 < len(units) and units[k + 1].tag in {"n", "E", "M", "的"}
        if k < stop:
            return Part("aside", at, k + 1)
        return Part("other", at, at + 1) if opens and not goes_on else None
    return None


def _goes_on(units: tuple[Unit, ...], at: int) -> bool:
    """Whether 在 says that something is being done: 一直在推行."""
    following = units[at + 1].tag if at + 1 < len(units) else ""
    return units[at].tag == "d" and units[at].text == "在" and following not in {"E", "n"}


def _goal(units: tuple[Unit, ...], at: int, stop: int) -> int | None:
    """Return the 而 that what a reason is given for begins with: 因股市上涨而支持."""
    return next((k for k in range(at + 1, stop) if units[k].text == "而"), None)


def _part(units: tuple[Unit, ...], at: int, stop: int) -> Part:
    unit = units[at]
    topical = unit.text == "就" and at + 1 < stop and units[at + 1].tag in {"n", "E", "T", "r"}
    invited = unit.text == "应" and at + 1 < stop and units[at + 1].tag in {"n", "E"}
    joins = unit.text in PAIRS and at > 0
    brings = unit.has(*_COVERBS) and unit.tag not in {"E", "n", "M"} and unit.text not in _REASONS
    brings = brings and not _goes_on(units, at)
    if brings or joins or topical or invited:
        end = min(after_preposition(units, at + 1, stop), stop)
        return Part("aside" if end > at + 1 else "other", at, _after_list(units, end, stop))
    if unit.tag == "的":
        return Part("of", at, at + 1)
    if unit.tag == "v" and at + 1 < stop and is_dual(unit.text) and is_actor(units[at + 1].text):
        rest = phrase_starting(units, at + 1, stop)  # 调查人员
        if rest is not None:
            return Part("noun", at, rest.end, Phrase(units[at : rest.end], at, rest.end))
    pays = unit.has("measure_both") and at + 1 < len(units) and units[at + 1].tag in {"Q", "r", "E"}
    pays = pays or (unit.tag == "M" and unit.has("verb") and not (at and units[at - 1].tag in {"n", "E"}))
    if (unit.tag == "v" and not unit.has("stop")) or pays or unit.text in _IS:
        return Part("verb", at, at + 1)
    if (
        unit.tag in {"n", "E", "M", "a", "m", "r"}
        and (phrase := phrase_starting(units, at, stop)) is not None
    ):
        first = aged(units, phrase.start)
        when = phrase.end < stop and units[phrase.end].tag == "f" and units[phrase.end].text.endswith(_WHEN)
        if when and phrase.mentions and phrase.units[-1].tag != "E":
            last = max(k for k, one in enumerate(phrase.units) if one.tag == "E")
            return Part("noun", at, phrase.end, Phrase(phrase.units[: last + 1], at, at + last + 1))
        event = when and phrase.units[-1].mention is not None and phrase.units[-1].mention.type == "event"
        if phrase.end < stop and units[phrase.end].tag == "f" and (event or not phrase.mentions):
            return Part("aside", at, phrase.end + 1)
        if all(one.tag in {"m", "w"} for one in phrase.units):
            return Part("other", at, phrase.end)
        return Part("noun", at, phrase.end, Phrase(units[first : phrase.end], first, phrase.end))
    return Part("other", at, at + 1)


def _after_list(units: tuple[Unit, ...], end: int, stop: int) -> int:
    """Return where 等28条河流 ends behind the names that a preposition brings."""
    if end >= stop or units[end].text not in {"等", "等等"}:
        return end
    at = end + 1
    while at < stop and units[at].tag in {"Q", "m"}:
        at += 1
    rest = phrase_starting(units, at, stop) if at < stop else None
    return rest.end if rest is not None else at


def actor_before(units: tuple[Unit, ...], at: int) -> Actor:
    """Return the noun phrase that the verb at ``at`` is said of.

    Verbs on the way with what they bring are one deed with it (投资2亿元建设工厂);
    of a verb that makes somebody do something, that one is the actor (邀请某公司参加).
    """
    if _is_purpose(units, at) or _qualifies(units, at):
        return _BARRED
    whole = parts_before(units, at)
    parts = [part for part in whole if part.kind not in {"other", "aside"}]
    passed = False
    while parts:
        part = parts.pop()
        if part.kind == "of":
            return _BARRED
        if part.phrase is not None and _is_brought(units, part, whole):
            return Actor(None)
        if part.phrase is None:
            verb = units[part.start]
            if verb.text in _IS and units[part.start + 1].has("take", "at", "from", "by"):
                continue  # 是以…击败…的 only tells how
            if _states(verb):
                return _aimed(parts) if parts or verb.text in _IS else _BARRED
            entrusts = part.end == at and entrusts_only(verb.text) and not _is_passive(units, part, whole)
            if entrusts or (verb.has("say") and passed):
                return _BARRED
            continue
        if parts and parts[-1].phrase is not None and _sums_up(units, parts[-1], part):
            return Actor(parts[-1].phrase)
        found = _told_of(units, at, part.phrase, parts)
        if found is not None:
            return found
        passed = not (parts and units[parts[-1].start].has("predicate"))
    return Actor(None)


def _sums_up(units: tuple[Unit, ...], names: Part, part: Part) -> bool:
    """Whether a noun only says how many the names before it are: 甲大学、乙大学2所高校."""
    between = units[names.end : part.start]
    counted = any(unit.tag == "Q" for unit in between) and all(unit.tag in {"Q", "u"} for unit in between)
    return counted and names.phrase is not None and bool(names.phrase.mentions)


def _is_brought(units: tuple[Unit, ...], part: Part, whole: list[Part]) -> bool:
    """Whether a phrase is the head of what a preposition brings: 为因地震流离失所的灾民."""
    at = whole.index(part)
    if not at or whole[at - 1].kind != "of":
        return False
    first = next((one for one in whole[: at - 1] if one.kind in {"noun", "aside"}), None)
    return first is not None and first.kind == "aside" and units[first.start].has("toward")


def _is_passive(units: tuple[Unit, ...], part: Part, whole: list[Part]) -> bool:
    """Whether somebody else does what the verb of a part says: 获央行委托开发."""
    at = whole.index(part)
    return bool(at) and whole[at - 1].kind == "aside" and units[whole[at - 1].start].has("by")


def _qualifies(units: tuple[Unit, ...], at: int) -> bool:
    """Whether the verb at ``at`` only says which: 对促进就业的作用, 6个参与计划的实体, 负责出口的部长某某."""
    if at and units[at - 1].text in {"对", "对于"}:
        return True
    parts = [part for part in parts_before(units, at) if part.kind != "other"]
    for_whom = parts and parts[-1].kind == "aside" and units[parts[-1].start].text == "为"
    if (
        for_whom
        and family(units[at].text) == "investment"
        and any(unit.tag == "v" for unit in units[at + 1 :])
    ):
        return True
    link = next((k for k in range(at + 1, len(units) - 1) if units[k].tag == "的"), None)
    if link is None:
        return False
    head = units[link + 1]
    named = link + 2
    while named < len(units) - 1 and units[named].tag == "n" and is_actor(units[named].text):
        named += 1
    after = units[named] if named < len(units) else None
    if is_actor(head.text) and after is not None and (after.tag == "E" or after.has("say")):
        return takes(units[at].text) != "who"
    k = at - 1
    while k >= 0 and (units[k].tag in {"v", "d", "T", "p", "E"} and not units[k].has("predicate")):
        k -= 1
    return k >= 0 and _counts(units[k])


def _counts(unit: Unit) -> bool:
    """Whether a word says how many of something that stands behind."""
    if unit.quantity is not None:
        return unit.quantity.unit_kind == "count"
    return unit.tag == "m" and unit.text[-1] in "个名位家项件条种批"


def _told_of(units: tuple[Unit, ...], at: int, phrase: Phrase, parts: list[Part]) -> Actor | None:
    """Return whether a phrase acts, seeing the parts before it; None where a verb before has it for its object."""
    verb = units[parts[-1].start] if parts and parts[-1].kind == "verb" else None
    if verb is not None and verb.text in {"有", "没有"} and phrase.text in _HAVING:
        parts.pop()
        return None
    if verb is None or verb.has("say", "announce", "modal", "forecast"):
        return Actor(phrase)
    if _states(verb):
        return Actor(phrase) if all(units[one.start].text in _IS for one in parts[:-1]) else _BARRED
    if makes(verb, phrase):
        return Actor(phrase)
    if verb.has("part"):
        return _BARRED
    if len(parts) == 1:
        return _head(phrase)
    if phrase.end == at and phrase.mentions and any(unit.tag == "的" for unit in units[at:-1]):
        return _BARRED  # 参加某人就任总统的仪式
    who = party(phrase) if phrase.end == at and not verb.has("predicate") else None
    return _BARRED if who is not None and may_act(who) else None


def _is_purpose(units: tuple[Unit, ...], at: int) -> bool:
    """Whether the verb at ``at`` is only what something is done for: 以促进就业为目的."""
    take = next((k for k in range(at - 1, -1, -1) if units[k].text == "以"), None)
    return take is not None and any(unit.text == "为" for unit in units[at + 1 :])


def clause_actor(units: tuple[Unit, ...]) -> Phrase | None:
    """Return the phrase that a clause begins with, past what prepositions bring: what its verbs are said of."""
    whole = [part for part in parts_before(units, len(units)) if part.kind not in {"other", "aside"}]
    while whole and whole[0].kind == "verb" and units[whole[0].start].has("modal"):
        whole = whole[1:]
    first = whole[0] if whole else None
    if first is not None and first.kind == "verb" and _states(units[first.start]) and not first.start:
        first = whole[1] if len(whole) > 2 else None
    if first is None or first.kind != "noun":
        return None
    at = whole.index(first)
    if at + 2 < len(whole) and whole[at + 1].kind == "of" and whole[at + 2].kind == "noun":
        return whole[at + 2].phrase
    return first.phrase


def makes(verb: Unit, whom: Phrase) -> bool:
    """Whether a verb makes whom it stands before do what follows: 批准天际航空开办航线, 让公司停产."""
    if verb.has("pivot") or asks(verb.text):
        return True
    who = party(whom)
    able = who is not None and may_act(who)
    return able and (verb.has("cause", "planned") or makes_act(verb.text))


def _aimed(parts: list[Part]) -> Actor:
    """Return whose aim it is that is named before 是: 公司的目标是收购."""
    aim = parts[-1] if parts else None
    if aim is None or aim.kind == "verb":
        return Actor(None)
    if aim.phrase is None or not aim.phrase.text.endswith(_AIMS):
        return _BARRED
    owner = owner_of(aim.phrase)
    return Actor(None if owner is aim.phrase and not owner.mentions else owner)


def _states(verb: Unit) -> bool:
    """Whether a verb only says what something is or has, so that what follows qualifies that."""
    return (verb.has("attain") or verb.text in _IS) and not verb.has("modal", "say", "predicate", "planned")


def _head(phrase: Phrase) -> Actor:
    """Return the head of what the verb that opens the clause qualifies: 来自甘肃的李师傅; else nobody is named here."""
    cut = next((k for k in range(len(phrase.units) - 2, 0, -1) if phrase.units[k].tag == "的"), None)
    if cut is None:
        return Actor(None)
    return Actor(Phrase(phrase.units[cut + 1 :], phrase.start + cut + 1, phrase.end))
