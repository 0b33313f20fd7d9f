"""HTML source to what a reader sees, with the laws kept."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanclaim.alignment import Span
from hanclaim.damage import repair
from hanclaim.document import Source, Text
from hanclaim.errors import DocumentError
from hanclaim.markup import KINDS, is_markup, open_markup, read_metadata, replays
from hanclaim.reading import read_outline


def seen(source):
    return open_markup(Text.plain(source.encode(), "utf-8"))[0].value.strip()


@pytest.mark.parametrize(
    ("expected", "source"),
    [
        ("甲\n乙", "<p>甲</p>\n  <p>乙</p>"),
        ("营收43亿元", "<p>营收<b>43</b>\n   亿元</p>"),
        ("S&P Global", "<p>S&amp;P\n Global"),
        ("a b", "<i>a</i> <i>b</i>"),
        ("甲\t乙\n1\t2", "<table><tr><th>甲<th>乙<tr><td><p>1</p></td><td>2</td></tr></table>"),
        ("甲\t\t乙\n1\t2\t3", "<table><tr><th colspan=2>甲<th>乙<tr><td>1<td>2<td>3</table>"),
        ("栏\n文章", "<table><tr><td><ul><li>栏</ul></td><td><p>文章</p></td></tr></table>"),
        ("正文", "<script>if (1<2) '<p>假</p>'</script><!-- <p>假</p> --><style>p>a{}</style>正文"),
        ("P<0.05，1<2", "<p>P<0.05，1&lt;2</p>"),
        ("甲", '<p title="a>b">甲</p>'),
        ("甲<b", "<p>甲<b"),
    ],
)
def test_a_reader_sees_the_text_and_its_lines(expected, source):
    assert expected == seen(source)


def broken(text, size):
    return "<br>\n".join(text[at : at + size] for at in range(0, len(text), size))


def test_lines_that_br_wraps_at_a_column_are_one_paragraph_again():
    told = [
        "海棠县统计局十月二十日公布，前三季度全县生产总值四百三十五亿元，同比增长百分之六点二，其中工业增加值一百二十亿元，增长百分之七。",
        "　　全县居民人均可支配收入24,318元，比上年同期增加1,206元，城镇新增就业1.2万人，完成全年目标的九成。",
    ]
    page = "<div>" + "<br><br>".join(broken(text, 18) for text in told) + "</div>"
    assert told == [line for line in seen(page).split("\n") if line]


@pytest.mark.parametrize(
    "lines",
    [
        ["白日沉西岭", "清江入海流", "欲穷三百里", "再上一层楼", "登高望远处", "云外有孤舟"],
        [
            "编号：A1024",
            "单位：海棠县水务局，城建科",
            "金额：43.5万元",
            "期限：三个月",
            "电话：见附件，勿外传",
            "备注",
        ],
        [
            "1. 水费每吨两元八角，自来水公司收取，按月",
            "2. 电费每度五角六分，供电所代为收取，按月",
            "3. 气费每方三元一角，燃气公司上门收取，按",
        ],
    ],
)
def test_lines_that_an_author_ended_stay(lines):
    assert lines == seen("<div>" + "<br>".join(lines) + "</div>").split("\n")


def test_a_page_is_markup_and_a_text_that_mentions_tags_is_not():
    assert is_markup("\ufeff\n<!doctype html>\n<html>")
    assert is_markup("<p>甲</p>")
    assert is_markup("营收43亿元。<br/>利润3亿元。<br/>完。</p>")
    assert not is_markup("标签<p>和</p>成对出现，P<0.05。")
    assert not is_markup("营收43亿元。")


def test_spans_of_opened_text_point_at_the_bytes_that_prove_them():
    data = "<p>营收<b>88.5&nbsp;亿元</b></p>".encode("gb18030")
    text, _ = open_markup(Text.plain(data, "gb18030"))
    at = text.value.index("88.5")
    raw = text.to_raw(Span(at, at + 7))
    assert "88.5&nbsp;亿元".encode("gb18030") == data[slice(*raw)]
    assert "88.5\xa0亿元" == "".join(reading.text for reading in text.readings(raw))


def test_damage_in_text_and_in_tags_stays_accounted_for():
    page = """<p title="數(shù)據(jù)">數(shù)據(jù)顯示，企業(yè)營收達43億元，數(shù)據(jù)不變。</p>
    <p>該企業(yè)的數(shù)據(jù)很好，數(shù)據(jù)來自企業(yè)。<b>們?yōu)锳I</b></p>"""
    text, _ = open_markup(repair(Source(page.encode())))
    assert (
        "數據顯示，企業營收達43億元，數據不變。\n該企業的數據很好，數據來自企業。們為AI" == text.value.strip()
    )
    keep_laws(page.encode(), text)


def keep_laws(data, text):
    """Laws 1 and 2: no invention, and replay."""
    assert (len(data), len(text.value)) == (text.alignment.source_length, text.alignment.target_length)
    for made in text.repairs:
        if made.kind in KINDS:
            assert replays(made.kind, made.text, made.seen), made


PARTS = ["<p>", "</p>", "<b>", "<td>", "<tr>", "<table>", "</table>", "<!--", "-->", "<script>", "</script>", "&amp;", "&#10;",
         '<a href="x>y">', '<a title="', "\n", " ", "文字。", "5<6", "<", ">", '"', "當(dāng)", "們?yōu)锳I", "<td colspan=3>", "<li>"]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=30).map("".join), st.sampled_from(["utf-8", "gb18030"]))
def test_laws_hold_for_broken_markup(source, codec):
    """No invention; replay; marks lie inside the text, in order."""
    data = source.encode(codec, "ignore")
    try:
        before = repair(Source(data))
    except DocumentError:
        return
    text, marks = open_markup(before)
    keep_laws(data, text)
    ends = 0
    for mark in marks:
        assert ends <= mark.span.start < mark.span.end <= len(text.value)
        ends = mark.span.end


def test_metadata_of_the_source_is_read():
    source = """<html lang="zh-TW"><head><title>標題 | 站</title><link rel="canonical" href="https://a.example/1">
    <meta property="article:published_time" content="2025-10-21T22:47:00+08:00"><meta name="author" content="某甲">
    <script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"標題","publisher":{"name":"某報"}}]}</script>"""
    metadata = read_metadata(source)
    assert ("標題", "2025-10-21T22:47:00+08:00", "某報", ("某甲",), "zh-TW", "https://a.example/1") == (
        metadata.title, metadata.published, metadata.publisher, metadata.authors, metadata.language, metadata.url,
    )  # fmt: skip


def test_what_tags_say_reaches_the_outline():
    page = """<html><body><nav><a>首页</a> <a>财经</a></nav><h1>公司营收创下新高</h1><p>公司营收43亿元，同比增长12%。</p>
    <h2>利润怎么样？</h2><p>利润为3亿元，下降5%。</p><aside><a>别家公司亏了9亿元的故事</a></aside></body></html>"""
    outline = read_outline(Source(page.encode())).outline
    assert ["navigation", "headline", "body", "heading", "body", "related"] == [
        b.role for b in outline.blocks
    ]
    assert ("利润怎么样？",) == outline.blocks[4].section


def test_running_text_outside_the_articles_element_is_not_the_articles():
    paragraphs = "".join(
        f"<p>{name}公司今年上半年营收达到43亿元，比去年同期增长12%，净利润为3亿元。</p>"
        for name in "甲乙丙丁戊己"
    )
    page = f"""<html><body><div><h1>公司营收创下新高</h1><div>{paragraphs}</div>
    <div><div>某网友</div><div>我看还要再跌30%才会有人买。</div></div></div></body></html>"""
    document = read_outline(Source(page.encode()))
    roles = [block.role for block in document.outline.blocks]
    assert ["headline", *["body"] * 6] == roles[:7]
    assert {"related"} == set(roles[7:])
