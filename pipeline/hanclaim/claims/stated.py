"""Subjects that a clause states outright, so that nothing learned outweighs them."""

from __future__ import annotations

from collections.abc import Callable

from hanclaim.claims.discourse import Discourse
from hanclaim.document import Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending
from hanclaim.grammar.sites import Site, subject_phrase

_DIVISIONS = ("业务", "分部", "板块", "事业部", "事业群")
_DISPOSES = frozenset({"将", "把"})
_OF = frozenset({"的", "之"})
_NOW = frozenset({"当季", "本季", "当期", "本期"})
_PARTS = frozenset("；;")


def division(site: Site, _: Discourse) -> Party | None:
    """云业务收入5亿元, 本集团之厨房电器分部收益下跌: a part of a firm that has figures of its own."""
    found, named = _division(site.units, site.index)
    clause = site.clause
    for earlier in reversed([one for one in site.sentence.clauses if one.span < clause.span]):
        if found is not None or named or clause.mark in _PARTS:
            break
        verb = next((k for k, unit in enumerate(earlier.units) if unit.tag in {"v", "p"}), len(earlier.units))
        found, named = _division(earlier.units, verb)
        clause = earlier
    return found


def _division(units: tuple[Unit, ...], stop: int) -> tuple[Party | None, bool]:
    """Return the division before ``stop``, and whether anything else is named there that figures could be of."""
    for at in range(stop - 1, -1, -1):
        unit = units[at]
        if unit.tag == "E" or unit.has("say", "than", "part"):
            return None, True
        if unit.tag != "n" or not unit.text.endswith(_DIVISIONS):
            continue
        phrase = phrase_ending(units, at)
        if phrase is None or (at + 1 < len(units) and not _reports(units[at + 1])):
            return None, True
        start = max((k + 1 for k in range(phrase.start, at) if units[k].tag == "的"), default=phrase.start)
        led = start == phrase.start and start and (units[start - 1].tag in {"v", "p"})
        alone = at == start and unit.text in _DIVISIONS
        return (None, True) if led or alone else (party(Phrase(units[start : at + 1], start, at + 1)), True)
    own = subject_phrase(units, stop)
    return None, own is not None and not is_head(own.units[-1])


def _reports(unit: Unit) -> bool:
    """Whether what follows a name tells figures of it, and does not make the name longer."""
    return unit.tag in {"M", "Q", "T", "d", "c", "v"} or unit.text in _NOW


def disposed(site: Site, _: Discourse) -> Party | None:
    """惠誉将祥茂集团的评级上调至CCC-, 该行把其目标价削至415元: whose figure somebody sets."""
    starts = [k for k in range(site.index) if site.units[k].text in _DISPOSES]
    if not starts or site.quantity.unit_kind not in {"rating", "currency", None}:
        return None
    at = starts[-1] + 1
    while at < site.index and site.units[at].text not in _OF:
        at += 1
    phrase = phrase_ending(site.units, at - 1, starts[-1] + 1) if at < site.index - 1 else None
    if phrase is None or phrase.start != starts[-1] + 1 or phrase.units[-1].tag != "E":
        return None
    return party(Phrase(phrase.units, phrase.start, phrase.end))


def of_two(site: Site, state: Discourse) -> Party | None:
    """后者增速快于前者1.4个百分点: the second of the two that were told of last."""
    for unit in site.units[: site.index]:
        if unit.text in {"前者", "后者"} and unit.tag == "n":
            return state.of_two(Phrase((unit,), 0, 1))
        if unit.tag in {"n", "E", "M", "Q", "v"}:
            return None
    return None


RULES: tuple[Callable[[Site, Discourse], Party | None], ...] = (division, disposed, of_two)


def stated(site: Site, state: Discourse) -> tuple[Party, str] | None:
    """Return the subject that a clause states, and the name of the rule that says so."""
    for rule in RULES:
        if (found := rule(site, state)) is not None:
            return found, rule.__name__
    return None
