"""The five laws of the house, over the corpus and over generated input (conservation is kept in test_batch)."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanclaim.alignment import Span
from hanclaim.damage import see
from hanclaim.document import Source, Text
from hanclaim.errors import DocumentError
from hanclaim.process import Processed, open_source, process, read
from hanclaim.proof import prove, replays

ROOT = Path(__file__).resolve().parent.parent
CORPUS = sorted(
    path
    for folder in ("text", "raw", "held/text", "outline/pages")
    for path in (ROOT / "corpus" / folder).glob("*")
    if path.suffix in {".txt", ".html"}
)

WORDS = [
    "英伟达",
    "营收",
    "5000亿美元",
    "，",
    "。",
    "\n",
    "增长12.5%",
    "當(dāng)",
    "(k)",
    "?",
    "è",
    "Êý¾Ý",
    "<p>",
    "&nbsp;",
    "鏁版嵁",
    "\u200b",
    "２０",
    "🙂",
    "A",
]
pages = st.lists(st.one_of(st.sampled_from(WORDS), st.text(max_size=4)), min_size=1, max_size=40).map("".join)
encoded = st.builds(
    lambda text, codec: text.encode(codec, "ignore"),
    pages,
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "big5"]),
)


def keeps_text_laws(data: bytes, text: Text) -> None:
    """Laws 1 and 2 for one text: no invention, and replay both ways."""
    assert (len(data), len(text.value)) == (text.alignment.source_length, text.alignment.target_length)
    assert "".join(reading.text for reading in text.readings(Span(0, len(data)))) == text.value
    for reading in text.readings(Span(0, len(data))):
        seen = see(data[slice(*reading.raw)], reading.codec, reading.kind)
        assert replays(reading.kind, reading.text, seen), reading


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.name)
def test_the_laws_hold_over_the_corpus(path):
    source = Source(path.read_bytes(), path.name)
    document = read(source)
    keeps_text_laws(source.data, document.text)
    assert len(document.text.value) == len(document.folded)
    ends = 0
    for block in document.outline.blocks:
        assert ends <= block.span.start < block.span.end <= len(document.folded)
        ends = block.span.end
    outcome = process(source)
    assert isinstance(outcome, Processed)
    for record in outcome.records:
        assert document.text.value[slice(*record.provenance.text)] == record.quote
        prove(record, source)


@settings(max_examples=100, deadline=None)
@given(st.one_of(encoded, st.binary(min_size=1, max_size=200)))
def test_no_invention_and_replay_over_generated_bytes(data):
    """Laws 1 and 2: every character accounts for bytes, and every reading replays."""
    try:
        text, _, _ = open_source(Source(data))
    except DocumentError:
        return
    keeps_text_laws(data, text)


@settings(max_examples=30, deadline=None)
@given(encoded)
def test_every_record_of_generated_pages_is_proven(data):
    """Law 4: the quote stands where the record says, and the bytes prove it."""
    source = Source(data)
    outcome = process(source)
    if isinstance(outcome, Processed):
        for record in outcome.records:
            prove(record, source)
    else:
        assert outcome.stage != "internal", outcome.reason
