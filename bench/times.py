"""Times: the seed article's score, public suites row by row, and speed beside jieba.

SHARED is the folder with the seed article and its gold, PEERS the folder with the suites; ARGS="--errors" lists every row that
differs, --out FILE keeps the seed's times as JSON Lines.
"""

import argparse
import json
import logging
import os
import sys
import time
from collections import Counter
from dataclasses import asdict
from datetime import datetime, timedelta
from pathlib import Path

import jieba
from time_conventions import DAY, agrees, convention
from time_suites import Row, Stretch, all_rows

from hanclaim.normalise import normalise
from hanclaim.times import find_times

SHARED = Path(os.environ.get("SHARED", Path(__file__).resolve().parents[2] / "shared"))


def extent(edtf: str) -> Stretch:
    """Return the stretch that an EDTF covers, its end left out."""
    low, _, high = edtf.partition("/")
    start = None if low == ".." else _bounds(low)[0]
    end = None if high == ".." else _bounds(high or low)[1]
    return start, end


def _bounds(text: str) -> tuple[datetime, datetime]:
    if "T" in text:
        start = datetime.fromisoformat(text)
        return start, start + timedelta(seconds=1)
    year, part, day = (int(number) for number in [*text.split("-"), "0", "0"][:3])
    if day:
        start = datetime(year, part, day)  # noqa: DTZ001
        return start, start + DAY
    first, months = (
        (1, 12) if not part else (part, 1) if part <= 12 else (3 * (part - 20), 3) if part <= 24
        else (3 * (part - 32) - 2, 3) if part <= 36 else (6 * (part - 39) - 5, 6)
    )  # fmt: skip
    years, last = divmod(first - 1 + months, 12)
    return datetime(year, first, 1), datetime(year + years, last + 1, 1)  # noqa: DTZ001


def judge(row: Row) -> tuple[str, str]:
    """Return right, wrong, convention or unfair, and why."""
    if row.unfair:
        return "unfair", row.unfair
    text = normalise(row.text)
    said = [time for time in find_times(text, published=row.published) if time.edtf]
    if not row.accepts:
        return (
            ("right", "")
            if not said
            else ("wrong", f"{row.text}: found {[(t.text, t.edtf) for t in said]}, nothing is there")
        )
    wanted = normalise(row.wanted)
    at = text.find(wanted)
    there = [time for time in said if time.span.start < at + len(wanted) and at < time.span.end]
    if any(
        agrees(extent(time.edtf or ""), accepted, row.published) for time in there for accepted in row.accepts
    ):
        return "right", ""
    ours = extent(there[0].edtf or "") if there else None
    theirs = " or ".join(f"{start or '..'}/{end or '..'}" for start, end in row.accepts)
    shown = f"{row.wanted} on {row.published:%F}: ours {[time.edtf for time in there]}, theirs {theirs}"
    why = convention(row, wanted, ours)
    return ("convention", f"{why}: {shown}") if why else ("wrong", shown)


def suites(folder: Path, *, errors: bool) -> None:
    """Print each suite's fair rows and, where asked, every row that differs."""
    counts: dict[str, Counter[str]] = {}
    lines: list[str] = []
    for row in all_rows(folder):
        verdict, why = judge(row)
        counts.setdefault(row.suite, Counter())[verdict] += 1
        if verdict in ("wrong", "convention"):
            lines.append(f"{row.suite:<17} {verdict:<10} {why}")
    print(f"{'suite':<18}{'rows':>6}{'no date':>9}{'convention':>12}{'fair':>6}{'right':>7}{'rate':>7}")
    for suite, count in counts.items():
        fair = count["right"] + count["wrong"]
        print(
            f"{suite:<18}{count.total():>6}{count['unfair']:>9}{count['convention']:>12}{fair:>6}{count['right']:>7}{count['right'] / max(fair, 1):>7.3f}"
        )
    if errors:
        print("\n".join(sorted(lines)))


def seed(out: Path | None) -> None:
    """Write the seed article's times."""
    text = (SHARED / "gold/text/article.txt").read_text(encoding="utf-8")
    found = find_times(text, published=datetime(2025, 12, 1, 6, 26, 58))  # noqa: DTZ001
    print(f"seed article: {len(found)} expressions, {sum(t.edtf is not None for t in found)} resolved")
    if out:
        out.write_text(
            "".join(json.dumps(asdict(t), ensure_ascii=False) + "\n" for t in found), encoding="utf-8"
        )


def speed() -> None:
    """Print megabytes a second, the best of five, beside jieba on the same text."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    text = "".join(path.read_text(encoding="utf-8") for path in sorted((SHARED / "gold/text").glob("*.txt")))
    size = len(text.encode()) / 1e6
    published = datetime(2025, 12, 1)  # noqa: DTZ001
    rates = {}
    for name, run in (
        ("find_times", lambda: find_times(text, published=published)),
        ("jieba.lcut", lambda: jieba.lcut(text)),
    ):
        best = float("inf")
        for _ in range(5):
            start = time.process_time()
            run()
            best = min(best, time.process_time() - start)
        rates[name] = size / best
    print(
        "".join(f"{name} {rate:.2f} MB/s  " for name, rate in rates.items())
        + f"ratio {rates['find_times'] / rates['jieba.lcut']:.1f}"
    )


def main() -> int:
    """Command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--errors", action="store_true")
    args = parser.parse_args()
    if SHARED.is_dir():
        seed(args.out)
        speed()
    if os.environ.get("PEERS"):
        suites(Path(os.environ["PEERS"]), errors=args.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
