"""The parts of finished shards, put together as the files that people use."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

from hanclaim.batch.files import whole, whole_path
from hanclaim.batch.plan import Job, Shard, digest
from hanclaim.batch.version import versions
from hanclaim.formats.jsonl import read_records
from hanclaim.formats.writing import WRITERS

# Written whatever the format: what became of each document.
ALWAYS = ("documents", "quarantine")


def _mark(job: Job) -> Path:
    return job.parts / "gathered.json"


def forget(job: Job) -> None:
    """Note that what was gathered is about to be out of date."""
    _mark(job).unlink(missing_ok=True)


def gather(job: Job, shards: Sequence[Shard], formats: Sequence[str]) -> dict[str, str]:
    """Write each format from the parts, in the manifest's order; return the files by their formats, none where no format is asked for.

    A file that was gathered from the same shards stands as it is.
    """
    _remove_beyond(job, len(shards))
    state = digest(repr((versions(), job.reading, job.timeout, [shard.sources for shard in shards])))
    done = _gathered(job, state)
    files: dict[str, str] = {}
    for name in (*ALWAYS, *formats) if formats else ():
        file = files[name] = f"{name}.jsonl" if name in ALWAYS else WRITERS[name].file
        if name in done and (job.out / file).is_file():
            continue
        if name in ALWAYS:
            _concatenate(job, shards, name)
        elif name == "jsonl":
            _concatenate(job, shards, "claims")
        else:
            with whole_path(job.out / file) as temporary:
                WRITERS[name].write(read_records(job.parts), temporary)
        done.add(name)
        with whole(_mark(job)) as stream:
            stream.write(json.dumps({"state": state, "formats": sorted(done)}).encode())
    return files


def _gathered(job: Job, state: str) -> set[str]:
    try:
        found = json.loads(_mark(job).read_bytes())
    except FileNotFoundError:
        return set()
    return set(found["formats"]) if found["state"] == state else set()


def _concatenate(job: Job, shards: Sequence[Shard], kind: str) -> None:
    with whole(job.out / f"{kind}.jsonl") as stream:
        for shard in shards:
            with shard.file(job, kind).open("rb") as part:
                shutil.copyfileobj(part, stream, 1024 * 1024)


def _remove_beyond(job: Job, count: int) -> None:
    """Remove the parts of shards that the manifest no longer has."""
    for path in job.parts.glob("part-*"):
        if int(path.name.split(".")[0].removeprefix("part-")) >= count:
            path.unlink()
