"""``hanclaim damage``: good text in, damaged text out, for testing any repairer."""

from __future__ import annotations

import random
import sys

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError


def _kind(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Refuse a kind that does not exist, and say which do; the list is only built when somebody asks."""
    from hanclaim.damage.forward import CHANNELS

    if value not in CHANNELS:
        raise click.BadParameter(
            f"{value!r} is no kind of damage: choose from {', '.join(CHANNELS)}", ctx, param
        )
    return value


@click.command("damage")
@click.argument("kind", callback=_kind)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--seed", default=0, show_default=True, help="The same seed draws the same damage.")
def damage_command(kind: str, file: str, *, seed: int) -> None:
    """Run damage of KIND forward over FILE and print what a reader would see; ``-`` is stdin."""
    from hanclaim.damage import repair
    from hanclaim.damage.forward import CHANNELS

    try:
        clean = repair(read_source(file)).value
    except DocumentError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)
    seen = CHANNELS[kind](clean, random.Random(f"{seed} {kind}"))  # noqa: S311 - damage needs no secrecy
    sys.stdout.buffer.write(seen.encode("utf-8", "replace"))
