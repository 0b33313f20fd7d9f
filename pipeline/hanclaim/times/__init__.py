"""Folded text to times: dates and periods as EDTF, anchored to the publication date and to what is narrated."""

from hanclaim.times.find import find_times

__all__ = ["find_times"]
