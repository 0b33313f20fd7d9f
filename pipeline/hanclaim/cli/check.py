"""``hanclaim check``: prove records from the bytes."""

from __future__ import annotations

import sys

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError, RecordError


@click.command("check")
@click.argument("records", type=click.Path())
@click.argument("sources", nargs=-1, required=True, type=click.Path())
def check_command(records: str, sources: tuple[str, ...]) -> None:
    """Prove every record in RECORDS from the bytes of its SOURCE, without running repair or extraction.

    Exit 1 when one fails, with a line for each on stderr.

    Example: hanclaim run page.html > claims.jsonl; hanclaim check claims.jsonl page.html
    """
    from hanclaim.proof import prove
    from hanclaim.records import read_record

    try:
        known = {source.id: source for source in map(read_source, sources)}
        lines = read_source(records).data.splitlines()
    except DocumentError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    proven = failed = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = read_record(line)
            prove(record, known.get(record.document.id))
        except RecordError as error:
            failed += 1
            click.echo(f"{records}:{number}: {error}", err=True)
        else:
            proven += 1
    click.echo(f"{proven} records proven, {failed} failed", err=True)
    sys.exit(1 if failed else 0)
