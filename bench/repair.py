"""Measure repair on damage it was not tuned on: random tables, sites and seeds over clean articles.

    make bench-repair [DATA=folder of public text] [ARGS="--kind pinyin --pages 40 --show 5"]

The evaluation seed is fixed.  A sentence counts when it comes back exactly.
"""

import random
import re
import time
from pathlib import Path

import click

from hanclaim.damage import forward, repair
from hanclaim.document import Source

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261122
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")


def articles(folder):
    """Clean text, one page a file."""
    found = sorted(folder.glob("**/*.txt"))
    return [path.read_text(encoding="utf-8") for path in found]


def sentences(clean, lost):
    """Yield each sentence, and whether the damage destroyed a byte of it that nothing tells any more."""
    gone = set(lost)
    for match in SENTENCE.finditer(clean):
        yield match[0], any(i in gone for i in range(*match.span()))


def measure(kind, pages, folder, show):
    chance = random.Random(f"{SEED} {kind}")
    texts = articles(folder)
    right, total = [0, 0], [0, 0]
    damaged = digits = 0
    seconds = 0.0
    for number in range(pages):
        clean = texts[number % len(texts)].encode("gbk", "ignore").decode("gbk")
        lost = []
        seen = forward.CHANNELS[kind](clean, chance, lost)
        expected = clean
        if kind == "pinyin-cut":
            expected = clean.translate({ord(a): b for a, b in zip("，？！；：（）", ",?!;:()", strict=True)})
        before = time.perf_counter()
        got = repair(Source(seen.encode())).value
        seconds += time.perf_counter() - before
        digits += len(
            set(re.findall(r"\d[\d.,]*", got))
            - set(re.findall(r"\d[\d.,]*", expected))
            - set(re.findall(r"\d[\d.,]*", seen))
        )
        for sentence, is_lossy in sentences(expected, lost):
            total[is_lossy] += 1
            right[is_lossy] += sentence in got
            damaged += sentence not in seen
            if sentence not in got and not is_lossy and show > 0:
                show -= 1
                line = max(
                    got.split("\n"),
                    key=lambda line: sum(a in line for a in (sentence[:6], sentence[-6:], sentence[-12:-6])),
                )
                click.echo(f"  want {sentence}\n  have {line[:200]}")
    click.echo(
        f"{kind:<24} {right[0] / max(1, total[0]):7.2%} of {total[0]} ({damaged} damaged); "
        f"bytes destroyed: {right[1]} of {total[1]}; new numbers {digits}; {seconds / pages:.3f} s a page"
    )


@click.command()
@click.option("--kind", multiple=True)
@click.option("--pages", default=20)
@click.option("--show", default=0)
@click.option("--text", type=click.Path(path_type=Path), default=ROOT / "corpus" / "held" / "text")
def main(kind, pages, show, text):
    for name in kind or forward.CHANNELS:
        measure(name, pages, text, show)


if __name__ == "__main__":
    main()
