"""Measure a run of many documents: two workers against one, memory, kill -9 and resume, Ray.

    make bench-batch [ARGS="scaling --documents 1000 --largest 4000"]
    make bench-batch ARGS="memory --documents 1000,10000,100000"
    make bench-batch ARGS="kills --documents 1000 --smallest 2000 --largest 20000 --kills 50"
    make bench-batch ARGS="ray --documents 1000 --smallest 2000 --largest 20000 --kills 5"

Without ARGS every part runs, small.  Pages are made up, the same every time; about a twentieth each are empty, binary,
read in the wrong codec or cut short.
"""

import filecmp
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

import batch_made  # noqa: E402  beside this file, where workers on Ray look for it too
import click  # noqa: E402

LEAST = 2.0  # seconds between two kills, longer than any document takes
RESULTS = ("claims.jsonl", "documents.jsonl", "quarantine.jsonl")


def start(sources, out, *, workers=2, where="local", shard=32):
    """Begin a run in a process of its own, whose memory and time are its own."""
    command = [sys.executable, __file__, "run", sources, out, workers, where, shard]
    path = os.pathsep.join(filter(None, [str(HERE), os.environ.get("PYTHONPATH")]))
    environment = os.environ | {"PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [str(part) for part in command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def finish(running):
    """Wait for a run; return wall and CPU seconds from now, and the largest resident sizes of run and worker in MB."""
    before, run, worker = time.perf_counter(), 0.0, 0.0
    while True:
        with suppress(OSError, LookupError):
            run = max(run, resident(running.pid))
            worker = max([worker, *(resident(child) for child in children(running.pid))])
        done, status, usage = os.wait4(running.pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.1)
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        sys.exit(running.stderr.read().decode())
    return time.perf_counter() - before, usage.ru_utime + usage.ru_stime, run, worker


def resident(process):
    """Megabytes in memory now, and not shared with files."""
    status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def children(process, name=b""):
    """Every process below one, those whose command begins with ``name``."""
    found = []
    for room in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((room / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
            if parent == process:
                below = int(room.name)
                found += [below] if (room / "cmdline").read_bytes().startswith(name) else []
                found += children(below, name)
    return found


def same(one, other):
    """Whether two runs wrote the same bytes."""
    return all(filecmp.cmp(one / name, other / name, shallow=False) for name in RESULTS)


@click.group(invoke_without_command=True)
@click.pass_context
def main(context):
    if context.invoked_subcommand is None:
        for part, settings in (
            (scaling, {"documents": 100}),
            (memory, {"documents": "50,200"}),
            (kills, {"documents": 40, "times": 3}),
            (ray, {"documents": 40, "times": 1}),
        ):
            context.invoke(part, smallest=300, largest=1200, **settings)


def sizes(command):
    command = click.option("--largest", type=int, default=4000, show_default=True)(command)
    return click.option("--smallest", type=int, default=1000, show_default=True)(command)


@main.command()
@click.option("--documents", type=int, default=1000, show_default=True)
@sizes
def scaling(documents, smallest, largest):
    """One worker against two, in turns."""
    click.echo(
        f"\nscaling: {documents:,} documents of {smallest:,}-{largest:,} bytes; load {os.getloadavg()[0]:.1f}"
    )
    click.echo("workers   wall s    CPU s  CPU/wall     MB/s  docs/s  run MB  worker MB")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sources, rows = Path(folder, "sources"), []
        batch_made.write(sources, documents, smallest, largest)
        size = sum(path.stat().st_size for path in sources.rglob("*.html")) / 1e6
        for workers in (1, 2):
            wall, cpu, run, worker = finish(start(sources, Path(folder, str(workers)), workers=workers))
            rows.append((wall, cpu))
            click.echo(
                f"{workers:7} {wall:8.1f} {cpu:8.1f} {cpu / wall:9.2f} {size / wall:8.3f} {documents / wall:7.1f} "
                f"{run:7.0f} {worker:10.0f}"
            )
        (one, busy), (two, busier) = rows
        click.echo(
            f"two workers: {one / two:.2f} times as fast, {busier / busy - 1:+.1%} CPU, "
            f"same bytes: {same(Path(folder, '1'), Path(folder, '2'))}"
        )


@main.command()
@click.option("--documents", default="1000,10000", show_default=True, help="Sizes of run, with commas.")
@sizes
def memory(documents, smallest, largest):
    """The largest resident sizes, as a run grows."""
    click.echo("\nmemory: the largest resident size of the run's process, and of a worker")
    click.echo("documents   wall s   run MB   worker MB")
    for count in map(int, documents.split(",")):
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
            batch_made.write(Path(folder, "sources"), count, smallest, largest)
            wall, _, run, worker = finish(start(Path(folder, "sources"), Path(folder, "out"), shard=256))
            click.echo(f"{count:9,} {wall:8.1f} {run:8.0f} {worker:11.0f}")


def kill_and_resume(sources, folder, expected, *, times, where="local", victim=b"", lasts):
    """Kill so many times at random moments and go on; return how many runs finished and whether all agreed.

    Without a victim it is the run itself that dies.  Kills come within a sixteenth of what a whole run takes and
    shards are small, so that one run is hit many times on its way, but never twice over one document.
    """
    chance, killed, finished, agree = random.Random(7), 0, 0, True
    out = Path(folder, f"killed-{where}-{len(victim)}")
    while killed < times or not finished:
        running = start(sources, out, where=where, shard=8)
        while killed < times and running.poll() is None:
            killed += kill_once(running, victim, chance.uniform(LEAST, max(LEAST, lasts / 16)))
        _, said = running.communicate()
        if running.returncode == 0:
            agree, finished = agree and same(out, expected), finished + 1
            out = out.with_name(f"{out.name}+")
        elif running.returncode != -signal.SIGKILL and b"run again" not in said:
            sys.exit(said.decode())
    return finished, agree


def kill_once(running, victim, wait):
    """Kill the run after a while, or a victim below it as long after the first is seen; say whether it was in time."""
    while victim and running.poll() is None and not children(running.pid, victim):
        time.sleep(0.05)
    moment = time.perf_counter() + wait
    while running.poll() is None and time.perf_counter() < moment:
        time.sleep(0.005)
    found = children(running.pid, victim) if victim else [running.pid]
    if running.poll() is not None or not found:
        return False
    with suppress(ProcessLookupError):
        os.kill(found[-1], signal.SIGKILL)
    return True


@main.command()
@click.option("--documents", type=int, default=1000, show_default=True)
@click.option("--kills", "times", type=int, default=50, show_default=True)
@sizes
def kills(documents, times, smallest, largest):
    """Kill -9 the run, and its workers, at random moments and go on."""
    _kill_table(
        "local",
        documents,
        times,
        smallest,
        largest,
        victims={"the run": b"", "a worker": sys.executable.encode()},
    )


@main.command()
@click.option("--documents", type=int, default=1000, show_default=True)
@click.option("--kills", "times", type=int, default=5, show_default=True)
@sizes
def ray(documents, times, smallest, largest):
    """The same on a local Ray, with a task of Ray's killed."""
    _kill_table(
        "ray", documents, times, smallest, largest, victims={"the run": b"", "a task": b"ray::run_shard"}
    )


def _kill_table(where, documents, times, smallest, largest, *, victims):
    click.echo(
        f"\nkill -9, {where}: {documents:,} documents of {smallest:,}-{largest:,} bytes, one of them poison"
    )
    click.echo("killed        times  runs finished  same bytes as one worker undisturbed")
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        sources, expected = Path(folder, "sources"), Path(folder, "expected")
        batch_made.write(sources, documents, smallest, largest)
        (sources / "0000" / f"{documents // 2:07}.html").write_bytes(b"poison")
        lasts, *_ = finish(start(sources, expected, workers=1))
        for name, victim in victims.items():
            finished, agree = kill_and_resume(
                sources, folder, expected, times=times, where=where, victim=victim, lasts=lasts
            )
            click.echo(f"{name:12} {times:6} {finished:14}  {agree}")


@main.command(name="run", hidden=True)
@click.argument("sources")
@click.argument("out")
@click.argument("workers", type=int)
@click.argument("where")
@click.argument("shard", type=int)
def run_command(sources, out, workers, where, shard):
    from hanclaim.batch import Job, local, run
    from hanclaim.cluster import on_ray

    job = Job.of(sources, out=Path(out), process=batch_made.read, documents=shard)
    run(job, engine=local(workers) if where == "local" else on_ray(processors=workers), workers=workers)


if __name__ == "__main__":
    main()
