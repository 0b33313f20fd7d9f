"""Make the byte files of the corpus from its texts: ``PYTHONPATH=pipeline python corpus/build.py``.

A row of ``manifest.jsonl`` says for its article in which encoding the page is
served and which damage went over it before, from which seed; this script
writes the file and its hash.
"""

from __future__ import annotations

import hashlib
import json
import random
from itertools import cycle
from pathlib import Path
from typing import Any

from hanclaim.damage.forward import CHANNELS

CORPUS = Path(__file__).parent
MANIFEST = CORPUS / "manifest.jsonl"


def read_manifest() -> list[dict[str, Any]]:
    """Read the rows, one for each article."""
    return [json.loads(line) for line in MANIFEST.read_text(encoding="utf-8").splitlines()]


def build(row: dict[str, Any]) -> bytes:
    """Return the bytes of one page: its text, damaged if the row says so, in the row's encoding."""
    text = (CORPUS / row["text"]).read_text(encoding="utf-8")
    if damage := row["damage"]:
        text = CHANNELS[damage["kind"]](text, random.Random(damage["seed"]))  # noqa: S311 - a seed to repeat
    encoding = row["encoding"]
    mark = "\ufeff" if encoding.startswith("utf-16") or encoding.endswith("-sig") else ""
    lines = (mark + text).splitlines(keepends=True)
    codecs = cycle(encoding.removesuffix("-sig").split("+"))  # pages pasted together: the lines take turns
    return b"".join(line.encode(codec) for line, codec in zip(lines, codecs, strict=False))


def main() -> None:
    """Write every file, then the manifest with the hashes."""
    rows = read_manifest()
    for row in rows:
        data = build(row)
        path = CORPUS / row["file"]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        row["sha256"] = hashlib.sha256(data).hexdigest()
    MANIFEST.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")


if __name__ == "__main__":
    main()
