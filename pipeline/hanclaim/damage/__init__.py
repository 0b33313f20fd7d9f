"""Bytes to repaired text: one file a kind of damage, one search over them."""
