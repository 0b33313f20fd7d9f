"""``hanclaim import``: records into a database."""

from __future__ import annotations

import sys

import click

from hanclaim.errors import HanclaimError, UsageError


@click.command("import")
@click.argument("records", type=click.Path())
@click.argument("target")
def import_command(records: str, target: str) -> None:
    """Validate RECORDS, a file or a run's folder, and put them into TARGET.

    TARGET is FILE.sqlite, FILE.duckdb or postgresql://...  Every record's
    schema, id and quote are checked first; where one fails nothing is changed.
    """
    from hanclaim.downstream import import_records

    try:
        count = import_records(records, target)
    except UsageError as error:
        raise click.UsageError(str(error)) from None
    except HanclaimError as error:
        click.echo(f"{error}\nnothing was imported", err=True)
        sys.exit(1)
    click.echo(f"{count:,} records are in {target}", err=True)
