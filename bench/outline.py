"""How well pages are understood: roles and sections of lines, metadata; the main text beside two extractors.

    make bench-outline [ARGS="--errors DIR ..."] [PEERS=site-packages of trafilatura and resiliparse]

Each DIR holds NAME.structure.jsonl beside NAME.txt or NAME.html (the development gold by default, then the
pages written for the outline).  A line counts as right when its role is one of those accepted.
"""

import json
import os
import re
import sys
import time
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

import click

from hanclaim.cli.outline import line_rows
from hanclaim.document import Document, Source
from hanclaim.reading import read_outline

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "gold"
PAGES = ROOT / "corpus" / "outline"
ARTICLE = frozenset({"headline", "lead", "body", "heading", "list_item", "caption", "table"})
KEYS = ("title", "published", "publisher")


def squeeze(text: str) -> str:
    return re.sub(r"\s+", "", text)


def find_page(gold: Path) -> Path:
    stem = gold.name.removesuffix(".structure.jsonl")
    places = [gold.parent / f"{stem}{end}" for end in (".html", ".txt", ".repaired.txt")]
    places.append(gold.parent.parent / "text" / f"{stem}.txt")
    return next(place for place in places if place.exists())


def read_rows(gold: Path) -> tuple[dict, list[dict]]:
    first, *rest = map(json.loads, gold.read_text(encoding="utf-8").splitlines())
    return first, rest


def pair(rows: list[dict], found: list[dict]) -> list[tuple[dict, dict | None]]:
    """Pair gold rows with ours: by line number where there is one, else by their text, in order."""
    if "line" in rows[0]:
        ours = {row["line"]: row for row in found}
        return [(row, ours.get(row["line"])) for row in rows]
    matcher = SequenceMatcher(
        None, [squeeze(row["text"]) for row in rows], [squeeze(row["text"]) for row in found], autojunk=False
    )
    at = {a + i: b + i for a, b, size in matcher.get_matching_blocks() for i in range(size)}
    return [(row, found[at[index]] if index in at else None) for index, row in enumerate(rows)]


def score(document: Document, meta: dict, rows: list[dict], *, errors: bool) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row, found in pair(rows, list(line_rows(document))):
        right = found is not None and found["role"] in row["accept"]
        placed = found is not None and found["section"] == row["section"]
        counts += Counter(lines=1, roles=int(right), sections=int(placed))
        counts[f"as {found['role']}" if found and not right else "as expected"] += 1
        if errors and not (right and placed):
            got = (found["role"], found["section"]) if found else None
            print(f"  {row['accept']} {row['section']} got {got}: {row['text'][:50]}")
    for key in KEYS:
        accepted = meta.get(key) or [None]
        got = getattr(document.outline.metadata, key)
        counts[f"{key} asked"] += 1
        counts[key] += got in accepted
        if errors and got not in accepted:
            print(f"  {key}: expected {accepted}, got {got!r}")
    return counts


def show(name: str, counts: Counter[str]) -> None:
    total = counts["lines"] or 1
    asked = counts["title asked"]
    metadata = "  ".join(f"{key} {counts[key]}/{asked}" for key in KEYS)
    print(
        f"{name:<28} lines {counts['roles']:>4}/{counts['lines']:<4} {counts['roles'] / total:6.1%}"
        f"  sections {counts['sections'] / total:6.1%}  {metadata}"
    )


def measure(folder: Path, *, errors: bool) -> None:
    every: Counter[str] = Counter()
    print(f"\n{folder.relative_to(ROOT.parent) if folder.is_relative_to(ROOT.parent) else folder}")
    for gold in sorted(folder.glob("*.structure.jsonl")):
        meta, rows = read_rows(gold)
        counts = score(read_outline(Source(find_page(gold).read_bytes())), meta, rows, errors=errors)
        show(meta["doc"], counts)
        every += counts
    show("all", every)


def shingles(text: str) -> Counter[str]:
    text = squeeze(text)
    return Counter(text[i : i + 4] for i in range(len(text) - 3))


def compare(extract, pages: list[tuple[str, str]]) -> str:
    """Say how much of the main text an extractor keeps, and how much of what it keeps is main text."""
    started = time.perf_counter()
    kept = [extract(source) or "" for source, _ in pages]
    seconds = time.perf_counter() - started
    common = sum(
        (shingles(text) & shingles(main)).total() for text, (_, main) in zip(kept, pages, strict=True)
    )
    precision = common / max(1, sum(shingles(text).total() for text in kept))
    recall = common / max(1, sum(shingles(main).total() for _, main in pages))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"precision {precision:6.1%}  recall {recall:6.1%}  F1 {f1:6.1%}  {1000 * seconds / len(pages):6.1f} ms/page"


def own_text(source: str) -> str:
    document = read_outline(Source(source.encode()))
    return "\n".join(
        document.text.value[slice(*block.span)] for block in document.outline.blocks if block.role in ARTICLE
    )


def compare_main_text(folders: list[Path]) -> None:
    from hanclaim.normalise import normalise

    pages = []
    for gold in sorted(path for folder in folders for path in folder.glob("*.structure.jsonl")):
        if (page := find_page(gold)).suffix == ".html":
            rows = [row for row in read_rows(gold)[1] if row["role"] in ARTICLE]
            pages.append((page.read_text(encoding="utf-8"), "\n".join(row["text"] for row in rows)))
    if not pages:
        return
    print(f"\nmain text of {len(pages)} HTML pages, in shingles of four characters")
    print(f"{'hanclaim':<28} {compare(lambda source: normalise(own_text(source)), pages)}")
    for folder in filter(None, os.environ.get("PEERS", "").split(os.pathsep)):
        sys.path.append(folder)
    try:
        import trafilatura

        print(f"{'trafilatura':<28} {compare(lambda s: normalise(trafilatura.extract(s) or ''), pages)}")
    except ImportError:
        print("trafilatura                  not there: name its site-packages in PEERS")
    try:
        from resiliparse.extract.html2text import extract_plain_text

        def plain(source: str) -> str:
            return normalise(extract_plain_text(source, main_content=True, list_bullets=False))

        print(f"{'resiliparse':<28} {compare(plain, pages)}")
    except ImportError:
        print("resiliparse                  not there: name its site-packages in PEERS")


def measure_speed(folders: list[Path]) -> None:
    """Time the outline beside jieba on the longest page; processor seconds, for the machine is shared."""
    import jieba

    from hanclaim.blocks import find_outline
    from hanclaim.normalise import normalise

    pages = (find_page(gold) for folder in folders for gold in folder.glob("*.structure.jsonl"))
    page = max((path for path in pages if path.suffix == ".txt"), key=lambda path: path.stat().st_size)
    folded = normalise(page.read_text(encoding="utf-8"))
    size = len(folded.encode()) / 1e6
    jieba.initialize()
    for name, function, times in (("find_outline", find_outline, 20), ("jieba.lcut", jieba.lcut, 1)):
        best = min(timed(function, folded, times) for _ in range(3))
        print(f"{name:<28} {size / best:5.1f} MB/s on {page.name}")


def timed(function, folded: str, times: int) -> float:
    started = time.process_time()
    for _ in range(times):
        function(folded)
    return (time.process_time() - started) / times


@click.command()
@click.argument("folders", nargs=-1, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--errors", is_flag=True, help="Print each line that is wrong.")
def main(folders: tuple[Path, ...], *, errors: bool) -> None:
    """Measure the outline on FOLDERS."""
    chosen = list(folders) or [path for path in (SHARED, *sorted(PAGES.iterdir())) if path.is_dir()]
    for folder in chosen:
        measure(folder, errors=errors)
    compare_main_text(chosen)
    measure_speed(chosen)


if __name__ == "__main__":
    main()
