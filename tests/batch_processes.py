"""Ways of reading a document that stand in for the real one: quick, and deadly on request.

They live in a module of their own so that workers on Ray can import them.
"""

import os
import signal
import time
from pathlib import Path

from made import made_record

from hanclaim.document import Source
from hanclaim.process import Outcome, Processed, Settings
from hanclaim.reports import DocumentRecord, QuarantineRecord


def read(source: Source, settings: Settings) -> Outcome:
    """Make a claim for each line; a document that says so is refused, hangs, or kills its worker."""
    text = source.data.decode()
    if "refuse" in text:
        reason = "the page asks to be refused: expected a page; ask it not to"
        return QuarantineRecord(
            schema_="hanclaim/quarantine/1", id=source.id, uri=source.uri, stage="repair", reason=reason
        )
    if "hang" in text:
        time.sleep(600)
    if "poison" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "once " in text:
        _kill_once(os.getpid(), Path(text.split()[1]))
    if "task " in text and (task := _task_of(os.getpid())):
        _kill_once(task, Path(text.split()[1]))
    lines = text.splitlines()
    records = tuple(made_record(source.uri, measure=f"{line} {settings.roles}") for line in lines)
    document = DocumentRecord(
        schema_="hanclaim/document/1",
        id=source.id,
        uri=source.uri,
        title=None,
        published=None,
        publisher=None,
        authors=(),
        language="zh",
        script=None,
        url=None,
        codecs=("utf-8",),
        repairs={"made": len(lines)},
        characters=len(text),
        claims=len(records),
    )
    return Processed(document, records)


def _kill_once(process: int, mark: Path) -> None:
    """Kill as a machine does that runs out of memory, the first time only."""
    if not mark.exists():
        mark.touch()
        os.kill(process, signal.SIGKILL)


def _task_of(process: int) -> int | None:
    """Return the process of the Ray task that this one works for, None where there is none."""
    while process > 1:
        process = int(Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
        if process > 1 and Path(f"/proc/{process}/cmdline").read_bytes().startswith(b"ray::"):
            return process
    return None
