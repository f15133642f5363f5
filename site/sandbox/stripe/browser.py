"""The browser library's files, and what its dialog for 3-D Secure asks."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.stripe.reply import Reply

if TYPE_CHECKING:
    from sandbox.stripe.server import StripeServer


def browser_answer(
    server: "StripeServer", method: str, url: str, body: str, headers: Mapping[str, str]
) -> Reply | None:
    """Answer what belongs to the browser library."""
    return None
