"""Folded text to quantities: numerals, units, money, ranges, bounds and changes."""

from hanclaim.amounts.quantities import find_quantities

__all__ = ["find_quantities"]
