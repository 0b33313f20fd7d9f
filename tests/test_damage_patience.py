"""Work on bytes that mean nothing is bounded, however long they go on; counted in words, never in time."""

import pytest

from hanclaim.damage import lattice, repair, spelling
from hanclaim.document import Source

HOSTILE = ("鍙", "鐨勶", "Êý", "éa", "??梢哉", "äå", "鍙Êý鐨勶éa")
PATIENCE = 5_000


@pytest.fixture
def tried(monkeypatch):
    """The words that every step of the search tried."""
    counts = []
    words = spelling.Spelling.words

    def counted(self, place):
        found = words(self, place)
        counts.append(len(found))
        return found

    monkeypatch.setattr(spelling.Spelling, "words", counted)
    monkeypatch.setattr(lattice, "PATIENCE", PATIENCE)
    return counts


@pytest.mark.parametrize("unit", HOSTILE)
@pytest.mark.parametrize("between", ["", "\n"])
def test_no_more_words_are_tried_than_patience_and_success_allow(unit, between, tried):
    seen = between.join([unit] * 3000)
    text = repair(Source(seen.encode()))
    came_back = sum(len(done.seen) for done in text.repairs if "-as-" in done.kind)
    searches = 2  # one for each of two kinds, each of which may end a place late
    assert sum(tried) <= searches * (PATIENCE + max(tried, default=0)) + lattice.EARNED * came_back


def test_the_same_stretch_is_searched_once(tried):
    line = "浠婂勾鐨勬敹鍏ヨ秴杩囬鏈燂紝澧為暱浜嗙櫨鍒嗕箣浜斻€"
    repair(Source(line.encode()))
    once = len(tried)
    repair(Source("\n".join([line] * 20).encode()))
    assert len(tried) - once <= 2 * once
