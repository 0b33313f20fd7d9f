"""Bytes to repaired text: one file a kind of damage, one search over them."""

from __future__ import annotations

from hanclaim.damage.channels import replays, see
from hanclaim.damage.search import repair

__all__ = ["repair", "replays", "see"]
