"""How a quantity finds what it measures and whose it is: named rules, the first that answers wins."""

from __future__ import annotations

from collections.abc import Callable

from hanclaim.claims.attached import attributive, counting
from hanclaim.claims.deeds import existing, priced, times
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.lasting import age, finish, lasting, streak
from hanclaim.claims.measuring import action, ellipsis, level
from hanclaim.claims.named import owner_only
from hanclaim.claims.shares import fraction_of, headless, share, share_of
from hanclaim.claims.special import (
    anaphor,
    distance,
    distributed,
    multiple,
    rank,
    rating,
)
from hanclaim.grammar.sites import Site

Rule = Callable[[Site, Discourse], Draft | None]

RULES: tuple[Rule, ...] = (
    anaphor, distributed, rating, rank, multiple, age, streak, finish, lasting, distance, share, share_of, fraction_of, headless,
    times, priced, counting, existing,
    level, attributive, action, owner_only, ellipsis,
)  # fmt: skip
