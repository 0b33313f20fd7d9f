"""Explaining claims tells the rule, the evidence and what lost, and changes nothing."""

import json

from click.testing import CliRunner

from hanclaim.claims import find_claims, trace
from hanclaim.cli import main
from hanclaim.document import Source
from hanclaim.process import read

PAGE = (
    "青岚能源2025年上半年营收约为43.5亿元,同比增长12%,其中储能业务占35%。\n该公司预计全年亏损将超过2亿元。\n"
)


def test_tracing_changes_no_claim():
    document = read(Source(PAGE.encode()))
    plain = [(claim.subject, claim.measure, claim.rule) for claim in find_claims(document)]
    traced = [(claim.subject, claim.measure, claim.rule) for claim in trace(document)]
    assert plain == traced


def test_every_claim_names_its_rule_its_evidence_and_what_was_considered(tmp_path):
    (tmp_path / "page.txt").write_text(PAGE, encoding="utf-8")
    result = CliRunner().invoke(main, ["explain", "--claims", "--json", str(tmp_path / "page.txt")])
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert 0 == result.exit_code
    assert ["43.5亿元", "12%", "35%", "2亿元"] == [row["said"].split(" · ")[-1] for row in rows]
    assert all(row["rule"] and row["evidence"] for row in rows)
    assert any("considered" in row["evidence"] for row in rows)
