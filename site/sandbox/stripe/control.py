"""The controls over HTTP."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from sandbox.stripe.reply import Reply

if TYPE_CHECKING:
    from sandbox.stripe.server import StripeServer


def control_answer(
    server: "StripeServer", method: str, url: str, body: str, headers: Mapping[str, str]
) -> Reply | None:
    """Answer a control."""
    return None
