"""Score the statements and say how well their confidence is calibrated.

    make bench-claims [DATA=../shared] [ARGS="--fit --held --more DIR[=WEIGHTS]"]

Prints quantity F1, strict claim F1 and each field on the development articles of DATA and on the corpus, then the
reliability of the confidence on the held articles, which no rule was made on: each is judged by weights fitted on all
other articles.  ``--fit`` writes the weights fitted on all of them to tables/confidence.tsv; ``--more DIR`` adds
annotated texts to those, as in choices.py, ``--more DIR=WEIGHTS`` texts as they are read by choices that were fitted
without them.
"""

import argparse
import csv
import importlib.util
import json
import math
import os
import tempfile
from collections import defaultdict
from pathlib import Path

import numpy as np

from hanclaim import claims as stage
from hanclaim import tables
from hanclaim.claims import weights as weighing
from hanclaim.claims.confidence import FIELDS, Ground, features
from hanclaim.document import Source
from hanclaim.normalise import normalise
from hanclaim.process import read
from hanclaim.records import record

ROOT = Path(__file__).resolve().parent.parent
PENALTY = 10.0  # 6, 10 and 20 give alike on articles left out, in 2026-11
KNOWN = 0.5  # the weight of a claim of a text that the rules or the choices were made on
LEARNT = "learnt"  # marks claims of texts that the choices were fitted on
SEEN = "seen"  # marks claims of articles that the rules were made on: they are right more often than others


def scorer(data):
    spec = importlib.util.spec_from_file_location("score", data / "contract" / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def public(folder):
    """Annotated public texts of a folder: (name, text, gold lines)."""
    of_document = defaultdict(list)
    for line in (folder / "gold.jsonl").read_text(encoding="utf-8").splitlines():
        of_document[json.loads(line)["doc"]].append(line)
    for name, lines in sorted(of_document.items()):
        yield name, folder / "raw" / f"{name}.txt", lines


def articles(data):
    for gold in sorted((data / "gold").glob("*.claims.jsonl")):
        name = gold.name.removesuffix(".claims.jsonl")
        yield "development", name, data / "gold" / "text" / f"{name}.txt", gold
    for gold in sorted((ROOT / "corpus" / "gold").glob("*.claims.jsonl")):
        name = gold.name.removesuffix(".claims.jsonl")
        yield "corpus", name, ROOT / "corpus" / "text" / f"{name}.txt", gold
    for gold in sorted((ROOT / "corpus" / "held" / "gold").glob("*.claims.jsonl")):
        name = gold.name.removesuffix(".claims.jsonl")
        yield "held", name, ROOT / "corpus" / "held" / "text" / f"{name}.txt", gold


def judge(score, name, text, gold):
    """Gold lines and predicted rows of one article, and the features and right fields of each claim gold speaks of."""
    document = read(Source(text.read_bytes(), f"{name}.txt"))
    found = stage.find_claims(document)
    texts = {name: normalise(text.read_text(encoding="utf-8"))}
    lines = score.load_gold(gold, texts)
    rows = [
        score.flatten(
            json.loads(record(document, claim).model_dump_json(by_alias=True)), str(i), {name}, texts
        )
        for i, claim in enumerate(found)
    ]
    ground, judged = Ground(document, found), []
    for line, row in score.match(lines, rows):
        if row is not None and row["kind"] != "relation":
            right = {f for f in score.STRICT if line is not None and score.agrees(f, line, row[f])}
            claim = found[int(row["where"])]
            judged.append(
                (features(claim, ground), [is_right(field, right, score.STRICT) for field in FIELDS])
            )
    return lines, rows, judged


def choose_by(table):
    """Let a table of one's own, or with None the project's, weigh the choices."""
    rows = tables.read
    if table is not None:
        text = table.read_text(encoding="utf-8")

        def rows(_):
            return tuple(csv.DictReader(text.splitlines(), delimiter="\t"))

    weighing.read = rows
    weighing.learned.cache_clear()


def is_right(field, right, strict):
    """Whether a field is right, or all that have no chance of their own."""
    return field in right if field != "rest" else right >= set(strict) - set(FIELDS)


def fit(rows):
    """Weights for each feature, one for each field: logistic regressions with a ridge penalty.

    A field is judged on the claims whose fields before it are right, so that the chances may be multiplied.
    """
    names = sorted({name for found, _ in rows for name in found})
    at = {name: i for i, name in enumerate(names)}
    x = np.zeros((len(rows), len(names)))
    for i, (found, _) in enumerate(rows):
        x[i, [at[name] for name in found]] = 1
    penalty = np.full(len(names), PENALTY)
    penalty[[at[mark] for mark in ("all", SEEN, LEARNT) if mark in at]] = 0.01
    y = np.array([right for _, right in rows], dtype=float)
    known = [SEEN in found or LEARNT in found for found, _ in rows]
    weight = np.where(known, KNOWN, 1.0)
    columns = []
    for i in range(len(FIELDS)):
        right_so_far = y[:, :i].all(axis=1)
        columns.append(newton(x[right_so_far], y[right_so_far, i], weight[right_so_far], penalty))
    return dict(zip(names, zip(*columns, strict=True), strict=True))


def newton(x, y, weight, penalty):
    weights = np.zeros(x.shape[1])
    for _ in range(30):
        p = 1 / (1 + np.exp(-x @ weights))
        step = np.linalg.solve(
            (x.T * (weight * p * (1 - p))) @ x + np.diag(penalty),
            x.T @ (weight * (y - p)) - penalty * weights,
        )
        weights += step
        if abs(step).max() < 1e-6:
            break
    return weights


def chance(weights, found):
    known = [weights[name] for name in found if name in weights]
    return math.prod(1 / (1 + math.exp(-sum(weight[i] for weight in known))) for i in range(len(FIELDS)))


def reliability(held, seen):
    """Each held article by the weights of all others: bins, expected calibration error, and area under the ROC curve."""
    pairs = []
    for name in sorted(held):
        others = [row for other in held if other != name for row in held[other]]
        weights = fit([*seen, *others])
        pairs += [(chance(weights, found), all(right)) for found, right in held[name]]
    said = np.array([p for p, _ in pairs])
    right = np.array([r for _, r in pairs], dtype=float)
    print(f"\nreliability on {len(pairs)} claims of held articles, by weights that never saw their article")
    error = 0.0
    for low in np.arange(0, 1, 0.1):
        inside = (said >= low) & (said < low + 0.1)
        if inside.any():
            error += inside.mean() * abs(said[inside].mean() - right[inside].mean())
            print(
                f"  said {low:.1f}-{low + 0.1:.1f}  claims {inside.sum():5}  mean said {said[inside].mean():.3f}  right {right[inside].mean():.3f}"
            )
    order = said.argsort().argsort() + 1
    positive = right.sum()
    area = (order[right == 1].sum() - positive * (positive + 1) / 2) / max(
        positive * (len(right) - positive), 1
    )
    print(f"  expected calibration error {error:.3f}  AUROC {area:.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fit", action="store_true", help="write the weights to tables/confidence.tsv")
    parser.add_argument(
        "--held", action="store_true", help="also the totals of the held articles: a final figure only"
    )
    parser.add_argument(
        "--more", action="append", default=[], help="annotated texts to fit on too, DIR or DIR=WEIGHTS"
    )
    args = parser.parse_args()
    data = Path(os.environ.get("DATA") or ROOT.parent / "shared").resolve()
    score = scorer(data)
    seen, held, sets = [], {}, defaultdict(lambda: ([], []))
    for kind, name, text, gold in articles(data):
        lines, rows, found = judge(score, name, text, gold)
        if kind == "held":
            held[name] = found
        else:
            seen += [((*rests_on, SEEN), right) for rests_on, right in found]
        if kind != "held" or args.held:
            sets[kind][0].extend(lines)
            sets[kind][1].extend(rows)
    for more in args.more:
        folder, _, apart = more.partition("=")
        choose_by(Path(apart) if apart else None)
        for name, text, lines in public(Path(folder)):
            with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as gold:
                gold.write("\n".join(lines))
                gold.flush()
                *_, found = judge(score, name, text, gold.name)
            seen += [(rests_on if apart else (*rests_on, LEARNT), right) for rests_on, right in found]
    for kind, (lines, rows) in sets.items():
        print(f"== {kind}")
        print(
            "\n".join(
                line
                for line in score.table(score.score(lines, rows))
                if line.startswith(("doc", "all", "quant", "rel"))
            )
        )
    reliability(held, seen)
    if args.fit:
        weights = fit([*seen, *(row for rows in held.values() for row in rows)])
        for mark in (SEEN, LEARNT):
            weights.pop(mark, None)
        write(ROOT / "pipeline" / "hanclaim" / "tables" / "confidence.tsv", weights)


def write(table, weights):
    kept = sorted((name, found) for name, found in weights.items() if max(map(abs, found)) >= 0.01)
    rows = ["\t".join(["feature", *FIELDS, "source"])]
    rows += [
        "\t".join([name, *(f"{weight:.3f}" for weight in found), "bench/claims.py --fit"])
        for name, found in kept
    ]
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    print(f"\n{len(kept)} rows of weights written")


if __name__ == "__main__":
    main()
