"""The command: what it prints, what it says, how it ends."""

import gzip
import json
import signal
import subprocess
import sys
import time

import pytest
from click.testing import CliRunner

from hanclaim.cli import main

GOOD = "云山电池2024年营收达62.45亿元，同比增长12%。\n"
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "deep/b.txt").write_bytes(GOOD.encode("gb18030"))
    (folder / "c.txt.gz").write_bytes(gzip.compress(GOOD.encode()))
    return folder


def invoke(*arguments, stdin=None):
    result = CliRunner().invoke(main, ["run", *map(str, arguments)], input=stdin)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_records_are_printed_in_the_order_of_the_documents(sources):
    result = invoke(sources, "--workers", 2, "--shard-documents", 1)
    assert (0, "") == (result.exit_code, result.stderr)
    uris = [json.loads(line)["document"]["uri"] for line in result.stdout.splitlines()]
    assert ["a.txt", "c.txt.gz", "deep/b.txt"] == list(dict.fromkeys(uris))


def test_stdin_is_a_document_named_by_a_dash():
    result = invoke("-", stdin=GOOD.encode())
    assert 0 == result.exit_code
    assert {"-"} == {json.loads(line)["document"]["uri"] for line in result.stdout.splitlines()}


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("empty.txt", b""),
        ("binary.txt", bytes(range(256)) * 40),
        ("lost.txt", "\ufffd".encode() * 500),
        ("gone.txt", None),
        ("broken.zip", b"PK no more"),
    ],
)
def test_bad_input_is_one_sentence_and_its_neighbours_are_unharmed(name, data, sources):
    if data is not None:
        (sources / name).write_bytes(data)
    result = invoke(sources / name, sources / "a.txt")
    assert 1 == result.exit_code
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith(f"{name}: ")
    assert ["a.txt"] == sorted({json.loads(line)["document"]["uri"] for line in result.stdout.splitlines()})


def test_files_are_written_and_a_second_run_says_that_nothing_is_left(sources, tmp_path):
    out = tmp_path / "out"
    first = invoke(sources, "-o", out, "--format", "jsonl", "--format", "csv")
    assert (0, "") == (first.exit_code, first.stdout)
    assert "3 documents" in first.stderr
    assert "(1 new)" in first.stderr
    names = {
        "claims.jsonl",
        "claims.csv",
        "documents.jsonl",
        "manifest.jsonl",
        "quarantine.jsonl",
        "report.json",
    }
    assert names == {path.name for path in out.iterdir() if path.is_file() and path.name[0] != "."}
    assert invoke(sources).stdout == (out / "claims.jsonl").read_text(encoding="utf-8")
    assert "(all were finished)" in invoke(sources, "-o", out).stderr


def test_a_quarantined_document_is_named_and_makes_the_run_exit_1(sources, tmp_path):
    (sources / "empty.txt").write_bytes(b"")
    result = invoke(sources, "-o", tmp_path / "out")
    assert 1 == result.exit_code
    assert "empty.txt: repair: " in result.stderr
    assert "empty.txt" == json.loads((tmp_path / "out/quarantine.jsonl").read_bytes())["uri"]


def test_a_dry_run_says_what_there_is_to_do_and_does_nothing(sources, tmp_path):
    result = invoke(sources, "-o", tmp_path / "out", "--dry-run")
    assert 0 == result.exit_code
    assert ["3 documents (3 plain) in 1 shards", "to do: 1 shards (1 new)"] == result.stderr.splitlines()
    assert not (tmp_path / "out").exists()


def test_fields_of_json_lines_are_chosen(tmp_path):
    rows = [{"name": f"n{number}", "body": GOOD, "text": ""} for number in range(2)]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    result = invoke(tmp_path / "a.jsonl", "--text-field", "body", "--id-field", "name")
    uris = {json.loads(line)["document"]["uri"] for line in result.stdout.splitlines()}
    assert (0, {"a.jsonl#n0", "a.jsonl#n1"}) == (result.exit_code, uris)


@pytest.mark.parametrize(
    "arguments",
    [
        ("--format", "csv"),
        ("--workers", "0"),
        ("--address", "auto"),
        ("--on", "moon"),
        ("--on", "ray"),
        ("--entities", "gone"),
    ],
)
def test_misuse_exits_2_with_one_sentence(arguments, sources):
    result = invoke(sources, *arguments)
    assert 2 == result.exit_code
    assert result.stderr.splitlines()[-1].startswith("Error: ")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_interrupted_ends_cleanly_and_can_be_continued(how, sources, tmp_path):
    for number in range(12):
        (sources / f"{number}.txt").write_text(GOOD * 60, encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "hanclaim", "run", sources, "-o", out, "--shard-documents", "1"]
    running = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    while running.poll() is None and not list(out.glob("parts/*.report.json")):
        time.sleep(0.01)
    running.send_signal(how)
    _, said = running.communicate()
    assert (130, "stopped: run the same command again to continue\n") == (running.returncode, said)
    assert [] == [path for path in out.rglob("*") if ".tmp" in path.name]
    invoke(sources, "-o", out, "--shard-documents", 1)
    invoke(sources, "-o", tmp_path / "whole", "--shard-documents", 1)
    assert (tmp_path / "whole/claims.jsonl").read_bytes() == (out / "claims.jsonl").read_bytes()


def test_a_reader_that_has_had_enough_ends_the_run(sources):
    command = [sys.executable, "-m", "hanclaim", "run", str(sources), "--shard-documents", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        said = running.stderr.read()
    assert b"Traceback" not in said


def test_a_folder_that_cannot_be_written_is_one_sentence(sources):
    result = invoke(sources, "-o", sources / "a.txt" / "out")
    assert 1 == result.exit_code
    assert ["Not a directory" in line for line in result.stderr.splitlines()] == [True]


@pytest.mark.parametrize("terminal", [True, False])
def test_progress_is_drawn_on_a_terminal_only(terminal, sources, tmp_path, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR" if terminal else "NO_COLOR", "1")
    result = invoke(sources, "-o", tmp_path / "out")
    assert 0 == result.exit_code
    assert terminal == ("0 quarantined, " in result.stderr)
    assert terminal == ("\x1b" in result.stderr)


def test_no_file_named_is_misuse_and_the_formats_offered_are_those_there_are():
    from hanclaim.cli.run import FORMATS
    from hanclaim.formats.writing import WRITERS

    assert 2 == invoke().exit_code
    assert list(WRITERS) == list(FORMATS)
