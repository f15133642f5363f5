"""PaymentIntents: made, changed, cancelled. How they are paid is in `attempts.py`."""

from typing import Any

from sandbox.stripe import attempts, charges
from sandbox.stripe.call import Call
from sandbox.stripe.customers import address
from sandbox.stripe.errors import StripeError, invalid
from sandbox.stripe.intent_shape import options_of, types_of
from sandbox.stripe.ledger import Document, merge_metadata
from sandbox.stripe.money import check_amount, check_currency, in_words
from sandbox.stripe.payment_methods import find, types_for

OPEN = ("requires_payment_method", "requires_confirmation", "requires_action")
CANCELABLE = (*OPEN, "requires_capture")
TEXTS = (
    "description", "receipt_email", "setup_future_usage", "statement_descriptor", "statement_descriptor_suffix", "transfer_group",
)  # fmt: skip
# Once money moves these are fixed.
MONEY = ("amount", "currency", "payment_method_types", "payment_method", "customer", "capture_method")
CREATE = (
    *TEXTS,
    *MONEY,
    "metadata",
    "shipping",
    "automatic_payment_methods",
    "payment_method_data",
    "confirm",
    *attempts.AT_CONFIRM,
)
UPDATE = (*TEXTS, *MONEY, "metadata", "shipping", "payment_method_data")


def create(call: Call) -> Document:
    """Make a PaymentIntent, and pay at once when the request says so."""
    call.only(*CREATE)
    currency = check_currency(call.params["currency"])
    amount = check_amount(call.params["amount"], currency)
    types, automatic = types_of(call, currency)
    customer, method = call.linked("customer", "customer"), _method(call)
    intent = call.ledger.new(
        "payment_intent",
        amount=amount,
        amount_capturable=0,
        amount_details={"tip": {}},
        amount_received=0,
        application=None,
        application_fee_amount=None,
        automatic_payment_methods=automatic,
        canceled_at=None,
        cancellation_reason=None,
        capture_method=call.text("capture_method") or "automatic_async",
        client_secret="",
        confirmation_method="automatic",
        currency=currency,
        customer=customer and customer["id"],
        description=None,
        last_payment_error=None,
        latest_charge=None,
        metadata={},
        next_action=None,
        on_behalf_of=None,
        payment_method=method and method["id"],
        payment_method_configuration_details=None,
        payment_method_options=options_of(types),
        payment_method_types=types,
        processing=None,
        receipt_email=None,
        review=None,
        setup_future_usage=None,
        shipping=None,
        statement_descriptor=None,
        statement_descriptor_suffix=None,
        status="requires_confirmation" if method else "requires_payment_method",
        transfer_data=None,
        transfer_group=None,
    )
    intent["client_secret"] = f"{intent['id']}_secret_{call.ledger.numbers.token(intent['id'])}"
    _fill(call, intent)
    call.ledger.emit("payment_intent.created", intent)
    return attempts.confirm(call, intent) if call.flag("confirm") else intent


def retrieve(call: Call) -> Document:
    """Return a PaymentIntent; a payment page must show its secret and sees less."""
    intent = call.ledger.get("payment_intent", call.ids["intent"], "intent")
    secret = call.text("client_secret")
    if (secret or call.from_browser) and secret != intent["client_secret"]:
        message = f"The client_secret provided does not match the client_secret associated with this PaymentIntent ({intent['id']})."
        raise invalid(message, code="payment_intent_invalid_parameter", param="client_secret")
    return intent


def update(call: Call) -> Document:
    """Change a PaymentIntent; what concerns money only while none moves."""
    call.only(*UPDATE)
    intent = call.ledger.get("payment_intent", call.ids["intent"], "intent")
    for name in MONEY:
        if name in call.params and intent["status"] not in OPEN:
            raise unexpected(
                intent,
                f"This PaymentIntent's {name} could not be updated because it has a status of {intent['status']}. "
                f"You may only update the {name} of a PaymentIntent with one of the following statuses: {', '.join(OPEN)}.",
            )
    currency = check_currency(call.params.get("currency", intent["currency"]))
    amount = check_amount(call.params.get("amount", str(intent["amount"])), currency)
    customer, method = call.linked("customer", "customer"), _method(call)
    if currency != intent["currency"] and intent["automatic_payment_methods"]:
        intent["payment_method_types"] = types_for(currency)
    if "payment_method_types" in call.params:
        intent["payment_method_types"] = types_of(call, currency)[0]
    has_new_price = (amount, currency) != (intent["amount"], intent["currency"])
    intent |= {"amount": amount, "currency": currency}
    if customer:
        intent["customer"] = customer["id"]
    if method:
        intent["payment_method"] = method["id"]
    if intent["status"] in OPEN and (method or has_new_price):  # nobody may authenticate a price that is gone
        intent |= {
            "next_action": None,
            "status": "requires_confirmation" if intent["payment_method"] else "requires_payment_method",
        }
    _fill(call, intent)
    return intent


def cancel(call: Call) -> Document:
    """Cancel a PaymentIntent that took no money; a reservation is released."""
    call.only("cancellation_reason")
    intent = call.ledger.get("payment_intent", call.ids["intent"], "intent")
    if intent["status"] not in CANCELABLE:
        raise unexpected(
            intent,
            f"You cannot cancel this PaymentIntent because it has a status of {intent['status']}. "
            f"Only a PaymentIntent with one of the following statuses may be canceled: {', '.join(CANCELABLE)}.",
        )
    if intent["status"] == "requires_capture":
        charge = call.ledger.get("charge", intent["latest_charge"])
        charge |= {"refunded": True, "amount_refunded": charge["amount"]}
        call.ledger.emit("charge.refunded", charge)
    intent |= {
        "status": "canceled",
        "canceled_at": call.ledger.clock.stamp(),
        "cancellation_reason": call.text("cancellation_reason"),
        "amount_capturable": 0,
        "next_action": None,
    }
    call.ledger.emit("payment_intent.canceled", intent)
    return intent


def capture(call: Call) -> Document:
    """Take reserved money, all or a part of it."""
    call.only("amount_to_capture", "metadata")
    intent = call.ledger.get("payment_intent", call.ids["intent"], "intent")
    if intent["status"] != "requires_capture":
        raise unexpected(
            intent,
            f"This PaymentIntent could not be captured because it has a status of {intent['status']}. "
            "Only a PaymentIntent with one of the following statuses may be captured: requires_capture.",
        )
    amount = int(call.params.get("amount_to_capture", intent["amount_capturable"]))
    if not 1 <= amount <= intent["amount_capturable"]:
        available = in_words(intent["amount_capturable"], intent["currency"])
        message = f"The amount to capture must be between 1 and the amount that can be captured ({available})."
        raise invalid(message, code="amount_too_large", param="amount_to_capture")
    charge = call.ledger.get("charge", intent["latest_charge"])
    left = charge["amount"] - amount
    charge |= {"captured": True, "amount_captured": amount, "amount_refunded": left}
    intent |= {"status": "succeeded", "amount_received": amount, "amount_capturable": 0}
    if "metadata" in call.params:
        merge_metadata(intent, call.params["metadata"])
    call.ledger.emit("charge.captured", charge)
    charges.enter(call.ledger, charge)
    call.ledger.emit("payment_intent.succeeded", intent)
    return intent


def unexpected(intent: Document, message: str) -> StripeError:
    """Return the refusal of something that a PaymentIntent's status does not allow."""
    return invalid(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))


def _fill(call: Call, intent: Document) -> None:
    for name in TEXTS:
        if name in call.params:
            intent[name] = call.text(name)
    if "shipping" in call.params:
        given: Any = call.params["shipping"] or None
        intent["shipping"] = given and {**given, "address": address(given.get("address"))}
    if "metadata" in call.params:
        merge_metadata(intent, call.params["metadata"])


def _method(call: Call) -> Document | None:
    if "payment_method_data" in call.params:
        return attempts.from_data(call)
    return find(call.ledger, call.params["payment_method"]) if call.text("payment_method") else None
