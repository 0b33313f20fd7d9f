"""Every reader finds each document once, and where the manifest says it lies, its bytes are."""

import gzip
import json
import os
import zipfile
from pathlib import Path

import pytest
import zstandard

from hanclaim.document import Source
from hanclaim.errors import DocumentError
from hanclaim.formats.entry import LARGEST, TEXT, Entry, Fields
from hanclaim.formats.reading import find_entries, find_files, find_root, read_entries

PAGES = ("营收达5亿元".encode(), "营收达6亿元".encode("gb18030"), b"\xff\xfe damaged")


def listed(path, fields=TEXT):
    return list(find_entries(path, path.parent, fields))


def opened(path, fields=TEXT):
    """What each uri reads as: bytes, or the reason there are none."""
    entries = listed(path, fields)
    found = read_entries(path.parent, entries, fields)
    return {
        entry.uri: source.data if isinstance(source, Source) else source.reason
        for entry, source in zip(entries, found, strict=True)
    }


@pytest.mark.parametrize(
    ("name", "pack"), [("a.html", bytes), ("a.html.gz", gzip.compress), ("a.html.zst", zstandard.compress)]
)
@pytest.mark.parametrize("page", [*PAGES, b""])
def test_a_file_is_one_document_however_it_is_packed(name, pack, page, tmp_path):
    (tmp_path / name).write_bytes(pack(page))
    assert {name: page} == opened(tmp_path / name)
    assert ["text/html"] == [entry.media_type for entry in listed(tmp_path / name)]


def test_a_packed_file_in_parts_is_read_to_its_end(tmp_path):
    (tmp_path / "a.zst").write_bytes(zstandard.compress(b"one") + zstandard.compress(b"two"))
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"one") + gzip.compress(b"two"))
    assert {"a.zst": b"onetwo"} == opened(tmp_path / "a.zst")
    assert {"a.gz": b"onetwo"} == opened(tmp_path / "a.gz")


def test_a_zip_is_a_document_a_file_and_lines_in_it_count(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("b/two.html", PAGES[1])
        archive.writestr("b/one.txt", PAGES[0])
        archive.writestr("rows.jsonl", '{"text": "甲"}\n{"text": "乙"}\n')
        archive.writestr("inner.zip", b"PK")
    found = opened(tmp_path / "a.zip")
    assert found.pop("a.zip#inner.zip").startswith("a.zip#inner.zip is an archive in an archive")
    expected = {"a.zip#b/one.txt": PAGES[0], "a.zip#b/two.html": PAGES[1]}
    assert {**expected, "a.zip#rows.jsonl#1": "甲".encode(), "a.zip#rows.jsonl#2": "乙".encode()} == found


@pytest.mark.parametrize(
    ("name", "pack"),
    [("a.jsonl", bytes), ("a.jsonl.gz", gzip.compress), ("a.ndjson.zst", zstandard.compress)],
)
def test_json_lines_are_documents_named_by_number_and_bad_ones_cost_themselves(name, pack, tmp_path):
    lines = ['{"text": "甲"}', "", "  ", '{"text": 5}', "{", '["甲"]', '{"text": "乙", "id": "x"}']
    (tmp_path / name).write_bytes(pack("\n".join(lines).encode()))
    found = opened(tmp_path / name)
    assert ["甲".encode(), "乙".encode()] == [found[f"{name}#{number}"] for number in (1, 5)]
    assert [True, True, True] == [isinstance(found[f"{name}#{number}"], str) for number in (2, 3, 4)]
    raw = "\n".join(lines).encode()
    for entry in listed(tmp_path / name):
        assert raw[entry.offset : entry.offset + entry.length] in {line.encode() for line in lines}


def test_fields_are_chosen_joined_and_name_the_document(tmp_path):
    row = {"title": "标题", "body": "正文", "url": "u/1", "text": "x"}
    (tmp_path / "a.jsonl").write_text(json.dumps(row, ensure_ascii=False) + "\n{bad\n", encoding="utf-8")
    found = opened(tmp_path / "a.jsonl", Fields(("title", "body"), "url"))
    assert "标题\n正文".encode() == found["a.jsonl#u/1"]
    assert "is no line of JSON" in found["a.jsonl#2"]


def test_bytes_in_a_json_line_that_are_no_utf_8_arrive_as_they_are(tmp_path):
    damaged = "营收".encode("gb18030") + b" \xe4\xb8"
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + damaged + b'"}\n{"text": "\\ud800"}')
    found = opened(tmp_path / "a.jsonl")
    assert [damaged, b"\xed\xa0\x80"] == [found["a.jsonl#1"], found["a.jsonl#2"]]


@pytest.mark.parametrize("kind", ["string", "binary"])
def test_parquet_rows_are_documents_in_any_row_group(kind, tmp_path):
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet

    texts = [f"第{number}行" for number in range(200)]
    column = pyarrow.array([text.encode() if kind == "binary" else text for text in texts])
    table = pyarrow.table({"id": pyarrow.array(range(200)), "text": column, "other": column})
    parquet.write_table(table, tmp_path / "a.parquet", row_group_size=30)
    entries = listed(tmp_path / "a.parquet")
    some = [entries[number] for number in (5, 64, 65, 199)]
    found = [source.data.decode() for source in read_entries(tmp_path, some, Fields())]
    assert ["第5行", "第64行", "第65行", "第199行"] == found
    assert "第7行".encode() == opened(tmp_path / "a.parquet", Fields(("text",), "id"))["a.parquet#7"]
    assert "has no text in body" in opened(tmp_path / "a.parquet", Fields(("body",)))["a.parquet#0"]


def _warc_record(number, body, *, content_type="text/html; charset=gbk", coding=b""):
    http = b"HTTP/1.1 200 OK\r\nContent-Type: " + content_type.encode() + b"\r\n" + coding + b"\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: page:{number}\r\nWARC-Record-ID: <urn:x:{number}>\r\n"
        "WARC-Date: 2025-01-01T00:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


RECORDS = (
    _warc_record(0, PAGES[0]),
    _warc_record(1, gzip.compress(PAGES[1]), coding=b"Content-Encoding: gzip\r\n"),
    _warc_record(2, b"\x89PNG", content_type="image/png"),
    _warc_record(3, PAGES[2]),
)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", b"".join(RECORDS)),
        ("a.warc.gz", b"".join(gzip.compress(record) for record in RECORDS)),
        ("a.warc.zst", b"".join(zstandard.compress(record) for record in RECORDS)),
        ("one-stream.warc.gz", gzip.compress(b"".join(RECORDS))),
    ],
)
def test_each_page_of_a_warc_is_sought_and_its_body_is_the_document(name, data, tmp_path):
    pytest.importorskip("fastwarc")
    (tmp_path / name).write_bytes(data)
    entries = listed(tmp_path / name)
    assert ["text/html"] * 3 == [entry.media_type.split(";")[0] for entry in entries]
    assert list(PAGES) == list(opened(tmp_path / name).values())
    (last,) = read_entries(tmp_path, entries[-1:], Fields())
    assert PAGES[2] == last.data


def test_a_wet_record_is_its_text(tmp_path):
    pytest.importorskip("fastwarc")
    body = PAGES[0]
    head = (
        "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Record-ID: <urn:x:9>\r\nWARC-Date: 2025-01-01T00:00:00Z\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    (tmp_path / "a.wet.gz").write_bytes(gzip.compress(head.encode() + body + b"\r\n\r\n"))
    assert [body] == list(opened(tmp_path / "a.wet.gz").values())


def test_a_record_cut_short_is_reported_and_those_before_it_read(tmp_path):
    pytest.importorskip("fastwarc")
    (tmp_path / "a.warc").write_bytes(b"".join(RECORDS)[:-12])
    assert [PAGES[0], PAGES[1]] == list(opened(tmp_path / "a.warc").values())[:2]
    assert "cut short" in list(opened(tmp_path / "a.warc").values())[2]


@pytest.mark.parametrize("name", ["a.zip", "a.parquet", "a.jsonl.gz", "a.html.gz", "a.html.zst", "gone.html"])
def test_a_broken_or_missing_file_is_one_document_with_a_reason(name, tmp_path):
    if not name.startswith("gone"):
        (tmp_path / name).write_bytes(b"this is no archive")
    ((uri, reason),) = opened(tmp_path / name).items()
    assert name == uri
    assert reason.startswith(f"{name} cannot be read (")


def test_a_document_larger_than_any_article_is_never_held(tmp_path):
    (tmp_path / "a.html.zst").write_bytes(zstandard.compress(b"x" * (LARGEST + 1)))
    (tmp_path / "a.jsonl").write_bytes(b'{"text": "' + b"x" * LARGEST + b'"}\n{"text": "ok"}')
    assert "holds more than 64 MiB" in opened(tmp_path / "a.html.zst")["a.html.zst"]
    found = opened(tmp_path / "a.jsonl")
    assert "holds more than 64 MiB" in found["a.jsonl#1"]
    assert b"ok" == found["a.jsonl#2"]


def test_files_are_found_once_in_order_and_hidden_ones_not(tmp_path):
    for name in ("b/2.html", "a.html", "b/1.html", ".git/x", "out/claims.jsonl", "b/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    names = [str(tmp_path), str(tmp_path / "b"), str(tmp_path / "b/1.html"), str(tmp_path / "b/*.html")]
    found = [path.relative_to(tmp_path).as_posix() for path in find_files(names, leave_out=tmp_path / "out")]
    assert ["a.html", "b/1.html", "b/2.html"] == found
    assert tmp_path == find_root(names)
    assert [tmp_path / "no*.html"] == list(find_files([str(tmp_path / "no*.html")]))


def test_a_folder_that_will_not_open_is_reported(tmp_path, monkeypatch):
    (tmp_path / "shut").mkdir()
    (tmp_path / "a.html").write_bytes(b"x")
    scan = os.scandir

    def refuse(folder):
        if Path(folder).name == "shut":
            raise PermissionError(13, "Permission denied")
        return scan(folder)

    monkeypatch.setattr(os, "scandir", refuse)
    assert [tmp_path / "a.html", tmp_path / "shut"] == list(find_files([str(tmp_path)]))
    assert "shut cannot be read (Is a directory)" in opened(tmp_path / "shut")["shut"]


@pytest.mark.parametrize("name", ["数据\udcd6\udcd0.html", "a b\n.html"])
def test_a_name_that_is_no_text_is_read_and_reported_as_one(name, tmp_path):
    (tmp_path / name).write_bytes(PAGES[0])
    (entry,) = listed(tmp_path / name)
    assert entry == Entry.from_json(entry.to_json().encode())
    assert [PAGES[0]] == list(opened(tmp_path / name).values())
    entry.uri.encode()


def test_a_manifest_row_survives_json():
    entry = Entry("a.zip#甲.html", "a.zip", "plain", "甲.html", 3, 5, "text/html", None)
    assert entry == Entry.from_json(entry.to_json())


def test_a_broken_entry_never_opens_anything(tmp_path):
    (found,) = read_entries(tmp_path, [Entry("x", "nowhere", "plain", problem="why")], Fields())
    assert isinstance(found, DocumentError)
    assert "why" == found.reason
