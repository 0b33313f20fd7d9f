"""``hanclaim run``: pages in, claim records out."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from hanclaim.errors import HanclaimError, UsageError

if TYPE_CHECKING:
    from hanclaim.batch import Engine, Job
    from hanclaim.reports import ReportRecord

FORMATS = (
    "jsonl", "json", "parquet", "parquet-flat", "csv", "sqlite", "duckdb", "jsonld", "label-studio", "docbin",
)  # fmt: skip
_SHOWN = 20  # sentences about quarantined documents before the file is named instead


def _path(*, file: bool) -> click.Path:
    return click.Path(exists=True, dir_okay=not file, file_okay=file, path_type=Path)


@click.command("run")
@click.argument("sources", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for files; again, and it continues.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    help="May be repeated.  [default: jsonl]",
)
@click.option(
    "--roles",
    type=click.Choice(["article", "all"]),
    default="article",
    show_default=True,
    help="all keeps page furniture.",
)
@click.option("--profile", type=click.Choice(["fast", "accurate"]), default="accurate", show_default=True)
@click.option("--entities", type=_path(file=True), help="Your own names, which take precedence.")
@click.option(
    "--text-field",
    "text_fields",
    multiple=True,
    help="Field of a JSON line or Parquet row; several are joined.  [default: text]",
)
@click.option("--id-field", help="Field that names a JSON line or Parquet row.  [default: its number]")
@click.option(
    "--root",
    type=_path(file=False),
    help="What uris are relative to.  [default: the deepest folder of all SOURCES]",
)
@click.option(
    "--timeout",
    type=click.FloatRange(min=0),
    default=60.0,
    show_default=True,
    help="Seconds a document; 0 is for ever.",
)
@click.option(
    "--shard-documents",
    type=click.IntRange(min=1),
    default=32,
    show_default=True,
    help="Documents done together.",
)
@click.option(
    "--workers", type=click.IntRange(min=1), help="Processes at a time.  [default: one a processor]"
)
@click.option("--on", "where", type=click.Choice(["local", "ray"]), default="local", show_default=True)
@click.option("--address", help="The Ray cluster.  [default: one on this machine]")
@click.option("--dry-run", is_flag=True, help="Say what there is to do, and do nothing.")
def run_command(
    sources: tuple[str, ...], output: Path | None, formats: tuple[str, ...], *,
    where: str, address: str | None, workers: int | None, dry_run: bool, **reading: Any,
) -> None:  # fmt: skip
    """Extract the claims of SOURCES: files, folders, patterns, archives, or - for stdin.

    Without -o the records are printed as JSON Lines.  With it they are written
    to a folder, and the same command continues a run that was stopped.
    """
    if formats and output is None:
        raise click.UsageError("--format writes files: name a folder with -o")
    if where == "ray" and output is None:
        raise click.UsageError("a cluster's machines meet in a folder they share: name it with -o")
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with _ending_in_a_sentence(output), tempfile.TemporaryDirectory(prefix="hanclaim-") as scratch:
        job = _job(sources, output or Path(scratch), **reading)
        if dry_run:
            _describe(job, Path(scratch))
            return
        count = workers or _processors()
        engine = _engine(where, address, count)
        report = _write(job, engine, count, formats or ("jsonl",)) if output else _print(job, engine, count)
        if report.counts.quarantined:
            sys.exit(1)


@contextmanager
def _ending_in_a_sentence(output: Path | None) -> Iterator[None]:
    """Turn whatever ends a run before its time into one sentence and an exit code."""
    try:
        yield
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    except BrokenPipeError:
        raise  # click knows what to do when a reader has had enough
    except HanclaimError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    except OSError as error:
        click.echo(f"{error}: expected to be able to write there; make room or name another folder", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        how = "run the same command again to continue" if output else "with -o it could be continued"
        click.echo(f"stopped: {how}", err=True)
        sys.exit(130)


def _job(
    sources: tuple[str, ...], out: Path, *, roles: Literal["article", "all"], profile: Literal["fast", "accurate"],
    entities: Path | None, text_fields: tuple[str, ...], id_field: str | None, root: Path | None, timeout: float,
    shard_documents: int,
) -> Job:  # fmt: skip
    from hanclaim.batch import Job
    from hanclaim.formats.entry import Fields
    from hanclaim.mentions import read_user_list
    from hanclaim.process import Settings

    return Job.of(
        *sources,
        out=out,
        root=root,
        settings=Settings(roles, profile, read_user_list(entities) if entities else ()),
        fields=Fields(text_fields or ("text",), id_field),
        timeout=timeout,
        documents=shard_documents,
    )


def _processors() -> int:
    """Count the processors this program may use, which not every system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _engine(where: str, address: str | None, workers: int) -> Engine:
    if where == "ray":
        from hanclaim.cluster import on_ray

        return on_ray(address)
    if address:
        raise UsageError("--address names a Ray cluster: add --on ray")
    from hanclaim.batch import local

    return local(workers)


def _describe(job: Job, scratch: Path) -> None:
    """Say what a run would do."""
    from hanclaim.batch import plan

    manifest = scratch / "manifest.jsonl"
    found = plan(job, manifest)
    readers = Counter(entry.reader for shard in found.shards for entry in shard.entries(manifest))
    kinds = ", ".join(f"{count:,} {reader}" for reader, count in sorted(readers.items()))
    reasons = ", ".join(f"{count:,} {why}" for why, count in sorted(Counter(found.reasons.values()).items()))
    click.echo(f"{found.documents:,} documents ({kinds or 'none'}) in {len(found.shards):,} shards", err=True)
    click.echo(f"to do: {len(found.waiting):,} shards ({reasons or 'all finished'})", err=True)


def _print(job: Job, engine: Engine, workers: int) -> ReportRecord:
    """Print records in the order of the documents, and say why some gave none."""
    from hanclaim.batch import PARTS, Progress, Shard, run
    from hanclaim.reports import ShardRecord

    finished: dict[int, Shard] = {}
    following = 0

    def watch(shard: Shard, event: Progress | ShardRecord) -> None:
        nonlocal following
        if isinstance(event, ShardRecord):
            finished[shard.number] = shard
        while following in finished:
            ready = finished.pop(following)
            with ready.file(job, "claims").open("rb") as stream:
                shutil.copyfileobj(stream, sys.stdout.buffer)
            sys.stdout.buffer.flush()
            _complain(ready.file(job, "quarantine"), None)
            for kind in PARTS:
                ready.file(job, kind).unlink()
            following += 1

    _spool(job)
    return run(job, engine=engine, workers=workers, formats=(), watch=watch)


def _write(job: Job, engine: Engine, workers: int, formats: tuple[str, ...]) -> ReportRecord:
    """Write files, show how far the run has come, and sum it up."""
    from hanclaim.batch import run
    from hanclaim.cli.progress import Display

    _spool(job)
    with Display() as display:
        report = run(
            job, engine=engine, workers=workers, formats=formats, begin=display.begin, watch=display.watch
        )
    _complain(job.out / "quarantine.jsonl", _SHOWN)
    counts = report.counts
    again = ", ".join(f"{count:,} {why}" for why, count in report.done.items()) or "all were finished"
    click.echo(
        f"{counts.documents:,} documents: {counts.claims:,} claims, {sum(counts.quarantined.values()):,} quarantined; "
        f"shards: {report.shards:,} ({again}); {report.wall_seconds:.1f} s, {report.megabytes_per_second:.2f} MB/s; "
        f"results in {job.out}",
        err=True,
    )
    return report


def _spool(job: Job) -> None:
    """Keep what comes from stdin where a worker can read it."""
    from hanclaim.batch import STDIN

    if STDIN in job.names:
        job.parts.mkdir(parents=True, exist_ok=True)
        with job.stdin.open("wb") as stream:
            shutil.copyfileobj(sys.stdin.buffer, stream)


def _complain(quarantine: Path, limit: int | None) -> None:
    """Say in a sentence why each document gave nothing."""
    from hanclaim.reports import QuarantineRecord

    with quarantine.open("rb") as stream:
        for number, line in enumerate(stream):
            if number == limit:
                click.echo(f"… the others are in {quarantine}", err=True)
                return
            record = QuarantineRecord.model_validate_json(line)
            click.echo(f"{record.uri}: {record.stage}: {record.reason}", err=True)
