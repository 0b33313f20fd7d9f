"""``hanclaim run``: pages in, claim records out."""

from __future__ import annotations

import sys
from typing import Literal

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError


@click.command("run")
@click.argument("files", nargs=-1, required=True, type=click.Path(allow_dash=True))
@click.option("--roles", type=click.Choice(["article", "all"]), default="article", show_default=True)
@click.option("--profile", type=click.Choice(["fast", "accurate"]), default="accurate", show_default=True)
def run_command(
    files: tuple[str, ...], roles: Literal["article", "all"], profile: Literal["fast", "accurate"]
) -> None:
    """Extract the claims of FILES as JSON Lines on stdout; ``-`` is stdin."""
    from hanclaim.process import Processed, Settings, process

    settings = Settings(roles=roles, profile=profile)
    failed = False
    for name in files:
        try:
            outcome = process(read_source(name), settings)
        except DocumentError as error:
            click.echo(f"{name}: {error}", err=True)
            failed = True
            continue
        if isinstance(outcome, Processed):
            for record in outcome.records:
                click.echo(record.to_json())
        else:
            click.echo(f"{outcome.uri}: {outcome.stage}: {outcome.reason}", err=True)
            failed = True
    sys.exit(1 if failed else 0)
