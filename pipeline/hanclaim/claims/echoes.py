"""A headline and its article tell one fact twice: what the shorter telling leaves out, the longer one says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from hanclaim.document import Claim, Period
from hanclaim.structure import FURNITURE

_BRIEF = frozenset({"headline", "lead", "heading", "caption"})


def fill_echoes(claims: Sequence[Claim]) -> list[Claim]:
    """Give a brief telling the subject, measure or time that it lacks and that the same amount has elsewhere."""
    told: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        if (
            claim.quantity is not None
            and claim.quantity.value is not None
            and claim.role not in FURNITURE | _BRIEF
        ):
            told[claim.quantity.value, claim.quantity.unit].append(claim)
    return [_filled(claim, told) if claim.role in _BRIEF else claim for claim in claims]


def _filled(claim: Claim, told: dict[tuple[object, ...], list[Claim]]) -> Claim:
    quantity = claim.quantity
    if quantity is None or (claim.subject and claim.measure and claim.period):
        return claim
    full = next(
        (other for other in told.get((quantity.value, quantity.unit), []) if _agrees(claim, other)), None
    )
    if full is None:
        return claim
    period = full.period and Period(full.period.text, full.period.span, full.period.edtf, "inherited")
    return replace(
        claim,
        subject=claim.subject or full.subject,
        measure=claim.measure or full.measure,
        measure_canonical=claim.measure_canonical or full.measure_canonical,
        period=claim.period or (period if claim.role == "headline" else None),
        evidence=(*claim.evidence, ("echo", "the same amount is told in full elsewhere")),
    )


def _agrees(claim: Claim, full: Claim) -> bool:
    """Whether what the brief telling does say is also what the full one says."""
    return (
        (claim.measure is None or full.measure is None or claim.measure_canonical == full.measure_canonical)
        and full.kind == claim.kind
        and full.measure is not None
    )
