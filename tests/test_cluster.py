"""A run on Ray gives the bytes of a run here, whatever dies."""

import os
from pathlib import Path

import batch_processes
import pytest

from hanclaim.batch import Job, local, run

ray = pytest.importorskip("ray")

from hanclaim.cluster import on_ray  # noqa: E402  only where Ray is installed

# Ray's own: it leaves sockets and files to the garbage collector, and warns of settings of its own.
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def sources(tmp_path, monkeypatch):
    """Twelve documents, one of them poison, read by a process that Ray's workers can import."""
    folders = [str(Path(batch_processes.__file__).parent), os.environ.get("PYTHONPATH", "")]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, folders)))
    folder = tmp_path / "sources"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.txt").write_text(f"{number}a\n{number}b", encoding="utf-8")
    (folder / "04.txt").write_text("poison", encoding="utf-8")
    (folder / "07.txt").write_text("refuse", encoding="utf-8")
    return folder


def test_ray_gives_the_same_bytes_with_poison_a_lost_worker_and_a_lost_task(sources, tmp_path):
    (sources / "05.txt").write_text(f"once {tmp_path / 'worker'}", encoding="utf-8")
    (sources / "10.txt").write_text(f"task {tmp_path / 'task'}", encoding="utf-8")
    jobs = {}
    for name in ("here", "ray"):
        (tmp_path / "worker").unlink(missing_ok=True)
        jobs[name] = Job.of(sources, out=tmp_path / name, process=batch_processes.read, documents=3)
        report = run(jobs[name], engine=local(1) if name == "here" else on_ray(processors=2))
        assert {"repair": 1, "worker": 1} == report.counts.quarantined
        assert 10 == report.counts.processed
        assert [True, name == "ray"] == [(tmp_path / mark).exists() for mark in ("worker", "task")]
    for name in ("claims.jsonl", "documents.jsonl", "quarantine.jsonl"):
        assert (jobs["here"].out / name).read_bytes() == (jobs["ray"].out / name).read_bytes()
