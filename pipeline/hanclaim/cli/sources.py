"""Reading what the command line names."""

from __future__ import annotations

import sys
from pathlib import Path

from hanclaim.document import Source
from hanclaim.errors import DocumentError


def read_source(path: str) -> Source:
    """Read one file, or stdin for ``-``; raise DocumentError with one sentence when it cannot be read."""
    if path == "-":
        return Source(sys.stdin.buffer.read(), "-")
    try:
        return Source(Path(path).read_bytes(), path)
    except IsADirectoryError:
        raise DocumentError("read", f"{path} is a folder: expected a file; name the files in it") from None
    except OSError as error:
        raise DocumentError(
            "read", f"{path} cannot be read ({error.strerror}): expected a file; check the path"
        ) from None
