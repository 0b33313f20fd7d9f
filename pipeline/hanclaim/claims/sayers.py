"""Which noun phrase a word of saying belongs to, and whether it can speak."""

from __future__ import annotations

from hanclaim.claims.tellers import CLOSING, OPENING, cues
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.phrases import Phrase, phrase_ending

_ADVERBIAL = frozenset({"时", "时候", "后", "之后", "之际", "之余"})
_STANDARDS = frozenset(
    {"如", "较", "比", "低于", "高于", "优于", "逊于", "胜", "超", "超出", "超过", "符合", "不如", "一如"}
)
_EARLIER = frozenset({"原先", "此前", "先前", "早前", "原本", "原来", "市场", "分析师", "之前"})
_SPEAKING = frozenset({"表示", "指出", "强调", "坦言", "透露", "直言"})
_OFFICES = frozenset({"中心", "局", "处", "站", "院", "所", "司", "署"})
LONGEST = 12  # characters of a name with its title


def _before_manner(units: tuple[Unit, ...], at: int) -> int:
    """Return where the words for how somebody speaks begin: 信心满满地, 激动地."""
    if not at or not units[at - 1].text.endswith("地") or units[at - 1].tag == "E":
        return at
    return next((k + 1 for k in range(at - 2, max(at - 6, -1), -1) if units[k].tag == "E"), at)


def sayer_phrase(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return the noun phrase that a saying verb belongs to: straight before it, or before time and place."""
    k = _before_manner(units, at) - 1
    while k >= 0:
        unit = units[k]
        if unit.tag == "f" and unit.text in _ADVERBIAL:
            k = next((j for j in range(k - 1, -1, -1) if units[j].tag == "E"), -1)
            continue
        if unit.tag in {"d", "T", "u", "a", "w", "f", "p"} or unit.has("stop", "present", "aspect"):
            k -= 1
            continue
        if unit.tag == "的" and units[k + 1].has("say"):  # 平台的统计显示
            k -= 1
            continue
        if (
            unit.tag == "m" and k and units[k - 1].tag == "的" and units[k + 1].has("source")
        ):  # 协会的一份调查显示
            k -= 2
            continue
        if unit.tag == "v" and (
            unit.has("say") or k == at - 1 or units[k + 1].tag in {"f", "v"} or units[k + 1].text == "着"
        ):
            k -= 1
            continue
        if (aside := next((j for j in range(k, 0, -1) if units[j].text == "着"), None)) is not None:
            k = aside - 2
            continue
        at_prep = next(
            (
                j
                for j in range(k, -1, -1)
                if (units[j].has("at", "toward", "through") or units[j].text == "就")
                and units[j].tag in {"p", "d", "v"}
            ),
            None,
        )
        if at_prep is not None and not any(units[j].has("say") for j in range(at_prep, k)):
            k = at_prep - 1
            continue
        break
    phrase = phrase_ending(units, k) if k >= 0 else None
    if phrase is None or phrase.mentions or phrase.start < 2:
        return phrase
    what = phrase.start - 1
    if units[what].has("source", "inquiry") and units[what - 1].tag == "n" and phrase.text in _OFFICES:
        return Phrase(units[what - 1 : phrase.end], what - 1, phrase.end)  # 文化统计中心
    before = phrase.start - 1
    while before > 0 and units[before].tag in {"u", "v", "p"}:
        before -= 1
    earlier = phrase_ending(units, before)
    who = earlier.mentions[-1].mention if earlier is not None and earlier.mentions else None
    return earlier if who is not None and who.type == "person" and before < phrase.start - 1 else phrase


def whole_clause(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return all that a closing word of saying leaves of its clause, where it can be but a name: 快跑外卖回应."""
    start, stop = 0, _before_manner(units, at)
    while (
        start < stop
        and units[start].text not in OPENING
        and (
            units[start].tag in {"T", "w", "c", "d", "p", "Q"}
            or units[start].has("stop")
            or units[start].text == "有"
        )
    ):
        start += 1
    while stop > start and units[stop - 1].tag in {"d", "u", "T"}:
        stop -= 1
    inner = units[start:stop]
    text = "".join(unit.text for unit in inner)
    quoted = bool(inner) and inner[-1].text in CLOSING
    plain = quoted or all(unit.tag in {"n", "E", "a", "m", "v", "r"} for unit in inner)
    sure = not units[at].has("source") or any(unit.tag == "E" for unit in inner)
    sure = sure or text.endswith((*cues("human"), *CLOSING))
    if (
        not (plain and sure and 2 <= len(text) <= LONGEST)
        or all(unit.tag == "v" for unit in inner)
        or any(unit.has("say", "up", "down") for unit in inner[1:])
    ):
        return None
    return Phrase(inner, start, stop)


def is_wider(whole: Phrase, phrase: Phrase | None) -> bool:
    """Whether the rest of the clause is more of a name than the noun phrase found, which ends in no name."""
    if whole.units[-1].tag == "E" or whole.units[-1].text in {"人", "者"}:
        return False
    if phrase is not None and any(
        unit.mention is not None and unit.mention.is_reference for unit in phrase.units
    ):
        return False
    return phrase is None or len(phrase.text) < len(whole.text) or not phrase.mentions


def is_bare_name(phrase: Phrase, verb: Unit) -> bool:
    """Whether a word that opens its clause can be but who speaks: 川普表示."""
    alone = not phrase.start and len(phrase.units) == 1 and phrase.units[0].tag == "n"
    return alone and verb.text in _SPEAKING and len(phrase.text) > 1 and not phrase.units[0].has("vague")


def may_say(phrase: Phrase, verb: Unit, *, closes: bool) -> bool:
    """Whether a phrase can speak: a name or someone; a bare noun only beside a verb that always says something."""
    if phrase.text.endswith("记者"):
        return False
    measured = any(unit.tag == "M" for unit in phrase.units)
    names = [k for k, unit in enumerate(phrase.units) if unit.tag == "E"]
    if names and any(unit.tag == "r" for unit in phrase.units[names[0] + 1 :]):
        return False
    if phrase.mentions:
        return not (verb.has("forecast") and (measured or _is_owned_thing(phrase)))
    if measured or all(unit.tag in {"m", "r"} for unit in phrase.units):
        return False
    if verb.has("soft", "paper", "forecast", "planned"):
        return phrase.text.endswith(cues("human"))
    return closes or phrase.text.endswith((*cues("human"), *cues("source")))


def _is_owned_thing(phrase: Phrase) -> bool:
    """Whether a phrase is something of whoever it names, so that the word of saying is but its noun: 某公司的销售峰值|预测."""
    owns = any(unit.tag == "的" for unit in phrase.units)
    return (
        owns and phrase.units[-1].tag == "n" and not phrase.text.endswith((*cues("human"), *cues("source")))
    )


def is_standard(units: tuple[Unit, ...], at: int) -> bool:
    """Whether what was expected is only what something is measured by: 未如预期, 较原先预期少."""
    before = at - 1
    while before > 0 and units[before].text in _EARLIER:
        before -= 1
    return before >= 0 and units[before].text in _STANDARDS
