"""Choosing the conference one works on."""
