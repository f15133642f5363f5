"""Sponsorship: levels, sponsors, benefits."""
