"""CSV for spreadsheets; named so as not to shadow the standard library's csv when run by path."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from hanclaim.formats.flat import COLUMNS, flatten
from hanclaim.records import Record

# A cell that begins so is a formula to one spreadsheet or another; full-width signs count in East Asian ones.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write(records: Iterable[Record], path: Path) -> None:
    """Write the flat view, with the mark that tells a spreadsheet it is UTF-8, and nothing it would run."""
    texts = frozenset(column.name for column in COLUMNS if column.kind == "text")
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(column.name for column in COLUMNS)
        for record in records:
            writer.writerow(guard(cell) if name in texts else cell for name, cell in flatten(record).items())


def guard(cell: Any) -> Any:
    """Keep a spreadsheet from running a cell: an apostrophe before it makes it text.

    >>> guard('=1+1'), guard('营收')
    ("'=1+1", '营收')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
