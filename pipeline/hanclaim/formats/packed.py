"""Files as they unpack: .gz and .zst streams, members of a .zip."""

from __future__ import annotations

import gzip
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import BinaryIO, cast

import zstandard

# What the openers raise for bytes that are not what their name says.
BROKEN = (
    OSError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    zstandard.ZstdError,
)


@contextmanager
def unpack(path: Path, member: str | None = None) -> Iterator[BinaryIO]:
    """Open a file, or one member of a zip, as the bytes it unpacks to; it can be sought forwards."""
    if member is not None:
        with zipfile.ZipFile(path) as archive, archive.open(member) as stream:
            yield cast("BinaryIO", stream)
    else:
        with closing(_open(path)) as stream:
            yield stream


def _open(path: Path) -> BinaryIO:
    match path.suffix.lower():
        case ".gz":
            return cast("BinaryIO", gzip.open(path, "rb"))
        case ".zst":
            decompressor = zstandard.ZstdDecompressor()
            return cast("BinaryIO", decompressor.stream_reader(path.open("rb"), read_across_frames=True))
        case _:
            return path.open("rb")


def members(path: Path) -> Iterator[str]:
    """Yield the names of a zip's files, in the order of the names."""
    with zipfile.ZipFile(path) as archive:
        yield from sorted({name for name in archive.namelist() if not name.endswith("/")})
