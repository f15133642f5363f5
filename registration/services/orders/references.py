"""Order references: what people read out on the phone."""

from conference.settings import get_config
from registration.readable_codes import random_code

LENGTH = 8


def new_reference() -> str:
    """Return a random order reference with the installation's prefix."""
    return f"{get_config().order_reference_prefix}-{random_code(LENGTH)}"
