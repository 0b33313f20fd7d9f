"""Rules for amounts that stand beside a name alone, which says whose they are and not what they measure."""

from __future__ import annotations

from hanclaim.claims.chains import antecedent, theme
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import change_verb, clause_subject, default_measure, other, unit_of
from hanclaim.grammar.parties import members, party
from hanclaim.grammar.phrases import Phrase
from hanclaim.grammar.sites import Site

_SIZES = frozenset({"长度", "距离", "面积", "重量"})
_MONEY = tuple("金款费税薪租资债贷券奖助贴利息支入本")


def owner_only(site: Site, state: Discourse) -> Draft | None:
    """三元电池16.6吉瓦时, 标普500上涨了17%: only the owner is named; the measure is the last one, or the verb."""
    phrase = site.left.phrase
    if site.left.kind != "phrase" or phrase is None:
        return None
    if (acted := _acted_on(site, state, phrase)) is not None:
        return acted
    quantity, evidence = site.quantity, {"subject": "the name before the amount"}
    if (one := state.of_two(phrase)) is not None:
        measure = change_verb(site.left.bridge) or (state.last.measure if state.last is not None else None)
        return Draft("statement.owner", one, measure, explicit=True, evidence=evidence)
    draft = Draft("statement.owner", party(phrase), explicit=True, group=members(phrase), evidence=evidence)
    if site.units[site.index - 1].tag == "的" and quantity.unit_kind == "currency":
        draft.measure = "资金"
        return draft
    if state.last is not None and _lists_kinds(site, state, phrase):
        return Draft("statement.owner", state.last.subject, phrase.text, named=True, evidence=evidence)
    before = _like_before(site, state, phrase)
    if before is None and quantity.unit_kind in {"physical", "count"}:
        before = state.by_unit.get(quantity.unit or "")
        draft.period = before.period if before is not None and before is not state.last else None
    if before is None and (announced := theme(site)) is not None:
        draft.measure, draft.explicit = announced, bool(phrase.mentions)
        evidence["measure"] = "what the sentence is about"
        return draft
    if before is None and (named := _named(site, state, phrase)) is not None:
        return named
    draft.measure = default_measure(site) if quantity.kind != "change" else None
    if before is not None and draft.measure is None:
        draft.measure = before.measure
        evidence["measure"] = "the measure last given in this unit"
    if draft.measure is None:
        draft.measure = _moved(site, phrase)
    rated = next((unit.text for unit in site.left.bridge if unit.text in {"平均", "均"}), None)
    if draft.measure is None and rated is not None and not phrase.mentions:
        draft.measure = rated
    if draft.measure is None and not phrase.mentions:
        return Draft("statement.owner", state.topic, phrase.text, named=True, evidence=evidence)
    draft.object = other(site)
    return draft


def _like_before(site: Site, state: Discourse, phrase: Phrase) -> Draft | None:
    """Return the statement before whose measure a new owner takes over: one in the same unit, just before or of names."""
    if site.quantity.unit == unit_of(state):
        return state.last
    return antecedent(site, state) if phrase.mentions and site.quantity.kind != "change" else None


def _acted_on(site: Site, state: Discourse, phrase: Phrase) -> Draft | None:
    """召回某车共43辆: a verb acts on the name before the amount."""
    verb = phrase.start - 1
    if (
        verb < 0
        or site.units[verb].tag != "v"
        or not site.units[verb].has("measure_act", "measure_both", "predicate")
        or not phrase.mentions
    ):
        return None
    start = verb
    while start and site.units[start - 1].has("aspect"):
        start -= 1
    subject, group, explicit = clause_subject(site, state, stop=start)
    names, rest = _parted(phrase)
    return Draft(
        "statement.act_on",
        subject,
        rest or site.words(start, verb + 1),
        party(names),
        explicit=explicit,
        group=group,
        evidence={"measure": "the verb before the object"},
    )


def _parted(phrase: Phrase) -> tuple[Phrase, str | None]:
    """Part the names a phrase begins with from a noun after them: 陶某 + 有期徒刑."""
    end = next(k for k in range(len(phrase.units), 0, -1) if phrase.units[k - 1].tag == "E")
    rest = "".join(unit.text for unit in phrase.units[end:] if unit.tag in {"n", "M", "a"})
    return Phrase(phrase.units[:end], phrase.start, phrase.start + end), rest if len(rest) > 1 else None


def _lists_kinds(site: Site, state: Discourse, phrase: Phrase) -> bool:
    """Whether a name goes on with a list of kinds in one unit: 其中优241天、良117天."""
    last = state.last
    if last is None or phrase.mentions or site.quantity.unit != unit_of(state):
        return False
    return last.named or (len(phrase.text) < 3 and site.quantity.unit_kind != "currency")


def _named(site: Site, state: Discourse, phrase: Phrase) -> Draft | None:
    """观塘线信号故障逾5小时, 城镇职工养老保险11%: what stands between the name and the amount says what it is."""
    start = next((k for k in range(len(phrase.units) - 1, -1, -1) if phrase.units[k].tag == "E"), -1) + 1
    rest = Phrase(phrase.units[start:], phrase.start + start, phrase.end)
    plain = [unit for unit in rest.units if unit.tag in {"n", "a", "v"}]
    if site.quantity.kind == "change" or not plain or (start and len(rest.text) < 2):
        return None
    evidence = {"measure": "the noun before the amount"}
    if not start and len(phrase.units) > 2 and phrase.units[0].tag == "r":
        start = 2
        rest = Phrase(phrase.units[start:], phrase.start + start, phrase.end)
    if start:
        names = Phrase(phrase.units[:start], phrase.start, phrase.start + start)
        subject = state.pointed(names, bare=False) or party(names)
        return Draft("statement.owner", subject, rest.text, explicit=True, evidence=evidence)
    if _is_price(site, state, phrase):
        return Draft("statement.owner", party(phrase), "价格", explicit=True, evidence=evidence)
    acted_on = phrase.start and site.units[phrase.start - 1].tag == "v"
    if default_measure(site) in _SIZES and not acted_on and site.quantity.unit != "t":
        return None
    return Draft("statement.owner", state.topic, phrase.text, named=True, evidence=evidence)


def _is_price(site: Site, state: Discourse, phrase: Phrase) -> bool:
    """Whether money stands beside a plain thing, and so is its price: 路由器199元."""
    return (
        site.quantity.unit_kind == "currency"
        and not state.in_part
        and len(phrase.text) > 1
        and not phrase.text.endswith(_MONEY)
    )


def _moved(site: Site, phrase: Phrase) -> str | None:
    """Return what moves where only its owner is named: the price of a firm, else the movement."""
    verb = change_verb(site.left.bridge)
    last = phrase.units[-1].mention
    traded = verb in {"涨幅", "跌幅"} or any(unit.text[0] in "涨跌" for unit in site.left.bridge)
    if traded and last is not None and last.type == "organization":
        return "股价"
    return verb if phrase.mentions else None
