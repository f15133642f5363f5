"""Charges: every attempt to take money, good or bad."""

from typing import Any

from sandbox.stripe.balance import book
from sandbox.stripe.call import Call
from sandbox.stripe.cards import Decline
from sandbox.stripe.ledger import Document, Ledger, merge_metadata
from sandbox.stripe.payment_methods import CARD_TYPE


def make(ledger: Ledger, intent: Document, method: Document, base_url: str) -> Document:
    """Make the charge of one attempt, still pending."""
    charge = ledger.new(
        "charge",
        amount=intent["amount"],
        amount_captured=0,
        amount_refunded=0,
        application=None,
        application_fee=None,
        application_fee_amount=None,
        balance_transaction=None,
        billing_details=method["billing_details"],
        calculated_statement_descriptor=(intent["statement_descriptor"] or ledger.account.slug.upper())[:22],
        captured=False,
        currency=intent["currency"],
        customer=intent["customer"],
        description=intent["description"],
        disputed=False,
        failure_balance_transaction=None,
        failure_code=None,
        failure_message=None,
        fraud_details={},
        metadata=dict(intent["metadata"]),
        on_behalf_of=None,
        outcome=None,
        paid=False,
        payment_intent=intent["id"],
        payment_method=method["id"],
        payment_method_details=_details(method),
        radar_options={},
        receipt_email=intent["receipt_email"],
        receipt_number=None,
        receipt_url=None,
        refunded=False,
        review=None,
        shipping=intent["shipping"],
        source_transfer=None,
        statement_descriptor=intent["statement_descriptor"],
        statement_descriptor_suffix=intent["statement_descriptor_suffix"],
        status="pending",
        transfer_data=None,
        transfer_group=intent["transfer_group"],
    )
    ledger.know(charge)["number"] = ledger.know(method)["number"]
    charge["receipt_url"] = f"{base_url}/receipts/{charge['id']}"
    return charge


def succeed(ledger: Ledger, charge: Document, *, capture: bool = True) -> None:
    """Take the money, or only reserve it. The line in the balance follows a moment later, as at Stripe."""
    charge |= {"status": "succeeded", "paid": True, "outcome": _outcome(None)}
    if capture:
        charge |= {"captured": True, "amount_captured": charge["amount"]}
    ledger.emit("charge.succeeded", charge)
    if capture:
        enter(ledger, charge)


def enter(ledger: Ledger, charge: Document) -> None:
    """Enter a captured charge in the balance."""
    previous = ledger.change(charge, balance_transaction=book(ledger, charge, "charge", charge["amount_captured"]))
    ledger.emit("charge.updated", charge, previous)


def fail(ledger: Ledger, charge: Document, decline: Decline) -> None:
    """Record that the attempt failed."""
    charge |= {
        "status": "failed",
        "paid": False,
        "failure_code": decline.code,
        "failure_message": decline.message,
        "outcome": _outcome(decline),
    }
    ledger.emit("charge.failed", charge)


def retrieve(call: Call) -> Document:
    """Return a charge."""
    return call.ledger.get("charge", call.ids["charge"], "charge")


def update(call: Call) -> Document:
    """Change what is only for the shop's own information."""
    call.only("description", "metadata", "receipt_email")
    charge = retrieve(call)
    previous = call.ledger.change(charge, **{
        name: call.text(name) for name in ("description", "receipt_email") if name in call.params
    })  # fmt: skip
    if "metadata" in call.params:
        previous["metadata"] = charge["metadata"]
        merge_metadata(charge, call.params["metadata"])
    call.ledger.emit("charge.updated", charge, previous)
    return charge


def _details(method: Document) -> Document:
    kind = method["type"]
    shown: dict[str, Any] = dict(method[kind])
    for hidden in ("display_brand", "generated_from", "networks", "three_d_secure_usage", "status_details"):
        shown.pop(hidden, None)
    if kind == "us_bank_account":
        shown.pop("financial_connections_account")
    if kind == CARD_TYPE:
        shown |= {"network": shown["brand"], "three_d_secure": None, "installments": None, "mandate": None}
    return {"type": kind, kind: shown}


def _outcome(decline: Decline | None) -> Document:
    if decline:
        return {
            "advice_code": "try_again_later",
            "network_advice_code": None,
            "network_decline_code": "01",
            "network_status": "declined_by_network",
            "reason": decline.reason or decline.code,
            "risk_level": "normal",
            "seller_message": "The bank did not return any further details with this decline.",
            "type": "issuer_declined",
        }
    return {
        "advice_code": None,
        "network_advice_code": None,
        "network_decline_code": None,
        "network_status": "approved_by_network",
        "reason": None,
        "risk_level": "normal",
        "seller_message": "Payment complete.",
        "type": "authorized",
    }
