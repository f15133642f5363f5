"""The panels on the admin's front page."""
