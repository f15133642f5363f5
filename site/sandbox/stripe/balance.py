"""The account's balance: a line for everything that moves money."""

from sandbox.stripe.ledger import Document, Ledger
from sandbox.stripe.money import fee_of

DAYS_UNTIL_AVAILABLE = 7
DAY = 86400
CATEGORIES = {"adjustment": "dispute", "payment_failure_refund": "charge_failure", "refund_failure": "refund_failure"}


def book(ledger: Ledger, document: Document, kind: str, amount: int, *, fee: int | None = None) -> str:
    """Book what an object moved: negative amounts leave the account. Return the line's id.

    Without ``fee`` a charge costs the usual, anything else nothing.
    """
    currency = document["currency"]
    if fee is None:
        fee = fee_of(amount, currency) if kind == "charge" else 0
    details = [] if not fee else [
        {"amount": fee, "application": None, "currency": currency, "description": "Stripe processing fees", "type": "stripe_fee"}
    ]  # fmt: skip
    return ledger.new(
        "balance_transaction",
        amount=amount,
        available_on=ledger.clock.stamp() + DAYS_UNTIL_AVAILABLE * DAY,
        balance_type="payments",
        currency=currency,
        description=None,
        exchange_rate=None,
        fee=fee,
        fee_details=details,
        net=amount - fee,
        reporting_category=CATEGORIES.get(kind, kind),
        source=document["id"],
        status="pending",
        type=kind,
    )["id"]
