"""What Stripe says of its objects now, read into plain values of ours. Amounts stay whole numbers of Stripe's."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from conference.models import Conference
from conference.money import from_stripe
from registration.models import Refund
from registration.services.stripe.client import ask, ask_all, client_for
from registration.stripe_errors import KeyMayNotError

SUCCEEDED, PROCESSING, CANCELED = "succeeded", "processing", "canceled"
UNPAID = ("requires_payment_method", "requires_confirmation", "requires_action")
LONGEST_KEY = 18
CHARGE, BOOKING = "latest_charge", "latest_charge.balance_transaction"


@dataclass(frozen=True)
class Booking:
    """A line of the account's balance: what Stripe kept and what is left, in the currency of the account."""

    id: str
    fee: Decimal
    net: Decimal
    currency: str


@dataclass(frozen=True)
class StripeRefund:
    """A refund as Stripe has it; `ours` is the number of our row that asked for it, if one did."""

    id: str
    amount: int
    status: str
    reason: str
    failure: str
    ours: int | None


@dataclass(frozen=True)
class Intent:
    """A PaymentIntent with its last charge. `failure` is why the last try failed, `failed_charge` which try that was."""

    id: str
    status: str
    currency: str
    amount: int
    received: int
    livemode: bool
    created: dt.datetime
    metadata: dict[str, str] = field(default_factory=dict)
    client_secret: str = ""
    charge: str = ""
    charged_at: dt.datetime | None = None
    refunded: int = 0
    booking: Booking | None = None
    failure: str = ""
    failed_charge: str = ""
    refunds: tuple[StripeRefund, ...] = ()

    @property
    def amount_asked(self) -> Decimal:
        """What it asks the payer for, in the intent's currency."""
        return from_stripe(self.amount, self.currency)

    @property
    def received_amount(self) -> Decimal:
        """What came, in the intent's currency."""
        return from_stripe(self.received, self.currency)


@dataclass(frozen=True)
class StripeDispute:
    """A payer's claim as Stripe has it."""

    id: str
    intent: str
    status: str
    reason: str
    amount: int
    currency: str
    withdrawn: bool
    due: dt.datetime | None


def fetch_intent(conference: Conference, intent_id: str) -> Intent:
    """Ask Stripe for a PaymentIntent, its charge and its refunds; a `StripeProblemError` when it does not say."""
    stripe = client_for(conference).v1
    try:
        answer = ask(stripe.payment_intents.retrieve, intent_id, params={"expand": [CHARGE, BOOKING]})
    except KeyMayNotError:  # a restricted key that does not see the balance: the money counts, its fee stays unknown
        answer = ask(stripe.payment_intents.retrieve, intent_id, params={"expand": [CHARGE]})
    intent = read_intent(answer)
    if intent.status != SUCCEEDED:
        return intent
    known = Refund.objects.filter(payment__stripe_payment_intent_id=intent.id)
    if not intent.refunded and not known.exists():
        return intent
    refunds = ask_all(stripe.refunds.list, params={"payment_intent": intent_id})
    return replace(intent, refunds=tuple(read_refund(refund) for refund in refunds))


def fetch_dispute(conference: Conference, dispute_id: str) -> StripeDispute:
    """Ask Stripe for a dispute."""
    return read_dispute(ask(client_for(conference).v1.disputes.retrieve, dispute_id))


def read_intent(intent: dict) -> Intent:
    """Return Stripe's PaymentIntent as values of ours; the charge counts only when it is expanded and took money."""
    charge, error = intent.get("latest_charge"), intent.get("last_payment_error") or {}
    paid = charge if isinstance(charge, dict) and charge["status"] == SUCCEEDED else None
    return Intent(
        id=intent["id"],
        status=intent["status"],
        currency=intent["currency"].upper(),
        amount=intent["amount"],
        received=intent["amount_received"],
        livemode=intent["livemode"],
        created=moment(intent["created"]),
        metadata=dict(intent.get("metadata") or {}),
        client_secret=intent.get("client_secret") or "",
        charge=paid["id"] if paid else "",
        charged_at=moment(paid["created"]) if paid else None,
        refunded=paid["amount_refunded"] if paid else 0,
        booking=_booking(paid.get("balance_transaction")) if paid else None,
        failure=error.get("message") or error.get("code") or "",
        failed_charge=error.get("charge") or "",
    )


def read_refund(refund: dict) -> StripeRefund:
    """Return Stripe's refund as values of ours."""
    return StripeRefund(
        id=refund["id"],
        amount=refund["amount"],
        status=refund.get("status") or "pending",
        reason=refund.get("reason") or "",
        failure=refund.get("failure_reason") or "",
        ours=key_in(refund.get("metadata") or {}, "refund"),
    )


def read_dispute(dispute: dict) -> StripeDispute:
    """Return Stripe's dispute as values of ours."""
    due = (dispute.get("evidence_details") or {}).get("due_by")
    moved = sum(line["amount"] for line in dispute.get("balance_transactions") or [])
    return StripeDispute(
        id=dispute["id"],
        intent=id_of(dispute.get("payment_intent")),
        status=dispute["status"],
        reason=dispute.get("reason") or "",
        amount=dispute["amount"],
        currency=dispute["currency"].upper(),
        withdrawn=moved < 0,
        due=moment(due) if due else None,
    )


def id_of(value: Any) -> str:
    """Return the id of something that Stripe gives as an id or as the whole object; "" for nothing."""
    if isinstance(value, dict):
        return str(value.get("id") or "")
    return str(value or "")


def key_in(metadata: Mapping[str, str], name: str) -> int | None:
    """Return the primary key that metadata name; `None` for anything else, which somebody wrote in Stripe's dashboard."""
    value = metadata.get(name, "")
    return int(value) if value.isascii() and value.isdecimal() and len(value) <= LONGEST_KEY else None


def moment(seconds: int) -> dt.datetime:
    """Return Stripe's seconds since 1970 as an aware time."""
    return dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _booking(line: Any) -> Booking | None:
    if not isinstance(line, dict):
        return None
    currency = line["currency"].upper()
    fee, net = (from_stripe(line[name], currency) for name in ("fee", "net"))
    return Booking(id=line["id"], fee=fee, net=net, currency=currency)
