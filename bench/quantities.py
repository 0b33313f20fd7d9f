"""Score `find_quantities` alone against gold lines: make bench-quantities DATA=shared [ARGS="--errors REAL_DIR"].

DATA holds contract/score.py and gold/; a further folder holds an exported gold.jsonl and text/.
Furniture is told apart by the gold outline, so these figures are of the reader alone.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import logging
import os
import time
from collections import Counter
from pathlib import Path

from hanclaim import quantities
from hanclaim.amounts import find_quantities
from hanclaim.blocks.scripts import find_script
from hanclaim.normalise import normalise
from hanclaim.times import find_times

REGIONS = {"Hant-TW": "TW", "Hant-HK": "HK"}
FIELDS = ("comparator", "approximate", "kind", "direction")


def load_score(shared: Path):
    spec = importlib.util.spec_from_file_location("score", shared / "contract" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def line_roles(gold: Path, doc: str, text: str):
    """The role of each line that the structure file names."""
    path = gold / f"{doc}.structure.jsonl"
    if not path.exists():
        return []
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line][1:]
    lines, at = [], 0
    for line in text.split("\n"):
        if line.strip():
            lines.append((at, at + len(line)))
        at += len(line) + 1
    return [(span, row["role"]) for span, row in zip(lines, rows, strict=False)]


def predict(doc: str, text: str, roles, region):
    for q in find_quantities(text, region=region, times=find_times(text)):
        role = next((role for (a, b), role in roles if a <= q.span.start < b), "body")
        numbers = {f: None if getattr(q, f) is None else str(getattr(q, f)) for f in ("value", "low", "high")}
        yield {
            **dict.fromkeys(("subject", "object", "measure", "period", "speaker", "section")),
            **numbers, "doc": doc, "where": doc, "text": q.text, "span": tuple(q.span), "clause": None, "unit": q.unit,
            "comparator": q.comparator, "approximate": q.approximate, "kind": q.kind, "direction": q.direction,
            "modality": "asserted", "polarity": "positive", "role": role,
        }  # fmt: skip


def compare(named: dict[str, list[str]]) -> None:
    """Time the front door and jieba side by side on each set of texts: processor time, the best of four times five rounds."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    print(f"{'texts':<20}{'chars':>7}{'found/1000':>12}{'jieba MB/s':>12}{'ours MB/s':>11}{'ratio':>7}")
    for name, texts in named.items():
        size, chars = sum(len(text.encode()) for text in texts), sum(map(len, texts))
        found = sum(len(quantities(text)) for text in texts)
        best = dict.fromkeys((jieba.lcut, quantities), float("inf"))
        for _ in range(4):
            for run in [run for run in best for _ in range(5)]:
                started = time.process_time()
                for text in texts:
                    run(text)
                best[run] = min(best[run], time.process_time() - started)
        theirs, ours = (size / 1e6 / seconds for seconds in best.values())
        print(
            f"{name:<20}{chars:>7}{1000 * found / chars:>12.1f}{theirs:>12.2f}{ours:>11.2f}{ours / theirs:>7.2f}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "real", nargs="*", type=Path, help="folders with text/ and gold.jsonl or gold/*.claims.jsonl"
    )
    parser.add_argument("--errors", action="store_true", help="list what is missed, spurious or wrong")
    parser.add_argument(
        "--speed", nargs="+", type=Path, help="only time quantities() against jieba.lcut, on these files"
    )
    args = parser.parse_args()
    if args.speed:
        compare({path.stem: [path.read_text(encoding="utf-8")] for path in args.speed})
        return
    shared = Path(os.environ.get("DATA") or "../shared")
    scorer = load_score(shared)
    gold_dir = shared / "gold"
    sources = [(path, gold_dir / "text") for path in sorted(gold_dir.glob("*.claims.jsonl"))]
    for folder in args.real:
        corpus = sorted(folder.glob("gold/*.claims.jsonl"))
        sources += [(path, folder / "text") for path in corpus] or [(folder / "gold.jsonl", folder / "text")]
    print(f"{'document':<20}{'gold':>6}{'pred':>6}{'hit':>6}{'P':>7}{'R':>7}{'F1':>7}   " + "  ".join(FIELDS))
    for path, folder in sources:
        written = {p.stem: p.read_text(encoding="utf-8") for p in folder.glob("*.txt")}
        texts = {stem: normalise(text) for stem, text in written.items()}
        regions = {stem: REGIONS.get(find_script(texts[stem], text) or "") for stem, text in written.items()}
        gold = [row for row in scorer.load_gold(path, texts) if row["kind"] != "relation"]
        report(path, gold, texts, regions=regions, scorer=scorer, errors=args.errors)
    texts = {
        path.stem: [path.read_text(encoding="utf-8")] for path in sorted((gold_dir / "text").glob("*.txt"))
    }
    own = sorted((Path(__file__).parents[1] / "corpus" / "text").glob("*.txt"))
    print()
    compare(texts | {"own corpus": [path.read_text(encoding="utf-8") for path in own]})


def report(path, gold, texts, *, regions, scorer, errors) -> None:
    counts, right, listing = Counter(), Counter(), []
    for doc in sorted({row["doc"] for row in gold}):
        roles = line_roles(path.parent, doc, texts[doc])
        rows = [row for row in gold if row["doc"] == doc]
        got = list(predict(doc, texts[doc], roles, regions[doc]))
        for g, p in scorer.match(rows, got):
            apart = (g or p)["role"] in scorer.APART
            name = "apart " if apart else ""
            counts[name + ("hit" if g and p else "missed" if g else "spurious")] += 1
            if not (g and p):
                one = g or p
                a = one["span"][0]
                listing.append(
                    f"  {name}{'missed' if g else 'SPURIOUS'} {doc} {one['text']} {one['value'], one['low'], one['high'], one['unit']}"
                    f" … {texts[doc][max(0, a - 14) : a + 14]!r}"
                )
                continue
            for field in FIELDS:
                agrees = scorer.agrees(field, g, p[field])
                right[field] += agrees and not apart
                if not agrees:
                    a = p["span"][0]
                    listing.append(
                        f"  {name}{field}: {p['text']} {p[field]} not {g[field]} … {texts[doc][max(0, a - 20) : a + 14]!r}"
                    )
    hit, missed, spurious = counts["hit"], counts["missed"], counts["spurious"]
    print(
        f"{path.stem.split('.')[0] if path.name != 'gold.jsonl' else path.parent.name:<20}{hit + missed:>6}{hit + spurious:>6}{hit:>6}"
        f"{hit / max(hit + spurious, 1):>7.3f}{hit / max(hit + missed, 1):>7.3f}{2 * hit / max(2 * hit + missed + spurious, 1):>7.3f}   "
        + "  ".join(f"{right[field]}/{hit}" for field in FIELDS)
        + f"   apart {counts['apart hit']}/{counts['apart hit'] + counts['apart missed']} +{counts['apart spurious']}"
    )
    if errors:
        print("\n".join(listing))


if __name__ == "__main__":
    started = time.perf_counter()
    main()
    print(f"{time.perf_counter() - started:.1f} s")
