"""Only records that hold reach a database, and what reaches it is exact."""

import gzip
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner
from made import made_fields, made_huge, made_record, made_relation

import hanclaim
from hanclaim.cli import main
from hanclaim.downstream import import_records
from hanclaim.errors import RecordError, TargetError
from hanclaim.formats.sql import VIEWS

RECORDS = (made_record(), made_relation(), made_huge())


@pytest.fixture
def records(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text("".join(f"{record.to_json()}\n" for record in RECORDS), encoding="utf-8")
    return path


def invoke(*arguments):
    return CliRunner().invoke(main, ["import", *map(str, arguments)])


def count(target):
    with closing(sqlite3.connect(target)) as connection:
        return connection.execute("SELECT count(*) FROM claims").fetchone()[0]


def test_records_are_streamed_from_a_file_a_packed_file_and_a_folder(records, tmp_path):
    (tmp_path / "packed.jsonl.gz").write_bytes(gzip.compress(records.read_bytes()))
    for path in (records, tmp_path / "packed.jsonl.gz", tmp_path, str(records)):
        assert list(RECORDS) == list(hanclaim.read_records(path))


def test_a_line_that_is_no_record_is_named_by_its_place(records):
    records.write_bytes(records.read_bytes() + b"\n{}\n")
    stream = hanclaim.read_records(records)
    assert list(RECORDS) == [next(stream) for _ in RECORDS]
    with pytest.raises(RecordError, match=r"claims\.jsonl line 5: record: "):
        next(stream)


def test_pandas_reads_the_lines_as_they_are(records):
    pandas = pytest.importorskip("pandas")
    table = pandas.read_json(records, lines=True, dtype=False)
    table = table.astype(object).where(table.notna(), None)  # pandas says NaN for null
    assert [json.loads(line) for line in records.read_bytes().splitlines()] == table.to_dict("records")


def test_polars_reads_the_lines_as_they_are(records):
    polars = pytest.importorskip("polars")
    table = polars.read_ndjson(records, infer_schema_length=None)
    assert [json.loads(line) for line in records.read_bytes().splitlines()] == table.to_dicts()


def test_datasets_reads_the_parquet_as_it_is(records, tmp_path):
    datasets = pytest.importorskip("datasets")
    from hanclaim.formats import parquet

    parquet.write(hanclaim.read_records(records), tmp_path / "claims.parquet")
    files = str(tmp_path / "claims.parquet")
    table = datasets.load_dataset("parquet", data_files=files, cache_dir=str(tmp_path / "cache"))["train"]
    assert [record.quote for record in RECORDS] == table["quote"][:]


@pytest.mark.parametrize("name", ["a.sqlite", "a.db", "a.duckdb"])
def test_records_are_imported_and_again_without_doubling(name, records, tmp_path):
    for _ in range(2):
        result = invoke(records, tmp_path / name)
        assert (0, f"3 records are in {tmp_path / name}\n") == (result.exit_code, result.stderr)
    if not name.endswith(".duckdb"):
        assert 3 == count(tmp_path / name)


def spoil(**changes):
    """A record with a fault its schema does not see."""
    fields = made_fields("spoilt.html")
    for path, value in changes.items():
        *outer, last = path.split("__")
        place = fields
        for key in outer:
            place = place[key]
        place[last] = value
    return fields


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (spoil(kind="guess"), "kind"),
        (spoil(confidence=1.5), "confidence"),
        (spoil(quantity__value=5.5), "decimal string"),
        (spoil(quantity__value="1e9"), "decimal string"),
        (spoil(quantity__value="6245000001"), "is not that of this claim"),
        (spoil(subject__canonical="海川集团"), "is not that of this claim"),
        (spoil(quote="云山电池2024年营收达99.99亿元"), "is not what the bytes read as"),
        (spoil(quote="云山电池2024年营收达62.45亿"), "is not what the bytes read as"),
        (spoil(quantity__text="62.44亿元"), "does not stand at"),
        (spoil(provenance__raw=[0, 5]), "readings end"),
        (spoil(extra=1), "extra"),
        (
            made_fields("r", quantity=made_fields()["quantity"] | {"value": None, "low": "9", "high": "3"}),
            "from 9 down to 3",
        ),
        (made_fields(), "has the claim"),
    ],
)
def test_one_record_at_fault_keeps_all_out(fields, words, records, tmp_path):
    target = tmp_path / "a.sqlite"
    import_records(records, str(target))
    before = target.read_bytes()
    with records.open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(fields, ensure_ascii=False) + "\n")
        stream.write(made_record("new.html").to_json() + "\n")
    result = invoke(records, target)
    assert 1 == result.exit_code
    assert f"{records} line 4: " in result.stderr
    assert words in result.stderr
    assert "nothing was imported" in result.stderr
    assert before == target.read_bytes()


def test_many_faults_are_summed_up(records, tmp_path):
    records.write_text("{}\n" * 25, encoding="utf-8")
    result = invoke(records, tmp_path / "a.sqlite")
    assert 12 == len(result.stderr.splitlines())
    assert "… and 15 more" in result.stderr


def test_what_is_no_database_is_misuse_and_what_will_not_open_is_said(records, tmp_path):
    assert 2 == invoke(records, tmp_path / "a.txt").exit_code
    assert 1 == invoke(tmp_path / "gone.jsonl", tmp_path / "a.sqlite").exit_code
    (tmp_path / "bad.sqlite").write_bytes(b"no database" * 100)
    (tmp_path / "bad.duckdb").write_bytes(b"no database" * 1000)
    for target in (tmp_path / "bad.sqlite", tmp_path / "bad.duckdb", "postgresql://nobody@127.0.0.1:1/none"):
        with pytest.raises(TargetError, match="takes no records"):
            import_records(records, str(target))


def _program(name):
    """Find a program of PostgreSQL's, which Debian keeps off the PATH."""
    found = shutil.which(name) or next(iter(sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))), None)
    if found is None:
        sentence = f"{name} is missing: run scripts/install-test-packages as root"
        if os.environ.get("CI"):
            pytest.fail(sentence)
        pytest.skip(sentence)
    return str(found)


@pytest.fixture(scope="module")
def server():
    """A PostgreSQL of our own on a private port, run by a user who is not root, stopped afterwards."""
    pytest.importorskip("psycopg")
    initdb, control = _program("initdb"), _program("pg_ctl")
    folder = Path(tempfile.mkdtemp(prefix="hanclaim-pg-", dir="/tmp"))
    as_user = []
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
        as_user = ["runuser", "-u", "postgres", "--"]

    def call(*arguments):
        subprocess.run([*as_user, *arguments], check=True, cwd=folder, stdout=subprocess.DEVNULL)

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    try:
        call(initdb, "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        settings = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off"
        call(control, "-D", folder / "data", "-w", "-l", folder / "log", "-o", settings, "start")
        yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
    finally:
        if (folder / "data/postmaster.pid").exists():
            call(control, "-D", folder / "data", "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder)


def test_postgresql_holds_exact_numbers_views_and_the_whole_record(server, records):
    import psycopg

    nul = made_record("nul.html", section=["a\x00b"])
    with records.open("a", encoding="utf-8") as stream:
        stream.write(nul.to_json() + "\n")
    for _ in range(2):
        assert 4 == import_records(records, server)
    with psycopg.connect(server) as connection:
        rows = connection.execute("SELECT value, record FROM claims ORDER BY document_uri, kind").fetchall()
        kinds = connection.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'claims'"
        ).fetchall()
        counts = {view: len(connection.execute(f"SELECT * FROM {view}").fetchall()) for view, _, _ in VIEWS}  # noqa: S608  our own names
        (total,) = connection.execute(
            "SELECT sum(number) FROM money WHERE document_uri = 'a.html'"
        ).fetchone()
    huge = Decimal("123456789012345678901234567890123456789012.125")
    assert [Decimal(6245000000), None, huge, Decimal(6245000000)] == [row[0] for row in rows]
    assert json.loads(RECORDS[0].to_json()) == rows[0][1]
    assert {"numeric", "jsonb", "bigint", "boolean", "double precision", "text"} == {
        kind for _, kind in kinds
    }
    assert {"amounts": 3, "relations": 1, "said": 1, "doubtful": 1} == {
        view: counts[view] for view in ("amounts", "relations", "said", "doubtful")
    }
    assert Decimal(6245000000) == total
    assert ["a\ufffdb"] == rows[3][1]["section"]


def test_postgresql_takes_the_newest_reading_and_nothing_of_a_faulty_file(server, records):
    import psycopg

    records.write_text(made_record(confidence=0.25).to_json() + "\n", encoding="utf-8")
    import_records(records, server)
    records.write_text(made_record(confidence=0.75).to_json() + "\n{}\n", encoding="utf-8")
    with pytest.raises(RecordError):
        import_records(records, server)
    with psycopg.connect(server) as connection:
        found = connection.execute(
            "SELECT confidence FROM claims WHERE document_uri = 'a.html' AND kind = 'quantity'"
        )
        assert [(0.25,)] == found.fetchall()
