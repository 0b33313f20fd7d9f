"""Numeric claims from damaged Chinese web pages, each proven from the page's own bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from hanclaim.document import Quantity, Time

__version__ = "0.1.0"


def quantities(text: str, published: date | None = None) -> list[Quantity | Time]:
    """Read every quantity and time of a text, in its order; spans count the text's own characters.

    >>> [(item.text, str(item.value)) for item in quantities('營收約８８.５億元')]
    [('88.5亿元', '8850000000')]
    """
    from hanclaim.claims.quantities import find_quantities
    from hanclaim.normalise import normalise

    folded = normalise(text)
    times: tuple[Time, ...] = ()
    found = find_quantities(folded, published=published, times=times)
    return sorted((*found, *times), key=lambda item: item.span)
