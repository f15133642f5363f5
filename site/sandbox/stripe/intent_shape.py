"""What a PaymentIntent offers, and what of it a payment page gets to see."""

from sandbox.stripe.call import Call
from sandbox.stripe.errors import invalid
from sandbox.stripe.ledger import Document
from sandbox.stripe.payment_methods import DEBITS, SUPPORTED, types_for

# What a payment page may see of it.
PUBLIC = (
    "id", "object", "amount", "canceled_at", "cancellation_reason", "capture_method", "client_secret", "confirmation_method",
    "created", "currency", "description", "last_payment_error", "livemode", "next_action", "payment_method",
    "payment_method_types", "processing", "receipt_email", "setup_future_usage", "shipping", "status",
)  # fmt: skip


def types_of(call: Call, currency: str) -> tuple[list[str], Document | None]:
    """Return the types of payment method, and what the answer says of automatic ones."""
    given, automatic = call.params.get("payment_method_types"), call.params.get("automatic_payment_methods") or {}
    is_automatic = automatic.get("enabled") == "true" or not (given or automatic)
    if given and automatic.get("enabled") == "true":
        message = "You may only specify one of these parameters: automatic_payment_methods, payment_method_types."
        raise invalid(message)
    if is_automatic:
        return types_for(currency), {"allow_redirects": automatic.get("allow_redirects", "always"), "enabled": True}
    for kind in given or ["card"]:
        if kind not in SUPPORTED:
            raise invalid(
                f'The payment method type "{kind}" is invalid or not activated.', param="payment_method_types"
            )
        if kind in DEBITS.values() and DEBITS.get(currency) != kind:
            message = f"The payment method type {kind} does not support the currency {currency}."
            raise invalid(message, param="payment_method_types")
    return list(given or ["card"]), None


def options_of(types: list[str]) -> Document:
    """Return what the answer says of each type's options."""
    card = {
        "installments": None,
        "mandate_options": None,
        "network": None,
        "request_three_d_secure": "automatic",
    }
    return {kind: card if kind == "card" else {} for kind in types}


def public_view(intent: Document) -> Document:
    """Return what a payment page gets to see."""
    return {name: intent[name] for name in PUBLIC}


def for_browser(document: Document) -> Document:
    """Return an answer without what is none of the payment page's business."""
    if document.get("object") == "payment_intent":
        return public_view(document)
    error = document.get("error", {})
    if "payment_intent" in error:
        return {"error": {**error, "payment_intent": public_view(error["payment_intent"])}}
    return document
