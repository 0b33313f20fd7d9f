"""Parquet: documents in; records out, nested as they are and flat as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any

from hanclaim.errors import DocumentError
from hanclaim.formats.entry import Entry, Fields, select, unreadable
from hanclaim.formats.extras import need
from hanclaim.formats.flat import COLUMNS, flatten
from hanclaim.records import Record

_ROWS = 64  # documents held at a time while reading
_BATCH = 10_000  # records held at a time while writing
_DIGITS = Decimal(10) ** 29  # decimal128(38, 9) holds less than this


def find(path: Path, entry: Entry, fields: Fields) -> Iterator[Entry]:
    """Yield a document for each row, named by its number or its id field."""
    pyarrow, parquet = need("pyarrow", "parquet"), need("pyarrow.parquet", "parquet")
    try:
        with parquet.ParquetFile(path) as file:
            if fields.id is None:
                names: Iterator[object] = iter(range(file.metadata.num_rows))
            else:
                batches = file.iter_batches(columns=[fields.id], use_threads=False)
                names = (value for batch in batches for value in batch.column(0).to_pylist())
            for row, name in enumerate(names):
                yield Entry(f"{entry.uri}#{name}", entry.path, "parquet", offset=row, media_type="text/plain")
    except pyarrow.ArrowException as error:
        raise OSError(str(error)) from None


def read(path: Path, entries: Sequence[Entry], fields: Fields) -> Iterator[bytes | DocumentError]:
    """Yield each row's text; rows between the first and the last are read once, a few at a time."""
    pyarrow = need("pyarrow", "parquet")
    waiting = list(reversed(entries))
    try:
        for row, values in _rows(path, entries[0].offset, fields):
            if waiting and row == waiting[-1].offset:
                yield select(waiting.pop().uri, values, fields)
            if not waiting:
                return
    except (pyarrow.ArrowException, OSError) as error:
        yield from (unreadable(entry.uri, error) for entry in reversed(waiting))
    else:
        missing = EOFError("the file has lost rows since it was listed")
        yield from (unreadable(entry.uri, missing) for entry in reversed(waiting))


def _rows(path: Path, first: int, fields: Fields) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield rows with their numbers, from the row group that holds ``first``."""
    with need("pyarrow.parquet", "parquet").ParquetFile(path) as file:
        columns = [name for name in fields.text if name in file.schema_arrow.names]
        groups, at = list(range(file.num_row_groups)), 0
        while groups and at + (rows := file.metadata.row_group(groups[0]).num_rows) <= first:
            at += rows
            groups.pop(0)
        for batch in file.iter_batches(_ROWS, row_groups=groups, columns=columns, use_threads=False):
            for values in batch.to_pylist() if columns else [{}] * batch.num_rows:
                yield at, values
                at += 1


def write(records: Iterable[Record], path: Path) -> None:
    """Write the records nested as they are, with a decimal column beside each decimal string."""
    rows = (_with_decimals(record.model_dump(mode="json", by_alias=True)) for record in records)
    _write(rows, _nested(), path)


def write_flat(records: Iterable[Record], path: Path) -> None:
    """Write a row of plain columns for each record."""
    pyarrow = need("pyarrow", "parquet")
    kinds = {
        "text": pyarrow.string(),
        "number": pyarrow.string(),
        "integer": pyarrow.int64(),
        "real": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
    }
    fields: list[Any] = []
    for column in COLUMNS:
        fields.append(pyarrow.field(column.name, kinds[column.kind]))
        if column.kind == "number":
            fields.append(pyarrow.field(f"{column.name}_decimal", pyarrow.decimal128(38, 9)))
    numbers = [column.name for column in COLUMNS if column.kind == "number"]

    def widen(row: dict[str, Any]) -> dict[str, Any]:
        return {**row, **{f"{name}_decimal": fitting(row[name]) for name in numbers}}

    _write((widen(flatten(record)) for record in records), pyarrow.schema(fields), path)


def _write(rows: Iterator[dict[str, Any]], schema: Any, path: Path) -> None:
    pyarrow = need("pyarrow", "parquet")
    with need("pyarrow.parquet", "parquet").ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            writer.write_batch(pyarrow.RecordBatch.from_pylist(batch, schema=schema))


def fitting(number: str | None) -> Decimal | None:
    """Return the decimal where 38 digits, nine of them after the point, hold it exactly.

    >>> fitting('62.45'), fitting('0.12345678901'), fitting(None)
    (Decimal('62.45'), None, None)
    """
    if number is None:
        return None
    value = Decimal(number)
    exponent = value.as_tuple().exponent
    return value if isinstance(exponent, int) and exponent >= -9 and abs(value) < _DIGITS else None


def _with_decimals(row: dict[str, Any]) -> dict[str, Any]:
    if row["quantity"] is not None:
        for name in ("value", "low", "high"):
            row["quantity"][f"{name}_decimal"] = fitting(row["quantity"][name])
    return row


def _nested() -> Any:
    """Return the schema of a record, written out: a column that is null throughout still has its type."""
    pa = need("pyarrow", "parquet")
    text, whole = pa.string(), pa.int64()
    span = pa.list_(whole, 2)

    def struct(**kinds: Any) -> Any:
        return pa.struct(list(kinds.items()))

    party = struct(text=text, span=span, canonical=text, type=text, id=text)
    numbers = dict.fromkeys(("value", "low", "high"), text)
    decimals = {f"{name}_decimal": pa.decimal128(38, 9) for name in numbers}
    reading = struct(raw=span, text=text, codec=text, kind=text)
    kinds = {
        "schema": text,
        "id": text,
        "document": struct(**dict.fromkeys(("id", "uri", "title", "published", "publisher"), text)),
        "kind": text,
        "subject": party,
        "measure": text,
        "measure_canonical": text,
        "object": party,
        "quantity": struct(
            text=text,
            **numbers,
            **dict.fromkeys(("unit", "unit_kind", "per", "comparator"), text),
            approximate=pa.bool_(),
            **decimals,
        ),
        "change": struct(**dict.fromkeys(("direction", "mode", "basis", "basis_edtf", "basis_kind"), text)),
        "period": struct(text=text, span=span, edtf=text, resolved_from=text),
        "attribution": struct(speaker=text, cue=text, span=span),
        "modality": text,
        "polarity": text,
        "quote": text,
        "provenance": struct(
            text=span, quantity_text=span, raw=span, exact=pa.bool_(), readings=pa.list_(reading)
        ),
        "section": pa.list_(text),
        "role": text,
        "confidence": pa.float64(),
        "flags": pa.list_(text),
        "rule": text,
    }
    return pa.schema(list(kinds.items()))
