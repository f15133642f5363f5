"""Orders: their ledger, the page of one, and what can be done with it."""
