"""Keeps every mail that is sent in development and shows it at /sandbox/mail/."""
