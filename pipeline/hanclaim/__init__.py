"""Numeric claims from damaged Chinese web pages, each proven from the page's own bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from pathlib import Path

    from hanclaim.document import Mention, Quantity, Text, Time
    from hanclaim.mentions import Profile, UserEntity
    from hanclaim.process import Settings
    from hanclaim.records import Record
    from hanclaim.structure import Outline

__version__ = "0.1.0"
_SAMPLE = 300  # characters that tell the script


def quantities(text: str, published: date | str | None = None) -> list[Quantity | Time]:
    """Read every quantity and time of a text, in its order; spans count the text's own characters.

    ``published`` is the day that relative times are told from, as a date or in
    ISO 8601; UsageError where it is neither.

    >>> [(item.text, str(item.value)) for item in quantities('營收約８８.５億元')]
    [('88.5亿元', '8850000000')]
    >>> [time.edtf for time in quantities('去年10月', published='2025-12-01')]
    ['2024-10']
    """
    from operator import attrgetter

    from hanclaim.amounts import find_quantities
    from hanclaim.blocks.scripts import find_script
    from hanclaim.normalise import normalise
    from hanclaim.times import find_times

    published = _as_date(published) if isinstance(published, str) else published
    folded = normalise(text)
    times = find_times(folded, published=published)
    script = None if folded == text else find_script(folded[:_SAMPLE], text[:_SAMPLE])
    region = {"Hant-TW": "TW", "Hant-HK": "HK"}.get(script or "")
    found = find_quantities(folded, published=published, region=region, times=times)
    return sorted((*found, *times), key=attrgetter("span"))


def _as_date(published: str) -> date:
    from datetime import datetime

    from hanclaim.errors import UsageError

    try:
        return datetime.fromisoformat(published)
    except ValueError:
        reason = f"published is {published!r}: expected a day in ISO 8601; give it as 2025-12-01"
        raise UsageError(reason) from None


def repair(data: bytes) -> Text:
    """Undo the damage in a page's bytes; the result's ``value`` is the text, its ``repairs`` say what was done.

    Raises DocumentError when the bytes cannot be used at all.

    >>> repair('網(wǎng)絡(luò)數(shù)據(jù)、通過401(k)賬戶持有的股票、數(shù)量和網(wǎng)站都在增加。'.encode()).value
    '網絡數據、通過401(k)賬戶持有的股票、數量和網站都在增加。'
    """
    from hanclaim.damage import repair as repair_source
    from hanclaim.document import Source

    return repair_source(Source(data))


def outline(data: bytes) -> Outline:
    r"""Say what each part of a page is, and what the page says of itself; spans count the text as a reader sees it.

    Raises DocumentError when the bytes cannot be used.

    >>> found = outline('北岸公司营收创新高\n来源：某报 2025-01-02\n公司营收43亿元，同比增长12%。'.encode())
    >>> found.metadata.publisher, [block.role for block in found.blocks]
    ('某报', ['headline', 'byline', 'body'])
    """
    from hanclaim.document import Source
    from hanclaim.reading import read_outline

    return read_outline(Source(data)).outline


def entities(
    data: bytes, *, profile: Profile = "accurate", lists: tuple[UserEntity, ...] = ()
) -> tuple[Mention, ...]:
    """Find who and what a page names, pronouns resolved; spans count the text as a reader sees it.

    ``lists`` are the user's own names, which win.  Raises DocumentError when the
    bytes cannot be used.

    >>> [(m.text, m.type, m.canonical) for m in entities('北京大学校长王小明说,他很高兴。'.encode())]
    [('北京大学', 'organization', '北京大学'), ('王小明', 'person', '王小明'), ('他', 'person', '王小明')]
    """
    from hanclaim.document import Source
    from hanclaim.mentions import find_mentions
    from hanclaim.reading import read_outline

    document = read_outline(Source(data))
    return find_mentions(document.folded, outline=document.outline, profile=profile, lists=lists)


def extract(data: bytes, *, uri: str = "-", settings: Settings | None = None) -> list[Record]:
    """Extract the claims of a page as validated records, each proven from ``data``.

    ``uri`` is what the records say the page is.  Raises DocumentError when the
    bytes cannot be used.

    >>> [(record.measure, str(record.quantity.value)) for record in extract('青岚能源2024年营收43.5亿元。'.encode())]
    [('营收', '4350000000')]
    """
    from hanclaim.document import Source
    from hanclaim.process import DEFAULT, extract_records

    return list(extract_records(Source(data, uri), settings or DEFAULT))


def read_records(path: str | Path) -> Iterator[Record]:
    """Stream validated records from a file of JSON Lines, packed or not, or from a run's folder.

    A line that is no record raises RecordError with its place.  Other libraries
    read the same files; name the types, or they will guess:

        pandas.read_json("out/claims.jsonl", lines=True, dtype=False)
        polars.read_ndjson("out/claims.jsonl", infer_schema_length=None)
        datasets.load_dataset("parquet", data_files="out/claims.parquet")
    """
    from hanclaim.formats.jsonl import read_records as read

    return read(path)
