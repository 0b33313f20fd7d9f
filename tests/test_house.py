"""Documents, schemas, tables, commands and budgets agree with the code."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from hanclaim import tables
from hanclaim.cli import COMMANDS, main
from hanclaim.records import schemas

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "pipeline" / "hanclaim"
MODULES = sorted(PACKAGE.rglob("*.py"))
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_schemas_are_fresh():
    for name, schema in schemas():
        assert schema == (ROOT / "schemas" / name).read_text(encoding="utf-8"), (
            f"run hanclaim schema: {name} is stale"
        )
    assert {name for name, _ in schemas()} == {path.name for path in (ROOT / "schemas").glob("*.json")}


@pytest.mark.parametrize("path", sorted((PACKAGE / "tables").glob("*.tsv")), ids=lambda path: path.stem)
def test_every_table_reads_names_its_sources_and_has_an_entry(path):
    rows = tables.read(path.stem)
    assert rows
    assert "source" in rows[0]
    assert f"`{path.name}`" in (PACKAGE / "tables" / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_stands_in_the_readme(command):
    result = CliRunner().invoke(main, [command, "--help"])
    assert result.exit_code == 0
    assert f"hanclaim {command}" in README


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_only_the_command_line_prints(path):
    if "cli" in path.parts or path.name == "__main__.py":
        return
    calls = [node.func.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
             if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]  # fmt: skip
    assert "print" not in calls


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_every_module_stays_readable(path):
    lines = path.read_text(encoding="utf-8").count("\n")
    assert lines <= 400, f"{path.name} has {lines} lines: split it along an idea"
    assert len(path.relative_to(PACKAGE).parts) <= 2, "two levels of package are enough"


def test_every_room_is_on_the_readmes_map():
    rooms = {
        path.name
        for path in PACKAGE.iterdir()
        if path.suffix == ".py" or (path.is_dir() and path.name != "__pycache__")
    }
    for room in rooms - {"__init__.py", "__main__.py"}:
        assert f"`{room}" in README, f"{room} is missing from the README's map of rooms"


def test_the_readmes_examples_run():
    blocks = re.findall(r"```pycon\n(.*?)```", README, re.DOTALL)
    assert blocks
    import doctest

    for block in blocks:
        case = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
        assert doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(case).failed == 0


def test_nothing_committed_names_a_machine_or_a_registry():
    committed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    for name in committed.splitlines():
        path = ROOT / name
        if path.suffix in {".py", ".md", ".toml", ".tsv", ".txt", ".json", ""} and path.is_file():
            text = path.read_text(encoding="utf-8", errors="replace")
            assert not re.search(r"(?<![\w.])/(work|root|farm)/", text), path
            assert (
                not re.search(r"(pypi\.org|pythonhosted|registry\.npmjs)", text)
                or name == "tests/test_house.py"
            ), path
