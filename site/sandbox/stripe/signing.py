"""Signatures of webhooks, as Stripe makes them."""

import hashlib
import hmac


def signature(body: str, secret: str, at: int) -> str:
    """Return the header `Stripe-Signature` of a body sent at that time (seconds since 1970)."""
    digest = hmac.new(secret.encode(), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"
