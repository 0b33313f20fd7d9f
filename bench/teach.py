"""Teach the fast tagger: a linear model learns what the large one says of openly licensed text.

    DATA=folder python bench/teach.py

DATA holds UTF-8 text files, one paragraph a line.  The shipped weights learned from the Chinese paragraphs of CMRC 2018
and XQuAD (CC BY-SA 4.0) and DRCD (CC BY-SA 3.0), the sentences of NTREX-128 and UD Chinese GSD (CC BY-SA 4.0) and our
own corpus, 1.8 M letters in all; the labels are the large tagger's, no annotation of those sets is used.
"""

import os
import sys
from pathlib import Path

import numpy as np

from hanclaim.alignment import Span
from hanclaim.mentions.linear import BITS, FLAGS, REACH, RUNS, hash_runs, spell
from hanclaim.mentions.page import cut
from hanclaim.mentions.tagger import load_tagger
from hanclaim.normalise import normalise

TAGS = 2 * len(FLAGS)
SAME = {
    "nr": "PER",
    "ns": "LOC",
    "nt": "ORG",
    "nw": "nz",
    "vn": "n",
    "an": "n",
    "a": "n",
    "j": "n",
    "s": "n",
    "vd": "v",
}
EPOCHS, BATCH, RATE = 4, 4096, 0.15
# A run is left out of a step this often, so that short runs learn too (swept 0, 0.3, 0.5 on the public sets).
DROPPED = 0.3
TARGET = Path(__file__).resolve().parents[1] / "pipeline" / "hanclaim" / "tables" / "fast_tagger.npz"


def main() -> None:
    """Read, tag, learn, write."""
    paths = sorted(Path(os.environ["DATA"]).glob("*.txt"))
    lines = [
        normalise(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line
    ]
    pieces = [line[slice(*piece)] for line in lines for piece in cut(line, Span(0, len(line)))]
    tags = [label(words) for words in load_tagger().tag(pieces)]
    rows, scale, transitions = learn(pieces, tags)
    np.savez_compressed(TARGET, rows=rows, scale=np.float32(scale), transitions=transitions)
    print(f"{sum(map(len, pieces))} letters, {TARGET.stat().st_size / 1e6:.1f} MB", file=sys.stderr)


def label(words) -> list[int]:
    """Turn words into two tags a flag, begin and go on."""
    out = []
    for word in words:
        flag = SAME.get(word.flag, word.flag)
        tag = 2 * FLAGS.index(flag if flag in FLAGS else "x")
        out += [tag] + [tag + 1] * (word.span.end - word.span.start - 1)
    return out


def learn(pieces, tags):
    """Fit a softmax a letter by Adagrad; what follows what is counted."""
    letters = spell(pieces)
    runs = np.stack(list(hash_runs(letters)), 1)
    gold = np.full(len(runs), -1)
    at = 0
    for sentence in tags:
        gold[at : at + len(sentence)] = sentence
        at += len(sentence) + REACH
    known = np.flatnonzero(gold >= 0)
    weights = np.zeros((1 << BITS, TAGS), np.float32)
    seen = np.full((1 << BITS, TAGS), 1e-3, np.float32)
    random = np.random.default_rng(7)
    for epoch in range(EPOCHS):
        random.shuffle(known)
        wrong = 0
        for first in range(0, len(known), BATCH):
            some = known[first : first + BATCH]
            kept = runs[some][:, random.random(len(RUNS)) >= DROPPED]
            scores = weights[kept].sum(1)
            scores -= scores.max(1, keepdims=True)
            slope = np.exp(scores)
            slope /= slope.sum(1, keepdims=True)
            wrong += int((scores.argmax(1) != gold[some]).sum())
            slope[np.arange(len(some)), gold[some]] -= 1
            flat = kept.ravel()
            order = np.argsort(flat, kind="stable")
            ids, starts = np.unique(flat[order], return_index=True)
            total = np.add.reduceat(slope[order // kept.shape[1]], starts, axis=0)
            seen[ids] += total**2
            weights[ids] -= RATE * total / np.sqrt(seen[ids])
        print(f"epoch {epoch}: {wrong / len(known):.4f} wrong", file=sys.stderr)
    return quantise(weights, count(tags))


def count(tags):
    """How much more likely each tag follows another than it stands anywhere; at 0.75, swept 0 to 1."""
    pairs = np.ones((TAGS + 2, TAGS))
    for sentence in tags:
        pairs[0, sentence[0]] += 1
        pairs[1, sentence[-1]] += 1
        np.add.at(pairs, (np.array(sentence[:-1], int) + 2, np.array(sentence[1:], int)), 1)
    alone = pairs[2:].sum(0) / pairs[2:].sum()
    return (0.75 * np.log(pairs / pairs.sum(1, keepdims=True) / alone)).astype(np.float32)


def quantise(weights, transitions):
    """Keep each weight as a small integer."""
    scale = float(np.quantile(np.abs(weights[weights != 0]), 0.9995)) / 127
    return np.clip(np.round(weights / scale), -127, 127).astype(np.int8), scale, transitions


if __name__ == "__main__":
    main()
