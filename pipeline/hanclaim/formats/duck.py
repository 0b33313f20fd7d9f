"""DuckDB: decimals as text, with a ``number`` of 38 digits in the views where it fits."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

from hanclaim.formats.extras import need
from hanclaim.formats.flat import COLUMNS
from hanclaim.formats.sql import NAMES, Dialect, to_row, upsert
from hanclaim.records import Record

DIALECT = Dialect(
    kinds={
        "text": "VARCHAR",
        "number": "VARCHAR",
        "integer": "BIGINT",
        "real": "DOUBLE",
        "boolean": "BOOLEAN",
    },
    number="TRY_CAST(value AS DECIMAL(38, 9))",
    record="VARCHAR",
)


def load(records: Iterable[Record], target: str | Path) -> None:
    """Put records into the database at ``target``, all of them or none.

    DuckDB takes rows one by one slowly and a file of them fast, so they go
    through one, every column's type named: nothing is guessed.
    """
    duckdb = need("duckdb", "duckdb")
    types = {column.name: DIALECT.kinds[column.kind] for column in COLUMNS} | {"record": DIALECT.record}
    columns = ", ".join(f"{name}: '{kind}'" for name, kind in types.items())
    with tempfile.TemporaryDirectory(prefix="hanclaim-") as folder, duckdb.connect(str(target)) as connection:
        staged = Path(folder, "claims.jsonl")
        with staged.open("w", encoding="utf-8") as stream:
            for record in records:
                stream.write(
                    json.dumps(dict(zip(NAMES, to_row(record), strict=True)), ensure_ascii=False) + "\n"
                )
        source = f"SELECT * FROM read_json('{staged}', format = 'newline_delimited', columns = {{{columns}}})"  # noqa: S608  every part is our own
        connection.execute("BEGIN")
        for statement in (*DIALECT.create(), upsert(source)):
            connection.execute(statement)
        connection.execute("COMMIT")
