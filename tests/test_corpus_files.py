"""The corpus holds together: gold names what its text says."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from pathlib import Path
from typing import get_args

import pytest

from hanclaim.document import ClaimKind, Comparator, Direction, Modality, Polarity
from hanclaim.normalise import normalise
from hanclaim.structure import Role

CORPUS = Path(__file__).parents[1] / "corpus"
ARTICLES = sorted([*CORPUS.glob("held/text/*.txt"), *CORPUS.glob("text/*.txt")])
MANIFEST = [json.loads(line) for line in (CORPUS / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]
CLOSED = {
    "kind": ClaimKind,
    "comparator": Comparator,
    "direction": Direction,
    "modality": Modality,
    "polarity": Polarity,
    "role": Role,
}


def gold(article, kind):
    path = article.parents[1] / "gold" / f"{article.stem}.{kind}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def alternatives(value):
    return value if isinstance(value, list) else [value]


@pytest.fixture(params=ARTICLES, ids=lambda path: path.stem)
def article(request):
    return request.param


def test_a_claim_stands_where_its_gold_line_says(article):
    folded = normalise(article.read_text(encoding="utf-8"))
    for row in gold(article, "claims"):
        places = re.findall(f"(?={re.escape(row['text'])})", folded)
        assert row["nth"] in range(1, len(places) + 1), row["text"]
        assert row["doc"] == article.stem


def test_gold_says_nothing_the_contract_has_no_word_for(article):
    for row in gold(article, "claims"):
        for field, known in CLOSED.items():
            assert set(alternatives(row[field])) <= {None, *get_args(known)}, (row["text"], field)
        for number in (value for field in ("value", "low", "high") for value in alternatives(row[field])):
            assert number is None or re.fullmatch(r"-?\d+(\.\d+)?", number), row["text"]


def test_every_line_of_an_article_has_a_role(article):
    meta, *lines = gold(article, "structure")
    folded = normalise(article.read_text(encoding="utf-8")).split("\n")
    assert [(number, line) for number, line in enumerate(folded, 1) if line.strip()] == [
        (row["line"], row["text"]) for row in lines
    ]
    assert all(row["role"] in row["accept"] and set(row["accept"]) <= set(get_args(Role)) for row in lines)
    assert meta["title"][0] in [row["text"] for row in lines if row["role"] == "headline"]


@pytest.fixture(params=MANIFEST, ids=lambda row: row["id"])
def row(request):
    return request.param


@pytest.fixture(scope="module")
def build():
    spec = importlib.util.spec_from_file_location("corpus_build", CORPUS / "build.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.build


def test_a_file_has_the_hash_that_the_manifest_gives(row):
    assert row["sha256"] == hashlib.sha256((CORPUS / row["file"]).read_bytes()).hexdigest()


def test_a_file_without_damage_is_its_text_in_the_encoding_given(row, build):
    if row["damage"] is None:
        assert build(row) == (CORPUS / row["file"]).read_bytes()


def test_the_same_seed_does_the_same_damage(build):
    damaged = [row for row in MANIFEST if row["damage"]]
    assert len(damaged) >= 2
    assert all(build(row) == build(row) != build(row | {"damage": None}) for row in damaged)


def test_the_manifest_names_every_article_once():
    assert [str(path.relative_to(CORPUS)) for path in ARTICLES] == sorted(row["text"] for row in MANIFEST)
    assert {row["region"] for row in MANIFEST} == {"CN", "TW", "HK"}
    assert len({row["domain"] for row in MANIFEST}) >= 10


def test_ten_articles_are_put_away():
    assert len(list(CORPUS.glob("held/text/*.txt"))) == 10
    assert not {path.stem for path in CORPUS.glob("text/*.txt")} & {
        path.stem for path in CORPUS.glob("held/text/*.txt")
    }
