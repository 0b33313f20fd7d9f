"""How surely a claim is right: the chance of each of its fields, multiplied.

A field's chance is a logistic regression on what the claim rests on.  ``bench/claims.py`` fits the
weights on articles with gold, and measures them on articles that had no part in them.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache

from hanclaim.document import Claim, Document, Quantity
from hanclaim.tables import read

FIELDS = ("subject", "measure", "period", "rest")
# What share of relations is right: 93 of 152 in unseen public sentences, judged by hand; gold lists only the clearest.
RELATION = 0.61
_STOP = re.compile(r"[。！？!?\n]")
_BREAK = re.compile(r"[，,；;：:]")
_LINK = re.compile(r"[约为达至了逾超近共过是到有升降增长下同比环均]{1,6}")
_LONGEST = 200
_CHANCES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.98)
# Last characters that tell what kind of noun stands there, and signs that tell where a phrase begins and ends.
_MEASURES = frozenset("率额量数价值费金入出比度重力长积产本润债资期龄品者款")
_OPENS = "，；：。\n"


class Ground:
    """What the features of a document's claims are read from; counted once."""

    def __init__(self, document: Document, claims: Sequence[Claim]) -> None:
        self.folded = document.folded
        self.title = document.outline.metadata.title or ""
        self.amounts = [quantity.span.start for quantity in document.quantities]
        self.names = {mention.span: mention for mention in document.mentions}
        self.said_of = Counter(claim.subject.canonical for claim in claims if claim.subject is not None)


def features(claim: Claim, ground: Ground) -> tuple[str, ...]:
    """Name what a claim rests on: its rule, how each field was filled, and how the sentence stands around it."""
    return (
        "all",
        f"rule:{claim.rule}",
        f"role:{claim.role}",
        f"kind:{claim.kind}",
        f"modality:{claim.modality}",
        f"voice:{'none' if claim.attribution is None else 'some'}",
        f"period:{_period(claim)}",
        *_of_evidence(dict(claim.evidence)),
        *_of_subject(claim, ground),
        *_of_measure(claim, ground),
        *(_of_amount(claim.quantity, ground) if claim.quantity is not None else ()),
    )


def _of_evidence(evidence: dict[str, str]) -> Iterator[str]:
    """Yield what made the subject one, and how much more spoke for each field than for others."""
    yield f"subject by:{evidence.get('subject', '-').partition(':')[0]}"
    together = 1.0
    for field in FIELDS[:-1]:
        if (chance := evidence.get(f"{field} among candidates")) is not None:
            together *= float(chance)
            yield f"{field} chance:{bisect_right(_CHANCES, float(chance))}"
    yield f"chances:{bisect_right(_CHANCES, together)}"


def chances(claim: Claim, ground: Ground) -> dict[str, float]:
    """Return the chance of each field to be right if those before it are; their product is that of the claim."""
    if claim.quantity is None:
        return dict.fromkeys(FIELDS, RELATION ** (1 / len(FIELDS)))
    weights = _weights()
    found = [weights[feature] for feature in features(claim, ground) if feature in weights]
    sums = map(sum, zip(*found, strict=True))
    return {field: 1 / (1 + math.exp(-total)) for field, total in zip(FIELDS, sums, strict=True)}


def _period(claim: Claim) -> str:
    if claim.period is None:
        return "none"
    return claim.period.resolved_from if claim.period.edtf is not None else "open"


def _of_subject(claim: Claim, ground: Ground) -> Iterator[str]:
    subject, quantity = claim.subject, claim.quantity
    if subject is None:
        yield "subject:none"
        return
    folded = ground.folded
    yield f"subject:{'noun' if subject.type == 'other' else 'named'}"
    yield f"subject type:{subject.type}"
    yield f"subject told:{_step(folded.count(subject.text), 2, 3, 5, 8)}"
    yield f"subject length:{_step(len(subject.text), 2, 3, 4, 6, 9, 14)}"
    yield f"subject in title:{subject.text in ground.title or subject.canonical in ground.title}"
    yield f"subject of claims:{_step(ground.said_of[subject.canonical], 2, 4, 7, 12)}"
    yield f"subject has digits:{any(sign.isdigit() for sign in subject.text)}"
    if subject.span is None:
        yield "subject stands:nowhere"
        return
    start, end = subject.span
    name = ground.names.get(subject.span)
    yield f"subject named by:{name.rule.partition('.')[0] if name else '-'}"
    yield f"subject after:{_one_of(folded[max(start - 1, 0) : start], _OPENS + '的、在对比被由')}"
    yield f"subject before:{_one_of(folded[end : end + 1], '的，。、在为达是约：')}"
    if quantity is not None:
        place = _place(folded, end, quantity.span.start)
        yield f"subject stands:{place}"
        yield f"subject opens:{place}:{start == 0 or folded[start - 1] in _OPENS}"
        yield f"subject apart:{place}:{_step(quantity.span.start - end, 1, 3, 6, 12, 25, 60)}"


def _place(folded: str, end: int, amount: int) -> str:
    """Where a subject stands that ends at ``end``, seen from the amount."""
    if end > amount:
        return "after"
    between = folded[end:amount]
    if "\n" in between:
        return "above"
    if _STOP.search(between):
        return "in the paragraph"
    return "in the sentence" if _BREAK.search(between) else "in the clause"


def _of_measure(claim: Claim, ground: Ground) -> Iterator[str]:
    measure, quantity = claim.measure, claim.quantity
    if measure is None:
        yield "measure:none"
        return
    folded = ground.folded
    yield f"measure:{'known' if claim.measure_canonical else 'new'}"
    yield f"measure length:{min(len(measure), 9)}"
    yield f"measure ends:{_one_of(measure[-1], _MEASURES)}"
    yield f"measure told:{_step(folded.count(measure), 1, 2, 3, 5)}"
    if quantity is None:
        return
    at = folded.rfind(measure, max(0, quantity.span.start - _LONGEST), quantity.span.start)
    if at < 0 or _STOP.search(folded, at, quantity.span.start):
        stands = folded.startswith(measure, quantity.span.end)
        yield f"measure stands:{'next' if stands else 'elsewhere'}"
        return
    end = at + len(measure)
    gap = folded[end : quantity.span.start]
    linked = "next" if not gap else "linked" if _LINK.fullmatch(gap) else "apart"
    yield f"measure stands:{'in another clause' if _BREAK.search(gap) else linked}"
    if claim.subject is not None and claim.subject.span is not None:
        between = folded[claim.subject.span.end : at] if claim.subject.span.end <= at else "before"
        yield f"measure follows:{ {'': 'the subject', '的': '的', 'before': 'nothing'}.get(between, 'apart') }"


def _of_amount(quantity: Quantity, ground: Ground) -> Iterator[str]:
    folded, (start, end) = ground.folded, quantity.span
    yield f"unit:{quantity.unit_kind}"
    yield f"compares:{quantity.comparator}"
    yield f"moves:{quantity.direction}"
    yield f"amount after:{_one_of(folded[max(start - 1, 0) : start], _OPENS + '、的（为达约至了到有共超逾近')}"
    yield f"amount before:{_one_of(folded[end : end + 1], '，。、；的（)）以至')}"
    floor = max(0, start - _LONGEST)
    begins = max((match.end() for match in _STOP.finditer(folded, floor, start)), default=floor)
    stop = _STOP.search(folded, end, end + _LONGEST)
    ends = stop.start() if stop else min(len(folded), end + _LONGEST)
    first, here, last = (bisect_right(ground.amounts, at - 1) for at in (begins, start, ends))
    yield f"amounts in the sentence:{min(last - first, 6)}"
    yield f"amounts before:{min(here - first, 4)}"
    yield f"sentence:{_step(ends - begins, 20, 40, 60, 90, 130)}"


def _step(number: int, *steps: int) -> int:
    return bisect_right(steps, number)


def _one_of(sign: str, signs: str | frozenset[str]) -> str:
    return sign.strip() or "line" if sign and sign in signs else "other"


@cache
def _weights() -> dict[str, tuple[float, ...]]:
    return {
        row["feature"]: tuple(float(row[field]) for field in FIELDS)
        for row in read("confidence", key="feature")
    }
