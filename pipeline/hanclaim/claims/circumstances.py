"""When a deed is done, how surely, and whether it is denied."""

from __future__ import annotations

from hanclaim.claims import dates
from hanclaim.claims.actors import makes, parts_before
from hanclaim.claims.modality import modality_at
from hanclaim.claims.plausible import family, makes_act
from hanclaim.document import Attribution, Modality, Period, Polarity
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.sites import Place

_HELD = frozenset({"experience"})
_DONE = frozenset({"了", "过"})
_ALREADY = frozenset(
    {"已", "已经", "曾", "曾经", "刚", "刚刚", "早已", "先后", "也已", "均已", "都已", "业已"}
)
_SOON = frozenset({"即将", "将要", "行将"})
_NOT = frozenset({"未", "不", "没", "没有", "未能", "拒绝", "无法", "从未", "尚未", "不得", "不准", "不再", "不会", "并未", "并非", "不能",
                  "未曾", "并不", "不愿", "不肯", "严禁", "不许", "暂未", "仍未", "从不", "绝不", "不可能"})  # fmt: skip
_DENIED = frozenset({"否认", "谣言", "不实", "没有这回事", "辟谣", "不属实"})
_BREAKS = frozenset("；;。")


def modality_of(place: Place, voice: Attribution | None, before: Modality) -> tuple[Modality, str]:
    """Return how surely it is done; what 了 or 已 tells as done is so, else what goes on with a plan is planned.

    ``before`` is the modality of the deed before, where this one has no actor of its own.
    """
    found = modality_at(place, voice, acts=True)
    after = place.units[place.index + 1].text if place.index + 1 < len(place.units) else ""
    lead = place.units[: place.index]
    done = after in _DONE or any(unit.text in _ALREADY or unit.tag == "T" for unit in lead)
    ahead = any(unit.has("planned", "forecast") or unit.text in {"将", "会"} for unit in lead)
    if found[0] == "asserted" and any(unit.text in _SOON for unit in lead):
        return "planned", "即将"
    if not done and found[0] == "asserted" and before in {"planned", "forecast"}:
        return before, "the deed before"
    if done and not ahead and found[0] in {"planned", "forecast"}:
        return "asserted", "told as done"
    return found


def period_of(place: Place, *, carried: bool) -> Period | None:
    """Return the clause's own time before the predicate, that of what is held, or the time the sentence opens with.

    A deed whose actor is ``carried`` from a clause before has its time as well.
    """
    units, at = place.units, place.index
    times = [unit.time for unit in units[:at] if unit.time is not None]
    if times:
        return dates.period_of(times[-1])
    if family(units[at].text) in _HELD and at + 1 < len(units) and (held := units[at + 1].time) is not None:
        return dates.period_of(held)
    clauses = place.sentence.clauses
    number = clauses.index(place.clause)
    for k in range(number - 1, -1, -1):
        if clauses[k + 1].mark in _BREAKS:
            return None
        if any(unit.time is not None for unit in clauses[k].units):
            bare = all(unit.tag in {"T", "w", "f", "d"} for unit in clauses[k].units)
            found = [unit.time for unit in clauses[k].units if unit.time is not None]
            return dates.period_of(found[-1]) if bare or carried else None
    return None


def polarity_of(place: Place) -> Polarity:
    """Negative where the predicate, or in the clause after it the rumour of it, is denied."""
    if _is_denied(place.units, place.index):
        return "negative"
    clauses = place.sentence.clauses
    number = clauses.index(place.clause)
    after = clauses[number + 1].units if number + 1 < len(clauses) else ()
    denied = any(unit.text in _DENIED for unit in after)
    return "negative" if denied or "没有这回事" in "".join(unit.text for unit in after) else "positive"


def _is_denied(units: tuple[Unit, ...], at: int) -> bool:
    """Whether a not stands before the predicate or before what brings its partner or makes its actor act."""
    parts = parts_before(units, at)
    for k in range(len(parts) - 1, -1, -1):
        part = parts[k]
        word = units[part.start]
        if part.kind in {"other", "verb"} and word.text in _NOT:
            return True
        verb = units[parts[k - 1].start] if k else None
        made = part.phrase is not None and verb is not None and parts[k - 1].kind == "verb"
        if part.kind == "noun" and not (made and part.phrase and verb and makes(verb, part.phrase)):
            return False
        if part.kind == "verb" and not (
            word.has("modal", "pivot", "cause", "planned") or makes_act(word.text)
        ):
            return False
    return False
