"""The one name under which a measure is known, so that records of it can be joined."""

from __future__ import annotations

from functools import cache

from hanclaim.tables import read


@cache
def _canonicals() -> dict[str, str]:
    return {row["measure"]: row["canonical"] for row in read("measures", key="measure")}


def canonical_measure(measure: str | None) -> str | None:
    """Return the one name under which the table knows a measure: the whole, or its longest known end.

    >>> canonical_measure('归母净利润'), canonical_measure('前三季度纯利'), canonical_measure('云')
    ('净利润', '净利润', None)
    """
    for start in range(len(measure or "")):
        if measure is not None and (name := _canonicals().get(measure[start:])) and len(measure) - start > 1:
            return name
    return None
