"""``hanclaim damage``: good text in, damaged text out, for testing any repairer."""

from __future__ import annotations

import random
import sys

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError

THEN = "+"


class _Kinds(click.Command):
    """A command whose help lists the kinds; the list is only built when somebody asks."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's own signature
        """Name every kind, by what happens to a page."""
        from hanclaim.damage.forward import CHANNELS
        from hanclaim.damage.forward_lesser import ENCODINGS, LESSER

        misread = [kind for kind in CHANNELS if "-as-" in kind]
        with formatter.section("Kinds"):
            formatter.write_dl(
                [
                    ("A, B, F", ", ".join(kind for kind in CHANNELS if kind not in misread)),
                    ("C, D", ", ".join(misread)),
                    ("E", ", ".join(ENCODINGS)),
                    ("G", ", ".join(LESSER)),
                ]
            )
        with formatter.section("Example"):
            formatter.write_text("hanclaim damage pinyin+gbk-as-latin-1-cleaned page.txt > damaged.txt")


def _kind(ctx: click.Context, param: click.Parameter, value: str) -> str:
    """Refuse a kind that does not exist, and say which do."""
    from hanclaim.damage.forward import CHANNELS
    from hanclaim.damage.forward_lesser import ENCODINGS, LESSER

    *first, last = value.split(THEN)
    kinds = (*CHANNELS, *LESSER, *ENCODINGS)
    for kind in (*first, last):
        if kind not in kinds or (kind in ENCODINGS and kind != last):
            raise click.BadParameter(
                f"{kind!r} is no kind of damage: choose from {', '.join(kinds)}", ctx, param
            )
    return value


@click.command("damage", cls=_Kinds)
@click.argument("kind", callback=_kind)
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--seed", default=0, show_default=True, help="The same seed draws the same damage.")
def damage_command(kind: str, file: str, *, seed: int) -> None:
    """Run damage of KIND forward over FILE and print what a reader would see; ``-`` is stdin.

    Kinds joined by a plus come one after the other; one of encodings comes last.
    """
    from hanclaim.damage import repair
    from hanclaim.damage.forward import CHANNELS
    from hanclaim.damage.forward_lesser import ENCODINGS, LESSER

    try:
        seen = repair(read_source(file)).value
    except DocumentError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)
    chance = random.Random(f"{seed} {kind}")  # noqa: S311 - damage needs no secrecy
    data = b""
    for one in kind.split(THEN):
        if one in ENCODINGS:
            data = ENCODINGS[one](seen, chance)
        else:
            seen = (CHANNELS.get(one) or LESSER[one])(seen, chance)
    sys.stdout.buffer.write(data or seen.encode("utf-8", "replace"))
