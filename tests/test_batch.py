"""Every document is reported once, and the bytes are the same however the work was shared or stopped."""

import json
import multiprocessing
import os
import signal
import sys
from dataclasses import replace
from multiprocessing.process import BaseProcess

import batch_processes
import pytest

from hanclaim.batch import Job, local, plan, run, version
from hanclaim.batch.files import locked, whole
from hanclaim.errors import BatchError, UsageError
from hanclaim.records import read_record
from hanclaim.reports import ReportRecord, ShardRecord

_PATIENCE = 60  # seconds after which a run that ought to have ended is taken to hang
_STOPPED = 130
RESULTS = ("claims.jsonl", "documents.jsonl", "quarantine.jsonl")
# Tests of the readers may have left a thread of Arrow's behind; a run forks before there are any.
pytestmark = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture
def sources(tmp_path):
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(10):
        (folder / f"{number}.txt").write_text(f"{number}a\n{number}b", encoding="utf-8")
    (folder / "3.txt").write_text("refuse", encoding="utf-8")
    return folder


def job_of(sources, out, **settings):
    settings = {"process": batch_processes.read, "documents": 3, **settings}
    return Job.of(sources, out=out, **settings)


def results(out):
    return {name: (out / name).read_bytes() for name in RESULTS}


def lines(out, name):
    return [json.loads(line) for line in (out / f"{name}.jsonl").read_bytes().splitlines()]


def expected(sources, tmp_path):
    run(job_of(sources, tmp_path / "expected"), engine=local(1))
    return results(tmp_path / "expected")


def test_every_document_is_reported_once_as_processed_or_quarantined(sources, tmp_path):
    """Law 5, conservation."""
    report = run(job_of(sources, tmp_path / "out"), engine=local(2), workers=2)
    reported = [line["uri"] for name in ("documents", "quarantine") for line in lines(tmp_path / "out", name)]
    assert [f"{number}.txt" for number in range(10)] == sorted(reported)
    assert [f"{n}.txt" for n in range(10) if n != 3 for _ in "ab"] == [
        line["document"]["uri"] for line in lines(tmp_path / "out", "claims")
    ]
    counts = report.counts
    assert (10, 9, 18, {"repair": 1}) == (
        counts.documents,
        counts.processed,
        counts.claims,
        counts.quarantined,
    )
    assert ({"body": 18}, {"quantity": 18}, {"made": 18}) == (counts.roles, counts.kinds, counts.repairs)
    assert report == ReportRecord.model_validate_json((tmp_path / "out/report.json").read_bytes())


@pytest.mark.parametrize("workers", [2, 3])
def test_any_number_of_workers_writes_the_same_bytes(workers, sources, tmp_path):
    run(job_of(sources, tmp_path / "out"), engine=local(workers), workers=workers)
    assert expected(sources, tmp_path) == results(tmp_path / "out")
    parts = sorted((tmp_path / "out/parts").glob("part-*.claims.jsonl"))
    assert (tmp_path / "out/claims.jsonl").read_bytes() == b"".join(part.read_bytes() for part in parts)


def test_a_finished_run_is_left_alone(sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    first = run(job, engine=local(1))
    before = {path: path.stat().st_mtime_ns for path in job.out.rglob("*.jsonl")}
    second = run(job, engine=local(1))
    assert (4, 0, {}) == (second.kept, first.kept, second.done)
    assert first.counts == second.counts
    assert before == {path: path.stat().st_mtime_ns for path in job.out.rglob("*.jsonl")}


@pytest.mark.parametrize("moment", range(0, 16, 3))
def test_a_run_killed_at_any_moment_is_continued_to_the_same_bytes(moment, sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    code = _in_child(_run_and_die, job, moment)
    assert -signal.SIGKILL == code
    run(job, engine=local(2))
    assert expected(sources, tmp_path) == results(tmp_path / "out")
    assert [] == [path for path in job.out.rglob("*") if ".tmp" in path.name]


def _run_and_die(job, moment):
    events = []

    def watch(_shard, event):
        events.append(event)
        if len(events) > moment:
            os.kill(os.getpid(), signal.SIGKILL)

    run(job, engine=local(2), watch=watch)


def _in_child(function, *arguments):
    process = multiprocessing.get_context("fork").Process(target=function, args=arguments)
    process.start()
    process.join(_PATIENCE)
    process.kill()
    process.join()
    return process.exitcode


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize(
    ("step", "time"), [("start", 1), ("start", 2), ("start", 3), ("kill", 1), ("join", 2)]
)
def test_a_signal_while_processes_begin_and_end_leaves_none_behind(step, time, how, sources, tmp_path):
    assert _STOPPED == _in_child(_run_disturbed, job_of(sources, tmp_path / "out"), step, time, how)
    assert [] == [path for path in (tmp_path / "out").rglob("*") if ".tmp" in path.name]


def _run_disturbed(job, step, time, how):
    """Run, and be signalled when a process has been started, killed or waited for so many times."""
    done = []
    original = getattr(BaseProcess, step)

    def disturbed(process, *arguments):
        result = original(process, *arguments)
        done.append(process)
        if len(done) == time:
            os.kill(os.getpid(), how)
        return result

    setattr(BaseProcess, step, disturbed)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        run(job, engine=local(2))
    except KeyboardInterrupt:
        sys.exit(_STOPPED)


@pytest.mark.parametrize(
    ("text", "timeout", "stage", "words"),
    [("hang", 0.2, "timeout", "no result within 0.2 seconds"), ("poison", 60, "worker", "signal SIGKILL")],
)
def test_a_document_that_hangs_or_kills_costs_itself_only(text, timeout, stage, words, *, sources, tmp_path):
    (sources / "4.txt").write_text(text, encoding="utf-8")
    (sources / "8.txt").write_text(text, encoding="utf-8")
    report = run(job_of(sources, tmp_path / "out", timeout=timeout), engine=local(2))
    assert {"repair": 1, stage: 2} == report.counts.quarantined
    assert ["3.txt", "4.txt", "8.txt"] == [line["uri"] for line in lines(tmp_path / "out", "quarantine")]
    assert words in lines(tmp_path / "out", "quarantine")[1]["reason"]
    assert 7 == report.counts.processed


def test_a_worker_that_is_taken_away_once_costs_nothing(sources, tmp_path):
    (sources / "5.txt").write_text(f"once {tmp_path / 'mark'}", encoding="utf-8")
    report = run(job_of(sources, tmp_path / "out"), engine=local(2))
    assert (tmp_path / "mark").exists()
    assert {"repair": 1} == report.counts.quarantined
    assert expected(sources, tmp_path) == results(tmp_path / "out")


def test_a_changed_source_redoes_its_shard_and_a_lost_one_leaves(sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    run(job, engine=local(1))
    (sources / "4.txt").write_text("new", encoding="utf-8")
    assert {1: "changed: sources"} == plan(job).reasons
    report = run(job, engine=local(1))
    assert ({"changed: sources": 1}, 3) == (report.done, report.kept)
    assert expected(sources, tmp_path) == results(tmp_path / "out")
    (sources / "9.txt").unlink()
    assert 9 == run(job, engine=local(1)).counts.documents
    assert 3 == len(list(job.parts.glob("part-*.claims.jsonl")))


def test_a_part_that_the_power_cut_short_is_made_again(sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    run(job, engine=local(1))
    job.parts.joinpath("part-00001.claims.jsonl").write_bytes(b"")
    job.parts.joinpath("part-00002.documents.jsonl").unlink()
    assert {1: "changed: parts", 2: "changed: parts"} == plan(job).reasons
    run(job, engine=local(1))
    assert expected(sources, tmp_path) == results(tmp_path / "out")


def test_changed_code_or_settings_redo_everything_and_say_so(sources, tmp_path, monkeypatch):
    job = job_of(sources, tmp_path / "out")
    run(job, engine=local(1))
    other = replace(job, settings=replace(job.settings, roles="all"))
    assert {"changed: settings"} == set(plan(other).reasons.values())
    monkeypatch.setattr(version, "_installed", lambda _: "next")
    version.versions.cache_clear()
    try:
        assert {"changed: ftfy, jieba, lxml, numpy, opencc, pydantic, spacy"} == set(
            plan(job).reasons.values()
        )
    finally:
        version.versions.cache_clear()


def test_a_longer_timeout_redoes_only_what_ran_out_of_time(sources, tmp_path):
    (sources / "9.txt").write_text("hang", encoding="utf-8")
    job = job_of(sources, tmp_path / "out", timeout=0.2)
    run(job, engine=local(1))
    assert {} == plan(job).reasons
    assert {3: "changed: timeout"} == plan(replace(job, timeout=0.3)).reasons


def test_what_stands_after_the_records_is_no_part_of_their_version():
    names = [name for name, _ in version._walk(version.files("hanclaim"))]
    assert "damage/__init__.py" in names
    assert "formats/csv_table.py" in names
    assert [] == [name for name in version._WRITERS if f"formats/{name}.py" not in names]


def test_a_part_that_cannot_be_written_stops_the_run_in_one_sentence(sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    (job.parts / "part-00001.claims.jsonl").mkdir(parents=True)
    with pytest.raises(BatchError, match=r"shard 1: .*Is a directory.*run again"):
        run(job, engine=local(1))


def test_a_second_run_is_kept_out_of_the_folder(tmp_path):
    with locked(tmp_path):
        assert 7 == _in_child(_enter, tmp_path)


def _enter(folder):
    try:
        with locked(folder):
            os._exit(0)
    except UsageError:
        os._exit(7)


def test_a_file_that_could_not_be_finished_is_not_there(tmp_path):
    def write():
        with whole(tmp_path / "a") as stream:
            stream.write(b"half")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write()
    assert [] == list(tmp_path.iterdir())


def test_formats_are_gathered_once_and_from_the_same_records(sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    run(job, engine=local(1), formats=("jsonl", "csv"))
    before = (job.out / "claims.csv").stat().st_mtime_ns
    report = run(job, engine=local(1), formats=("csv", "sqlite", "json"))
    assert before == (job.out / "claims.csv").stat().st_mtime_ns
    assert "claims.sqlite" == report.files["sqlite"]
    found = json.loads((job.out / "claims.json").read_text(encoding="utf-8"))
    assert lines(job.out, "claims") == found


def test_a_shard_ends_at_so_many_bytes_too(sources, tmp_path):
    job = job_of(sources, tmp_path / "out", bytes=11)
    sizes = [shard.documents for shard in plan(job, tmp_path / "manifest.jsonl").shards]
    assert 10 == sum(sizes)
    assert [2, 2, 2, 2, 2] == sizes


def test_marks_and_records_on_disk_are_valid(sources, tmp_path):
    job = job_of(sources, tmp_path / "out")
    run(job, engine=local(1))
    for path in job.parts.glob("*.report.json"):
        ShardRecord.model_validate_json(path.read_bytes())
    for line in (job.out / "claims.jsonl").read_bytes().splitlines():
        read_record(line)
