"""PostgreSQL: decimals as numeric, which is exact; the record as jsonb."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from hanclaim.formats.extras import need
from hanclaim.formats.sql import NAMES, Dialect, to_row, upsert
from hanclaim.records import Record

DIALECT = Dialect(
    kinds={
        "text": "text",
        "number": "numeric",
        "integer": "bigint",
        "real": "double precision",
        "boolean": "boolean",
    },
    number="value",
    record="jsonb",
)


# An escape counts where the backslashes before it pair up.
_ESCAPED_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


def load(records: Iterable[Record], target: str) -> None:
    """Put records into the database that the connection string ``target`` names, all of them or none."""
    psycopg = need("psycopg", "postgres")
    with psycopg.connect(target) as connection, connection.cursor() as cursor:
        for statement in DIALECT.create():
            cursor.execute(statement)
        cursor.execute("CREATE TEMPORARY TABLE staged (LIKE claims INCLUDING DEFAULTS) ON COMMIT DROP")
        with cursor.copy(f"COPY staged ({', '.join(NAMES)}) FROM STDIN") as copy:
            for record in records:
                copy.write_row([storable(value) for value in to_row(record)])
        cursor.execute(upsert(f"SELECT {', '.join(NAMES)} FROM staged"))  # noqa: S608  every part is our own


def storable(value: Any) -> Any:
    r"""Put U+FFFD for the one character PostgreSQL cannot hold, in text and, as its escape, in JSON.

    >>> storable('a\x00b'), storable('{"quote":"\\u0000"}'), storable('a \\\\u0000'), storable(5)
    ('a�b', '{"quote":"\\ufffd"}', 'a \\\\u0000', 5)
    """
    if not isinstance(value, str):
        return value
    return _ESCAPED_NUL.sub(r"\1\\ufffd", value.replace("\x00", "\N{REPLACEMENT CHARACTER}"))
