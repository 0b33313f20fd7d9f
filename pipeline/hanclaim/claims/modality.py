"""Whether a statement is asserted, expected, planned, supposed or asked, and whether it is denied."""

from __future__ import annotations

from collections import deque
from functools import cache
from itertools import pairwise

from hanclaim.claims.sayers import is_standard
from hanclaim.claims.speakers import Speech
from hanclaim.claims.tellers import titles
from hanclaim.document import Attribution, Modality, Polarity
from hanclaim.grammar.clauses import Clause, Unit, word_classes
from hanclaim.grammar.sites import Place, Site
from hanclaim.tables import read

_WHETHER_OR_NOT = frozenset({"不论", "无论", "不管"})
_AFTER_NOUNS = frozenset({"的", "中", "为", "是", "下"})
_WILL = frozenset({"将", "将会", "会"})
_ESTIMATED = frozenset({"估计", "预测", "预估"})
_GUESSES = frozenset({"估计", "估"})
_COMING = ("明年", "后年", "未来", "届时", "年底", "今后", "下", "受惠", "受益")
_TURNS = frozenset({"但", "但是", "然而", "不过", "可是"})
_CONCLUDES = frozenset({"因此", "所以", "故", "于是", "因而"})
_DENIED = frozenset({"并非", "并不是", "而非", "唔系", "不是"})
_WILL_NOT = frozenset({"不会", "不可能", "不能"})
_REACHED = ("破", "达", "达到")
_BY_NOW = frozenset({"目前", "现", "现时", "现有", "现已", "已", "已经", "迄今", "至今", "截至目前"})
_AIMING = frozenset({"为", "是", "系", "约", "定为", "定在", "订在", "于", "到"})
_BESIDE_AIMS = frozenset({"完成", "达成", "达到", "实现", "超过", "高于", "低于", "较", "比", "距"})
_NEAR = 12  # characters within which a word of falsehood speaks of the clause before
_FALSE = ("谣言", "不实", "子虚乌有", "假消息", "误传")
_RUMOURS = ("外传", "流传", "网传", "网上说", "传言", "传闻", "谣传", "盛传", "坊间", "爆料")
_REFUTED = (
    "否认",
    "辟谣",
    "不属实",
    "并无依据",
    "没有依据",
    "毫无根据",
    "没有根据",
    "无中生有",
    "没有这回事",
    "是假的",
)


def find_modality(site: Site, speech: Speech) -> tuple[Modality, str]:
    """Return the modality of a statement and the word that shows it."""
    if site.left.origin and any(unit.has("planned") for unit in site.left.bridge):
        return "planned", "what was planned first"
    if site.left.origin:
        return "asserted", "where a change starts from is a fact"
    if site.quantity.text.endswith("岁") and not site.left.crossed("forecast", "planned"):
        return "asserted", "how old one is is a fact"
    verb = site.left.at if site.left.kind == "verb" else None
    acts = verb is not None and site.units[verb].has("predicate")
    found = modality_at(site, speech.at(site.quantity.span), acts=acts)
    if found[0] == "asserted" and any(unit.text in {"可能", "可能性"} for unit in site.units[-3:]):
        return "forecast", "可能"
    return found


def modality_at(place: Place, voice: Attribution | None, *, acts: bool) -> tuple[Modality, str]:
    """Return the modality of what stands at a place; ``acts`` says that it is something done."""
    number = place.sentence.clauses.index(place.clause)
    units = place.units
    if asked := _question(place):
        return "question", asked
    if supposed := _supposed(place, number):
        return "hypothetical", supposed
    for at in range(place.index - 1, -1, -1):
        unit = units[at]
        if unit.tag == "E" or unit.has("measure_noun"):
            continue
        if unit.has("planned") and not _is_noun_use(units, unit):
            return "planned", unit.text
        if unit.text in _WILL and units[at + 1].tag not in {"E", "n", "M", "r", "Q"}:
            will = acts or any(verb.has("predicate") for verb in units[: place.index] if verb.tag == "v")
            guessed = unit.text != "将" and any(one.has("forecast") and one.tag == "v" for one in units[:at])
            if will and not guessed and not units[at + 1].has("befalls"):
                return "planned", unit.text
            return _of_will(unit, units[at + 1 : place.index])
        if unit.has("forecast") and units[at + 1].text == "目标":
            return "planned", "目标"
        revised = units[at + 1].has("up", "down") and units[at - 1].tag == "M"
        estimated = unit.text in _ESTIMATED and (units[at + 1].tag == "M" or revised)
        known = (
            estimated
            or _is_view(units, at)
            or is_standard(units, at)
            or (unit.text in _GUESSES and not _is_to_come(units))
        )
        if unit.has("forecast") and unit.text != "看" and unit.tag != "n" and not known:
            return "forecast", unit.text
    if _is_aim(units[: place.index]):
        return "planned", "目标"
    if (told := _told_behind(units[place.index + 1 :])) is not None:
        return told
    inherited = _inherited(place, number)
    by_now = any(map(_is_settled, place.sentence.clauses[max(0, number - 1) : number + 1]))
    if inherited[0] != "asserted" or by_now or voice is None:
        return inherited
    expects = "forecast" in word_classes().get(voice.cue, ()) and _looks_ahead(voice.cue, place)
    return ("forecast", voice.cue) if expects else inherited


def _told_behind(after: tuple[Unit, ...]) -> tuple[Modality, str] | None:
    """Read what is planned of the amount just told: 约40%将投入加固."""
    if [unit.text for unit in after[:2]] == ["的", "目标"]:
        return "planned", "目标"
    if len(after) < 2 or not after[0].text.startswith("将"):
        return None
    return ("planned", after[0].text) if after[0].has("planned") else _of_will(after[0], after[1:])


def _of_will(will: Unit, after: tuple[Unit, ...]) -> tuple[Modality, str]:
    """Tell what somebody has to want, 将追加, from what comes of itself: 将面临, 将升至, 会获得."""
    verb = next((unit for unit in after if unit.tag == "v" and not unit.has("modal")), None)
    wanted = verb is not None and not verb.has("attain", "up", "down", "befalls", "cause")
    return "planned" if will.text == "将" and wanted else "forecast", will.text


def _is_view(units: tuple[Unit, ...], at: int) -> bool:
    """Whether 上看 only says where it is seen from: 从数据上看."""
    return units[at].text == "上看" and any(unit.text == "从" for unit in units[:at])


def _looks_ahead(cue: str, place: Place) -> bool:
    return cue not in _GUESSES or _is_to_come(tuple(place.sentence.units))


def _is_aim(before: tuple[Unit, ...]) -> bool:
    """Whether an amount is what somebody aims at: 目标60万元, 目标为5%, 目标2028年提高到三成五."""
    at = next((k for k in range(len(before) - 1, -1, -1) if before[k].text == "目标"), None)
    if at is None or any(unit.text in _BESIDE_AIMS for unit in before[max(0, at - 2) : at]):
        return False
    following = before[at + 1] if at + 1 < len(before) else None
    return following is None or following.tag == "T" or following.text in _AIMING


def _is_to_come(units: tuple[Unit, ...]) -> bool:
    """Whether what is guessed is to come, and not only unknown: 估计明年将达, but 估计去年约为."""
    return any(unit.text in _WILL or unit.text.startswith(_COMING) or unit.has("modal") for unit in units)


def _is_noun_use(units: tuple[Unit, ...], unit: Unit) -> bool:
    at = units.index(unit)
    following = units[at + 1] if at + 1 < len(units) else None
    named = at > 0 and units[at - 1].tag == "的" and following is not None and following.has("modal")
    titled = at > 0 and units[at - 1].text[-1:] in {"」", "”", "》"}
    named = (
        named or titled or (following is not None and (following.has("human") or following.text in titles()))
    )
    named = named or (following is not None and following.text in {"至今", "以来"})
    named = named or (unit.text == "规划" and following is not None and following.tag == "Q")  # 规划两栋
    return unit.tag == "n" or named or (following is not None and following.text in _AFTER_NOUNS)


def _question(place: Place) -> str | None:
    if any(unit.text in {"？", "?"} for unit in deque(place.sentence.units, 2)):
        return "？"
    for at, unit in enumerate(place.units):
        if "question" not in unit.classes or unit.text == "多少":
            continue
        told = unit.text in {"为何", "为什么"} or any(u.text in _WHETHER_OR_NOT for u in place.units[:at])
        return None if told else unit.text
    return None


def _supposed(place: Place, number: int) -> str | None:
    """Return the word that supposes, as far back as a semicolon or the end of a quotation."""
    for k in range(number, -1, -1):
        clause = place.sentence.clauses[k]
        for unit in clause.units:
            if "hypothetical" in unit.classes:
                return None if _is_reckoned(clause) or _only_needs(clause, unit) else unit.text
        opening = clause.units[0].text
        if opening in _TURNS or (opening in _CONCLUDES and k == number):
            return None
        if _is_reckoned(clause) and opening[0] == "若":
            return None
        if opening[0] == "若" and len(opening) > 1 and opening[1:2] not in {"干", "是"}:
            return "若"
        if opening == "如" and k == number - 1 and clause.units[1:2] and clause.units[1].tag == "v":
            return "如"
        if clause.mark in {"；", ";", "。"} or any(unit.text in {"”", "」"} for unit in clause.units[:2]):
            return None
    return None


def _only_needs(clause: Clause, unit: Unit) -> bool:
    """Whether 只要 tells how little is asked, and supposes nothing: 只要总价的5%."""
    after = clause.units[clause.units.index(unit) + 1 :]
    return unit.text == "只要" and any(u.tag == "Q" for u in after) and all(u.tag != "v" for u in after)


def _is_reckoned(clause: Clause) -> bool:
    """Whether 若 only tells at which rate something is reckoned: 若以1美元兑7元计算."""
    ending = "".join(unit.text for unit in clause.units[-2:])
    return ending.endswith(("计算", "计", "换算", "折算", "估算", "来看", "而言", "算起"))


def modality_of_heading(section: tuple[str, ...]) -> Modality | None:
    """Return what a heading says of its section: 工作安排 holds plans, 天气预报 what is expected."""
    if not section:
        return None
    return next((modality for cue, modality in _headings() if section[-1].endswith(cue)), None)


@cache
def _headings() -> tuple[tuple[str, Modality], ...]:
    modalities: dict[str, Modality] = {"heads_plan": "planned", "heads_forecast": "forecast"}
    return tuple((row["cue"], modalities[row["class"]]) for row in read("cues") if row["class"] in modalities)


def _inherited(place: Place, number: int) -> tuple[Modality, str]:
    """Carry a plan or a forecast into the clauses that go on with it; what is done already is none."""
    if (whole := _goes_on(place, number)) is not None:
        return modality_at(whole, None, acts=False)
    for k in range(number - 1, -1, -1):
        clause, following = place.sentence.clauses[k : k + 2]
        if following.mark in {"；", ";", "。"} or _is_settled(following):
            break
        cue = _governing(clause, last=k == number - 1)
        if cue is not None and _looks_ahead(cue[1], place):
            return cue
    return "asserted", ""


def _is_settled(clause: Clause) -> bool:
    """Whether a clause tells what is so by now, whatever the clause before expects: 目前为300辆, 已完成三成."""
    return any(unit.text in _BY_NOW for unit in clause.units)


def _goes_on(place: Place, number: int) -> Place | None:
    """Return the amount before, where what stands here has no verb and only goes on with it: 将售马10匹、牛20头."""
    before = place.sentence.clauses[number - 1] if number else None
    verbs = any(unit.tag in {"v", "T", "p"} or unit.has("attain", "up", "down") for unit in place.units)
    if before is None or not before.quantities or verbs or place.clause.mark not in {"、", "，", ","}:
        return None
    return Place(place.sentence, before, before.quantities[-1])


def _governing(clause: Clause, *, last: bool) -> tuple[Modality, str] | None:
    units = clause.units
    if units[-1].text != "目标" and _is_aim(units):
        return "planned", "目标"
    for at, unit in enumerate(units):
        if not unit.classes or unit.tag == "E" or unit.has("measure_noun"):
            continue
        closes = at >= len(units) - 1 and unit.text != "望"
        aims = at + 1 < len(units) and units[at + 1].text == "目标"
        if (
            unit.has("forecast")
            and unit.tag != "n"
            and not aims
            and (closes or unit.has("say"))
            and not is_standard(units, at)
            and not _is_view(units, at)
        ):
            return "forecast", unit.text
        if unit.text[0] in "原预" and unit.text[-1] in "订定":
            continue
        if unit.has("planned") and not _is_noun_use(units, unit) and (not closes or last):
            return "planned", unit.text
    return None


def find_polarity(site: Site) -> Polarity:
    """Negative where the amount's own statement is denied, or is a rumour that somebody denies."""
    before = site.units[: site.index]
    bridge = site.left.bridge
    if any(unit.text in {"没有", "未", "并未", "没", "未能", "并非", "不是"} for unit in bridge):
        return "negative"
    if before and before[-1].tag == "的" and any(unit.text in _DENIED for unit in before):
        return "negative"
    if any(no.text in _WILL_NOT and then.text.endswith(_REACHED) for no, then in pairwise(before)):
        return "negative"
    clauses = site.sentence.clauses
    number = clauses.index(site.clause)
    after = "".join(unit.text for unit in site.units[site.index + 1 :])
    following = "".join(unit.text for clause in clauses[number + 1 : number + 3] for unit in clause.units)
    if any(word in after for word in _FALSE) or any(word in following[:_NEAR] for word in _FALSE):
        return "negative"
    if not any(word in after + following for word in _REFUTED):
        return "positive"
    told = "".join(unit.text for clause in clauses[: number + 1] for unit in clause.units)
    return "negative" if any(word in told or word in after for word in _RUMOURS) else "positive"
