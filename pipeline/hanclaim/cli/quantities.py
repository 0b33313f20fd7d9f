"""Print the quantities and times of a text, one JSON object a line."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import click

from hanclaim import quantities
from hanclaim.cli.sources import read_source
from hanclaim.document import Quantity, Time


@click.command("quantities")
@click.argument("file")
@click.option("--published", type=click.DateTime(["%Y-%m-%d"]), help="the day the text was published")
def quantities_command(file: str, published: datetime | None) -> None:
    """Print every quantity and time in FILE (UTF-8; - is stdin), in the order of the text."""
    text = read_source(file).data.decode("utf-8-sig")
    day: date | None = published.date() if published else None
    for item in quantities(text, day):
        click.echo(json.dumps(_row(item), ensure_ascii=False))


def _row(item: Quantity | Time) -> dict[str, Any]:
    row: dict[str, Any] = {"type": "quantity" if isinstance(item, Quantity) else "time"}
    for field in fields(item):
        value = getattr(item, field.name)
        row[field.name] = str(value) if isinstance(value, Decimal) else value
    return row
