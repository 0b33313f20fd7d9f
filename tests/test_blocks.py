"""The outline of whole pages and of single lines."""

from itertools import pairwise

from hanclaim.blocks import find_outline, learn_boilerplate
from hanclaim.normalise import normalise


def roles(page):
    folded = normalise(page)
    return [(block.role, folded[slice(*block.span)]) for block in find_outline(folded, page).blocks]


def test_blocks_are_sorted_and_disjoint_and_leave_out_only_white_space():
    page = "首页 > 财经 > 正文\n标题在这里\n来源：某报　2025年1月2日\n\n第一段说了很多话，一直说到这里。\n(数据来源:wind)第二段。"
    blocks = find_outline(page).blocks
    assert [block.span for block in blocks] == sorted(block.span for block in blocks)
    assert all(first.span.end <= second.span.start for first, second in pairwise(blocks))
    left = list(page)
    for block in blocks:
        left[slice(*block.span)] = " " * (block.span.end - block.span.start)
    assert not "".join(left).strip()


def test_an_empty_page_has_an_empty_outline():
    assert find_outline("").blocks == find_outline(" \n\n ").blocks == ()


def test_a_page_of_one_paragraph_is_body():
    text = "公司今年上半年营收43亿元，同比增长12%。"
    assert roles(text) == [("body", text)]


def test_a_lead_told_again_points_at_the_body():
    lead = "美股一开盘，公司成为史上第一个市值突破5万亿美元的公司。一天前"
    body = "美股一开盘，公司成为史上第一个市值突破5万亿美元的公司。\n一天前，有人说了别的话，而且说得很长。"
    page = f"标题写在这里好了\n{lead}\n\n作者 | 某人\n{body}"
    block = next(block for block in find_outline(page).blocks if block.role == "lead")
    assert page[slice(*block.repeats)].replace("\n", "") == lead


def test_lines_that_a_site_repeats_are_furniture_once_learnt():
    pages = [
        f"标题第{word}篇写在这里\n{word}公司营收43亿元，同比增长12%。\n欢迎来到我们的财经天地\n{word}公司利润3亿元，同比下降5%。"
        for word in "甲乙丙丁戊"
    ]
    learnt = learn_boilerplate(pages)
    role = {
        pages[0][slice(*block.span)]: block.role
        for block in find_outline(pages[0], boilerplate=learnt).blocks
    }
    assert "navigation" == role["欢迎来到我们的财经天地"]
    assert "body" == role["甲公司营收43亿元，同比增长12%。"]


def test_three_pages_teach_nothing():
    assert frozenset() == learn_boilerplate([f"第{n}页\n同一行" for n in "一二三"])


def test_a_year_of_the_republic_tells_a_page_of_taiwan():
    text = "停水公告\n訂於114年3月26日辦理施工，經費300萬元，請儲水備用。"
    assert "Hant-TW" == find_outline(normalise(text), text).metadata.script


def test_a_mainland_page_turned_to_traditional_script_tells_no_region():
    text = "隨著互聯網泡沫破裂，由于成本太高，公司怎么辦？衛星業務營收43億元，視頻業務下降12%。"
    assert "Hant" == find_outline(normalise(text), text).metadata.script
    text = "民眾透過網路購買公車票，衛福部表示，年增12%。"
    assert "Hant-TW" == find_outline(normalise(text), text).metadata.script
