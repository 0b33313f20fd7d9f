"""From records to the files that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from hanclaim.formats import (
    csv_table,
    docbin,
    duck,
    json_array,
    jsonl,
    jsonld,
    label_studio,
    parquet,
    sqlite,
)
from hanclaim.records import Record


@dataclass(frozen=True)
class Writer:
    """A format of output: the file it makes, and how."""

    file: str
    write: Callable[[Iterable[Record], Path], None]


WRITERS = {
    "jsonl": Writer("claims.jsonl", jsonl.write),
    "json": Writer("claims.json", json_array.write),
    "parquet": Writer("claims.parquet", parquet.write),
    "parquet-flat": Writer("claims.flat.parquet", parquet.write_flat),
    "csv": Writer("claims.csv", csv_table.write),
    "sqlite": Writer("claims.sqlite", sqlite.load),
    "duckdb": Writer("claims.duckdb", duck.load),
    "jsonld": Writer("claims.jsonld", jsonld.write),
    "label-studio": Writer("claims.label-studio.json", label_studio.write),
    "docbin": Writer("claims.spacy", docbin.write),
}
