"""The subject of a clause: the noun phrase its predicate is said of, as the order of words tells."""

from __future__ import annotations

from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.phrases import Phrase, aged, phrase_starting

_COVERBS = ("through", "than", "take", "dispose", "toward", "at", "from", "by")
_ASIDE = ("stop", "part", "yoy", "approx", "present", "hearsay")
_LEADING = (
    "attain",
    "forecast",
    "planned",
    "up",
    "down",
    "present",
    "deny",
    "question",
    "approx",
    "stop",
    "aspect",
)


def subject_phrase(units: tuple[Unit, ...], stop: int, start: int = 0) -> Phrase | None:
    """Return the first noun phrase before ``stop`` that is not inside a prepositional phrase.

    A verb with nothing before it has its subject elsewhere: what follows is its object;
    and what follows 比 is only compared with.
    """
    at = start
    while at < stop:
        unit = units[at]
        if unit.text == "比" and unit.tag == "p":
            return None
        if unit.has(*_COVERBS) and unit.tag not in {"E", "n"}:
            at = after_preposition(units, at + 1, stop)
        elif unit.tag in {"n", "E", "M", "a", "m", "r"} and not unit.has(*_ASIDE):
            found = _nominal(units, at, stop)
            if isinstance(found, Phrase):
                return _told_of(units, found, stop) or found
            at = found
        elif _acts(unit):
            return _after_verb(units, at, stop)
        else:
            at += 1
    return None


def qualified(units: tuple[Unit, ...], at: int) -> Phrase | None:
    """Return what the clause goes on about if the amount at ``at`` only qualifies it: 拥有3处矿山的企业将停产."""
    before = units[:at]
    opened = any(unit.tag == "v" or unit.text == "由" for unit in before)
    if any(unit.has("toward", "take", "dispose") and unit.tag in {"p", "d"} for unit in before):
        return None
    end = next((k for k in range(at + 2, min(at + 7, len(units))) if units[k].tag == "的"), None)
    if not opened or end is None or any(unit.has("say", "stop") for unit in units[at:end]):
        return None
    phrase = phrase_starting(units, end + 1) if end + 1 < len(units) else None
    if phrase is None or phrase.end >= len(units):
        return None
    names = phrase.units[0].tag != "m" and any(unit.tag in {"n", "E", "r"} for unit in phrase.units)
    return phrase if names and units[phrase.end].tag in {"v", "d", "p", "a", "T"} else None


def _nominal(units: tuple[Unit, ...], at: int, stop: int) -> Phrase | int:
    """Return the noun phrase at ``at`` if it can be a subject, else where to go on."""
    phrase = phrase_starting(units, at, stop)
    if phrase is None:
        return at + 1
    if phrase.end < len(units) and units[phrase.end].tag == "f" and not phrase.mentions:
        return phrase.end + 1
    if all(part.tag in {"m", "w"} for part in phrase.units):
        return phrase.end
    if (relative := _relative_end(units, phrase.end, stop)) is not None:
        return relative
    if at and units[at - 1].tag == "Q":
        counted = units[at - 1].quantity
        if counted is not None and counted.unit_kind == "count":
            return Phrase(units[at - 1 : phrase.end], at - 1, phrase.end)
    first = aged(units, phrase.start)
    return Phrase(units[first : phrase.end], first, phrase.end)


def _told_of(units: tuple[Unit, ...], speaker: Phrase, stop: int) -> Phrase | None:
    """Return the subject of what is said, for a phrase that only says it (经济部表示离岸风电…)."""
    at = speaker.end
    while at < stop and units[at].tag in {"d", "T", "f"} and not units[at].has("say"):
        at += 1
    if at >= stop or not units[at].has("say") or units[at].tag == "M":
        return None
    told = subject_phrase(units, stop, at + 1)
    if told is None or _acts(told.units[0]):
        return None
    between = units[at + 1 : told.start]
    return told if all(unit.tag in {"T", "Q", "c", "w"} for unit in between) else None


def _acts(unit: Unit) -> bool:
    """Whether a word is a verb that does something, and does not only lead to what is done."""
    return unit.tag == "v" and not unit.has("say", "pivot", *_LEADING)


def _after_verb(units: tuple[Unit, ...], at: int, stop: int) -> Phrase | None:
    """Return the subject of a clause that begins with the verb at ``at``; None where it is left out.

    The head of a relative clause (来自甘肃的李师傅), a noun the verb qualifies
    (外购基带要), or whom the verb makes do something (协调九巴加开).
    """
    if (head := _relative_head(units, at, stop)) is not None:
        if units[head].tag == "f":
            return subject_phrase(units, stop, head + 1)
        return _first_nominal(units, head, stop)
    first = at + 1
    while first < stop and (units[first].tag == "u" or units[first].text == "到"):
        first += 1
    phrase = phrase_starting(units, first, stop)
    if phrase is None:
        return None
    after = phrase.end
    while after < len(units) and units[after].tag in {"d", "T", "c"} and not units[after].has("attain"):
        after += 1
    if after >= len(units):
        return None
    leads = units[after].has("attain") and units[after].tag not in {"M", "p"}
    if phrase.mentions and not units[after].has("approx", "group") and units[after].tag in {"v", "p"}:
        return phrase
    return Phrase(units[at : phrase.end], at, phrase.end) if leads and first == at + 1 else None


def _relative_head(units: tuple[Unit, ...], at: int, stop: int) -> int | None:
    """Return where the head of 做保安的强哥 or 来自31个国家的3万名跑者 begins, if the verb at ``at`` opens such a clause."""
    for k in range(at + 1, stop - 1):
        unit = units[k]
        if unit.tag == "的":
            return k + 1
        if unit.has("stop", "say", "forecast", "planned", *_COVERBS) and unit.tag not in {"n", "E"}:
            return None
    return None


def _first_nominal(units: tuple[Unit, ...], at: int, stop: int) -> Phrase | None:
    while at < stop and units[at].tag in {"Q", "m", "w"}:
        at += 1
    return phrase_starting(units, at, stop) if at < stop else None


def _relative_end(units: tuple[Unit, ...], at: int, stop: int) -> int | None:
    """Return where the head of 其团队研发的样件 begins, for a phrase that ends before its verb."""
    verb = False
    for k in range(at, stop - 1):
        unit = units[k]
        if unit.tag == "的":
            return k + 1 if verb else None
        if unit.tag == "v" and not unit.has("attain", "say", "forecast", "planned"):
            verb = True
        elif unit.tag not in {"d", "u", "T", "a"} or unit.has("stop"):
            return None
    return None


def after_preposition(units: tuple[Unit, ...], at: int, stop: int) -> int:
    """Return where what a preposition brings ends, for what begins at ``at``."""
    while at < stop and units[at].tag in {"T", "r", "m", "Q", "w"}:
        at += 1
    phrase = phrase_starting(units, at, stop) if at < stop else None
    end = phrase.end if phrase is not None else at
    while end < stop and units[end].tag in {"f", "的", "T"}:
        end += 1
        if units[end - 1].tag == "的" and (more := phrase_starting(units, end, stop)) is not None:
            end = more.end
    return max(end, at)
