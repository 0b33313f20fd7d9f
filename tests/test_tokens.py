"""Jieba's words, mended by the tagger's."""

import json
from pathlib import Path

import pytest

from hanclaim.alignment import Span
from hanclaim.document import Source
from hanclaim.grammar.clauses import Pins, parse
from hanclaim.grammar.tokens import Tagged, tokens
from hanclaim.process import Settings, read

CASES = json.loads((Path(__file__).parent / "cases" / "tokens.json").read_text(encoding="utf-8"))


def cut(document):
    text = document.folded
    tagged = Tagged(text, document.words).inside(Span(0, len(text)))
    return [f"{text[slice(*token.span)]}/{token.flag}" for token in tokens(text, (), tagged)]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_two_ways_to_cut_agree_as_the_case_expects(case):
    found = cut(read(Source(case["given"].encode())))
    assert case["expect"] == [word for word in found if word in case["expect"]]


def test_words_join_to_the_text():
    text = "岭汐奇搭载了3款发动机。 PM2.5日均值为18微克。"
    assert text == "".join(word.rpartition("/")[0] for word in cut(read(Source(text.encode()))))


def test_the_fast_tagger_tells_names_only():
    assert () == read(Source("城北湖面积为12平方公里。".encode()), Settings(profile="fast")).words


def test_a_verb_that_closes_a_title_does_nothing_in_its_clause():
    document = read(Source("东岭市推行“海云科技销售”的采购政策。".encode()))
    units = parse(document, Span(0, len(document.folded)), Pins(document)).units
    assert ["推行"] == [unit.text for unit in units if unit.tag == "v"]
