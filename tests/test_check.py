"""``hanclaim check`` catches every change to a record or to its source."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from hanclaim import extract
from hanclaim.cli import main

PAGE = (
    "标题:测试公司公布年报\n时间:2025-12-01 06:26 来源:测试网\n"
    "测试公司2024年营收约为43.5亿元,同比增长12%。\n当(dāng)前員工超過2000人。\n"
).encode()


@pytest.fixture(scope="module")
def lines():
    return [record.to_json() for record in extract(PAGE, uri="page.txt")]


def check(tmp_path: Path, record: dict, data: bytes = PAGE):
    (tmp_path / "page.txt").write_bytes(data)
    (tmp_path / "records.jsonl").write_text(json.dumps(record, ensure_ascii=False) + "\n", encoding="utf-8")
    return CliRunner().invoke(main, ["check", str(tmp_path / "records.jsonl"), str(tmp_path / "page.txt")])


def test_every_record_of_a_page_is_proven(tmp_path, lines):
    assert lines
    for line in lines:
        result = check(tmp_path, json.loads(line))
        assert (result.exit_code, result.stderr) == (0, "1 records proven, 0 failed\n")


def changes(record):
    """Each change a careless or dishonest hand could make, by name."""
    provenance = record["provenance"]
    quantity = record["quantity"]
    start, end = provenance["raw"]
    if quantity is not None:  # relations have none
        yield "a digit of the amount", {**record, "quantity": {**quantity, "value": quantity["value"] + "0"}}
        yield (
            "a digit of the quantity's text",
            {**record, "quantity": {**quantity, "text": "9" + quantity["text"][1:]}},
        )
        first, last = provenance["quantity_text"]
        yield (
            "the quantity's span",
            {**record, "provenance": {**provenance, "quantity_text": [first + 1, last + 1]}},
        )
    yield "a character of the quote", {**record, "quote": "某" + record["quote"][1:]}
    yield (
        "the quote's span",
        {
            **record,
            "provenance": {**provenance, "text": [provenance["text"][0] + 1, provenance["text"][1] + 1]},
        },
    )
    yield "the raw span", {**record, "provenance": {**provenance, "raw": [start, end + 1]}}
    moved = [{**reading, "raw": [a + 3 for a in reading["raw"]]} for reading in provenance["readings"]]
    yield (
        "raw and readings together",
        {**record, "provenance": {**provenance, "raw": [start + 3, end + 3], "readings": moved}},
    )
    told = [
        {**provenance["readings"][0], "text": provenance["readings"][0]["text"] + "9"},
        *provenance["readings"][1:],
    ]
    yield "a reading's text", {**record, "provenance": {**provenance, "readings": told}}
    yield (
        "a reading's codec",
        {
            **record,
            "provenance": {
                **provenance,
                "readings": [{**reading, "codec": "big5"} for reading in provenance["readings"]],
            },
        },
    )
    yield (
        "the subject",
        {
            **record,
            "subject": {
                "text": "某公司",
                "span": None,
                "canonical": "某公司",
                "type": "organization",
                "id": None,
            },
        },
    )


def test_every_change_to_a_record_is_caught(tmp_path, lines):
    for line in lines:
        for what, changed in changes(json.loads(line)):
            result = check(tmp_path, changed)
            assert (what, 1) == (what, result.exit_code)
            assert result.stderr.endswith("0 records proven, 1 failed\n")


def test_every_changed_byte_under_a_quote_is_caught(tmp_path, lines):
    record = json.loads(lines[0])
    start, end = record["provenance"]["raw"]
    for at in range(start, end):
        data = PAGE[:at] + bytes([PAGE[at] ^ 1]) + PAGE[at + 1 :]
        assert check(tmp_path, record, data).exit_code == 1


def test_a_line_that_is_no_record_is_named(tmp_path):
    result = check(tmp_path, {"kind": "quantity"})
    assert result.exit_code == 1
    assert "records.jsonl:1: schema" in result.stderr
