"""Lines by their cues, and whole pages against what was written down for them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hanclaim.blocks import find_outline
from hanclaim.blocks.cues import find_cue
from hanclaim.cli.outline import line_rows
from hanclaim.document import Source
from hanclaim.normalise import normalise
from hanclaim.reading import read_outline
from hanclaim.structure import FURNITURE

ROOT = Path(__file__).resolve().parent.parent
CASES = json.loads((ROOT / "tests" / "cases" / "blocks_cues.json").read_text(encoding="utf-8"))
GOLD = sorted((ROOT / "corpus" / "outline").rglob("*.structure.jsonl"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_a_line_claims_the_role_that_its_cues_give(case):
    cue = find_cue(normalise(case["given"]))
    if case["expect"] is None:
        assert cue is None or not cue.sure
    else:
        assert case["expect"] == cue.role


def squeeze(text):
    return "".join(text.split())


@pytest.mark.parametrize("gold", GOLD, ids=lambda path: path.name.removesuffix(".structure.jsonl"))
def test_pages_are_understood(gold):
    meta, *rows = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    page = next(gold.parent.glob(f"{meta['doc']}.[ht][tx]*"))
    document = read_outline(Source(page.read_bytes()))
    roles = {squeeze(row["text"]): row["role"] for row in line_rows(document)}
    wrong = [row["text"] for row in rows if roles.get(squeeze(row["text"])) not in row["accept"]]
    assert len(wrong) <= 0.05 * len(rows), wrong
    for row in rows:
        if not FURNITURE & set(row["accept"]):
            assert roles.get(squeeze(row["text"])) not in FURNITURE, row["text"]
    assert document.outline.metadata.title in meta["title"]
    assert document.outline.metadata.published in meta["published"]


def test_a_head_that_lost_its_first_cell_stands_over_the_right_columns():
    page = "2024年 | 2023年 | |\n---|---|---|\n营业收入(元) | 120 | 118 |\n净利润(元) | 12 | 11 |\n"
    cells = [cell for block in find_outline(page).blocks for cell in block.cells]
    assert [("120", "2024年"), ("118", "2023年"), ("12", "2024年"), ("11", "2023年")] == [
        (page[slice(*cell.span)], page[slice(*cell.column_head)]) for cell in cells
    ]


def test_rows_without_heads_are_all_rows_under_their_title():
    page = "年产量（亿吨）\n甲省\t1.5\n乙省\t1.62\n"
    cells = [cell for block in find_outline(page).blocks for cell in block.cells]
    assert [("1.5", None, "亿吨"), ("1.62", None, "亿吨")] == [
        (page[slice(*cell.span)], cell.column_head, cell.unit) for cell in cells
    ]
    assert {"年产量（亿吨）"} == {page[slice(*title)] for cell in cells for title in cell.titles}


def test_cells_take_unit_and_heads_from_their_table():
    page = "各品种的发行情况如下，供投资者参考，全文如下所示。\n表1 发行规模（单位：亿元）\n品种\t9月\t环比（%）\n国债\t14300\t2.7\n地方债\t8519\t-12.9\n"
    blocks = read_outline(Source(page.encode())).outline.blocks
    cells = [cell for block in blocks for cell in block.cells]
    assert [("14300", "国债", "9月", "亿元"), ("2.7", "国债", "环比（%）", "%")] == [
        (page[slice(*c.span)], page[slice(*c.row_head)], page[slice(*c.column_head)], c.unit)
        for c in cells[:2]
    ]


def test_items_know_the_sentence_that_announces_them():
    page = "北岸公司公布三项计划\n公司今年做了很多事情，主要有以下三项：\n1.投资3亿元；\n2.裁员200人；\n3.关店15家。\n此后公司的营收回升了12%。"
    blocks = read_outline(Source(page.encode())).outline.blocks
    items = [block for block in blocks if block.role == "list_item"]
    assert 3 == len(items)
    assert {"公司今年做了很多事情，主要有以下三项："} == {page[slice(*item.introduced_by)] for item in items}


@pytest.mark.parametrize(
    ("head", "published"),
    [
        ("健行周刊　2026-03-09　记者 何小满", "2026-03-09"),
        ("青屿讯　2026年3月9日　财经", "2026-03-09"),
        ("二〇二六年三月九日", "2026-03-09"),
        ("广厦金控（股票代号：9901）　中华民国115年3月9日", "2026-03-09"),
        ("出自乡土志，最后修订于2026年3月9日", "2026-03-09"),
        ("产业周报　2026-03-09　文／何小满　图／资料照片", "2026-03-09"),
        ("时间 Mon Mar  9 21:37:07 2026", "2026-03-09T21:37:07"),
        ("乡土论坛 › 买卖杂谈　楼主：山阴客　发表于 2026-03-09 21:37", "2026-03-09T21:37"),
        ("3月9日，公司售出120辆车。", None),
    ],
)
def test_the_line_below_the_title_dates_the_page(head, published):
    body = "南岸公司上月卖出120辆车，比去年同期多三成，其中一半卖到外省。"
    page = f"南岸公司上月销量增三成\n{head}\n\n{body}\n\n{body}\n"
    assert published == find_outline(normalise(page)).metadata.published


def test_a_forum_says_which_line_is_the_title():
    page = "作者 slowhill (山阴客)　　看板 Trains\n标题 [心得] 北延段真的快很多\n时间 Mon Mar  9 21:37:07 2026\n\n昨天坐了一趟，全程40分钟，车上坐满了八成。\n"
    assert find_outline(normalise(page)).metadata.title == "[心得] 北延段真的快很多"


TEXT = "\n\n今年以来,市里新开了三座图书馆,借书的人比去年多了一成,馆里添了不少座位。\n"


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("云湖周刊 | 城市\n\n最后一班渡轮停了\n——一座江城的过江记\n\n文 / 本刊记者 冯一 2025年12月6日", "最后一班渡轮停了"),
        ("新聞稿　　即時發放\n湖光長者會公布「長者開支調查2025」\n逾四成長者每日膳食費不足50元", "湖光长者会公布「长者开支调查2025」"),
        ("云湖县农业局　云湖县财政局\n关于做好2025年扩种补贴申报工作的通知\n云农发〔2025〕23号\n\n各乡镇:", "关于做好2025年扩种补贴申报工作的通知"),
        ("湖光房市周报　第412期\n2025/11/03　湖光研究室\n\n限贷令满一年　六都买气缩三成", "限贷令满一年　六都买气缩三成"),
        ("WU KWONG INTERNATIONAL LIMITED\n湖光国际控股有限公司\n（股份代号：9873）\n\n截至六月三十日止六个月之中期业绩公布", "截至六月三十日止六个月之中期业绩公布"),
    ],
)  # fmt: skip
def test_what_only_names_the_paper_or_the_house_is_no_title(head, title):
    assert read_outline(Source(f"{head}{TEXT}".encode())).outline.metadata.title == title


def test_a_report_that_was_sent_with_its_date_is_dated_by_it():
    page = "南岸公司上月销量增三成\n\n　　东海社南岸2026年3月9日电（记者何小满）南岸公司上月卖出120辆车，比去年同期多三成。\n"
    assert find_outline(normalise(page)).metadata.published == "2026-03-09"


@pytest.mark.parametrize("seed", ["0", "1", "2", "3"])
def test_who_published_hangs_on_no_order_of_sets(seed):
    code = "import sys, hanclaim; print(hanclaim.outline(sys.stdin.buffer.read()).metadata.publisher)"
    page = "发布日期:2019-03-03 发布人:江岸记者团\n\n(江岸记者团讯 见习记者 林知远)学校去年招收新生488人。\n"
    told = subprocess.run(
        [sys.executable, "-c", code],
        input=page.encode(), capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert "江岸记者团" == told.stdout.decode().strip()
