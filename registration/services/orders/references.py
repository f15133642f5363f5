"""Order references: what people read out on the phone."""

import secrets

from conference.settings import get_config
from registration.readable_codes import ALPHABET

LENGTH = 8


def new_reference() -> str:
    """Return a random order reference with the installation's prefix."""
    code = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH))
    return f"{get_config().order_reference_prefix}-{code}"
