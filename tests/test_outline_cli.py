"""hanclaim outline prints what the gold of structure holds."""

import json

from click.testing import CliRunner

from hanclaim.cli import main


def test_rows_are_those_of_the_gold(tmp_path):
    page = tmp_path / "page.txt"
    page.write_text(
        "北岸公司营收创下新高\n来源：某报 2025-01-02 08:30\n\n(数据来源:wind)公司营收43億元，同比增长12%。\n",
        encoding="utf-8",
    )
    result = CliRunner().invoke(main, ["outline", str(page)])
    meta, *lines = map(json.loads, result.output.splitlines())
    assert ("page", "meta", "北岸公司营收创下新高", "2025-01-02T08:30", "某报") == tuple(
        meta[key] for key in ("doc", "type", "title", "published", "publisher")
    )
    assert [(1, "headline"), (2, "byline"), (4, "body")] == [(line["line"], line["role"]) for line in lines]
    assert [(35, 46, "caption"), (46, 63, "body")] == [
        (part["start"], part["end"], part["role"]) for part in lines[2]["segments"]
    ]
    assert "亿元" in lines[2]["text"]


def test_a_file_that_is_not_there_is_said_in_one_sentence():
    result = CliRunner().invoke(main, ["outline", "nowhere.html"])
    assert 1 == result.exit_code
    assert "nowhere.html cannot be read" in result.stderr
