"""What a result depends on: a shard is done again when one of these changes, and only then."""

from __future__ import annotations

import hashlib
import platform
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from hanclaim import __version__

# Packages whose data or code decides what is read.
_PACKAGES = ("ftfy", "jieba", "lxml", "numpy", "opencc", "pydantic", "spacy")

# What stands after the records: a change there leaves every record as it is.
_WRITERS = (
    "csv_table", "docbin", "duck", "flat", "json_array", "jsonld", "label_studio", "postgres", "sql", "sqlite",
    "statements", "writing",
)  # fmt: skip
_AFTER = (
    "batch/",
    "cli/",
    "cluster.py",
    "__init__.py",
    "downstream.py",
    "proof.py",
    "page.py",
    "spacy.py",
    "__main__.py",
    *(f"formats/{name}.py" for name in _WRITERS),
)


@cache
def versions() -> dict[str, str]:
    """Return the versions of code, tables and packages that decide what is read."""
    root = files("hanclaim")
    stages = (item for item in _walk(root) if not item[0].startswith(("tables/", *_AFTER)))
    return {
        "hanclaim": __version__,
        "code": _digest(stages),
        "tables": _digest(_walk(root.joinpath("tables"))),
        "python": ".".join(platform.python_version_tuple()[:2]),
        **{name: _installed(name) for name in _PACKAGES},
    }


def _walk(folder: Traversable, inside: str = "") -> Iterator[tuple[str, bytes]]:
    """Yield every file's place and bytes, in order, compiled code left out."""
    for item in sorted(folder.iterdir(), key=lambda item: item.name):
        if item.is_dir() and item.name != "__pycache__":
            yield from _walk(item, f"{inside}{item.name}/")
        elif item.is_file() and not item.name.endswith((".md", ".pyc")):
            yield f"{inside}{item.name}", item.read_bytes()


def _digest(found: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, data in found:
        digest.update(f"{name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()[:16]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"
