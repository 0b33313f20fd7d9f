"""Groups that 分别 takes apart: one claim for each member, or to each amount its own member."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import has_each
from hanclaim.document import Claim, Party
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending, phrase_starting
from hanclaim.grammar.sites import Site

_JOINS = frozenset({"、", "和", "与", "及", "以及", "同"})
_CLOSERS = frozenset({"等", "则", "，", ","})


def spread(claim: Claim, site: Site, draft: Draft, state: Discourse) -> Iterator[Claim]:
    """Yield one claim, or one for each member of a group that 分别 takes apart."""
    group = draft.group or state.group
    if not has_each(site):
        yield claim
        return
    indices = site.clause.quantities
    if len(group) > 1 and len(indices) == 1:
        for member in group:
            yield replace(claim, subject=member)
        return
    if len(group) == len(indices) > 1:
        yield replace(claim, subject=group[indices.index(site.index)])
        return
    row = _row(site)
    listed = _listed(site, len(row)) if site.index in row and len(row) > 1 else ()
    yield replace(claim, subject=listed[row.index(site.index)]) if listed else claim


def _row(site: Site) -> list[int]:
    """Return the amounts of the clause that 分别 deals out."""
    dealt = next(k for k, unit in enumerate(site.units) if unit.has("each"))
    return [k for k in site.clause.quantities if k > dealt]


def _listed(site: Site, count: int) -> tuple[Party, ...]:
    """Return the things listed right before 分别, in its clause or at the end of the one before, if there are ``count``."""
    units = site.units
    end = next(k for k, unit in enumerate(units) if unit.has("each"))
    while end and (units[end - 1].text in _CLOSERS or units[end - 1].tag in {"d", "T", "w"}):
        end -= 1
    if not end:
        clauses = site.sentence.clauses
        here = next(k for k, clause in enumerate(clauses) if clause.span == site.clause.span)
        units = clauses[here - 1].units if here else ()
        end = len(units)
    items = _items(units, end, count)
    if any(is_head(item.units[-1]) or any(unit.tag == "T" for unit in item.units) for item in items):
        return ()  # measures or times are dealt out, and not owners
    found = [party(item) for item in items]
    return tuple(item for item in found if item is not None) if len(items) == count and all(found) else ()


def _items(units: tuple[Unit, ...], end: int, count: int) -> list[Phrase]:
    """Return the last ``count`` items of the list that ends before ``end``, or fewer if there are not as many."""
    items: list[Phrase] = []
    while end > 0 and len(items) < count:
        # Only the last two are joined by 和; another 和 stands inside a name.
        joins = frozenset("、") if items else _JOINS
        start = end
        while start and units[start - 1].text not in joins and units[start - 1].tag not in {"Q", "w"}:
            start -= 1
        opens = not start or units[start - 1].text not in joins
        whole = Phrase(units[start:end], start, end)
        item = _last_phrase(units, start, end) if opens else whole
        if item is None or not whole.units:
            break
        items.insert(0, item)
        end = 0 if opens else start - 1
    return items


def _last_phrase(units: tuple[Unit, ...], start: int, end: int) -> Phrase | None:
    """Return the first item of a list without what leads to it: 其中 in 其中甲局、乙局."""
    first = phrase_ending(units, end - 1, start)
    return first or phrase_starting(units, start, end)
