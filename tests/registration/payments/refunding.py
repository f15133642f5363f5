"""What tests of refunds ask the stand-in for Stripe."""


def at_stripe(shop):
    """Return the amounts of the refunds at the stand-in."""
    return [found["amount"] for found in shop.sandbox.refunds()]
