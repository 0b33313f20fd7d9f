"""The seed article: what was damaged as bytes comes back character for character."""

import pytest

from hanclaim.alignment import Span
from hanclaim.damage import repair, replays, see
from hanclaim.document import Source


@pytest.fixture(scope="session")
def seed(shared):
    return repair(Source((shared / "seed/article.txt").read_bytes()))


def test_the_seed_comes_back_character_for_character(seed, shared):
    assert (shared / "gold/article.repaired.txt").read_text(encoding="utf-8") == seed.value


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
