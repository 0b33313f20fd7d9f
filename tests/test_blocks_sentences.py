"""Paragraphs to sentences, by table."""

import json
from pathlib import Path

import pytest

from hanclaim.alignment import Span
from hanclaim.blocks import find_sentences

CASES = json.loads((Path(__file__).parent / "cases" / "sentences.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["label"])
def test_sentences_end_where_a_reader_pauses(case):
    text = case["given"]
    assert case["expect"] == [text[slice(*span)] for span in find_sentences(text, Span(0, len(text)))]
