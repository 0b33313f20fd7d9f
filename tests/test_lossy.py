"""Lost bytes: what words decide, what stays a guess, and what nobody can know."""

import random

import pytest

from hanclaim.damage import forward, repair
from hanclaim.damage.words import words
from hanclaim.document import Source

PAGE = "本报讯，公司昨天公布前三季度的营业收入。\n同比下降4.3%，环比上涨0.9%，全年计划不变。\n专家预计，明年的市场需求会继续增长。"
OLD_PAGE = (
    "記者昨天在會上說，政府將繼續支持中小企業的發展。\n經濟部指出，今年的出口總額成長了6.2%，比預期好。"
)


CHANCE = random.Random(1)


def damaged(text, kind):
    return repair(Source(forward.CHANNELS[kind](text, CHANCE).encode()))


@pytest.mark.parametrize(
    "kind", ["gbk-as-latin-1-stripped", "gbk-as-latin-1-cleaned", "utf-8-as-gbk", "utf-8-as-gbk-marked"]
)
def test_words_bring_back_a_page_that_lost_bytes(kind):
    text = damaged(PAGE, kind)
    if kind == "utf-8-as-gbk-marked":  # the mark ate the digits' beginnings
        assert text.value.startswith("本报讯，公司昨天公布前三季度的营业收入。")
    else:
        assert text.value == PAGE


@pytest.mark.parametrize("kind", ["gbk-as-latin-1-stripped", "utf-8-as-gbk"])
def test_words_bring_back_a_traditional_page_too(kind):
    assert damaged(OLD_PAGE, kind).value == OLD_PAGE


def test_a_name_that_stands_whole_in_one_place_settles_the_others():
    name = "阿奎罗"
    line = (
        f"{name}昨天抵达北京，{name}表示很高兴。随后，{name}前往上海，当地的球迷认出了{name}。"
        f"晚上{name}的球队以2比1获胜，教练对{name}表示祝贺。"
    )
    assert damaged(f"{PAGE}\n{line}", "utf-8-as-gbk").value == f"{PAGE}\n{line}"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("會議在 6 月 12 日和 13 日舉行。", "utf-8-as-gbk"),
        ("法案於 6 月 三讀通過，Biden 和 Obama 都表示支持。", "utf-8-as-gbk"),
        ("公司的錢不夠了怎麼辦?", "utf-8-as-gbk"),
        ("市府說，目標已經實現，將於明年完工。", "gbk-as-latin-1-stripped"),
        ("總統 | 記者會", "gbk-as-latin-1-stripped"),
    ],
)
def test_what_stands_beside_a_lost_byte_tells_of_it(line, kind):
    assert damaged(f"{OLD_PAGE}\n{line}", kind).value == f"{OLD_PAGE}\n{line}"


@pytest.mark.parametrize(
    "line",
    [
        "银行要服务实体经济、防控风险。",  # what is left beside a stripped byte was read as UTF-8 across it
        "协会公布了合作协议的全文。",  # a byte that cannot be printed stood in a pair of UTF-8
        "公司章程 第一章 总则",  # so did a space
    ],
)
def test_bytes_that_a_cleaner_took_for_utf8_are_given_back(line):
    page = f"{PAGE}\n{line}"
    assert damaged(page, "gbk-as-latin-1-fixed").value == page


def test_bytes_taken_for_utf8_are_given_back_where_nothing_was_stripped():
    from ftfy.fixes import decode_inconsistent_utf8

    seen = decode_inconsistent_utf8(OLD_PAGE.encode("gbk").decode("latin-1"))
    assert repair(Source(seen.encode())).value == OLD_PAGE


def test_a_likely_sentence_costs_less_than_an_unlikely_one_of_the_same_bytes():
    known = words()
    assert known.cost(["下降", "0", "%", "。"]) < known.cost(["下陈", "0", "%", "、"])


def test_what_lost_a_byte_is_never_sure():
    text = damaged(PAGE, "utf-8-as-gbk")
    guessed = [done for done in text.repairs if "lost" in done.evidence]
    assert guessed
    assert all(done.confidence < 0.9 for done in guessed)


def test_a_letter_that_is_left_of_a_character_is_no_good_text():
    text = damaged("記者會上說，物價比預期高。\n政府指出，業者增加了。", "gbk-as-latin-1-stripped")
    assert "物價" in text.value
    at = text.value.index("價")
    assert any(span.start <= at < span.end for span in text.uncertain)


@pytest.mark.parametrize(
    "text",
    [
        "鎮上的鐘樓旁，鍾先生通知委員會：瀛洲賓館的鑰匙、鏡子與銀鎖都同楼上的一样。",
        "段祺瑞、瞿秋白、姚鎏、闫妮、缪荃孙同在浣花溪畔，娓娓而谈；锛凿斧锯，样样俱全。",
    ],
)
def test_good_text_with_characters_of_misread_pages_stays(text):
    for page in (text, "\n".join([text] * 6)):
        assert repair(Source(page.encode())).value == page


def test_a_mark_that_no_character_fits_is_met():
    seen = "楂樻妧鏈?鍒堕?犱笟鎶曡祫鍗犳瘮宸茬粡瓒呰繃涓夋垚銆?"  # each ? stands for one byte, not for two
    assert repair(Source(seen.encode())).value


def test_what_parts_a_list_is_no_stop():
    text = "展区设有茶叶、瓷器、丝绸和药材，观众可以品尝（每人一份），也可以购买。"
    seen = forward.misread_utf8(text, CHANCE)
    assert "、" not in seen
    assert damaged(text, "utf-8-as-gbk").value == text


def test_a_sign_of_two_bytes_is_read_beside_its_line():
    text = "· 志愿者的服务点设在市民广场和体育公园的入口处，由各街道统一安排。"
    assert forward.misread_utf8(text, CHANCE).startswith("路 ")
    assert damaged(text, "utf-8-as-gbk").value.startswith("· 志愿者")
