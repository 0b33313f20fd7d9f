"""Facts a reader could argue with, one a row; behaviour that uses them lives elsewhere.

A table is a TSV file with a header row, UTF-8, one fact a line, and a
``source`` column; ``README.md`` beside the files says where each came from and
under which licence.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from hanclaim.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def read(name: str, *, key: str | None = None) -> tuple[Mapping[str, str], ...]:
    """Return the rows of ``tables/NAME.tsv``; refuse ragged rows, and repeats of ``key`` where one is named."""
    text = files(__name__).joinpath(f"{name}.tsv").read_text(encoding="utf-8")
    header, *lines = (line for line in text.split("\n") if line and not line.startswith("# "))
    columns = header.split("\t")
    rows: list[Mapping[str, str]] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, 2):
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise TableError(
                f"{name}.tsv row {number} has {len(cells)} cells, expected {len(columns)}: {line!r}"
            )
        row = MappingProxyType(dict(zip(columns, cells, strict=True)))
        if key is not None:
            if row[key] in seen:
                raise TableError(f"{name}.tsv row {number} repeats {key} {row[key]!r}: keep one row")
            seen.add(row[key])
        rows.append(row)
    return tuple(rows)


@cache
def flags() -> dict[str, str]:
    """Return jieba's dictionary, each word with its part of speech; reading it takes 0.2 s, once.

    >>> flags()["上海"]
    'ns'
    """
    lines = (files("jieba") / "dict.txt").read_text(encoding="utf-8").split("\n")
    return {row[0]: row[2] for line in lines if len(row := line.split(" ")) == 3}
