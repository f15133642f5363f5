"""Wagtail's account pages for accounts with one name; only administrators of the installation open them."""
