"""Rules for shares: a part of a whole by 占, by 的, or by what the part does."""

from __future__ import annotations

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import clause_subject
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending, phrase_starting, trim
from hanclaim.grammar.sites import Site

_MANNER = frozenset({"明确", "坚决", "强烈", "表示"})
_PERSONS = ("人", "者", "人士", "患者", "民众", "户")
_ANYONE = frozenset({"人", "人士"})
_SOFT = frozenset({"几乎", "都", "均", "已", "也", "是", "都是", "大多"})


def share_of(site: Site, state: Discourse) -> Draft | None:
    """95%的项目未带来收益, 四成人没有社保, 其中8.7%需要住院: the things a part of which does something."""
    if not _is_part(site) or site.index + 1 >= len(site.units):
        return None
    if (part := _part_of(site)) is not None:
        return part
    doers = _doers(site)
    parted = _is_parted(site)
    if doers is None and not parted:
        return None
    predicate = _predicate(site, doers.end if doers is not None else site.index + 1)
    if predicate is None or (doers is None and site.right_linked):
        return None
    subject = party(doers) if doers is not None else None
    if doers is None or doers.text in _ANYONE:
        group = _group_before(site)
        last = state.last.subject if state.last is not None and parted else None
        subject = party(group) if group is not None else last or subject
    return Draft(
        "statement.share_of",
        subject,
        predicate,
        kind="share",
        explicit=False,
        evidence={"subject": "what the percentage is a part of", "measure": "what that part does"},
    )


def _is_part(site: Site) -> bool:
    quantity = site.quantity
    return quantity.unit == "%" or (quantity.unit is None and quantity.unit_kind == "ratio")


def _is_parted(site: Site) -> bool:
    """Whether nothing stands before the amount but 其中, so that it is part of what was told of last."""
    before = site.units[: site.index]
    return any(unit.has("part") for unit in before) and all(
        unit.has("part", "approx", "attain", "present") or unit.tag in {"d", "c", "w"} for unit in before
    )


def _doers(site: Site) -> Phrase | None:
    """Return those of whom a part is told: the noun after 的, or people straight after the amount."""
    right = site.right
    if right is None or right.text in {"水平", "股权", "股份"}:
        return None
    people = next((k for k, unit in enumerate(right.units) if unit.text.endswith(_PERSONS)), None)
    if people is not None:
        return Phrase(right.units[: people + 1], right.start, right.start + people + 1)
    if not site.right_linked or right.units[-1].tag == "M":
        return None
    if right.end < len(site.units):
        return right
    cut = next((k for k in range(right.start + 1, right.end) if site.units[k].tag == "a"), None)
    return None if cut is None else Phrase(site.units[right.start : cut], right.start, cut)


def _predicate(site: Site, at: int) -> str | None:
    """Return what is said of a part, without the words that only lead to it."""
    units = site.units
    while at < len(units) and (units[at].text in _SOFT or units[at].text == "表示"):
        at += 1
    said = units[at:]
    if not any(unit.tag in {"v", "a", "d"} or unit.has("deny", "by") for unit in said) or (
        said[0].has("up", "down", "group", "attain") and not said[0].has("modal")
        and not said[0].text.startswith("没")
    ):  # fmt: skip
        return None
    if len(said) > 1 and said[0].tag in {"a", "d"} and said[0].text in _MANNER:
        at += 1
    return trim(site.words(at, len(units))) or None


def _group_before(site: Site) -> Phrase | None:
    """Return the group of 青少年犯罪中76%的人."""
    at = site.index - 1
    return (
        phrase_ending(site.units, at - 1) if at > 0 and site.units[at].text in {"中", "里", "当中"} else None
    )


def _part_of(site: Site) -> Draft | None:
    """重症中82%未接种疫苗, 重症八成没打疫苗: the whole stands before the percentage, the predicate after it."""
    units, at = site.units, site.index - 1
    while at >= 0 and (units[at].text in {"中", "里", "当中", "有"} or units[at].has("approx")):
        at -= 1
    whole = phrase_ending(units, at) if at >= 0 else None
    after = units[site.index + 1]
    if whole is None or is_head(whole.units[-1]) or not any(unit.tag in {"n", "E"} for unit in whole.units):
        return None
    predicate = after.tag in {"v", "d"} and not after.has("attain", "up", "down", "group")
    if not predicate or (
        at == site.index - 1 and not any(unit.tag == "v" for unit in units[site.index + 1 :])
    ):
        return None
    return Draft(
        "statement.share_of",
        party(whole),
        trim(site.words(site.index + 1, len(units))),
        kind="share",
        evidence={"subject": "the whole before the percentage", "measure": "what the part does"},
    )


def share(site: Site, state: Discourse) -> Draft | None:
    """A占B的20%: the part A has in the whole B."""
    units = site.units
    cue = next(
        (
            k
            for k in range(site.index - 1, -1, -1)
            if units[k].has("attain") and units[k].text.startswith("占") and units[k].tag != "M"
        ),
        None,
    )
    if (
        cue is None
        or site.quantity.unit not in {"%", None}
        or any(units[k].tag == "Q" for k in range(cue, site.index))
    ):
        return None
    at = cue + 1
    while at < site.index and (units[at].tag in {"u", "d"}):
        at += 1
    whole = phrase_starting(units, at, site.index)
    subject, group, explicit = clause_subject(site, state, stop=cue)
    if not explicit and site.clause.mark == "、" and state.last is not None:
        subject = state.last.subject
    return Draft(
        "statement.share",
        subject,
        "占比",
        party(whole) if whole is not None else None,
        explicit=explicit,
        group=group,
        kind="share",
        evidence={"measure": units[cue].text},
    )


def fraction_of(site: Site, state: Discourse) -> Draft | None:
    """奖励总额不超过交易对价的20%, 不到整个遗址的0.5%: how much of a whole something makes."""
    units, at = site.units, site.index - 1
    if not _is_part(site) or at < 1 or units[at].tag != "的" or site.right is not None:
        return None
    whole = phrase_ending(units, at - 1)
    if whole is None or not whole.start or whole.mentions:
        return None
    leads = units[whole.start - 1]
    if not leads.has("attain", "approx") or leads.text in {"是", "为", "占", "至", "到"}:
        return None
    subject, group, explicit = clause_subject(site, state, stop=whole.start - 1)
    return Draft(
        "statement.fraction_of",
        subject,
        f"占{whole.text}比例",
        explicit=explicit,
        group=group,
        kind="share",
        evidence={"measure": "the whole before 的"},
    )


def headless(site: Site, state: Discourse) -> Draft | None:
    """水质优良的24条, 愿意多生一胎的仅7%: what is counted was told of before, and what it does stands before 的."""
    units, at = site.units, site.index - 1
    while at > 0 and (units[at].tag == "d" or units[at].has("approx", "attain")):
        at -= 1
    if at < 1 or units[at].tag != "的" or site.right is not None or state.last is None:
        return None
    if not (site.counted or site.quantity.unit == "%") or any(
        unit.has("than", "take") for unit in units[:at]
    ):
        return None
    phrase = phrase_ending(units, at - 1)
    verb = phrase.start - 1 if phrase is not None and units[at - 1].tag != "a" else at - 1
    if verb < 0 or units[verb].tag not in {"v", "a"} or units[verb].has("attain", "say"):
        return None
    told = [unit.text for unit in units[:at] if not unit.has("part", "stop") and unit.tag != "T"]
    subject = state.last.subject if state.last.rule == "statement.share_of" else state.topic
    return Draft(
        "statement.headless", subject, trim("".join(told)), evidence={"measure": "what stands before 的"}
    )
