"""Rules for lengths of time: how old one is, how long something lasts or has gone on."""

from __future__ import annotations

import re

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import acts, clause_subject, owner_of
from hanclaim.document import Party
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, is_head, trim
from hanclaim.grammar.sites import Site

_AGE = "年龄"
_PERSONS = ("子", "人", "者", "员", "生", "民", "工", "童", "孩", "妇", "士", "女", "汉", "翁")
_LIFE = ("龄", "寿命", "岁数")
_RESULT = "成绩"
_CLOCKED = re.compile(r"分\d+秒|秒\d|\d\.\d+秒")
_STREAK = ("连续", "一连", "接连")


def age(site: Site, state: Discourse) -> Draft | None:
    """34岁的胡某, 两人分别23岁, 19岁歌迷阿珊: how old the one named beside it is."""
    quantity, left, right = site.quantity, site.left, site.right
    if not quantity.text.endswith("岁"):
        return None
    if left.phrase is not None and left.phrase.text.endswith(_LIFE):
        return None
    evidence = {"subject": "who is that old"}
    if right is not None and right.units[0].tag not in {"M", "v"} and _is_someone(right):
        return Draft("statement.age", party(_someone(right)), _AGE, evidence=evidence)
    if left.phrase is not None and left.kind == "phrase" and _is_someone(left.phrase):
        return Draft("statement.age", party(owner_of(left.phrase)), _AGE, explicit=True, evidence=evidence)
    subject, group, explicit = clause_subject(site, state)
    return Draft("statement.age", subject, _AGE, explicit=explicit, group=group)


def _someone(phrase: Phrase) -> Phrase:
    """Leave out what a noun for a person has: 58岁男子伤势严重."""
    end = next((k for k, unit in enumerate(phrase.units) if unit.text.endswith(_PERSONS)), len(phrase.units))
    if any(unit.tag == "E" for unit in phrase.units):
        return phrase
    return Phrase(phrase.units[: end + 1], phrase.start, min(phrase.start + end + 1, phrase.end))


def _is_someone(phrase: Phrase) -> bool:
    return any(unit.tag in {"n", "E"} for unit in phrase.units)


def streak(site: Site, state: Discourse) -> Draft | None:
    """连续22个月负成长, 一连七日访问两国: what goes on for so long stands after the time."""
    if site.quantity.unit_kind != "duration" or not site.index:
        return None
    left = site.left
    if not site.units[site.index - 1].text.endswith(_STREAK) or (
        left.phrase is not None and is_head(left.phrase.units[-1])
    ):
        return None
    done = _predicate(site, site.index + 1)
    if done is None:
        return None
    subject: Party | None
    if left.phrase is not None:
        subject, explicit = party(owner_of(left.phrase)), True
    else:
        subject, _, explicit = clause_subject(site, state)
    return Draft(
        "statement.streak", subject, done, explicit=explicit, evidence={"measure": "what goes on so long"}
    )


def _predicate(site: Site, at: int) -> str | None:
    """Return the verb that begins at a unit, with what qualifies it: 全线下跌, 保持增长."""
    units, end, found = site.units, at, False
    while end < len(units) and (units[end].tag in {"d", "a", "v", "n", "u"} or units[end].has("up", "down")):
        verbal = units[end].tag == "v" or units[end].has("up", "down")
        if found and not verbal:
            break
        found = found or verbal
        end += 1
    text = trim(site.words(at, end))
    if not found or not text:
        return None
    return text if end < len(units) else _STREAK[0] + text


def finish(site: Site, state: Discourse) -> Draft | None:
    """亚军胡某2小时07分52秒, 以9秒83夺冠: a time taken to the second is a result."""
    left, quantity = site.left, site.quantity
    if quantity.unit_kind != "duration" or not _CLOCKED.search(quantity.text):
        return None
    evidence = {"measure": "a time taken to the second"}
    if left.phrase is not None and left.kind == "phrase":
        if is_head(left.phrase.units[-1]) or left.crossed("up", "down", "attain"):
            return None
        return Draft("statement.finish", party(left.phrase), _RESULT, explicit=True, evidence=evidence)
    if not left.crossed("take"):
        return None
    subject, group, explicit = clause_subject(site, state)
    return Draft("statement.finish", subject, _RESULT, explicit=explicit, group=group, evidence=evidence)


def lasting(site: Site, state: Discourse) -> Draft | None:
    """货物税减征延长五年, 延误半小时以上的事故: the verb before a time says what lasts so long."""
    left = site.left
    if site.quantity.unit_kind != "duration" or (left.phrase is not None and is_head(left.phrase.units[-1])):
        return None
    evidence = {"measure": "the verb before the time"}
    if left.kind == "verb" and site.right_linked and acts(site.units[left.at]):
        subject, group, explicit = clause_subject(site, state, stop=left.at)
        return Draft(
            "statement.lasting",
            subject,
            site.units[left.at].text,
            explicit=explicit,
            group=group,
            evidence=evidence,
        )
    moved = next((unit.text for unit in reversed(left.bridge) if unit.has("up", "down")), None)
    if moved is None or left.phrase is None:
        return None
    return Draft("statement.lasting", party(left.phrase), moved, explicit=True, evidence=evidence)
