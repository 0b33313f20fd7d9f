"""Which of all subjects, measures and periods an amount has: a learned choice, the rules' answer one of the candidates.

A log-linear model, which adds up the weights of a candidate's marks; ``bench/choices.py`` fits the weights on articles
with gold.
"""

from __future__ import annotations

from hanclaim.claims.candidates import lines
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.measure_choice import bare_measure, measures
from hanclaim.claims.period_choice import Kept, periods
from hanclaim.claims.stated import stated
from hanclaim.claims.subject_choice import subjects
from hanclaim.claims.weights import best, why
from hanclaim.document import Modality, Period
from hanclaim.grammar.sites import Site

# Bare words for the firm that is spoken of.
_FIRMS = frozenset({"公司", "集团", "本公司", "该公司", "本集团", "该集团", "我司"})


def choose(draft: Draft, site: Site, state: Discourse) -> None:
    """Give a draft the subject and the measure that most speaks for."""
    around = lines(site)
    subject = best("subject", subjects(site, draft, state, around))
    if subject.text != (draft.subject.canonical if draft.subject is not None else None):
        draft.subject = subject.party
        draft.explicit = subject.party is not None and not any(
            mark.startswith("center:") for mark in subject.marks
        )
        draft.evidence["subject"] = why("subject", subject)
    if draft.subject is not None and draft.subject.canonical in _FIRMS:
        draft.subject = next(
            (one for _, one in state.centers.all(None) if one.type == "organization"), draft.subject
        )
    draft.evidence["subject among candidates"] = f"{subject.chance:.2f}"
    if (said := stated(site, state)) is not None:
        draft.subject, draft.explicit, draft.evidence["subject"] = said[0], True, f"stated.{said[1]}"
    measure = best("measure", measures(site, draft, state, around))
    # A part of what was counted is counted as the whole was.
    named_twice = state.in_part and draft.measure is not None and measure.text == subject.text
    if measure.text != draft.measure and not named_twice:
        draft.measure = measure.text
        draft.evidence["measure"] = why("measure", measure)
    draft.measure = bare_measure(draft.measure)
    draft.evidence["measure among candidates"] = f"{measure.chance:.2f}"


def choose_period(
    draft: Draft, site: Site, state: Discourse, *, told: Period | None, modality: Modality, around: Kept
) -> Period | None:
    """Return the period that most speaks for; where none is chosen, a time that nobody can resolve keeps its text."""
    chosen = best("period", periods(site, draft, state, told=told, modality=modality, around=around))
    draft.evidence["period among candidates"] = f"{chosen.chance:.2f}"
    if chosen.text == (told.edtf if told is not None else None):
        return told
    draft.evidence["period"] = why("period", chosen)
    return chosen.period
