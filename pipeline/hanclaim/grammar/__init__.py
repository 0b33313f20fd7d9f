"""Sentences to clauses of tagged units: what is a phrase, what is its subject, and where an amount stands."""
