"""Disputes: the buyer's bank takes the money back, and may have to return it."""

from sandbox.stripe.balance import DAY, book
from sandbox.stripe.call import Call
from sandbox.stripe.errors import invalid
from sandbox.stripe.ledger import Document, Ledger, merge_metadata

FEE = 2000  # in the currency's smallest unit
DAYS_TO_ANSWER = 14
OPEN = ("needs_response", "under_review", "warning_needs_response", "warning_under_review")
EVIDENCE = (
    "access_activity_log", "billing_address", "cancellation_policy", "cancellation_policy_disclosure", "cancellation_rebuttal",
    "customer_communication", "customer_email_address", "customer_name", "customer_purchase_ip", "customer_signature",
    "duplicate_charge_documentation", "duplicate_charge_explanation", "duplicate_charge_id", "product_description", "receipt",
    "refund_policy", "refund_policy_disclosure", "refund_refusal_explanation", "service_date", "service_documentation",
    "shipping_address", "shipping_carrier", "shipping_date", "shipping_documentation", "shipping_tracking_number",
    "uncategorized_file", "uncategorized_text",
)  # fmt: skip


def open_for(
    ledger: Ledger, charge: Document, *, reason: str = "fraudulent", amount: int | None = None, inquiry: bool = False
) -> Document:
    """Dispute a charge: the whole of what is not refunded, or an amount. An inquiry only asks and takes no money."""
    rest = charge["amount_captured"] - charge["amount_refunded"]
    if charge["status"] != "succeeded" or charge["disputed"] or not 0 < (amount or rest) <= rest:
        raise invalid(f"Charge {charge['id']} cannot be disputed for that amount, or not again.")
    dispute = ledger.new(
        "dispute",
        amount=amount or rest,
        balance_transactions=[],
        charge=charge["id"],
        currency=charge["currency"],
        enhanced_eligibility_types=[],
        evidence={**dict.fromkeys(EVIDENCE), "enhanced_evidence": {}},
        evidence_details={
            "due_by": ledger.clock.stamp() + DAYS_TO_ANSWER * DAY,
            "enhanced_eligibility": {},
            "has_evidence": False,
            "past_due": False,
            "submission_count": 0,
        },
        is_charge_refundable=inquiry,
        metadata={},
        payment_intent=charge["payment_intent"],
        reason=reason,
        status="warning_needs_response" if inquiry else "needs_response",
    )
    charge["disputed"] = True
    ledger.emit("charge.dispute.created", dispute)
    if not inquiry:
        _move(ledger, dispute, -dispute["amount"], fee=FEE)
        ledger.emit("charge.dispute.funds_withdrawn", dispute)
    return dispute


def close(ledger: Ledger, dispute: Document, *, won: bool) -> Document:
    """End a dispute: won, the money comes back; an inquiry ends without any."""
    if dispute["status"] not in OPEN:
        raise invalid(f"Dispute {dispute['id']} is already closed: its status is {dispute['status']}.")
    is_inquiry = dispute["status"].startswith("warning")
    status = "warning_closed" if is_inquiry else "won" if won else "lost"
    dispute["status"] = status
    if status == "won":
        _move(ledger, dispute, dispute["amount"], fee=0)
        ledger.emit("charge.dispute.funds_reinstated", dispute)
    ledger.emit("charge.dispute.closed", dispute)
    return dispute


def retrieve(call: Call) -> Document:
    """Return a dispute."""
    return call.ledger.get("dispute", call.ids["dispute"], "dispute")


def update(call: Call) -> Document:
    """Answer a dispute with evidence; `submit` (the default) sends it to the bank."""
    call.only("evidence", "metadata", "submit")
    dispute = retrieve(call)
    if dispute["status"] not in OPEN:
        raise invalid(f"Dispute {dispute['id']} is already closed: its status is {dispute['status']}.")
    previous = {"status": dispute["status"]}
    if evidence := call.params.get("evidence"):
        dispute["evidence"] |= {name: value or None for name, value in evidence.items() if name in EVIDENCE}
        dispute["evidence_details"]["has_evidence"] = True
    if "metadata" in call.params:
        merge_metadata(dispute, call.params["metadata"])
    if evidence and call.params.get("submit", "true") == "true":
        dispute["evidence_details"]["submission_count"] += 1
        dispute["status"] = dispute["status"].replace("needs_response", "under_review")
    call.ledger.emit("charge.dispute.updated", dispute, previous)
    return dispute


def accept(call: Call) -> Document:
    """Give up a dispute."""
    return close(call.ledger, retrieve(call), won=False)


def _move(ledger: Ledger, dispute: Document, amount: int, *, fee: int) -> None:
    line = book(ledger, dispute, "adjustment", amount, fee=fee)
    dispute["balance_transactions"] = [*dispute["balance_transactions"], dict(ledger.get("balance_transaction", line))]
