"""Files that are whole or not there."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from hanclaim.errors import UsageError

TEMPORARY = ".tmp"


@contextmanager
def whole(path: Path, *, synced: bool = True) -> Iterator[BinaryIO]:
    """Write ``path`` so that it appears complete or not at all; when it is synced, even when the power goes."""
    with whole_path(path, synced=synced) as temporary, temporary.open("wb") as stream:
        yield stream


@contextmanager
def whole_path(path: Path, *, synced: bool = True) -> Iterator[Path]:
    """Lend a temporary name for what writes files itself, and rename it when done.

    The name holds the process, so that a worker nobody waits for any more
    cannot write into the file of the one that took its place.
    """
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        yield temporary
        if synced:
            with temporary.open("rb") as stream:
                os.fsync(stream.fileno())
        temporary.replace(path)
        if synced:
            _sync_folder(path.parent)
    finally:
        temporary.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep a second run out of the folder; a lock of this kind ends with its process, however that ends."""
    with (folder / ".lock").open("w") as stream:
        _lock(stream, folder)
        yield


def _lock(stream: IO[str], folder: Path) -> None:
    try:
        fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise UsageError(f"{folder} is in use by another run: wait for it, or name another folder") from None


def remove_leftovers(*folders: Path) -> None:
    """Remove the temporary files of workers that were stopped."""
    for folder in folders:
        for path in folder.glob(f"*{TEMPORARY}"):
            path.unlink(missing_ok=True)
