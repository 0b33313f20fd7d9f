"""Groups that 分别 takes apart: one claim for each member, or to each amount its own member."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from hanclaim.claims.canonical import canonical_measure
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.owners import has_each
from hanclaim.document import Claim
from hanclaim.grammar.clauses import Unit
from hanclaim.grammar.parties import completed, party
from hanclaim.grammar.phrases import Phrase, is_head, phrase_ending, phrase_starting, split
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
    items = _listed(site, len(row)) if site.index in row and len(row) > 1 else ()
    if len(items) != len(row) or not items:
        yield claim
        return
    at = row.index(site.index)
    if all(is_head(item.units[-1]) for item in items):
        yield _of_measure(claim, items, at)
    elif any(is_head(item.units[-1]) for item in items) or any(u.tag == "T" for i in items for u in i.units):
        yield claim  # times are dealt out, or owners and measures mixed
    else:
        owners = [party(item) for item in items]
        named = completed([one for one in owners if one is not None])
        yield replace(claim, subject=named[at]) if all(owners) else claim


def _of_measure(claim: Claim, items: Sequence[Phrase], at: int) -> Claim:
    """Give an amount its own of the measures that are dealt out: 固定资产投资和零售总额分别增长3%、5%."""
    parts = split(items[at], counted=False)
    first = split(items[0], counted=False).owner
    owner = party(first) if first is not None else None
    measure = parts.measure or items[at].text
    # What was taken for the subject is only another of the measures.
    beside = claim.subject is not None and any(claim.subject.canonical in item.text for item in items)
    return replace(
        claim,
        subject=owner if beside or owner is not None else claim.subject,
        measure=measure,
        measure_canonical=canonical_measure(measure),
    )


def _row(site: Site) -> list[int]:
    """Return the amounts of the clause that 分别 deals out."""
    dealt = next(k for k, unit in enumerate(site.units) if unit.has("each"))
    return [k for k in site.clause.quantities if k > dealt]


def _listed(site: Site, count: int) -> Sequence[Phrase]:
    """Return the ``count`` things listed right before 分别, in its clause or at the end of the one before."""
    units = site.units
    end = next(k for k, unit in enumerate(units) if unit.has("each"))
    while end and (units[end - 1].text in _CLOSERS or units[end - 1].tag in {"d", "T", "w"}):
        end -= 1
    if not end:
        clauses = site.sentence.clauses
        here = next(k for k, clause in enumerate(clauses) if clause.span == site.clause.span)
        units = clauses[here - 1].units if here else ()
        end = len(units)
    return _without_measure(_items(units, end, count))


def _without_measure(items: list[Phrase]) -> list[Phrase]:
    """Leave out the measure that stands behind the last item and is of all: 第二、第三产业|增加值."""
    if len(items) < 2 or any(is_head(item.units[-1]) for item in items[:-1]):
        return items
    last = items[-1]
    end = len(last.units)
    while end > 1 and is_head(last.units[end - 1]):
        end -= 1
    return [*items[:-1], Phrase(last.units[:end], last.start, last.start + end)]


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
        item = _last_phrase(units, start, end) or whole if opens else whole
        if item is None or not whole.units:
            break
        items.insert(0, item)
        end = 0 if opens else start - 1
    return items


def _last_phrase(units: tuple[Unit, ...], start: int, end: int) -> Phrase | None:
    """Return the first item of a list without what leads to it: 其中 in 其中甲局、乙局."""
    first = phrase_ending(units, end - 1, start)
    return first or phrase_starting(units, start, end)
