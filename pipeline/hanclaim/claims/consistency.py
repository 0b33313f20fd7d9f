"""What the claims of one document say about each other: repeats, contradictions, sums."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from hanclaim.document import Claim
from hanclaim.structure import FURNITURE

_PARTS = 8  # a list of more parts than this is rarely summed in prose


def claim_id(document_id: str, claim: Claim) -> str:
    """Derive the id that a claim's record bears."""
    quantity = claim.quantity
    numbers = (quantity.value, quantity.low, quantity.high) if quantity is not None else (None, None, None)
    what = [
        document_id,
        list(claim.clause),
        quantity and list(quantity.span),
        claim.kind,
        [
            *(None if number is None else format(number, "f") for number in numbers),
            quantity and quantity.unit,
        ],
        [party and party.canonical for party in (claim.subject, claim.object)],
        claim.measure,
    ]
    return hashlib.sha256(json.dumps(what, ensure_ascii=False).encode()).hexdigest()[:32]


def mark(document_id: str, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Flag each claim that repeats, contradicts or adds up to another of the document."""
    ids = [claim_id(document_id, claim) for claim in claims]
    flags: dict[int, list[str]] = defaultdict(list)
    for later, earlier in _repeats(claims):
        flags[later].append(f"duplicate_of:{ids[earlier]}")
    for later, earlier in _contradictions(claims):
        flags[later].append(f"contradicts:{ids[earlier]}")
    for part, total in _sums(claims):
        flags[part].append(f"sums_to:{ids[total]}")
    return tuple(
        replace(claim, flags=(*claim.flags, *dict.fromkeys(flags[i]))) if flags[i] else claim
        for i, claim in enumerate(claims)
    )


def _told(claim: Claim) -> tuple[object, ...] | None:
    """Return what a claim is about, or None where that is not known or nobody vouches for it."""
    if claim.quantity is None or claim.role in FURNITURE or claim.subject is None or claim.measure is None:
        return None
    return claim.kind, claim.subject.canonical, claim.measure_canonical or claim.measure, claim.quantity.unit


def _amount(claim: Claim) -> tuple[object, ...]:
    quantity = claim.quantity
    return (quantity.value, quantity.low, quantity.high) if quantity is not None else ()


def _repeats(claims: Sequence[Claim]) -> Iterable[tuple[int, int]]:
    first: dict[tuple[object, ...], int] = {}
    for i, claim in enumerate(claims):
        told = _told(claim)
        if told is None or claim.quantity is None:
            continue
        key = (
            *told,
            *_amount(claim),
            claim.quantity.text if claim.kind == "rating" else None,
            claim.quantity.direction,
        )
        if key in first and _may_agree(claims[first[key]], claim):
            yield i, first[key]
        first.setdefault(key, i)


def _may_agree(one: Claim, other: Claim) -> bool:
    """Whether two claims can hold at the same time: one of them may leave its period open."""
    periods = {claim.period.edtf for claim in (one, other) if claim.period is not None and claim.period.edtf}
    return len(periods) < 2 and one.polarity == other.polarity


def _contradictions(claims: Sequence[Claim]) -> Iterable[tuple[int, int]]:
    """Two plain levels of one measure at one explicit time cannot both be right."""
    first: dict[tuple[object, ...], int] = {}
    for i, claim in enumerate(claims):
        told, quantity, period = _told(claim), claim.quantity, claim.period
        if (
            told is None
            or quantity is None
            or quantity.value is None
            or period is None
            or period.edtf is None
        ):
            continue
        plain = (
            claim.kind in {"quantity", "share"} and quantity.direction is None and quantity.comparator == "eq"
        )
        if not plain or quantity.approximate or claim.modality != "asserted" or claim.polarity != "positive":
            continue
        if period.resolved_from == "inherited" or claim.object is not None:
            continue
        key = (*told, claim.measure, period.edtf)
        if key in first and _amount(claims[first[key]]) != _amount(claim):
            yield i, first[key]
        first.setdefault(key, i)


def _sums(claims: Sequence[Claim]) -> Iterable[tuple[int, int]]:
    """Neighbours of one unit that add up to the amount right before or after them."""
    for total, claim in enumerate(claims):
        value = _level(claim)
        if value is None or value <= 0:
            continue
        for step in (1, -1):
            parts: list[int] = []
            added = Decimal(0)
            for i in range(total + step, total + step * (_PARTS + 1), step):
                if not 0 <= i < len(claims) or claims[i].role in FURNITURE:
                    break
                part = _level(claims[i])
                if part is None or not _same_kind(claims[i], claim):
                    continue
                parts.append(i)
                added += part
                if added >= value:
                    break
            if added == value and len(parts) > 1:
                yield from ((part, total) for part in parts)


def _level(claim: Claim) -> Decimal | None:
    quantity = claim.quantity
    if quantity is None or claim.kind not in {"quantity", "share"} or claim.role in FURNITURE:
        return None
    return quantity.value if quantity.mode != "by" else None


def _same_kind(one: Claim, other: Claim) -> bool:
    return (
        one.quantity is not None
        and other.quantity is not None
        and one.quantity.unit == other.quantity.unit
        and one.quantity.unit is not None
        and one.kind == other.kind
    )
