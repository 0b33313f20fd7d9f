"""Print the quantities and times of a page, one JSON object a line."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from decimal import Decimal
from typing import Any

import click

from hanclaim.cli.sources import read_source
from hanclaim.document import Quantity, Time
from hanclaim.errors import DocumentError


@click.command("quantities")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option(
    "--published",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day of publication, where the page does not tell.",
)
def quantities_command(file: str, published: datetime | None) -> None:
    """Print every quantity and time in FILE (- is stdin), in the order of the text.

    The page is repaired first; spans count the repaired text, and relative times
    are told from the page's own date of publication.

    Example: hanclaim quantities page.html --published 2025-12-01
    """
    from hanclaim.reading import read_figures, read_outline

    try:
        document = read_figures(read_outline(read_source(file)), published)
    except DocumentError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)
    found: list[Quantity | Time] = [*document.quantities, *document.times]
    for item in sorted(found, key=lambda item: item.span):
        click.echo(json.dumps(_row(item), ensure_ascii=False))


def _row(item: Quantity | Time) -> dict[str, Any]:
    row: dict[str, Any] = {"type": "quantity" if isinstance(item, Quantity) else "time"}
    for field, value in item._asdict().items():
        row[field] = format(value, "f") if isinstance(value, Decimal) else value
    return row
