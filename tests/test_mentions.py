"""Mentions: every case of the table, and what must hold of any text."""

import json
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from hanclaim.alignment import Span
from hanclaim.cli import main
from hanclaim.errors import UsageError
from hanclaim.mentions import UserEntity, find_mentions, read_user_list
from hanclaim.mentions.linear import load_linear
from hanclaim.mentions.tagger import load_tagger

CASES = Path(__file__).parent / "cases"


def cases(name):
    rows = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    return [
        pytest.param(row, id=row["label"], marks=pytest.mark.xfail(strict=True) if row.get("fails") else ())
        for row in rows
    ]


@pytest.mark.parametrize("case", cases("mentions"))
def test_a_text_has_these_mentions(case):
    found = find_mentions(case["given"])
    assert case["expect"] == [[m.text, m.type, m.canonical] for m in found]


@pytest.mark.parametrize("case", cases("mentions_tagger"))
def test_the_tagger_cuts_and_tags_as_the_golden_output_says(case):
    sentence = case["given"]
    (words,) = load_tagger().tag([sentence])
    assert case["expect"] == [[sentence[slice(*word.span)], word.flag] for word in words]


def test_a_batch_tags_as_one_sentence_at_a_time_does():
    sentences = [row.values[0]["given"] for row in cases("mentions_tagger")] * 3
    tagger = load_tagger()
    assert [tagger.tag([sentence])[0] for sentence in sentences] == tagger.tag(sentences)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*"该公司他其后者A股B(),。\n《》、和 ", "英伟达", "王小明", "上海", "OpenAI"]),
        max_size=30,
    )
)
def test_mentions_are_sorted_disjoint_and_quote_the_text(pieces):
    text = "".join(pieces)
    found = find_mentions(text)
    assert all(text[slice(*m.span)] == m.text for m in found)
    assert all(left.span.end <= right.span.start for left, right in pairwise(found))


def test_a_name_tagged_in_one_span_is_found_outside_it():
    text = "晶瀚半导体公布财报。后来谈到晶瀚半导体。"
    found = find_mentions(text, spans=[Span(0, 10)])
    assert [Span(0, 5), Span(14, 19)] == [m.span for m in found]


def test_a_users_name_wins_and_gives_its_id():
    own = (UserEntity("东海精工股份有限公司", "organization", ("东海精工",), "688000.SH"),)
    found = find_mentions("东海精工发布新品。", lists=own)
    expected = [("东海精工", "东海精工股份有限公司", "688000.SH", "names.user")]
    assert expected == [(m.text, m.canonical, m.id, m.rule) for m in found]


def test_a_users_list_is_read_from_csv_and_from_json_lines(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("name,type,aliases,id\n东海精工,organization,东工|DHJG,688000.SH\n", encoding="utf-8")
    lines = tmp_path / "own.jsonl"
    lines.write_text(
        '{"name": "东海精工", "type": "organization", "aliases": ["东工", "DHJG"], "id": "688000.SH"}\n',
        encoding="utf-8",
    )
    expected = (UserEntity("东海精工", "organization", ("东工", "DHJG"), "688000.SH"),)
    assert expected == read_user_list(table) == read_user_list(lines)


def test_a_type_that_does_not_exist_is_refused(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("name,type\n东海精工,firm\n", encoding="utf-8")
    with pytest.raises(UsageError, match="expected one of organization"):
        read_user_list(table)


def test_the_command_prints_names_and_with_an_option_pronouns(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("晶瀚半导体公布财报。该公司获利24.3亿元。", encoding="utf-8")
    names = CliRunner().invoke(main, ["entities", str(page)])
    both = CliRunner().invoke(main, ["entities", str(page), "--pronouns", "--profile", "accurate"])
    assert [json.loads(line)["text"] for line in names.stdout.splitlines()] == ["晶瀚半导体"]
    assert [json.loads(line)["span"] for line in both.stdout.splitlines()] == [[0, 5], [10, 13]]


def test_the_command_groups_the_spans_of_a_name(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text("晶瀚半导体涨价。晶瀚半导体获利。", encoding="utf-8")
    (line,) = CliRunner().invoke(main, ["entities", str(page), "--grouped"]).stdout.splitlines()
    assert (json.loads(line)["canonical"], json.loads(line)["spans"]) == ("晶瀚半导体", [[0, 5], [8, 13]])


def test_the_command_says_what_is_wrong_with_a_list(tmp_path):
    result = CliRunner().invoke(
        main, ["entities", "-", "--entities", str(tmp_path / "none.csv")], input="正文。"
    )
    assert result.exit_code == 1
    assert "expected a list of names" in result.stderr


def test_a_title_is_a_persons_role_and_a_list_a_groups_members():
    found = find_mentions("星海公司董事长兼CEO王小明说,“三巨头”——微软、谷歌、苹果都上涨。")
    roles = {mention.text: mention.role for mention in found if mention.role}
    members = {mention.text: mention.members for mention in found if mention.members}
    assert roles == {"王小明": "董事长兼CEO"}
    assert members == {"三巨头": ("微软", "谷歌", "苹果")}


def test_the_fast_profile_finds_what_letters_show():
    found = find_mentions("华为和腾讯在上海开会,特朗普在华盛顿讲话。", profile="fast")
    named = {(mention.text, mention.type) for mention in found}
    assert {("华为", "organization"), ("上海", "place"), ("特朗普", "person"), ("华盛顿", "place")} <= named


@given(st.lists(st.text(max_size=30), max_size=5))
def test_the_fast_taggers_words_join_to_the_sentence(sentences):
    tagged = load_linear().tag(sentences)
    joined = [
        "".join(s[slice(*word.span)] for word in words) for s, words in zip(sentences, tagged, strict=True)
    ]
    assert joined == sentences
