"""Lookups equal their definition, and composition behaves, over generated alignments."""

import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from hanclaim.alignment import Alignment, Run, Span
from hanclaim.codec import decode

atoms = st.tuples(st.integers(1, 4), st.integers(0, 3))


def of(pairs):
    return Alignment.of(Run(1, source, target) for source, target in pairs)


alignments = st.lists(atoms, max_size=12).map(of)


@st.composite
def chains(draw, length=2):
    links = [draw(alignments)]
    for _ in range(length - 1):
        need = links[-1].target_length
        pairs = []
        while need:
            take = draw(st.integers(1, min(4, need)))
            pairs.append((take, draw(st.integers(0, 3))))
            need -= take
        links.append(of(pairs))
    return links


@st.composite
def spanned(draw, side="target_length"):
    alignment = draw(alignments.filter(lambda a: getattr(a, side) > 0))
    length = getattr(alignment, side)
    start = draw(st.integers(0, length - 1))
    return alignment, Span(start, draw(st.integers(start + 1, length)))


def defined(alignment, span, *, flipped=False):
    """Look at every atom, as the definition says."""
    here = there = 0
    found = None
    for source, target in alignment.atoms():
        wide, far = (source, target) if flipped else (target, source)
        if wide and here < span.end and here + wide > span.start:
            found = Span(there if found is None else found.start, there + far)
        here += wide
        there += far
    return found


@settings(max_examples=500)
@given(spanned())
def test_to_source_is_the_least_source_that_accounts_for_a_span(case):
    alignment, span = case
    assert defined(alignment, span) == alignment.to_source(span)


@settings(max_examples=500)
@given(spanned("source_length"))
def test_to_target_is_the_least_target_a_span_had_a_part_in(case):
    alignment, span = case
    assert defined(alignment, span, flipped=True) == alignment.to_target(span)


@given(alignments)
def test_identity_changes_nothing_on_either_side(alignment):
    assert alignment == Alignment.identity(alignment.source_length).then(alignment)
    assert alignment == alignment.then(Alignment.identity(alignment.target_length))


@settings(max_examples=1000)
@given(chains(3))
def test_composition_is_associative(links):
    first, second, third = links
    assert first.then(second).then(third) == first.then(second.then(third))


@settings(max_examples=500)
@given(chains(2), st.data())
def test_a_composed_lookup_covers_the_two_lookups(links, data):
    first, second = links
    both = first.then(second)
    assume(both.target_length)
    start = data.draw(st.integers(0, both.target_length - 1))
    span = Span(start, data.draw(st.integers(start + 1, both.target_length)))
    two, one = first.to_source(second.to_source(span)), both.to_source(span)
    assert one.start <= two.start
    assert two.end <= one.end


@settings(max_examples=500)
@given(spanned())
def test_there_and_back_contains_the_span(case):
    alignment, span = case
    back = alignment.to_target(alignment.to_source(span))
    assert back.start <= span.start
    assert span.end <= back.end
    assert alignment.to_source(span) == alignment.to_source(back)


@given(st.text(), st.sampled_from(["utf-8", "gb18030", "utf-16-le", "big5"]))
def test_every_character_stands_on_the_bytes_that_decode_to_it(text, codec):
    try:
        data = text.encode(codec)
    except UnicodeEncodeError:
        reject()
    decoded, alignment = decode(data, codec)
    assert data.decode(codec) == decoded
    assert (len(data), len(decoded)) == (alignment.source_length, alignment.target_length)
    for i, character in enumerate(decoded):
        assert character in data[slice(*alignment.to_source(Span(i, i + 1)))].decode(codec)


def test_an_atom_without_source_is_refused():
    with pytest.raises(ValueError, match="no source"):
        Alignment.of([Run(1, 0, 1)])


def test_a_span_outside_is_refused():
    with pytest.raises(IndexError, match="outside"):
        Alignment.identity(3).to_source(Span(1, 9))


def test_double_damage_is_plain_composition():
    """27 bytes of UTF-8, read as GB18030 and saved again, are six characters in three atoms."""
    raw = "中文测试内容".encode().decode("gb18030").encode()
    once, first = decode(raw, "utf-8")
    middle = once.encode("gb18030")
    second = decode(middle, "gb18030")[1].inverse
    text, third = decode(middle, "utf-8")
    assert text == "中文测试内容"
    assert first.then(second).then(third).runs == (Run(3, 9, 2),)
