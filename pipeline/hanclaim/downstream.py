"""Records into the databases that people ask: validated one by one, put in all together or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from hanclaim.errors import RecordError, TargetError, UsageError
from hanclaim.formats import duck, postgres, sqlite
from hanclaim.formats.extras import need
from hanclaim.formats.jsonl import record_lines
from hanclaim.proof import prove_within
from hanclaim.records import Record, read_record

_SHOWN = 10  # faults told in full


@dataclass(frozen=True)
class Database:
    """A kind of database: how it is loaded, and what it raises."""

    load: Callable[[Iterable[Record], str], None]
    error: Callable[[], type[Exception]]


_SQLITE = Database(sqlite.load, lambda: sqlite3.Error)
_DUCKDB = Database(duck.load, lambda: need("duckdb", "duckdb").Error)
_POSTGRES = Database(postgres.load, lambda: need("psycopg", "postgres").Error)
_BY_SUFFIX = {".sqlite": _SQLITE, ".sqlite3": _SQLITE, ".db": _SQLITE, ".duckdb": _DUCKDB}


def import_records(path: str | Path, target: str) -> int:
    """Validate every record of a file or folder and put them into ``target``; return how many.

    A record replaces the one with its document's uri and its id.  Where any is
    at fault the database stays as it was, and RecordError says which are.
    """
    database = find_database(target)
    error = database.error()
    count = 0

    def counted() -> Iterator[Record]:
        nonlocal count
        for record in validate(path):
            count += 1
            yield record

    try:
        database.load(counted(), target)
    except error as problem:
        why = str(problem).strip().split("\n")[0]
        raise TargetError(f"{target} takes no records ({why}): expected a database to write to") from None
    return count


def find_database(target: str) -> Database:
    """Say which kind of database a file name or address means.

    >>> find_database('out.txt')
    Traceback (most recent call last):
    ...
    hanclaim.errors.UsageError: out.txt names no database: expected FILE.sqlite, FILE.duckdb or postgresql://...
    """
    if target.startswith(("postgresql://", "postgres://")):
        return _POSTGRES
    if database := _BY_SUFFIX.get(Path(target).suffix.lower()):
        return database
    raise UsageError(f"{target} names no database: expected FILE.sqlite, FILE.duckdb or postgresql://...")


def validate(path: str | Path) -> Iterator[Record]:
    """Yield the records that hold; after the last, raise RecordError when some did not.

    A record holds when its schema, its id and its quote do, and no other has
    its document and id; 16 bytes of each are remembered for that.
    """
    seen: set[bytes] = set()
    faults: list[str] = []
    count = 0
    for place, line in record_lines(path):
        try:
            record = read_record(line)
            prove_within(record)
            _remember(record, seen)
        except RecordError as error:
            count += 1
            if count <= _SHOWN:
                faults.append(f"{place}: {error}")
            continue
        yield record
    if count > _SHOWN:
        faults.append(f"… and {count - _SHOWN:,} more")
    if faults:
        raise RecordError("\n".join(faults))


def _remember(record: Record, seen: set[bytes]) -> None:
    key = hashlib.blake2b(f"{record.document.uri}\0{record.id}".encode(), digest_size=16).digest()
    if key in seen:
        raise RecordError(f"{record.document.uri} has the claim {record.id} already: keep one line")
    seen.add(key)
