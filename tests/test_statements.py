"""Statements: who, what measure, how much, when, who says so, and how surely."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from hanclaim.claims import find_claims, trace
from hanclaim.claims.consistency import claim_id
from hanclaim.claims.echoes import fill_echoes
from hanclaim.claims.rules import RULES
from hanclaim.document import Claim, Source
from hanclaim.process import read
from hanclaim.records import record
from hanclaim.tables import read as read_table

CASES = [
    case
    for name in ("statements", "topics")
    for case in json.loads((Path(__file__).parent / "cases" / f"{name}.json").read_text(encoding="utf-8"))
]


def claims_of(text: str) -> tuple[Claim, ...]:
    return find_claims(read(Source(text.encode())))


def told(claim: Claim) -> dict[str, str]:
    fields = {
        "rule": claim.rule,
        "quantity": claim.quantity and claim.quantity.text,
        "subject": claim.subject and claim.subject.canonical,
        "measure": claim.measure,
        "object": claim.object and claim.object.canonical,
        "period": claim.period and claim.period.edtf,
        "speaker": claim.attribution and claim.attribution.speaker,
        "modality": None if claim.modality == "asserted" else claim.modality,
        "polarity": None if claim.polarity == "positive" else claim.polarity,
    }
    return {key: value for key, value in fields.items() if value}


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case, id=case["label"], marks=pytest.mark.xfail(strict=True) if case.get("fails") else ()
        )
        for case in CASES
    ],
)
def test_a_sentence_says_what_its_case_expects(case):
    assert case["expect"] == [told(claim) for claim in claims_of(case["given"])]


def test_every_rule_has_a_case():
    shown = {expected["rule"].split(".")[1] for case in CASES for expected in case["expect"]}
    names = {"owner_only": "owner", "ellipsis": "ellipsis"}
    assert {names.get(rule.__name__, rule.__name__) for rule in RULES} <= shown


def test_a_claim_knows_the_id_of_its_record():
    document = read(Source("东岭集团上半年营业收入43亿元,同比增长12.5%。海云科技被东岭集团收购。".encode()))
    claims = find_claims(document)
    assert 3 == len(claims)
    assert [record(document, claim).id for claim in claims] == [
        claim_id(document.source.id, claim) for claim in claims
    ]


def test_a_trace_names_the_rules_that_lost():
    claims = trace(read(Source("东岭集团上半年营业收入43亿元,同比增长12.5%。".encode())))
    assert all("considered" in dict(claim.evidence) for claim in claims)


def test_parts_that_add_up_point_at_their_total():
    total, *parts = claims_of("东岭集团2024年产量为100万吨,其中钢材60万吨、铝材40万吨。")
    assert ["100万吨", "60万吨", "40万吨"] == [c.quantity.text for c in (total, *parts)]
    assert all(any(flag.startswith("sums_to:") for flag in part.flags) for part in parts)


def test_a_fact_told_twice_is_a_repeat_and_another_number_a_contradiction():
    once, again, other = claims_of(
        "东岭集团2024年净利润为5.2亿元。\n东岭集团2024年净利润为5.2亿元。\n东岭集团2024年净利润为6.1亿元。"
    )
    assert () == once.flags
    assert again.flags[0].startswith("duplicate_of:")
    assert other.flags[0].startswith("contradicts:")


def test_a_headline_takes_what_it_leaves_out_from_the_same_amount_in_the_article():
    (full,) = claims_of("东岭集团2024年净利润为90亿元。")
    brief = replace(full, role="headline", subject=None, measure=None, measure_canonical=None, period=None)
    filled, untouched = fill_echoes([brief, full])
    assert ("净利润", "东岭集团", "2024") == (filled.measure, filled.subject.canonical, filled.period.edtf)
    assert full == untouched


def test_a_row_is_read_by_its_heads_and_its_first_cell():
    page = "各县损失\n\n县市｜损失金额（万元）｜占比\n嘉义县｜50,613｜42.4%\n台南市｜32,150｜26.9%\n"
    cells = [claim for claim in claims_of(page) if claim.rule == "statement.cell"]
    assert [("嘉义县", "损失金额"), ("嘉义县", "占比"), ("台南市", "损失金额"), ("台南市", "占比")] == [
        (claim.subject.canonical, claim.measure) for claim in cells
    ]


def test_a_table_may_have_its_measures_down_the_side():
    page = "海棠能源利润表\n\n| | 2024年 | 2023年 |\n|---|---|---|\n| 一、营业收入(万元) | 1,204.5 | 1,180 |\n| 减：财务费用(万元) | -36.2 | 12 |\n"
    cells = [claim for claim in claims_of(page) if claim.rule == "statement.cell"]
    assert [
        ("营业收入", "12045000", "2024"),
        ("营业收入", "11800000", "2023"),
        ("财务费用", "-362000", "2024"),
        ("财务费用", "120000", "2023"),
    ] == [(claim.measure, str(claim.quantity.value), claim.period.edtf) for claim in cells]


def test_a_row_that_is_a_measure_is_said_of_what_heads_the_column():
    page = "两店业绩\n\n指标\t甲店\t乙店\n营业收入（万元）\t120\t98\n净利润（万元）\t12\t9\n"
    cells = [claim for claim in claims_of(page) if claim.rule == "statement.cell"]
    assert [("甲店", "营业收入"), ("乙店", "营业收入"), ("甲店", "净利润"), ("乙店", "净利润")] == [
        (claim.subject.canonical, claim.measure) for claim in cells
    ]


def test_a_cell_under_a_name_is_said_of_it():
    page = "新机发布\n\n今天发布了M3和M3 Pro两款手机。\n\n| 版本 | M3 | M3 Pro |\n| --- | --- | --- |\n| 12GB+256GB | 2499 元 | 3299 元 |\n| 12GB+512GB | 2799 元 | 3599 元 |\n"
    cells = [claim for claim in claims_of(page) if claim.rule == "statement.cell"]
    assert [("M3", "价格"), ("M3 Pro", "价格")] * 2 == [
        (claim.subject.canonical, claim.measure) for claim in cells
    ]


def test_a_row_that_only_compares_measures_what_the_row_above_does():
    page = "东岭集团2025年半年报点评\n\n东岭集团披露半年报。\n\n表1　主要财务数据\n　　　　　　　　2023　2024　2025E\n收入（百万元）　　8,122　8,390　8,310\n同比（%）　　　　24.1　3.3　-1.0\n"
    cells = [claim for claim in claims_of(page) if claim.rule == "statement.cell"]
    assert [
        ("收入", str(year), kind)
        for year, kind in ((2023, "asserted"), (2024, "asserted"), (2025, "forecast"))
    ] * 2 == [(claim.measure, claim.period.edtf, claim.modality) for claim in cells]


def test_a_list_without_a_stop_is_read_in_pieces_and_none_is_lost():
    claims = claims_of("东岭集团的云业务营收3亿元，同比增长5%，" * 300)
    assert 600 == len(claims)
    assert 2_000 >= max(claim.clause[1] - claim.clause[0] for claim in claims)


def test_a_confidence_is_a_chance():
    assert all(0 < claim.confidence < 1 for case in CASES for claim in claims_of(case["given"]))


def test_predicates_reach_a_hundred_and_fifty_in_twenty_families():
    predicates = read_table("predicates", key="predicate")
    assert len(predicates) >= 150
    assert len({row["family"] for row in predicates}) >= 20
