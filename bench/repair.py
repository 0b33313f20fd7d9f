"""Measure repair on damage it was not tuned on: random tables, sites and seeds over clean articles.

    make bench-repair [DATA=folder of public text] [ARGS="--kind pinyin --pages 40 --show 5 --curve"]

The evaluation seed is fixed.  A sentence counts when it comes back exactly; one
of which the damage destroyed a byte that nothing tells any more is counted
apart.  With DATA, every line of the folder's files must pass unchanged.
"""

import os
import random
import re
import time
from pathlib import Path

import click
from opencc import OpenCC

from hanclaim.damage import forward, repair
from hanclaim.damage.cp936 import FOLDED
from hanclaim.document import Source
from hanclaim.errors import DocumentError

ROOT = Path(__file__).resolve().parent.parent
SEED = 20261122
SENTENCE = re.compile(r"[^。！？!?\n]+[。！？!?]*")
NUMBER = re.compile(r"\d[\d.,]*")
NEEDED = {
    "pinyin": 99.5, "pinyin-cut": 99.5, "toneless": 99.5, "gbk-as-latin-1": 100, "gbk-as-latin-1-stripped": 95,
    "gbk-as-latin-1-cleaned": 92, "utf-8-as-gbk": 75, "utf-8-as-gbk-marked": 35, "stuffing": 99,
}  # fmt: skip
HOSTILE = ("?)?)", "?dù)", "??梢哉", "鐨勶", "Êý", "張(zhāng)", "\ufffd?")


def articles(folder):
    """Clean text, one page a file."""
    return [path.read_text(encoding="utf-8") for path in sorted(folder.glob("**/*.txt"))]


def sentences(clean, lost):
    """Yield each sentence, and whether the damage destroyed a byte of it that nothing tells any more."""
    gone = set(lost)
    for match in SENTENCE.finditer(clean):
        yield match[0], any(i in gone for i in range(*match.span()))


def invented(text, *known):
    """Numbers that stand nowhere else and touch nothing uncertain."""
    before = {number for one in known for number in NUMBER.findall(one)}
    doubtful = {i for span in text.uncertain for i in range(span.start - 1, span.end + 1)}
    return sum(
        match[0] not in before and not doubtful & set(range(match.start() - 1, match.end() + 1))
        for match in NUMBER.finditer(text.value)
    )


def as_written(text, kind):
    """Return what the damaged page held: traditional characters where its code was Big5."""
    if kind.startswith("big5"):
        return OpenCC("s2t").convert(text).encode("big5hkscs", "ignore").decode("big5hkscs")
    return (
        text
        if kind.startswith("utf-8-as-") and "gbk" not in kind
        else text.encode("gbk", "ignore").decode("gbk")
    )


def measure(kind, pages, texts, show):
    chance = random.Random(f"{SEED} {kind}")
    right, total = [0, 0], [0, 0]
    damaged = wrong = 0
    seconds = 0.0
    sure = {}
    for number in range(pages):
        clean = as_written(texts[number % len(texts)], kind)
        lost = []
        seen = forward.CHANNELS[kind](clean, chance, lost)
        expected = clean.translate({ord(a): b for a, b in FOLDED.items()}) if kind == "pinyin-cut" else clean
        before = time.perf_counter()
        text = repair(Source(seen.encode()))
        seconds += time.perf_counter() - before
        wrong += invented(text, expected, seen)
        for sentence, is_lossy in sentences(expected, lost):
            total[is_lossy] += 1
            right[is_lossy] += sentence in text.value
            damaged += sentence not in seen
            if sentence not in text.value and not is_lossy and show > 0:
                show -= 1
                click.echo(f"  want {sentence}")
        for done in text.repairs:
            box = sure.setdefault(min(9, int(done.confidence * 10)), [0, 0])
            box[0] += done.text in expected
            box[1] += 1
    needed = f"{NEEDED.get(kind, 100):5.1f}"
    click.echo(
        f"{kind:<24} {100 * right[0] / max(1, total[0]):6.2f} {needed}  {total[0]:5} {damaged:5}"
        f"  {right[1]:3}/{total[1]:<3} {wrong:3}  {seconds / pages:6.3f}"
    )
    return sure


def calibration(boxes):
    click.echo("\nconfidence   repairs  right")
    for box in sorted(boxes):
        right, total = boxes[box]
        click.echo(f"{box / 10:.1f}-{(box + 1) / 10:.1f}    {total:8}  {100 * right / total:5.1f} %")


def harm(folder):
    """Every line and every file of good text must pass unchanged."""
    lines = changed = 0
    for text in articles(folder):
        for part in (text, *text.split("\n")):
            try:
                value = repair(Source(part.encode())).value
            except DocumentError:
                continue
            lines += 1
            if value != part:
                changed += 1
                click.echo(f"  changed {part[:60]!r}")
    click.echo(f"\ngood text: {changed} of {lines} changed")


def speed(texts):
    clean = "\n".join(texts)
    data = (clean * (1 + 20_000_000 // len(clean.encode()))).encode()
    decode = min(timed(data.decode) for _ in range(3))
    whole = min(timed(lambda: repair(Source(data))) for _ in range(3))
    size = len(data) / 1e6
    click.echo(
        f"\nclean UTF-8, {size:.0f} MB: decode {size / decode:.0f} MB/s, repair {size / whole:.0f} MB/s"
    )


def timed(work):
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def curve():
    click.echo("\nhostile input, seconds for 1, 2, 4, 8 MB")
    for unit in HOSTILE:
        row = []
        for size in (1, 2, 4, 8):
            data = (unit * (size * 1_000_000 // len(unit.encode()))).encode()
            row.append(timed(lambda data=data: repair(Source(data))))
            click.echo(f"{unit!r:<14}" + "".join(f"{seconds:9.2f}" for seconds in row), nl=size == 8)
            click.echo("\r", nl=False)


@click.command()
@click.option("--kind", multiple=True, help="Only this kind; may be given several times.")
@click.option("--pages", default=30, help="Pages a kind.")
@click.option("--show", default=0, help="Show so many sentences that were missed.")
@click.option(
    "--text",
    type=click.Path(path_type=Path),
    default=ROOT / "corpus" / "text",
    help="Clean articles.",
)
@click.option("--curve", "with_curve", is_flag=True, help="Also time hostile input; takes minutes.")
def main(kind, pages, show, text, with_curve):
    texts = articles(text)
    click.echo(f"{'kind':<24}  exact  need   sent.  dam.   lost  new  s/page")
    boxes = {}
    for name in kind or forward.CHANNELS:
        for box, (right, total) in measure(name, pages, texts, show).items():
            held = boxes.setdefault(box, [0, 0])
            held[0] += right
            held[1] += total
    calibration(boxes)
    if not kind:
        speed(texts)
    if os.environ.get("DATA"):
        harm(Path(os.environ["DATA"]))
    if with_curve:
        curve()


if __name__ == "__main__":
    main()
