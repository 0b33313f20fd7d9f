"""The learned choice: the rule's answer is the first candidate, and is left only for one that clearly more speaks for."""

from itertools import permutations

import pytest

from hanclaim.claims import choice, find_claims, statements, trace, weights
from hanclaim.claims.candidates import Candidate
from hanclaim.document import Source
from hanclaim.grammar.clauses import Pins
from hanclaim.process import read

TEXT = "东岭集团上半年营业收入43亿元，同比增长12.5%，其中云业务占35%。公司预计2026年投资5亿元建设江北基地。"


def document(text=TEXT):
    return read(Source(text.encode()))


def choices(text=TEXT, monkeypatch=None):
    """Every (field, candidates) that is weighed while a text is read."""
    seen = []

    def best(field, candidates):
        seen.append((field, candidates))
        return weights.best(field, candidates)

    monkeypatch.setattr(choice, "best", best)
    page = document(text)
    list(statements.find_statements(page, Pins(page)))
    return seen


def test_without_weights_the_rules_stand(monkeypatch):
    monkeypatch.setattr(choice, "best", lambda _, candidates: candidates[0])
    first = find_claims(document())
    monkeypatch.undo()
    monkeypatch.setattr(weights, "learned", dict)
    assert [(c.subject, c.measure, c.period) for c in first] == [
        (c.subject, c.measure, c.period) for c in find_claims(document())
    ]


def test_each_amount_is_asked_for_its_subject_its_measure_and_its_period(monkeypatch):
    assert ["subject", "measure", "period"] * 4 == [field for field, _ in choices(monkeypatch=monkeypatch)]


def test_the_rules_answer_is_the_first_candidate(monkeypatch):
    for field, candidates in choices(monkeypatch=monkeypatch):
        assert candidates[0].text is None or "told by the rule" in candidates[0].marks, field


def test_a_candidate_is_written_in_the_page_or_known_from_it(monkeypatch):
    folded = document().folded
    subjects = [c for field, found in choices(monkeypatch=monkeypatch) for c in found if field == "subject"]
    assert all(c.party is None or c.party.text in folded for c in subjects)


@pytest.mark.parametrize(("lead", "chosen"), [(0.4, "told"), (0.6, "other")])
def test_a_small_lead_does_not_leave_the_rule(monkeypatch, lead, chosen):
    monkeypatch.setattr(weights, "learned", lambda: {"subject": {"it": lead}})
    found = weights.best("subject", [Candidate("told"), Candidate("other", marks={"it"})])
    assert chosen == found.text


def test_the_order_of_marks_decides_nothing(monkeypatch):
    # Added up in another order, these come to a little less than the lead that is asked.
    marks = {"a": 0.86, "b": -0.61, "c": -0.02, "d": 0.88, "e": -0.61}
    monkeypatch.setattr(weights, "learned", lambda: {"subject": marks})
    orders = permutations(marks)
    assert {"other"} == {
        weights.best("subject", [Candidate("told"), Candidate("other", marks=order)]).text for order in orders
    }


def test_a_chance_is_that_among_all_candidates(monkeypatch):
    monkeypatch.setattr(weights, "learned", dict)
    assert 0.25 == weights.best("subject", [Candidate(name) for name in "甲乙丙丁"]).chance


def test_a_trace_tells_how_much_speaks_for_each_field():
    for claim in trace(document()):
        if claim.quantity is None:
            continue
        evidence = dict(claim.evidence)
        assert {
            "subject among candidates",
            "measure among candidates",
            "period among candidates",
        } <= evidence.keys()
        assert all(
            0 <= float(evidence[f"{field} among candidates"]) <= 1
            for field in ("subject", "measure", "period")
        )
