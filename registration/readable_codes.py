"""Codes that people read out: at a door, on the phone."""

import secrets

# without letters and digits that are taken for each other: 8 of them are 39 bits
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def random_code(length: int) -> str:
    """Return a code of so many letters and digits that nobody can guess."""
    return "".join(secrets.choice(ALPHABET) for _position in range(length))
