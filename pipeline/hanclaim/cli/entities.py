"""``hanclaim entities``: who and what a page names, as JSON Lines."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

import hanclaim
from hanclaim.cli.sources import read_source
from hanclaim.errors import HanclaimError
from hanclaim.mentions import read_user_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.document import Mention
    from hanclaim.mentions import Profile


@click.command("entities")
@click.argument("file", type=click.Path())
@click.option(
    "--entities", "lists", multiple=True, type=click.Path(), help="Your own names: CSV or JSON Lines."
)
@click.option(
    "--profile",
    type=click.Choice(["fast", "accurate"]),
    default="accurate",
    show_default=True,
    help="Speed or truth.",
)
@click.option(
    "--pronouns", is_flag=True, help="Pronouns too (他, 该公司, 前者), with the name they stand for."
)
@click.option("--grouped", is_flag=True, help="One line a name with all its spans, not one a mention.")
def entities_command(
    file: str, lists: tuple[str, ...], profile: Profile, *, pronouns: bool, grouped: bool
) -> None:
    """Print who and what FILE names (- is stdin): text, type, canonical name, span, rule.

    Example: hanclaim entities page.html --entities companies.csv
    """
    try:
        own = tuple(entity for path in lists for entity in read_user_list(path))
        found = hanclaim.entities(read_source(file).data, profile=profile, lists=own)
    except HanclaimError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    shown = [mention for mention in found if pronouns or not mention.is_reference]
    for row in _group(shown) if grouped else map(asdict, shown):
        click.echo(json.dumps(row, ensure_ascii=False))


def _group(mentions: list[Mention]) -> Iterator[dict[str, Any]]:
    """Join the mentions of one name, in the order of its first."""
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in mentions:
        groups[mention.canonical, mention.type].append(mention)
    for (canonical, kind), same in groups.items():
        yield {
            "canonical": canonical,
            "type": kind,
            "texts": list(dict.fromkeys(mention.text for mention in same)),
            "spans": [mention.span for mention in same],
            "rules": list(dict.fromkeys(mention.rule for mention in same)),
            "id": same[0].id,
        }
