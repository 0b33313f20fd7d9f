"""Fit the table of marks that the rebuilding of lost bytes reads; run by hand when one of its sources moves.

    python bench/marks.py FILE ...

Each FILE is openly licensed running text.  A softmax over the marks, by gradient descent (AdaGrad); a tenth of the
lines is held out, on which it prints how many marks it finds among those that share their first two bytes in UTF-8.
"""

from collections import Counter
from pathlib import Path

import click
import numpy as np

from hanclaim.damage.marks import MARKS, features

TABLE = Path(__file__).resolve().parent.parent / "pipeline" / "hanclaim" / "tables" / "marks.npz"
RARE, EPOCHS, RATE, DECAY, STEP, SMALL = 4, 3, 0.15, 2e-6, 16, 0.1
WIDE = str.maketrans(",?!;:()", "，？！；：（）")


def lines(paths):
    for path in paths:
        for line in path.read_text(encoding="utf-8").split("\n"):
            if sum("\u4e00" <= c <= "\u9fff" for c in line) > len(line) / 2:
                yield line.translate(WIDE)


def places(line):
    for at, character in enumerate(line):
        if character in MARKS:
            yield MARKS.index(character), list(features(line, at))


def alike(mark):
    """The marks that share all but the last byte."""
    return [k for k, other in enumerate(MARKS) if other.encode()[:2] == MARKS[mark].encode()[:2]]


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
def main(paths):
    rng = np.random.default_rng(1)
    kept, held = [], []
    for line in lines(paths):
        (held if rng.random() < 0.1 else kept).extend(places(line))
    counts = Counter(name for _, names in kept for name in names)
    index = {name: i for i, (name, n) in enumerate(sorted(counts.items())) if n >= RARE}
    index = {name: i for i, name in enumerate(index)}
    rows = [(mark, np.array([index[n] for n in names if n in index])) for mark, names in kept]
    weights = np.zeros((len(index), len(MARKS)), np.float32)
    squares = np.full_like(weights, 1e-2)
    for epoch in range(EPOCHS):
        for i in rng.permutation(len(rows)):
            mark, row = rows[i]
            those = alike(mark)
            sums = weights[np.ix_(row, those)].sum(0)
            off = np.exp(sums - sums.max())
            off /= off.sum()
            off[those.index(mark)] -= 1
            at = np.ix_(row, those)
            slope = off + DECAY * weights[at]
            squares[at] += slope**2
            weights[at] -= RATE * slope / np.sqrt(squares[at])
        right = Counter()
        for mark, names in held:
            those = alike(mark)
            if len(those) > 1:
                sums = weights[[index[n] for n in names if n in index]].sum(0)
                best = max(those, key=lambda k: sums[k])
                right[MARKS[mark], best == mark] += 1
        total = sum(right.values())
        click.echo(f"epoch {epoch}: {sum(n for (_, ok), n in right.items() if ok) / total:.4f} of {total}")
    for mark in MARKS:
        n = right[mark, True] + right[mark, False]
        if n:
            click.echo(f"  {mark} {right[mark, True] / n:.3f} of {n}")
    names = [name for name, i in index.items() if abs(weights[i]).max() >= SMALL]
    stored = np.clip(np.round(weights[[index[name] for name in names]] * STEP), -127, 127).astype(np.int8)
    np.savez_compressed(TABLE, features=np.frombuffer("\0".join(names).encode(), np.uint8), weights=stored)
    click.echo(f"{len(names)} features, {TABLE.stat().st_size >> 10} KB")


if __name__ == "__main__":
    main()
