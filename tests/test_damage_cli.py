"""hanclaim repair, explain and damage, as a person meets them."""

import json

import pytest
from click.testing import CliRunner

from hanclaim.cli import main

INJECTED = (
    "數(shù)據(jù)、數(shù)量、發(fā)現(xiàn)、開發(fā)、現(xiàn)在、人們?yōu)锳I投入、可以看看、公司、方式"
)
CLEAN = "數據、數量、發現、開發、現在、人們為AI投入、可以看看、公司、方式"


@pytest.fixture
def page(tmp_path):
    path = tmp_path / "page.txt"
    path.write_text(INJECTED, encoding="utf-8")
    return str(path)


def run(*arguments):
    return CliRunner().invoke(main, arguments)


def test_repair_prints_the_text(page):
    assert run("repair", page).stdout == CLEAN


def test_repair_folds_on_request(page):
    assert run("repair", "--fold", page).stdout.startswith("数据、数量、发现")


def test_explain_writes_one_object_a_repair(page):
    rows = [json.loads(line) for line in run("explain", "--json", page).stdout.splitlines()]
    assert {"pinyin", "shift"} == {row["kind"] for row in rows}
    assert {"raw", "codec", "kind", "before", "after", "confidence", "evidence"} == set(rows[0])


def test_explain_shows_before_and_after(page):
    shown = run("explain", page).stdout
    assert "們?yōu)锳" in shown
    assert "們為A" in shown


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "binary"),
        ("\ufffd\ufffd\n\ufffd".encode(), "lost"),
    ],
)
def test_what_cannot_be_read_gets_one_sentence_and_exit_1(tmp_path, content, word):
    path = tmp_path / "page"
    path.write_bytes(content)
    for command in ("repair", "explain"):
        outcome = run(command, str(path))
        assert outcome.exit_code == 1
        assert word in outcome.stderr
        assert len(outcome.stderr.splitlines()) == 1


def test_damage_runs_one_kind_after_the_other(tmp_path):
    path = tmp_path / "clean.txt"
    path.write_text(f"{CLEAN}\n" * 3, encoding="utf-8")
    assert run("damage", "gbk-as-latin-1+utf-16-le", str(path)).stdout_bytes.decode("utf-16-le")[0] == "\x94"


def test_the_help_of_damage_names_every_kind():
    shown = "".join(run("damage", "--help").stdout.split())
    for kind in ("pinyin-cut", "gbk-as-cp949", "utf-16-be", "escaped", "lost"):
        assert kind in shown


def test_a_kind_that_does_not_exist_is_refused(page):
    outcome = run("damage", "rot13", page)
    assert outcome.exit_code == 2
    assert "stuffing" in outcome.stderr
