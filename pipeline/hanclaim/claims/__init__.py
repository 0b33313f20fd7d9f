"""Document to claims: quantities, times, and the statements that join them."""

from __future__ import annotations

from hanclaim.claims.clauses import Pins
from hanclaim.claims.statements import find_statements
from hanclaim.document import Claim, Document


def find_claims(document: Document, *, trace: bool = False) -> tuple[Claim, ...]:
    """Read what the document states: who, what measure, how much, when, who says so, and how surely.

    With ``trace``, each claim's evidence also tells which rules answered and lost.
    """
    pins = Pins(document)
    return tuple(find_statements(document, pins, trace=trace))
