"""``hanclaim repair``: one page in, its repaired text out."""

from __future__ import annotations

import sys

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError


@click.command("repair")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--fold", is_flag=True, help="Fold to simplified script and half-width letters and digits.")
def repair_command(file: str, *, fold: bool) -> None:
    """Print the repaired text of FILE; ``-`` is stdin."""
    from hanclaim.damage import repair
    from hanclaim.normalise import normalise

    try:
        text = repair(read_source(file)).value
    except DocumentError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)
    sys.stdout.buffer.write((normalise(text) if fold else text).encode("utf-8", "surrogatepass"))
