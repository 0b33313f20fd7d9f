"""Whether an amount tells a state that lasts or an event with its day: a bridge is 900 m long on no day, but sold 900 today."""

from __future__ import annotations

from collections.abc import Iterator

from hanclaim.claims.candidates import does
from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.discourse import Draft
from hanclaim.grammar.sites import Site

_DONE = frozenset({"了", "过", "已", "已经", "曾", "共", "累计", "均", "再", "又"})
_RECURRING = ("每", "日均", "月均", "年均", "人均", "平均")


def lasting_marks(site: Site, draft: Draft) -> Iterator[str]:
    """Yield what tells a state from an event: what is measured, the verb before, words of what is done, repeated or so by now."""
    yield f"measures {canonical_measure(draft.measure)}"
    yield f"verb {does(site.verb)}"
    units = site.units
    if any(unit.text in _DONE for unit in units):
        yield "done"
    if any(unit.text.startswith(_RECURRING) for unit in units[: site.index]):
        yield "again and again"
    if any(unit.has("present") for unit in units[: site.index]):
        yield "now"
    if any(unit.has("yoy") for clause in site.sentence.clauses for unit in clause.units):
        yield "compared with a year before"
    timed = [any(unit.tag == "T" for unit in clause.units) for clause in site.sentence.clauses]
    yield f"time in its sentence:{any(timed)}"
    if site.quantity.per is not None:
        yield "a rate"
