"""F1 and speed of the mention stage: the seed article, and the public sets found in DATA.

    DATA=folder make bench-entities [ARGS="fast accurate errors"]

DATA may hold pud.iob2 (UNER PUD), msra.txt (MSRA test, word/tag), boson.txt (Boson) and cluener.json (CLUENER dev).
Strict micro F1 over span and type; only persons, places and organisations count in the public sets, because their
other types have no equal here.  Sentences are scored as they stand, Boson as whole documents.  Speed is in kilobytes
of UTF-8 a CPU-second, so that a busy machine tells the same; sentences one by one are the slowest way to tag.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from hanclaim.alignment import Span
from hanclaim.mentions import find_mentions
from hanclaim.normalise import normalise

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
COUNTED = {"person", "place", "organization"}
CLUENER = {
    "name": "person", "address": "place", "scene": "place",
    "company": "organization", "government": "organization", "organization": "organization",
}  # fmt: skip
BOSON = {
    "person_name": "person", "location": "place", "org_name": "organization", "company_name": "organization",
}  # fmt: skip
MSRA = {"nr": "person", "ns": "place", "nt": "organization"}
UNER = {"PER": "person", "LOC": "place", "ORG": "organization"}
Wanted = tuple[str, set[tuple[int, int, str]]]


def read_seed(path: Path) -> Iterator[Wanted]:
    """Every occurrence of a gold surface counts, the longest where they nest."""
    text = path.read_text(encoding="utf-8")
    gold = [json.loads(line) for line in (SHARED / "gold" / "article.entities.jsonl").open(encoding="utf-8")]
    spans = {
        (m.start(), m.start() + len(g["text"]), g["type"])
        for g in gold
        for m in re.finditer(f"(?={re.escape(g['text'])})", text)
    }
    yield text, {a for a in spans if not any(b[:2] != a[:2] and b[0] <= a[0] and a[1] <= b[1] for b in spans)}


def read_uner(path: Path) -> Iterator[Wanted]:
    """Tokens are laid along the sentence's own text."""
    for chunk in path.read_text(encoding="utf-8").split("\n\n"):
        lines = chunk.split("\n")
        text = next((line.removeprefix("# text = ") for line in lines if line.startswith("# text = ")), None)
        if text is None:
            continue
        at, spans = 0, []
        for line in lines:
            if line and line[0].isdigit():
                _, word, tag, *_ = line.split("\t")
                found = text.find(word, at)
                start, at = (found, found + len(word)) if found >= 0 else (at, at)
                if tag.startswith("B"):
                    spans.append([start, at, tag[2:]])
                elif tag.startswith("I") and spans:
                    spans[-1][1] = at
        yield text, {(a, b, UNER[t]) for a, b, t in spans if t in UNER}


def read_msra(path: Path) -> Iterator[Wanted]:
    """The first 1,500 sentences."""
    for line in path.read_text(encoding="utf-8").splitlines()[:1500]:
        text, spans = "", set()
        for item in line.split():
            word, _, tag = item.rpartition("/")
            if tag in MSRA:
                spans.add((len(text), len(text) + len(word), MSRA[tag]))
            text += word
        yield text, spans


def read_boson(path: Path) -> Iterator[Wanted]:
    """The first 150 documents."""
    for line in path.read_text(encoding="utf-8").splitlines()[:150]:
        text, spans, at = "", set(), 0
        for match in re.finditer(r"\{\{(\w+):(.*?)\}\}", line.replace("\\n", "\n")):
            text += line.replace("\\n", "\n")[at : match.start()]
            word = match[2].strip()
            if match[1] in BOSON:
                spans.add((len(text), len(text) + len(word), BOSON[match[1]]))
            text, at = text + word, match.end()
        yield text + line.replace("\\n", "\n")[at:], spans


def read_cluener(path: Path) -> Iterator[Wanted]:
    """Ends are inclusive there."""
    for line in path.open(encoding="utf-8"):
        row = json.loads(line)
        yield (
            row["text"],
            {
                (a, b + 1, CLUENER[kind])
                for kind, words in row["label"].items()
                if kind in CLUENER
                for spans in words.values()
                for a, b in spans
            },
        )


SETS = {
    "seed article": (SHARED / "gold" / "text" / "article.txt", read_seed),
    "PUD": (Path(os.environ.get("DATA") or ".") / "pud.iob2", read_uner),
    "MSRA 1,500": (Path(os.environ.get("DATA") or ".") / "msra.txt", read_msra),
    "CLUENER dev": (Path(os.environ.get("DATA") or ".") / "cluener.json", read_cluener),
    "Boson 150": (Path(os.environ.get("DATA") or ".") / "boson.txt", read_boson),
}


def print_speed(profiles: list[str]) -> None:
    """Time whole pages: the seed article twenty times over, all of it, and only the sentences with a digit."""
    page = normalise(SETS["seed article"][0].read_text(encoding="utf-8") + "\n") * 20
    counted = [Span(*m.span()) for m in re.finditer(r"[^。！？!?\n]*[0-9][^。！？!?\n]*", page)]
    print(f"\n{'a page of ' + str(len(page.encode()) // 1000) + ' KB':24} {'KB/s':>7}")
    for profile in profiles:
        for name, spans in (("whole", None), ("sentences with digits", counted)):
            start = time.process_time()
            find_mentions(page, profile=profile, spans=spans)
            print(f"{profile:9} {name:22} {len(page.encode()) / 1000 / (time.process_time() - start):7.0f}")


def main() -> None:
    """Print a table; with ``errors``, each miss and each spurious mention too."""
    profiles = [word for word in sys.argv[1:] if word in {"fast", "accurate"}] or ["accurate", "fast"]
    for profile in profiles:
        find_mentions("热身。", profile=profile)
    print(f"{'set':14} {'profile':9} {'P':>6} {'R':>6} {'F1':>6} {'KB/s':>7}")
    for name, (path, read) in SETS.items():
        if not path.is_file():
            continue
        documents = [(normalise(text), gold) for text, gold in read(path)]
        counted = (
            {kind for _, gold in documents for _, _, kind in gold} if name.startswith("seed") else COUNTED
        )
        for profile in profiles:
            start = time.process_time()
            found = [
                {
                    (*m.span, m.type)
                    for m in find_mentions(text, profile=profile)
                    if m.type in counted and not m.is_reference
                }
                for text, _ in documents
            ]
            seconds = time.process_time() - start
            right = sum(len(gold & said) for (_, gold), said in zip(documents, found, strict=True))
            precision = right / max(1, sum(map(len, found)))
            recall = right / max(1, sum(len(gold) for _, gold in documents))
            f1 = 2 * precision * recall / max(precision + recall, 1e-9)
            size = sum(len(text.encode()) for text, _ in documents) / 1000
            print(f"{name:14} {profile:9} {precision:6.3f} {recall:6.3f} {f1:6.3f} {size / seconds:7.0f}")
            if "errors" in sys.argv:
                for (text, gold), said in zip(documents, found, strict=True):
                    for sign, spans in (("-", gold - said), ("+", said - gold)):
                        for a, b, kind in sorted(spans):
                            print(
                                sign, text[a:b], kind, "|", text[max(0, a - 12) : b + 12].replace("\n", "⏎")
                            )
    print_speed(profiles)


if __name__ == "__main__":
    main()
