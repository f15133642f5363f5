"""The sync desk: what an import from Pretalx would change, the import itself, and what past imports did."""
