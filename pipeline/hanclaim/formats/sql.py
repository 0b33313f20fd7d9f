"""The table of claims in SQL: columns, keys, indexes, and a view for each common question."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from hanclaim.formats.flat import COLUMNS, KEY, ColumnKind, flatten
from hanclaim.records import Record

# The flat columns and the record itself, so that nothing is lost on the way.
NAMES = (*(column.name for column in COLUMNS), "record")

_INDEXES = ("document_id", "subject", "object", "measure_canonical", "period", "speaker")
_COMMON = "modality, polarity, speaker, confidence, flags, quote, title, published, document_uri, id"
_AMOUNT = "amount, value, low, high, {number} AS number, unit, unit_kind, per, comparator, approximate"
_MEASURE = "coalesce(measure_canonical, measure) AS measure"

# View, the question it answers, its columns and its rows.
VIEWS = (
    ("amounts", f"subject, {_MEASURE}, period, {_AMOUNT}, {_COMMON}", "kind IN ('quantity', 'share', 'multiple')"),
    ("money", f"subject, {_MEASURE}, period, {_AMOUNT}, {_COMMON}", "unit_kind = 'currency'"),
    (
        "changes",
        f"subject, {_MEASURE}, direction, mode, period, basis, basis_edtf, basis_kind, {_AMOUNT}, {_COMMON}",
        "direction IS NOT NULL",
    ),
    ("ranks", f"subject, {_MEASURE}, period, {_AMOUNT}, {_COMMON}", "kind IN ('rank', 'rating')"),
    ("relations", f"subject, measure AS predicate, object, period, {_COMMON}", "kind = 'relation'"),
    ("said", f"{_COMMON}, cue, subject, {_MEASURE}, amount", "speaker IS NOT NULL"),
    ("outlook", f"subject, {_MEASURE}, period, {_AMOUNT}, {_COMMON}", "modality IN ('forecast', 'planned')"),
    ("doubtful", f"rule, raw_start, raw_end, amount, {_COMMON}", "flags <> '[]' OR confidence < 0.5"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one database names the kinds of column, and reads a decimal string as a number to sort and add by."""

    kinds: dict[ColumnKind, str]
    number: str
    record: str

    def create(self) -> list[str]:
        """Return the statements that make the table, its indexes and its views where they are missing."""
        columns = [
            f"{column.name} {self.kinds[column.kind]}{' NOT NULL' if column.name in KEY else ''}"
            for column in COLUMNS
        ]
        key = f"PRIMARY KEY ({', '.join(KEY)})"
        views = {name: columns.format(number=self.number) for name, columns, _ in VIEWS}
        return [
            f"CREATE TABLE IF NOT EXISTS claims ({', '.join(columns)}, record {self.record} NOT NULL, {key})",
            *(f"CREATE INDEX IF NOT EXISTS claims_{name} ON claims ({name})" for name in _INDEXES),
            *(f"DROP VIEW IF EXISTS {name}" for name in views),
            *(
                f"CREATE VIEW {name} AS SELECT {views[name]} FROM claims WHERE {rows}"  # noqa: S608  every part is our own
                for name, _, rows in VIEWS
            ),
        ]


def upsert(source: str) -> str:
    """Return the statement that puts rows of ``source`` in, the newest reading of a claim replacing the old."""
    changed = ", ".join(f"{name} = excluded.{name}" for name in NAMES if name not in KEY)
    return f"INSERT INTO claims ({', '.join(NAMES)}) {source} ON CONFLICT ({', '.join(KEY)}) DO UPDATE SET {changed}"


def to_row(record: Record) -> tuple[Any, ...]:
    """Lay a record out in the order of ``NAMES``."""
    return (*flatten(record).values(), record.to_json())
