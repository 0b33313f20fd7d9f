"""From the phrase before a word of saying to the name of who says it."""

from __future__ import annotations

from functools import cache

from hanclaim.document import Attribution, Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, phrase_ending
from hanclaim.tables import read

_KINDS = ("机构", "平台", "智库", "组织", "单位")
_HOUSES = frozenset({"研究"})  # some houses are called so
_SHORTEST_OWNER = 2  # characters: 公开数据 and 官方数据 belong to nobody
_NAMELESS = frozenset({"具名", "匿名", "透露姓名"})
OPENING = frozenset("“「")
CLOSING = frozenset("”」")


@cache
def cues(role: str) -> tuple[str, ...]:
    """Return the words of one class of the table of cues."""
    return tuple(row["cue"] for row in read("cues") if row["class"] == role)


@cache
def titles() -> frozenset[str]:
    """Return the titles that stand beside a person's name."""
    return frozenset(row["title"] for row in read("titles"))


def without_inquiry(units: list[Unit]) -> list[Unit]:
    """Leave out what somebody does before saying what came of it: 水利局会商, 法院审理."""
    stop = len(units)
    while stop > 1 and units[stop - 1].tag != "E" and units[stop - 1].has("inquiry"):
        stop -= 1
    return units[:stop]


def stands_for(units: tuple[Unit, ...], phrase: Phrase) -> Phrase:
    """Return the house whose paper speaks, 劳工部的一份材料, or all of a title that a time cuts: 《1998年报告》."""
    text = "".join(unit.text for unit in phrase.units)
    if text.count("《") != text.count("》"):
        start = max(
            (k for k, unit in enumerate(units[: phrase.end]) if unit.text.startswith("《")), default=None
        )
        stop = next(
            (k for k, unit in enumerate(units) if k >= phrase.start and unit.text.endswith("》")), None
        )
        if start is not None and stop is not None and start < stop:
            return Phrase(units[start : stop + 1], start, stop + 1)
    at = phrase.start - 1
    if phrase.mentions or not phrase.text.endswith(cues("source")):
        return phrase
    while at > 0 and units[at].tag == "m":
        at -= 1
    if at <= 0 or units[at].tag != "的":
        return phrase
    while (
        at > 1 and units[at - 1].tag in {"v", "T", "d"} and not units[at - 1].mention
    ):  # 某网12月1日更新的数据
        at -= 1
    house = phrase_ending(units, at - 1)
    return house if house is not None and house.mentions else phrase


def speaker_of(phrase: Phrase) -> Party | None:
    """Return who is meant by a phrase: neither the paper nor the channel, but whose they are."""
    if (
        len(phrase.units) > 1
        and phrase.units[0].text.startswith("《")
        and phrase.units[-1].text.endswith("》")
    ):
        title = "".join(unit.text for unit in phrase.units)
        return Party(title, title, "work", phrase.span)
    units = without_inquiry(list(phrase.units))
    while phrase.mentions and len(units) > 1 and _is_channel(units[-1], units[:-1]):
        units.pop()
    units = units[_behind_scene(units) :]
    while not phrase.mentions and len(units) > 1 and units[-1].has("source") and units[-2].has("human"):
        units.pop()
    named = next((k for k, unit in enumerate(units) if unit.tag == "E"), None)
    papers = phrase.units[-1].has("source", "inquiry") or phrase.text.endswith(cues("source"))
    if named is not None and papers and any(unit.tag == "的" for unit in units[named + 1 :]):
        units = units[: named + 1]  # 卫生署最新的营养调查
    newest = next((k for k, unit in enumerate(units) if k and unit.text == "最新"), None)
    if papers and newest is not None:
        units = units[:newest]
    unnamed = next((k for k, unit in enumerate(units) if unit.text in _NAMELESS), None)
    if unnamed is not None and len(units) > unnamed + 2:  # 不愿具名的投资人
        units = units[unnamed + 2 :]
    if not any(unit.tag in {"n", "E", "M"} for unit in units):
        units = list(phrase.units)
    return party(Phrase(tuple(_named(units)), phrase.start, phrase.end))


def _behind_scene(units: list[Unit]) -> int:
    """Return where whoever speaks is named, behind where that was: 庭审中辩护人."""
    scene = next((k for k, unit in enumerate(units[:-1]) if unit.tag == "f"), -1)
    return scene + 1 if units[-1].text.endswith(cues("human")) and scene > 0 else 0


def _is_channel(unit: Unit, before: list[Unit]) -> bool:
    """Whether a word only tells through what the name before it speaks: 公报, 官方微博."""
    if unit.has("channel"):
        return any(other.tag == "E" for other in before)
    return unit.tag != "E" and (
        unit.text.endswith(cues("source"))
        or unit.tag in {"的", "a", "f"}
        or unit.text in {"最新", "方面", "季度", "季", "今", "昨"}
        or (unit.text in titles() and _is_person(before[-1]))
    )


def _is_person(unit: Unit) -> bool:
    return unit.mention is not None and unit.mention.type == "person"


def _named(units: list[Unit]) -> list[Unit]:
    """Return the quoted name at the end, or what follows a word for its kind: 研究机构拓景."""
    if units[-1].text in CLOSING:
        opening = next((k for k, unit in enumerate(units) if unit.text in OPENING), None)
        if opening is not None:
            return units[opening:]
    kind = next(
        (k for k, unit in enumerate(units[:-1]) if unit.tag == "n" and unit.text.endswith(_KINDS)), None
    )
    rest = units[kind + 1 :] if kind is not None else units
    text = "".join(unit.text for unit in rest)
    if rest is not units and len(text) > 1 and not text.endswith(cues("human")) and units[0].tag == "n":
        return rest
    return units


def attribute(speaker: Party, cue: str) -> Attribution:
    """Return what a speaker says with a word, without the paper that a name ends in."""
    name = speaker.canonical.removesuffix("予以")
    if speaker.type == "person":
        title = max((word for word in titles() if name.startswith(word)), key=len, default="")
        name = name.removeprefix(title) if len(name) > len(title) + 1 else name
    if speaker.type == "other":
        owner = name.removesuffix("数据")
        return Attribution(owner if len(owner) > _SHORTEST_OWNER else name, cue, speaker.span)
    papers = (*cues("source"), "报道", "报导")
    paper = next((word for word in papers if name.endswith(word) and len(name) > len(word) + 1), "")
    return Attribution(name.removesuffix(paper if paper not in _HOUSES else ""), cue, speaker.span)
