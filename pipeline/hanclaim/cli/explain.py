"""``hanclaim explain``: what was repaired on a page, why it is believed, and how surely."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError

if TYPE_CHECKING:
    from hanclaim.document import Repair, Text

AROUND = 6  # characters of context on each side


@click.command("explain")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a repair, for machines.")
def explain_command(file: str, *, as_json: bool) -> None:
    """Show each repair of FILE: before, after, the kind of damage, why it is believed, and how surely."""
    from hanclaim.damage import repair

    try:
        text = repair(read_source(file))
    except DocumentError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)
    if as_json:
        for done in text.repairs:
            click.echo(json.dumps(_row(done), ensure_ascii=False))
    else:
        _show(text)


def _row(done: Repair) -> dict[str, object]:
    return {
        "raw": list(done.raw),
        "codec": done.codec,
        "kind": done.kind,
        "before": done.seen,
        "after": done.text,
        "confidence": round(done.confidence, 4),
        "evidence": done.evidence,
    }


def _show(text: Text) -> None:
    """Print a table for a person, and what was found in all."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text as Styled

    console = Console(width=None if sys.stdout.isatty() else 160)
    codecs = ", ".join(dict.fromkeys(stretch.codec for stretch in text.stretches))
    counted = Counter(done.kind for done in text.repairs)
    kinds = ", ".join(f"{kind} {times}" for kind, times in counted.most_common())
    console.print(f"{len(text.data)} bytes read as {codecs}; {kinds or 'nothing to repair'}", highlight=False)
    if not text.repairs:
        return
    table = Table("bytes", "kind", "before", "after", "sure", "why", box=None, pad_edge=False)
    for done in text.repairs:
        before, after = _context(text, done)
        table.add_row(
            f"{done.raw.start}-{done.raw.end}",
            done.kind,
            Styled.assemble(before, (_visible(done.seen), "red"), after),
            Styled.assemble(before, (_visible(done.text), "green"), after),
            f"{done.confidence:.0%}" if done.confidence < 0.995 else "yes",
            done.evidence,
        )
    console.print(table)


def _context(text: Text, done: Repair) -> tuple[str, str]:
    """Return a few bytes' worth of characters on each side, as they were decoded."""
    wide = 3 * AROUND
    before = text.data[max(0, done.raw.start - wide) : done.raw.start].decode(done.codec, "ignore")
    after = text.data[done.raw.end : done.raw.end + wide].decode(done.codec, "ignore")
    return before.rpartition("\n")[2][-AROUND:], after.partition("\n")[0][:AROUND]


def _visible(characters: str) -> str:
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in characters)
