"""How surely a claim is right, by what its fields rest on.

The weights are a logistic regression on articles with gold; ``bench/claims.py``
makes them and measures them on articles that had no part in them.
"""

from __future__ import annotations

import math
from functools import cache

from hanclaim.document import Claim
from hanclaim.tables import read


def features(claim: Claim) -> tuple[str, ...]:
    """Name what a claim rests on.

    >>> from hanclaim.alignment import Span
    >>> features(Claim('relation', Span(0, 4), 'relation.active', 'body'))[:3]
    ('all', 'rule:relation.active', 'role:body')
    """
    evidence = dict(claim.evidence)
    quantity = claim.quantity
    subject = "none" if claim.subject is None else "named" if claim.subject.type != "other" else "noun"
    period = (
        "none"
        if claim.period is None
        else "open"
        if claim.period.edtf is None
        else claim.period.resolved_from
    )
    found = [
        "all",
        f"rule:{claim.rule}",
        f"role:{claim.role}",
        f"subject:{subject}",
        f"subject by:{evidence.get('subject', '-')}",
        f"period:{period}",
        f"modality:{claim.modality}",
        f"voice:{'none' if claim.attribution is None else 'some'}",
        f"kind:{claim.kind}",
        f"measure:{'none' if claim.measure is None else 'known' if claim.measure_canonical else 'new'}",
        f"measure length:{min(len(claim.measure or ''), 8) // 2}",
        f"clause:{min((claim.clause.end - claim.clause.start) // 40, 4)}",
    ]
    if quantity is not None:
        found += [
            f"unit:{quantity.unit_kind}",
            f"compares:{quantity.comparator}",
            f"moves:{quantity.direction}",
        ]
    return tuple(found)


def confidence(claim: Claim) -> float:
    """Return the chance that the claim is right in every field."""
    weights = _weights()
    return 1 / (1 + math.exp(-sum(weights.get(feature, 0.0) for feature in features(claim))))


@cache
def _weights() -> dict[str, float]:
    return {row["feature"]: float(row["weight"]) for row in read("confidence", key="feature")}
