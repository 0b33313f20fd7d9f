"""SQLite: decimals as text, since its own numbers lose digits; views sort by an approximate ``number``."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from hanclaim.formats.sql import NAMES, Dialect, to_row, upsert
from hanclaim.records import Record

DIALECT = Dialect(
    kinds={"text": "TEXT", "number": "TEXT", "integer": "INTEGER", "real": "REAL", "boolean": "INTEGER"},
    number="CAST(value AS REAL)",
    record="TEXT",
)


def load(records: Iterable[Record], target: str | Path) -> None:
    """Put records into the database at ``target``, all of them or none."""
    places = ", ".join("?" * len(NAMES))
    with closing(sqlite3.connect(target, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        try:
            for statement in DIALECT.create():
                connection.execute(statement)
            connection.executemany(upsert(f"VALUES ({places})"), map(to_row, records))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
