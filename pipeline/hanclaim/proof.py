"""Prove a record from the bytes alone, without running repair or extraction."""

from __future__ import annotations

from hanclaim import damage, markup
from hanclaim.damage import see
from hanclaim.document import Source
from hanclaim.errors import RecordError
from hanclaim.normalise import normalise
from hanclaim.records import ReadingField, Record, claim_id


def prove(record: Record, source: Source | None) -> None:
    """Raise RecordError, saying which part of the proof fails; return when all of it holds.

    Each reading decodes from its bytes; where a kind of damage was undone, the
    damage's forward channel over the reading's text gives what those bytes
    decode to; the texts joined contain the quote, and are it when the record
    says ``exact``; the quantity stands in the quote where the record says.
    """
    if source is None or record.document.id != source.id:
        raise RecordError(
            f"no source has the bytes {record.document.id}: expected {record.document.uri} unchanged; name that file"
        )
    for reading in record.provenance.readings:
        _prove_reading(reading, source.data)
    prove_within(record)


def prove_within(record: Record) -> None:
    """Raise RecordError where a record contradicts itself: what can be proven without the source's bytes."""
    if record.id != claim_id(record.document.id, record.model_dump(mode="json", by_alias=True)):
        raise RecordError(
            f"the id {record.id} is not that of this claim: a span, an amount or a name was changed"
        )
    _prove_quote(record)


def replays(kind: str | None, text: str, seen: str) -> bool:
    """Whether ``text``, taken through this kind of damage or markup, stands as ``seen``; None is plain.

    >>> replays(None, '數', '數'), replays('pinyin', '數', '數(shù)'), replays('entity', '&', '&amp;')
    (True, True, True)
    """
    if kind is None:
        return seen == text
    if kind in markup.KINDS:
        return markup.replays(kind, text, seen)
    return damage.replays(kind, text, seen)


def _prove_reading(reading: ReadingField, data: bytes) -> None:
    start, end = reading.raw
    if end > len(data):
        raise RecordError(f"bytes {start} to {end} lie outside the source of {len(data)} bytes")
    try:
        seen = see(data[start:end], reading.codec, reading.kind)
    except (UnicodeDecodeError, LookupError) as error:
        raise RecordError(f"bytes {start} to {end} do not decode as {reading.codec}: {error}") from None
    if not replays(reading.kind, reading.text, seen):
        how = f"through {reading.kind}" if reading.kind else "plainly"
        raise RecordError(
            f"bytes {start} to {end} stand as {seen!r}: {reading.text!r} does not give that {how}"
        )


def _prove_quote(record: Record) -> None:
    provenance = record.provenance
    joined = "".join(reading.text for reading in provenance.readings)
    if record.quote not in joined or (provenance.exact and record.quote != joined):
        raise RecordError(f"the quote {record.quote!r} is not what the bytes read as: {joined!r}")
    start, end = provenance.text
    if end - start != len(record.quote):
        raise RecordError(f"the quote has {len(record.quote)} characters, its span {end - start}")
    if record.quantity is None or provenance.quantity_text is None:
        return
    low, high = record.quantity.low, record.quantity.high
    if low is not None and high is not None and low > high:
        raise RecordError(f"the range runs from {low} down to {high}: expected low before high")
    first, last = provenance.quantity_text
    stands = normalise(record.quote)[first - start : last - start] if start <= first and last <= end else None
    if stands != record.quantity.text:
        raise RecordError(
            f"the quantity {record.quantity.text!r} does not stand at [{first}, {last}) of the quote"
        )
