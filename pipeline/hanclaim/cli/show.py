"""``hanclaim show``: records as a table a person reads."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError, RecordError

if TYPE_CHECKING:
    from rich.table import Table

    from hanclaim.records import Record

_SIGNS = {"gt": ">", "ge": "≥", "lt": "<", "le": "≤", "eq": ""}
_ARROWS = {"up": " ↑", "down": " ↓", "flat": " →"}


@click.command("show")
@click.argument("records", nargs=-1, required=True, type=click.Path())
@click.option(
    "--limit", type=click.IntRange(min=1), default=20, show_default=True, help="Rows for each document."
)
def show_command(records: tuple[str, ...], limit: int) -> None:
    """Show claim RECORDS as a table: who, what, how much, when, who says so.

    Example: hanclaim run page.html | hanclaim show -
    """
    from rich.console import Console

    from hanclaim.records import read_record

    by_document: dict[str, list[Record]] = {}
    try:
        for path in records:
            for line in read_source(path).data.splitlines():
                if line.strip():
                    record = read_record(line)
                    by_document.setdefault(record.document.uri, []).append(record)
    except (DocumentError, RecordError) as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    console = Console(width=None if sys.stdout.isatty() else 140)
    for uri, rows in by_document.items():
        console.print(_table(uri, rows, limit))
        if len(rows) > limit:
            console.print(f"… and {len(rows) - limit} more (--limit {len(rows)})")


def _table(uri: str, rows: list[Record], limit: int) -> Table:
    from rich.table import Table

    title = rows[0].document.title
    table = Table(title=f"{title or uri}  ({len(rows)} claims)", title_justify="left", expand=True)
    for column, ratio in (
        ("subject", 3),
        ("measure", 3),
        ("amount", 4),
        ("period", 2),
        ("said by", 2),
        ("quote", 8),
    ):
        table.add_column(column, ratio=ratio, overflow="fold")
    for record in rows[:limit]:
        table.add_row(
            record.subject.canonical if record.subject else "",
            record.measure or "",
            amount(record),
            (record.period.edtf or record.period.text) if record.period else "",
            (record.attribution.speaker or "") if record.attribution else "",
            record.quote if len(record.quote) <= 60 else f"{record.quote[:59]}…",
        )
    return table


def amount(record: Record) -> str:
    """Write a record's amount as short as a person would read it: sign, number, unit, direction."""
    quantity = record.quantity
    if quantity is None:
        return f"→ {record.object.canonical}" if record.object else ""
    arrow = _ARROWS.get(record.change.direction or "", "") if record.change else ""
    if quantity.value is not None:
        number = f"{quantity.value:,f}"
    elif quantity.low is not None and quantity.high is not None:
        number = f"{quantity.low:,f}–{quantity.high:,f}"
    else:
        number = f"? ({quantity.text})"
    about = "≈" if quantity.approximate else ""
    return f"{_SIGNS[quantity.comparator]}{about}{number} {quantity.unit or ''}{arrow}".strip()
