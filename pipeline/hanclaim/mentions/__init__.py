"""Folded text to mentions: who and what, resolved through the document."""
