"""How a quantity finds what it measures and whose it is: named rules, the first that answers wins."""

from __future__ import annotations

from collections.abc import Callable

from hanclaim.claims.attached import attributive, counting
from hanclaim.claims.discourse import Discourse, Draft
from hanclaim.claims.measuring import action, ellipsis, level, owner_only
from hanclaim.claims.sites import Site
from hanclaim.claims.special import (
    age,
    anaphor,
    distance,
    distributed,
    multiple,
    rank,
    rating,
    share,
    share_of,
)

Rule = Callable[[Site, Discourse], Draft | None]

RULES: tuple[Rule, ...] = (
    anaphor, distributed, rating, rank, multiple, age, distance, share, share_of, counting,
    level, attributive, action, owner_only, ellipsis,
)  # fmt: skip
