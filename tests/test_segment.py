"""The words are jieba's own, letter for letter and flag for flag."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanclaim.normalise import normalise
from hanclaim.segment import segment, tokenizer

ARTICLES = sorted((Path(__file__).parent.parent / "corpus" / "text").glob("*.txt"))
# Common letters, rare ones, one the model never saw, and what jieba treats in a way of its own.
LETTERS = "的了在是公司年营收增长亿元陈云山上海鑫翀龘鿕𠮷〇A z0９.%&+#_-，。\r\n\t\u3000\u200b\ufffd"


def of_jieba(text):
    return [(pair.word, pair.flag) for pair in tokenizer().cut(text)]


def of_ours(text):
    return [(text[slice(*token.span)], token.flag) for token in segment(text)]


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_articles_are_cut_as_jieba_cuts_them(path):
    for line in re.split(r"(?<=[，。\n])", normalise(path.read_text(encoding="utf-8"))):
        assert of_jieba(line) == of_ours(line)


@given(
    st.text(st.one_of(st.sampled_from(LETTERS), st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF)))
)
def test_anything_is_cut_as_jieba_cuts_it(text):
    assert of_jieba(text) == of_ours(text)
