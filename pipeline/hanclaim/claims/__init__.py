"""Document to claims: quantities, times, and the statements that join them."""
