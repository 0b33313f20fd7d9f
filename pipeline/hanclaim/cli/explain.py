"""``hanclaim explain``: what was repaired on a page, why it is believed, and how surely."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import DocumentError

if TYPE_CHECKING:
    from hanclaim.document import Claim, Document, Repair, Text

AROUND = 6  # characters of context on each side


@click.command("explain")
@click.argument("file", type=click.Path(allow_dash=True))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a repair or claim, for machines.")
@click.option("--claims", is_flag=True, help="Explain the claims instead of the repairs.")
def explain_command(file: str, *, as_json: bool, claims: bool) -> None:
    """Show each repair of FILE: before, after, the kind of damage, why it is believed, and how surely.

    With --claims: which rule made each claim, which evidence filled each field, what was considered and lost.

    Example: hanclaim explain page.html
    """
    try:
        if claims:
            _explain_claims(file, as_json=as_json)
        else:
            _explain_repairs(file, as_json=as_json)
    except DocumentError as error:
        click.echo(f"{file}: {error}", err=True)
        sys.exit(1)


def _explain_repairs(file: str, *, as_json: bool) -> None:
    from hanclaim.damage import repair

    text = repair(read_source(file))
    if as_json:
        for done in text.repairs:
            click.echo(json.dumps(_row(done), ensure_ascii=False))
    else:
        _show(text)


def _explain_claims(file: str, *, as_json: bool) -> None:
    from hanclaim.claims import trace
    from hanclaim.process import read

    document = read(read_source(file))
    for claim in trace(document):
        row = _claim_row(document, claim)
        if as_json:
            click.echo(json.dumps(row, ensure_ascii=False))
            continue
        click.echo(f"{row['said']}  ←  {row['quote']}")
        for field, why in claim.evidence:
            if why:
                click.echo(
                    f"    {field}: {row.get(field) or ''}  ({why})" if field in row else f"    {field}: {why}"
                )
        click.echo(f"    rule {claim.rule}, confidence {claim.confidence:.2f}")


def _claim_row(document: Document, claim: Claim) -> dict[str, Any]:
    amount = claim.quantity.text if claim.quantity else claim.object and claim.object.canonical
    subject = claim.subject and claim.subject.canonical
    return {
        "said": f"{subject or '—'} · {claim.measure or '—'} · {amount or '—'}",
        "quote": document.text.value[slice(*claim.clause)].strip(),
        "subject": subject,
        "measure": claim.measure,
        "period": claim.period and claim.period.edtf,
        "modality": claim.modality,
        "rule": claim.rule,
        "confidence": round(claim.confidence, 3),
        "evidence": dict(claim.evidence),
    }


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
