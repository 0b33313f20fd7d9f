"""JSON: all records in one array, for what does not read JSON Lines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from hanclaim.records import Record


def write(records: Iterable[Record], path: Path) -> None:
    """Write an array with a record on each line."""
    write_array((record.to_json() for record in records), path)


def write_array(values: Iterable[str], path: Path, *, before: str = "[", after: str = "]") -> None:
    """Write values that are JSON already as one array, holding one at a time."""
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        stream.write(before)
        separator = "\n"
        for value in values:
            stream.write(separator + value)
            separator = ",\n"
        stream.write(f"\n{after}\n")
