"""The command reads pages as they are repaired, and values no number that touches a lost character."""

import json

from click.testing import CliRunner

from hanclaim.cli import main

PAGE = "來源：測試網 2025-12-01\n據(jù)公司公告，上月營(yíng)收約43.5億元，同比增長(zhǎng)12%，其中儲能業(yè)務(wù)占35%。\n共有\ufffd000名員工。\n"


def rows(tmp_path, page, *options):
    (tmp_path / "page.txt").write_text(page, encoding="utf-8")
    result = CliRunner().invoke(main, ["quantities", str(tmp_path / "page.txt"), *options])
    assert 0 == result.exit_code
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_a_damaged_page_is_repaired_and_dated_by_itself(tmp_path):
    found = rows(tmp_path, PAGE)
    assert ["4350000000", "12", "35"] == [row["value"] for row in found if row["type"] == "quantity"][:3]
    assert "2025-11" in [row["edtf"] for row in found if row["type"] == "time"]


def test_a_number_that_touches_a_lost_character_has_no_value(tmp_path):
    people = rows(tmp_path, PAGE)[-1]
    assert ("000名", None, ["unknown_digits"]) == (people["text"], people["value"], people["flags"])


def test_the_day_given_wins(tmp_path):
    found = rows(tmp_path, "上月营收43亿元。", "--published", "2024-03-05")
    assert "2024-02" in [row.get("edtf") for row in found]


def test_a_missing_file_is_one_sentence():
    result = CliRunner().invoke(main, ["quantities", "no-such-page.txt"])
    assert (1, "") == (result.exit_code, result.stdout)
    assert 1 == result.stderr.count("\n")
