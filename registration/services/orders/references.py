"""Order references: what people read out on the phone."""

import secrets

from conference.settings import get_config

# without letters and digits that are taken for each other; voucher codes are made of these as well
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8


def new_reference() -> str:
    """Return a random order reference with the installation's prefix."""
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    return f"{get_config().order_reference_prefix}-{code}"
