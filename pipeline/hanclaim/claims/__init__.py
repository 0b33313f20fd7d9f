"""Document to claims: quantities, times, and the statements that join them."""

from __future__ import annotations

import math
from dataclasses import replace

from hanclaim.claims.confidence import Ground, chances
from hanclaim.claims.consistency import mark
from hanclaim.claims.echoes import fill_echoes
from hanclaim.claims.statements import find_statements
from hanclaim.document import Claim, Document
from hanclaim.grammar.clauses import Pins


def find_claims(document: Document) -> tuple[Claim, ...]:
    """Read what the document states: who, what measure, how much, when, who says so, and how surely."""
    return _read(document, trace=False)


def trace(document: Document) -> tuple[Claim, ...]:
    """Read as ``find_claims`` does, and let the evidence of each claim tell which rules answered and lost."""
    return _read(document, trace=True)


def _read(document: Document, *, trace: bool) -> tuple[Claim, ...]:
    statements = fill_echoes(list(find_statements(document, Pins(document), trace=trace)))
    ground = Ground(document, statements)
    found = [_weigh(claim, ground, trace=trace) for claim in statements]
    found.sort(
        key=lambda claim: (claim.quantity.span if claim.quantity is not None else claim.clause, claim.kind)
    )
    return mark(document.source.id, found)


def _weigh(claim: Claim, ground: Ground, *, trace: bool) -> Claim:
    """Say how surely the claim is right: the chance that all of its fields are."""
    found = chances(claim, ground)
    evidence = claim.evidence
    if trace:
        evidence += (("chances", ", ".join(f"{field} {chance:.0%}" for field, chance in found.items())),)
    return replace(claim, confidence=math.prod(found.values()), evidence=evidence)
