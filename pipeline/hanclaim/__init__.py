"""Numeric claims from damaged Chinese web pages, each proven from the page's own bytes."""

from __future__ import annotations

__version__ = "0.1.0"
