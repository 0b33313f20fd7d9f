"""Every writer gives the record back, exactly."""

import csv
import json
import sqlite3
from contextlib import closing
from decimal import Decimal

import pytest
from made import QUOTE, made_huge, made_record, made_relation

from hanclaim.formats import duck, sqlite
from hanclaim.formats.flat import COLUMNS, flatten
from hanclaim.formats.jsonld import to_claim
from hanclaim.formats.label_studio import to_task
from hanclaim.formats.statements import gather
from hanclaim.formats.writing import WRITERS
from hanclaim.records import RECORD, read_record

RECORDS = (made_record(), made_relation(), made_huge())


@pytest.mark.parametrize("name", WRITERS)
def test_a_writer_takes_no_records_at_all(name, tmp_path):
    WRITERS[name].write(iter(()), tmp_path / "out")
    assert (tmp_path / "out").is_file()


@pytest.mark.parametrize("name", [name for name in WRITERS if name != "duckdb"])
def test_the_same_records_make_the_same_bytes(name, tmp_path):
    for file in ("one", "two"):
        WRITERS[name].write(iter(RECORDS), tmp_path / file)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_json_lines_are_records(tmp_path):
    WRITERS["jsonl"].write(RECORDS, tmp_path / "out")
    assert list(RECORDS) == [read_record(line) for line in (tmp_path / "out").read_bytes().splitlines()]


def test_json_is_one_array_of_records(tmp_path):
    WRITERS["json"].write(RECORDS, tmp_path / "out")
    found = json.loads((tmp_path / "out").read_text(encoding="utf-8"))
    assert list(RECORDS) == [RECORD.validate_json(json.dumps(fields)) for fields in found]


def test_nested_parquet_is_the_record_with_decimals_beside_the_strings(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    WRITERS["parquet"].write(RECORDS, tmp_path / "out")
    rows = parquet.read_table(tmp_path / "out").to_pylist()
    assert [Decimal(6245000000), None] == [rows[i]["quantity"].pop("value_decimal") for i in (0, 2)]
    for row in rows:
        for name in ("value_decimal", "low_decimal", "high_decimal"):
            (row["quantity"] or {}).pop(name, None)
    assert [record.model_dump(mode="json", by_alias=True) for record in RECORDS] == rows


def test_flat_parquet_has_every_column_and_exact_strings(tmp_path):
    parquet = pytest.importorskip("pyarrow.parquet")
    WRITERS["parquet-flat"].write(RECORDS, tmp_path / "out")
    rows = parquet.read_table(tmp_path / "out").to_pylist()
    decimals = [row.pop("value_decimal") for row in rows]
    assert [Decimal(6245000000), None, None] == decimals
    for row in rows:
        del row["low_decimal"], row["high_decimal"]
    assert [flatten(record) for record in RECORDS] == rows


def test_csv_opens_in_a_spreadsheet_and_runs_nothing(tmp_path):
    WRITERS["csv"].write(RECORDS, tmp_path / "out")
    assert (tmp_path / "out").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "out").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [column.name for column in COLUMNS] == list(rows[0])
    assert ["营收", "收购", "'=1+1"] == [row["measure"] for row in rows]
    assert RECORDS[2].quantity is not None
    assert "123456789012345678901234567890123456789012.125" == rows[2]["value"]


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
def test_a_database_holds_exact_text_and_the_whole_record(name, tmp_path):
    WRITERS[name].write(RECORDS, tmp_path / "out")
    rows = _query(name, tmp_path / "out", "SELECT value, record FROM claims ORDER BY document_uri, kind")
    assert ["6245000000", None, "123456789012345678901234567890123456789012.125"] == [row[0] for row in rows]
    assert list(RECORDS) == [read_record(row[1]) for row in rows]


@pytest.mark.parametrize("name", ["sqlite", "duckdb"])
def test_every_view_of_a_database_answers(name, tmp_path):
    from hanclaim.formats.sql import VIEWS

    WRITERS[name].write(RECORDS, tmp_path / "out")
    counts = {view: len(_query(name, tmp_path / "out", "SELECT * FROM " + view)) for view, _, _ in VIEWS}  # noqa: S608  our own names
    expected = {"amounts": 2, "money": 2, "changes": 0, "ranks": 0, "relations": 1, "said": 1, "outlook": 0}
    assert {**expected, "doubtful": 1} == counts
    assert [("营业收入",)] == _query(name, tmp_path / "out", "SELECT DISTINCT measure FROM money")


@pytest.mark.parametrize("database", [sqlite, duck])
def test_loading_again_replaces_and_a_failure_changes_nothing(database, tmp_path):
    name = "sqlite" if database is sqlite else "duckdb"
    database.load(RECORDS, tmp_path / "out")
    better = made_record(confidence=0.95)
    database.load([better], tmp_path / "out")
    question = "SELECT confidence FROM claims WHERE document_uri = 'a.html' AND kind = 'quantity'"
    assert [(0.95,)] == _query(name, tmp_path / "out", question)

    def broken():
        yield made_record(confidence=0.1)
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        database.load(broken(), tmp_path / "out")
    assert [(0.95,)] == _query(name, tmp_path / "out", question)


def test_json_ld_is_a_claim_about_an_observation():
    found = to_claim(RECORDS[0])
    assert ("Claim", "Observation") == (found["@type"], found["about"]["@type"])
    assert {"@type": "xsd:decimal", "@value": "6245000000"} == found["about"]["value"]
    assert "2024" == found["temporalCoverage"]
    assert "a.html" == found["appearance"]["identifier"]
    relation = to_claim(RECORDS[1])
    assert ["云山电池", "海川集团"] == [thing["name"] for thing in relation["about"]]
    assert "云山电池" == relation["author"]["name"]


def test_label_studio_regions_quote_the_text_they_stand_in():
    (task,) = [to_task(statement) for statement in gather(RECORDS[:1])]
    regions = [part for part in task["predictions"][0]["result"] if part["type"] == "labels"]
    assert {"62.45亿元", "云山电池", "2024年"} == {region["value"]["text"] for region in regions}
    for region in regions:
        value = region["value"]
        assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
    relations = [part["labels"][0] for part in task["predictions"][0]["result"] if part["type"] == "relation"]
    assert ["subject", "period"] == relations


def test_a_docbin_holds_each_statement_with_its_parts(tmp_path):
    import spacy
    from spacy.tokens import DocBin

    WRITERS["docbin"].write(RECORDS, tmp_path / "out")
    docs = list(DocBin().from_disk(tmp_path / "out").get_docs(spacy.blank("zh").vocab))
    assert [QUOTE, RECORDS[1].quote, QUOTE] == [doc.text for doc in docs]
    parts = {(span.label_, span.text) for span in docs[0].spans["claims"]}
    assert {("quantity", "62.45亿元"), ("subject", "云山电池"), ("period", "2024年")} == parts
    assert RECORDS[1] == read_record(docs[1].user_data["records"][0])


def _query(name, path, question):
    if name == "sqlite":
        with closing(sqlite3.connect(path)) as connection:
            return connection.execute(question).fetchall()
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(str(path)) as connection:
        return connection.execute(question).fetchall()
