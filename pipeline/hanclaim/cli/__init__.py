"""The command line: JSON Lines on stdout, words on stderr.

Exit 0 clean, 1 something could not be used or failed a check, 2 misuse.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from hanclaim import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

# Each command and where it lives; a command's module is imported when the command is used.
COMMANDS: Mapping[str, str] = {
    "run": "hanclaim.cli.run",
    "import": "hanclaim.cli.import_",
    "repair": "hanclaim.cli.repair",
    "explain": "hanclaim.cli.explain",
    "show": "hanclaim.cli.show",
    "check": "hanclaim.cli.check",
    "schema": "hanclaim.cli.schema",
    "quantities": "hanclaim.cli.quantities",
    "entities": "hanclaim.cli.entities",
    "outline": "hanclaim.cli.outline",
    "damage": "hanclaim.cli.damage",
}


class LateGroup(click.Group):
    """A group that imports a command only when it is asked for, so that --help and small commands start at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return every command's name, as in the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command = getattr(import_module(COMMANDS[cmd_name]), f"{cmd_name}_command")
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]}.{cmd_name}_command is no click command: decorate it")
        return command


@click.group(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="hanclaim")
def main() -> None:
    """Read damaged Chinese pages and extract the claims with numbers, each proven from the page's bytes."""
