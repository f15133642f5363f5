"""Refunds: several parts of one charge, never more than the charge."""

from sandbox.stripe.balance import book
from sandbox.stripe.call import Call
from sandbox.stripe.cards import card_of
from sandbox.stripe.errors import invalid
from sandbox.stripe.ledger import Document, Ledger, merge_metadata
from sandbox.stripe.money import in_words
from sandbox.stripe.payment_methods import CARD_TYPE

IMITATED = ("amount", "charge", "metadata", "payment_intent", "reason")


def create(call: Call) -> Document:
    """Give money back for a charge, or for the charge of a PaymentIntent."""
    call.only(*IMITATED)
    charge = _charge(call)
    amount = int(call.params["amount"]) if call.text("amount") else None
    return give_back(call.ledger, charge, amount, reason=call.text("reason"), metadata=call.params.get("metadata"))


def give_back(
    ledger: Ledger, charge: Document, amount: int | None, *, reason: str | None = None, metadata: object = None
) -> Document:
    """Refund an amount, or all that is left, by the rules; also what the dashboard does."""
    rest = charge["amount_captured"] - charge["amount_refunded"]
    if not charge["captured"] or charge["status"] != "succeeded":
        raise invalid(f"Charge {charge['id']} has not been captured, so there is nothing to refund.")
    if charge["refunded"]:
        raise invalid(f"Charge {charge['id']} has already been refunded.", code="charge_already_refunded")
    if charge["disputed"] and _is_charged_back(ledger, charge):
        raise invalid(f"Charge {charge['id']} has been charged back; cannot issue a refund.", code="charge_disputed")
    amount = rest if amount is None else amount
    if amount < 1:
        message = "This value must be greater than or equal to 1."
        raise invalid(message, code="parameter_invalid_integer", param="amount")
    if amount > rest:
        asked, left = (in_words(value, charge["currency"]) for value in (amount, rest))
        raise invalid(f"Refund amount ({asked}) is greater than unrefunded amount on charge ({left})", param="amount")
    refund = _record(ledger, charge, amount, reason)
    merge_metadata(refund, metadata)
    charge["amount_refunded"] += amount
    charge["refunded"] = charge["amount_refunded"] == charge["amount_captured"]
    ledger.emit("charge.refunded", charge)
    ledger.emit("refund.created", refund)
    return refund


def finish(ledger: Ledger, refund: Document, *, succeeds: bool) -> Document:
    """Let a pending refund arrive, or let a pending or even a succeeded one fail."""
    if refund["status"] not in ("pending", "succeeded") or (succeeds and refund["status"] != "pending"):
        raise invalid(f"Refund {refund['id']} cannot change any more: its status is {refund['status']}.")
    previous = {"status": refund["status"]}
    if succeeds:
        refund["status"] = "succeeded"
        refund.pop("pending_reason", None)
    else:
        _return_to_account(ledger, refund, status="failed", failure_reason="expired_or_canceled_card")
    ledger.emit("refund.updated", refund, previous)
    ledger.emit("charge.refund.updated", refund, previous)
    if not succeeds:
        ledger.emit("refund.failed", refund)
    return refund


def retrieve(call: Call) -> Document:
    """Return a refund."""
    return call.ledger.get("refund", call.ids["refund"], "refund")


def update(call: Call) -> Document:
    """Change a refund's metadata."""
    call.only("metadata")
    refund = retrieve(call)
    previous = {"metadata": refund["metadata"]}
    merge_metadata(refund, call.params.get("metadata"))
    call.ledger.emit("refund.updated", refund, previous)
    return refund


def cancel(call: Call) -> Document:
    """Refuse: only refunds that wait for the buyer's bank account can be cancelled, and there are none here."""
    refund = retrieve(call)
    raise invalid(f"Refund {refund['id']} cannot be canceled: its status is {refund['status']}.")


def _charge(call: Call) -> Document:
    if charge := call.linked("charge", "charge"):
        return charge
    intent = call.linked("payment_intent", "payment_intent")
    if not intent:
        raise invalid(
            "One of the following params should be provided: payment_intent or charge.", code="parameter_missing"
        )
    if not intent["latest_charge"] or intent["status"] not in ("succeeded", "requires_capture"):
        message = f"This PaymentIntent ({intent['id']}) does not have a successful charge to refund."
        raise invalid(message, param="payment_intent")
    return call.ledger.get("charge", intent["latest_charge"])


def _is_charged_back(ledger: Ledger, charge: Document) -> bool:
    return any(not dispute["is_charge_refundable"] for dispute in ledger.where("dispute", charge=charge["id"]))


def _record(ledger: Ledger, charge: Document, amount: int, reason: str | None) -> Document:
    is_card = charge["payment_method_details"]["type"] == CARD_TYPE
    manner = card_of(ledger.know(charge)["number"]).refund if is_card else "succeeded"
    refund = ledger.new(
        "refund",
        amount=amount,
        balance_transaction=None,
        charge=charge["id"],
        currency=charge["currency"],
        destination_details={
            "type": "card",
            "card": {"reference_status": "pending", "reference_type": "acquirer_reference_number", "type": "refund"},
        }
        if is_card
        else {"type": "eu_bank_transfer", "eu_bank_transfer": {"reference": None, "reference_status": None}},
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        receipt_number=None,
        source_transfer_reversal=None,
        status="pending" if manner == "pending" else "succeeded",
        transfer_reversal=None,
    )
    if manner == "pending":
        refund["pending_reason"] = "processing"
    refund["balance_transaction"] = book(ledger, refund, "refund", -amount)
    return refund


def _return_to_account(ledger: Ledger, refund: Document, *, status: str, failure_reason: str) -> None:
    """The buyer's bank did not take it: the money is the shop's again, and the charge is no longer refunded by it."""
    refund |= {"status": status, "failure_reason": failure_reason}
    refund.pop("pending_reason", None)
    refund["failure_balance_transaction"] = book(ledger, refund, "refund_failure", refund["amount"])
    charge = ledger.get("charge", refund["charge"])
    charge["amount_refunded"] -= refund["amount"]
    charge["refunded"] = False
