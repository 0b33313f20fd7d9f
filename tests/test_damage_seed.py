"""The seed article: what was damaged as bytes comes back character for character."""

import json

import pytest

from hanclaim.alignment import Span
from hanclaim.damage import repair, replays, see
from hanclaim.document import Source


@pytest.fixture(scope="session")
def seed(shared):
    return repair(Source((shared / "seed/article.txt").read_bytes()))


def without_stuffing(shared):
    """The article before the damage, with the stuffed fragments put back where they stand."""
    seen = (shared / "seed/article.txt").read_text(encoding="utf-8")
    rows = (shared / "gold/article.damage.jsonl").read_text(encoding="utf-8")
    sites = [json.loads(line) for line in rows.splitlines()]
    pieces, at = [], 0
    for site in sites:
        pieces += [
            seen[at : site["start"]],
            site["observed"] if site["kind"] == "stuffing" else site["repaired"],
        ]
        at = site["end"]
    return "".join([*pieces, seen[at:]])


def test_readings_and_shifts_are_undone(seed, shared):
    assert without_stuffing(shared) == seed.value


def test_every_repair_of_the_seed_replays(seed):
    for done in seed.repairs:
        seen = see(seed.data[slice(*done.raw)], done.codec, done.kind)
        assert done.seen == seen
        assert replays(done.kind, done.text, seen)


def test_every_span_of_the_seed_is_proven_by_its_bytes(seed):
    for start in range(0, len(seed.value) - 30, 97):
        span = Span(start, start + 30)
        joined = "".join(reading.text for reading in seed.readings(seed.to_raw(span)))
        assert seed.value[slice(*span)] in joined


@pytest.mark.parametrize("name", ["401(k)", "(Oracle)", "(FPC)", "(GOOG)"])
def test_honest_brackets_of_the_seed_stay(seed, name):
    assert name in seed.value
