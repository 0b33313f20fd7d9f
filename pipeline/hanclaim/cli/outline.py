"""``hanclaim outline``: what each line of a page is, as JSON Lines."""

from __future__ import annotations

import json
import sys
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from hanclaim.cli.sources import read_source
from hanclaim.errors import HanclaimError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hanclaim.document import Document
    from hanclaim.structure import Block


@click.command("outline")
@click.argument("file", type=click.Path())
def outline_command(file: str) -> None:
    """Print what FILE says of itself, then the role and the headings of each line (- is stdin).

    Example: hanclaim outline page.html
    """
    from hanclaim.reading import read_outline

    try:
        document = read_outline(read_source(file))
    except HanclaimError as error:
        click.echo(str(error), err=True)
        sys.exit(1)
    name = PurePath(file).stem if file != "-" else "-"
    for row in (meta_row(document), *line_rows(document)):
        click.echo(json.dumps({"doc": name, **row}, ensure_ascii=False))


def meta_row(document: Document) -> dict[str, Any]:
    """Return what the page says of itself; lists may hold several names."""
    metadata = document.outline.metadata
    return {
        "type": "meta",
        "title": metadata.title,
        "published": metadata.published,
        "publisher": metadata.publisher,
        "author": list(metadata.authors) or None,
        "editor": list(metadata.editors) or None,
        "source": metadata.source,
        "language": metadata.language,
        "script": metadata.script,
        "url": metadata.url,
    }


def line_rows(document: Document) -> Iterator[dict[str, Any]]:
    """Yield one row for each line that is not blank; a line that mixes roles says where each part stands."""
    folded, blocks = document.folded, document.outline.blocks
    at = start = 0
    for number, line in enumerate(folded.split("\n"), 1):
        end = start + len(line)
        while at < len(blocks) and blocks[at].span.end <= start:
            at += 1
        last = at
        while last < len(blocks) and blocks[last].span.start < end:
            last += 1
        if last > at:
            yield _row(number, line, start, blocks[at:last])
        start = end + 1


def _row(number: int, line: str, start: int, blocks: tuple[Block, ...]) -> dict[str, Any]:
    """Name a line for its headline, else for its longest part."""
    main = max(blocks, key=lambda block: (block.role == "headline", block.span.end - block.span.start))
    row: dict[str, Any] = {
        "type": "line",
        "line": number,
        "role": main.role,
        "section": list(main.section),
        "text": line,
    }
    if len(blocks) > 1:
        row["segments"] = [
            {
                "start": block.span.start,
                "end": block.span.end,
                "role": block.role,
                "text": line[block.span.start - start : block.span.end - start],
            }
            for block in blocks
        ]
    return row
