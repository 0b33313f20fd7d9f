"""Fit the choice of subjects, measures and periods, and say what it reaches on articles that had no part in it.

    make bench-choices [DATA=../shared] [ARGS="--fit --more DIR[=WEIGHTS]"]

Prints, for each field and each set of articles, how many the rules have right, how many have a right candidate at all,
and how many the choice has right by weights that never saw the article (six folds of articles).  ``--more DIR`` adds
annotated texts: DIR/gold.jsonl and DIR/raw/DOC.txt (``real`` for the contract's own); ``--fit`` writes the weights to
tables/choices.tsv.  What an amount is chosen to be said of is a candidate of the next, so texts are best read by weights
that were fitted without them: ``--more DIR=WEIGHTS``.
"""

import argparse
import json
import os
import random
from collections import Counter, defaultdict
from pathlib import Path
from typing import NamedTuple

import numpy as np
from claims import articles, choose_by, scorer

from hanclaim.claims import choice, statements
from hanclaim.claims import weights as weighing
from hanclaim.document import Source
from hanclaim.grammar.clauses import Pins
from hanclaim.process import read

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "pipeline" / "hanclaim" / "tables" / "choices.tsv"
FIELDS = ("subject", "measure", "period")
FOLDS = 6
# By field, chosen by the folds below on our own articles and on public text.
PENALTY = {"subject": 3.0, "measure": 1.0, "period": 1.5}
STEPS = 200
# The weight of an article: where the rules were made many a rule is right that would not be elsewhere; the contract's own
# articles say all the same most of what is wanted.
WEIGHTS = {"development": 6.0, "real": 4.0, "cases": 6.0, "corpus": 0.8}
SMALL = 0.05
RARE = 3  # a mark that fewer candidates have is not learned


class Choice(NamedTuple):
    """One choice for one amount: the marks of each candidate, and which candidates are right."""

    kind: str
    document: str
    field: str
    marks: list
    right: np.ndarray
    told: bool


GLANCED = set()  # the marks that every stretch has, by which the likely ones are found


def observe(document):
    """Every choice made while a document is read: (span of the amount, field, candidates)."""
    seen, span = [], [None]
    lines = choice.lines
    choose, choose_period, best = statements.choose, statements.choose_period, choice.best

    def watched(choosing):
        def choosing_here(draft, site, state, **others):
            span[0] = site.quantity.span
            return choosing(draft, site, state, **others)

        return choosing_here

    def watched_best(field, candidates):
        seen.append((span[0], field, candidates))
        return best(field, candidates)

    def watched_lines(site):
        around = lines(site)
        GLANCED.update(mark for line in around for part in line.stretches for mark in part.marks)
        return around

    statements.choose, statements.choose_period = watched(choose), watched(choose_period)
    choice.best, choice.lines = watched_best, watched_lines
    try:
        list(statements.find_statements(document, Pins(document)))
    finally:
        statements.choose, statements.choose_period = choose, choose_period
        choice.best, choice.lines = best, lines
    return seen


def judged(score, kind, name, document, lines):
    """The choices of one document for amounts that gold speaks of."""
    quantities = {quantity.span: quantity for quantity in document.quantities}
    gold = []
    for line in lines:
        found = score.occurrences(document.folded, line["text"])[line["nth"] - 1 :]
        gold += [(found[0], line)] if found else []
    for span, field, candidates in observe(document):
        amount = {key: written(getattr(quantities[span], key)) for key in score.NUMBERS}
        for (start, end), line in gold:
            same = all(score.agrees(key, line, amount[key]) for key in amount if key in line)
            if start < span.end and span.start < end and same and field in line:
                right = np.array([score.agrees(field, line, candidate.text) for candidate in candidates])
                # The candidate that the rule told stands first.
                yield Choice(
                    kind, name, field, [candidate.marks for candidate in candidates], right, bool(right[0])
                )
                break


def written(number):
    return None if number is None else format(number, "f")


def counted(score, text):
    """Gold lines that count: no relations, nothing optional, no furniture."""
    lines = [json.loads(line) for line in text.splitlines() if line.strip()]
    return [
        line
        for line in lines
        if line["kind"] != "relation" and not line.get("optional") and line["role"] not in score.APART
    ]


def cases():
    """The project's own cases as gold: (name, text, lines that hold what a case expects)."""
    for name in ("statements", "topics", "subjects", "told"):
        for case in json.loads((ROOT / "tests" / "cases" / f"{name}.json").read_text(encoding="utf-8")):
            expect, seen, lines = case["expect"], Counter(), []
            for told in expect.items() if name == "subjects" else expect:
                if name == "subjects":
                    amount, fields = told[0], {"subject": told[1]}
                elif name == "told":
                    amount, fields = told[0], {"period": told[1]}
                else:
                    amount, fields = told.get("quantity"), {field: told.get(field) for field in FIELDS}
                if amount is not None:
                    seen[amount] += 1
                    lines.append({"text": amount, "nth": seen[amount], **fields})
            yield case["label"], case["given"], lines


def collect(score, data, more):
    choices = []
    for kind, name, text, gold in articles(data):
        if kind != "held":
            lines = counted(score, gold.read_text(encoding="utf-8"))
            choices += judged(score, kind, name, read(Source(text.read_bytes(), name)), lines)
    for name, text, lines in cases():
        choices += judged(score, "cases", name, read(Source(text.encode(), name)), lines)
    for source in more:
        folder, _, apart = source.partition("=")
        folder = Path(folder)
        choose_by(Path(apart) if apart else None)
        of_document = defaultdict(list)
        for line in counted(score, (folder / "gold.jsonl").read_text(encoding="utf-8")):
            of_document[line["doc"]].append(line)
        for name, lines in sorted(of_document.items()):
            document = read(Source((folder / "raw" / f"{name}.txt").read_bytes(), name))
            choices += judged(score, folder.name, name, document, lines)
    return choices


class Numbers:
    """Choices as flat arrays: for each candidate the numbers of its marks."""

    def __init__(self, choices, names):
        at = {name: i for i, name in enumerate(names, 1)}
        # Number 0 stands for any candidate, so that none is without marks; its weight changes nothing.
        marks = [
            [0, *(at[mark] for mark in sorted(found) if mark in at)] for one in choices for found in one.marks
        ]
        self.size = len(names) + 1
        self.lengths = np.array([len(found) for found in marks])
        self.marks = np.array([mark for found in marks for mark in found])
        self.first_mark = np.concatenate([[0], self.lengths.cumsum()[:-1]])
        counts = np.array([len(one.marks) for one in choices])
        self.first = np.concatenate([[0], counts.cumsum()[:-1]])
        self.choice = np.repeat(np.arange(len(choices)), counts)
        self.right = np.concatenate([one.right for one in choices]).astype(float)
        self.weight = np.array([WEIGHTS.get(one.kind, 1.0) for one in choices])
        self.penalty = PENALTY[choices[0].field]

    def sums(self, weights):
        return np.add.reduceat(weights[self.marks], self.first_mark)

    def loss(self, weights):
        """The loss of a softmax over each choice's candidates, whose right ones count together, and its gradient."""
        sums = self.sums(weights)
        odds = np.exp(sums - np.maximum.reduceat(sums, self.first)[self.choice])
        total = np.add.reduceat(odds, self.first)
        right = np.add.reduceat(odds * self.right, self.first)
        off = odds / total[self.choice] - odds * self.right / right[self.choice]
        off *= self.weight[self.choice]
        gradient = np.bincount(self.marks, weights=np.repeat(off, self.lengths), minlength=self.size)
        loss = (self.weight * (np.log(total) - np.log(right))).sum()
        return loss + self.penalty / 2 * weights @ weights, gradient + self.penalty * weights


def fit(choices):
    """Weights of the marks: the softmax's, with a ridge penalty, by gradient descent with a memory of the last steps (L-BFGS)."""
    choices = [one for one in choices if one.right.any()]
    counts = Counter(mark for one in choices for found in one.marks for mark in found)
    names = sorted(mark for mark, count in counts.items() if count >= RARE)
    numbers = Numbers(choices, names)
    weights = np.zeros(numbers.size)
    loss, gradient = numbers.loss(weights)
    memory = []
    for _ in range(STEPS):
        step = -descent(gradient, memory)
        length = 1.0 if memory else 1 / max(1.0, abs(gradient).sum())
        while True:
            moved = weights + length * step
            after, slope = numbers.loss(moved)
            if after <= loss + 1e-4 * length * (gradient @ step) or length < 1e-9:
                break
            length /= 2
        memory = [*memory[-9:], (moved - weights, slope - gradient)]
        done = loss - after < 1e-9 * abs(loss)
        weights, loss, gradient = moved, after, slope
        if done:
            break
    return dict(zip(names, weights[1:], strict=True))


def descent(gradient, memory):
    """The two loops of L-BFGS (Nocedal 1980): the gradient times what is known of the inverse Hessian."""
    found, parts = gradient.copy(), []
    for step, change in reversed(memory):
        part = (step @ found) / (step @ change)
        found -= part * change
        parts.append(part)
    if memory:
        step, change = memory[-1]
        found *= (step @ change) / (change @ change)
    for (step, change), part in zip(memory, reversed(parts), strict=True):
        found += step * (part - (change @ found) / (step @ change))
    return found


def chosen(weights, one):
    """Whether the candidate is right that is chosen by these weights."""
    sums = [sum(weights.get(mark, 0) for mark in found) for found in one.marks]
    first = int(np.argmax(sums))
    return one.right[first if sums[first] - sums[0] >= weighing.MARGIN else 0]


def written_weights(field, choices):
    weights = fit(choices)
    return [
        f"{field}\t{mark}\t{weight:.2f}\tbench/choices.py --fit"
        for mark, weight in weights.items()
        if abs(weight) >= SMALL
    ]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--fit",
        nargs="?",
        type=Path,
        const=TABLE,
        help="write the weights to tables/choices.tsv, or to another file for claims.py to judge by",
    )
    parser.add_argument(
        "--more", action="append", default=[], help="a folder of annotated texts, DIR or DIR=WEIGHTS"
    )
    args = parser.parse_args()
    weighing.MOST = 10_000  # all are wanted, whatever the weights of before say
    data = Path(os.environ.get("DATA") or ROOT.parent / "shared").resolve()
    choices = collect(scorer(data), data, args.more)
    documents = sorted({one.document for one in choices})
    random.Random(3).shuffle(documents)
    fold = {name: k % FOLDS for k, name in enumerate(documents)}
    rows = ["field\tmark\tweight\tsource"]
    print(f"{'field':<10}{'set':<14}{'choices':>8}{'rules':>8}{'choice':>8}{'reach':>8}")
    for field in FIELDS:
        of_field = [one for one in choices if one.field == field]
        found = defaultdict(Counter)
        for k in range(FOLDS):
            weights = fit([one for one in of_field if fold[one.document] != k])
            for one in of_field:
                if fold[one.document] == k:
                    right = {
                        "choice": chosen(weights, one),
                        "rules": one.told,
                        "reach": one.right.any(),
                        "all": True,
                    }
                    found[one.kind].update({name: int(value) for name, value in right.items()})
        for kind, n in sorted(found.items()):
            print(f"{field:<10}{kind:<14}{n['all']:>8}{n['rules']:>8}{n['choice']:>8}{n['reach']:>8}")
        if args.fit:
            rows += written_weights(field, of_field)
            if field != "period":
                glance = [one._replace(marks=[found & GLANCED for found in one.marks]) for one in of_field]
                rows += written_weights(f"{field} at a glance", glance)
    if args.fit:
        args.fit.write_text("\n".join(rows) + "\n", encoding="utf-8")
        print(f"{len(rows) - 1} rows of weights written")


if __name__ == "__main__":
    main()
