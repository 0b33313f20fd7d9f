"""``hanclaim schema``: write the JSON Schemas of what is exported."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("schema")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=Path("schemas"), show_default=True)
def schema_command(output: Path) -> None:
    """Write the JSON Schemas of records, documents and quarantine lines into a folder."""
    from hanclaim.records import schemas

    output.mkdir(parents=True, exist_ok=True)
    for name, schema in schemas():
        (output / name).write_text(schema, encoding="utf-8")
        click.echo(str(output / name), err=True)
