"""A statement read from its clause alone is settled in the discourse: whose it is when the clause does not say."""

from __future__ import annotations

from functools import cache

from hanclaim.alignment import Span
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.centers import owner_of_measure
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import content_verb, owner_of
from hanclaim.document import Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase
from hanclaim.grammar.sites import Site, subject_phrase
from hanclaim.tables import read

_PEOPLE = (
    "男",
    "女",
    "男子",
    "女子",
    "人",
    "者",
    "生",
    "童",
    "员",
    "友",
    "妇",
    "翁",
    "客",
    "徒",
    "嫌犯",
    "男女",
    "人士",
)
_FRAMES = frozenset(
    {"一审", "二审", "终审", "账面", "帐面", "手边", "上周", "上週", "本周", "实际", "原价", "起初"}
)
_LONGEST = 8  # characters of a plain noun that is part of a measure's name


def settle(draft: Draft, site: Site, state: Discourse) -> None:
    """Take a noun that only names the measure into it, and give what has no subject the center that can own it."""
    if (measure := _absorbed(draft, site)) is not None and state.topic is not None:
        draft.measure, draft.explicit, draft.subject = measure, False, state.topic
        draft.evidence["measure"] = "the noun before it is part of its name"
    if draft.explicit and draft.subject is not None and _is_frame(draft.subject, site):
        draft.explicit, draft.subject = False, state.topic
    if _is_age(draft, site):
        draft.measure, who = "年龄", _whom(site, state)
        draft.evidence["measure"] = "岁 tells an age"
        if who is not None and (not draft.explicit or draft.rule == "statement.owner"):
            draft.subject, draft.evidence["subject"] = who, "the people spoken of last"
            return
    if draft.explicit and draft.rule == "statement.owner" and state.in_part:
        state.in_parts = state.in_parts or any(unit.has("part") for unit in site.units[:2])
    if draft.explicit or draft.subject is not state.topic:
        return
    if (part := _part(draft, site, state)) is not None:
        whole = state.whole_of(site.quantity.unit)
        if whole is not None and whole.measure != draft.measure:
            draft.subject, draft.measure, draft.explicit = part, whole.measure, True
            draft.evidence["subject"] = "a part of what was just counted"
            return
        state.centers.local = None
    kind = owner_of_measure(draft.measure, site.quantity.unit)
    verb = content_verb(site.units, site.index)
    acts = verb is not None and _is_deed(site.units[verb])
    draft.subject, why = state.centers.choose(
        kind, draft.measure, continues=not _begins_anew(site), acts=acts
    )
    if kind == "person" and (draft.subject is None or draft.subject.type != "person"):
        who = _whom(site, state)
        draft.subject, why = (who, "the people spoken of last") if who is not None else (draft.subject, why)
    if draft.subject is None and (coming := _coming(site)) is not None:
        draft.subject, why = coming, "whom the sentence goes on to name"
    draft.evidence["subject"] = why


def _is_frame(subject: Party, site: Site) -> bool:
    """Whether what stands as the subject only says how or when an amount is taken: 每日, 单周, 一审, 账面."""
    units = [unit for unit in site.units if _inside(unit.span, subject)]
    return (
        not subject.text.startswith("全")
        and bool(units)
        and all(
            unit.text in _unit_names()
            or unit.has("aspect", "hollow", "yoy", "present")
            or unit.tag in {"T", "m"}
            or unit.text in _FRAMES
            for unit in units
        )
    )


def _is_age(draft: Draft, site: Site) -> bool:
    """Whether an amount is how old somebody is, though no word of age leads to it: 两人分别23岁和31岁."""
    told = draft.measure is not None and ("龄" in draft.measure or "寿" in draft.measure)
    return site.quantity.text.endswith("岁") and not told and draft.rule != "statement.cell"


def _whom(site: Site, state: Discourse) -> Party | None:
    """Return who is that old: 58岁男子 right after it, else the people named last: 拘捕三名男子，年龄介乎19至52岁."""
    right = site.right
    for k, unit in enumerate(right.units if right is not None else ()):
        if right is not None and _is_people(unit):
            return party(Phrase(right.units[: k + 1], right.start, right.start + k + 1))
    for phrase in reversed(state.phrases):
        before = site.sentence.span.start <= phrase.span.start and phrase.span.end <= site.quantity.span.start
        if before and _is_people(phrase.units[-1]):
            return party(phrase)
    return None


def _is_people(unit: Unit) -> bool:
    """Whether a word names a person or people."""
    if unit.mention is not None:
        return unit.mention.type == "person"
    return unit.tag == "n" and (unit.has("human") or unit.text.endswith(_PEOPLE))


def _coming(site: Site) -> Party | None:
    """Return the name that a later clause of the sentence opens with: 从1978年的2亿美元到如今的102亿美元，我国旅游业…."""
    for clause in site.sentence.clauses:
        text = "".join(unit.text for unit in clause.units)
        closes = text.count("”") > text.count("“") or text.count("」") > text.count("「")
        if clause.span.start < site.clause.span.end or closes:
            continue
        phrase = subject_phrase(clause.units, len(clause.units))
        if (
            phrase is not None
            and phrase.mentions
            and not any(u.tag == "v" for u in clause.units[: phrase.start])
        ):
            return party(owner_of(phrase))
    return None


def _is_deed(verb: Unit) -> bool:
    """Whether a verb tells what a body does, and not what befalls people: 启动收购, not 死亡."""
    befalls = (canonical_measure(verb.text) or "").endswith("人数")
    return verb.has("predicate", "measure_act") and not befalls


def _part(draft: Draft, site: Site, state: Discourse) -> Party | None:
    """Return the plain noun that has an amount of its own after 其中: 其中电动机车5736辆, 半程1.2万人."""
    phrase = site.left.phrase
    if not state.in_part or draft.rule not in {"statement.level", "statement.owner"} or phrase is None:
        return None
    led = any(unit.has("part") for unit in site.units[:2]) or state.in_parts
    noun = phrase.units[-1].tag == "n" and len(phrase.text) > 1 and site.quantity.kind == "quantity"
    if not led or not noun or canonical_measure(draft.measure) is not None:
        return None
    state.in_parts = True
    text = phrase.text
    return Party(text, text, "other", phrase.span)


@cache
def _absorbing() -> tuple[str, ...]:
    return tuple(row["ending"] for row in read("absorbing", key="ending"))


@cache
def _unit_names() -> frozenset[str]:
    return frozenset(row["surface"] for row in read("units"))


@cache
def _humans() -> tuple[str, ...]:
    return tuple(row["cue"] for row in read("cues") if row["class"] == "human")


def _absorbed(draft: Draft, site: Site) -> str | None:
    """Return the whole name of a measure whose first noun was taken for its owner: 硅含量, 煤炭库存, 污水处理率."""
    subject, measure = draft.subject, draft.measure
    if (
        draft.rule != "statement.level"
        or not draft.explicit
        or draft.group
        or subject is None
        or measure is None
    ):
        return None
    plain = subject.type == "other" and len(subject.text) <= _LONGEST and not subject.text.endswith(_humans())
    whole = subject.text + measure
    if not plain or not measure.endswith(_absorbing()) or whole not in site.words(0, len(site.units)):
        return None
    named = any(
        unit.tag in {"E", "r"} or unit.has("region") for unit in site.units if _inside(unit.span, subject)
    )
    return None if named else whole


def _inside(span: Span, party: Party) -> bool:
    return party.span is not None and party.span.start <= span.start and span.end <= party.span.end


def _begins_anew(site: Site) -> bool:
    """Whether something stands before the measure in its clause, so that it says more than the clause before."""
    phrase = site.left.phrase
    before = site.units[: phrase.start] if phrase is not None else ()
    return any(unit.tag in {"n", "m", "E", "a"} and not unit.has("stop") for unit in before)
