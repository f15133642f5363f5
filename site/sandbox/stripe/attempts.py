"""How a PaymentIntent is paid: an attempt, 3-D Secure, and debits that take days."""

from sandbox.stripe import charges, disputes
from sandbox.stripe.call import Call
from sandbox.stripe.cards import FAILING_DEBITS, Decline, card_of
from sandbox.stripe.errors import CARD, DOCUMENTATION, StripeError, invalid
from sandbox.stripe.ledger import Document, Ledger
from sandbox.stripe.payment_methods import CARD_TYPE, card_error, find, make

# Parameters of `confirm` that are read or, for `mandate_data` and `use_stripe_sdk`, need no more than being there.
AT_CONFIRM = (
    "payment_method",
    "payment_method_data",
    "return_url",
    "off_session",
    "use_stripe_sdk",
    "mandate_data",
    "receipt_email",
)
CONFIRMABLE = ("requires_payment_method", "requires_confirmation", "requires_action")
NOT_AUTHENTICATED = Decline(
    "payment_intent_authentication_failure",
    message="We are unable to authenticate your payment method. Please choose a different payment method and try again.",
)
NEEDS_AUTHENTICATION = Decline(
    "authentication_required",
    "authentication_required",
    "Your card was declined. This transaction requires authentication.",
)


def confirm(call: Call, intent: Document) -> Document:
    """Try to pay: with the method of the request, else with the one that is already there."""
    if intent["status"] not in CONFIRMABLE:
        has_succeeded = intent["status"] in ("succeeded", "requires_capture")
        message = (
            "You cannot confirm this PaymentIntent because it has already succeeded after being previously confirmed."
            if has_succeeded
            else f"This PaymentIntent's status is {intent['status']}, so it cannot be confirmed."
        )
        raise invalid(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
    method = _method(call, intent)
    automatic = intent["automatic_payment_methods"]
    may_redirect = bool(automatic) and automatic["allow_redirects"] == "always"
    if may_redirect and not call.from_browser and not call.text("return_url"):
        message = (
            "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these "
            "might redirect your customer off of your page, you must provide a `return_url`, or set "
            "automatic_payment_methods[allow_redirects] to never."
        )
        raise invalid(message, param="return_url")
    if method["type"] not in intent["payment_method_types"]:
        message = f"The PaymentMethod provided ({method['type']}) is not allowed for this PaymentIntent."
        raise invalid(message, param="payment_method", payment_intent=dict(intent))
    if "receipt_email" in call.params:
        intent["receipt_email"] = call.text("receipt_email")
    facts = call.ledger.know(intent)
    facts |= {"base_url": call.base_url, "return_url": call.text("return_url")}
    intent |= {"payment_method": method["id"], "last_payment_error": None, "next_action": None}
    return _attempt(call, intent, method)


def from_data(call: Call) -> Document:
    """Make the payment method that a request describes on the way."""
    return make(call.ledger, call.params["payment_method_data"])


def authenticate(ledger: Ledger, intent: Document, *, succeeds: bool) -> Document:
    """End 3-D Secure: go on to the charge, or fail. Refused when nobody waits for it."""
    if intent["status"] != "requires_action":
        message = f"Nothing is to be authenticated: this PaymentIntent's status is {intent['status']}."
        raise invalid(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
    intent["next_action"] = None
    method = ledger.get("payment_method", intent["payment_method"])
    if succeeds:
        _charge_card(ledger, intent, method)
    else:
        _fail(ledger, intent, method, None, NOT_AUTHENTICATED)
    return intent


def settle(ledger: Ledger, intent: Document, *, succeeds: bool | None = None) -> Document:
    """End a debit that takes days; by default as its account number says."""
    if intent["status"] != "processing":
        message = f"Nothing is in process: this PaymentIntent's status is {intent['status']}."
        raise invalid(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
    method = ledger.get("payment_method", intent["payment_method"])
    charge = ledger.get("charge", intent["latest_charge"])
    number = ledger.know(method)["number"]
    decline = FAILING_DEBITS.get(number[-6:])
    if succeeds is False or (succeeds is None and decline):
        _fail(ledger, intent, method, charge, decline or FAILING_DEBITS["473202"])
    else:
        _succeed(ledger, intent, charge)
    return intent


def _method(call: Call, intent: Document) -> Document:
    if "payment_method_data" in call.params:
        return from_data(call)
    identifier = call.text("payment_method") or intent["payment_method"]
    if not identifier:
        message = (
            "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the "
            "PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method."
        )
        raise invalid(message, code="payment_intent_unexpected_state", payment_intent=dict(intent))
    return find(call.ledger, identifier)


def _attempt(call: Call, intent: Document, method: Document) -> Document:
    ledger = call.ledger
    if method["type"] != CARD_TYPE:
        charge = charges.make(ledger, intent, method, call.base_url)
        intent |= {"status": "processing", "latest_charge": charge["id"]}
        ledger.emit("charge.pending", charge)
        ledger.emit("payment_intent.processing", intent)
        return intent
    if card_of(ledger.know(method)["number"]).needs_3ds:
        if call.params.get("off_session") in ("true", "one_off", "recurring"):
            charge = charges.make(ledger, intent, method, call.base_url)
            _fail(ledger, intent, method, charge, NEEDS_AUTHENTICATION)
        else:
            intent |= {"status": "requires_action", "next_action": _next_action(call, intent)}
            ledger.emit("payment_intent.requires_action", intent)
            return intent
    else:
        _charge_card(ledger, intent, method)
    if intent["last_payment_error"]:
        raise refusal(intent)
    return intent


def _next_action(call: Call, intent: Document) -> Document:
    """The buyer's browser shows a dialog; a server without our library sends the buyer to a page."""
    if call.from_browser or call.flag("use_stripe_sdk") or not call.text("return_url"):
        return {"type": "use_stripe_sdk", "use_stripe_sdk": {"type": "stripe_3ds2_fingerprint"}}
    url = f"{call.base_url}/v3/authenticate?payment_intent={intent['id']}&payment_intent_client_secret={intent['client_secret']}"
    return {"type": "redirect_to_url", "redirect_to_url": {"return_url": call.text("return_url"), "url": url}}


def _charge_card(ledger: Ledger, intent: Document, method: Document) -> None:
    card = card_of(ledger.know(method)["number"])
    charge = charges.make(ledger, intent, method, ledger.know(intent)["base_url"])
    if card.decline:
        _fail(ledger, intent, method, charge, card.decline)
    elif intent["capture_method"] == "manual":
        intent |= {"latest_charge": charge["id"], "status": "requires_capture", "amount_capturable": intent["amount"]}
        charges.succeed(ledger, charge, capture=False)
        ledger.emit("payment_intent.amount_capturable_updated", intent)
    else:
        _succeed(ledger, intent, charge)
        if card.dispute:
            disputes.open_for(ledger, charge, reason=card.dispute, inquiry=card.inquiry)


def _succeed(ledger: Ledger, intent: Document, charge: Document) -> None:
    intent |= {"latest_charge": charge["id"], "status": "succeeded", "amount_received": charge["amount"]}
    charges.succeed(ledger, charge)
    ledger.emit("payment_intent.succeeded", intent)


def _fail(ledger: Ledger, intent: Document, method: Document, charge: Document | None, decline: Decline) -> None:
    error = {
        "code": decline.code,
        "doc_url": DOCUMENTATION + decline.code.replace("_", "-"),
        "message": decline.message,
        "payment_method": dict(method),
        "type": CARD if decline is not NOT_AUTHENTICATED else "invalid_request_error",
    }
    if decline.reason:
        error["decline_code"] = decline.reason
    if charge:
        charges.fail(ledger, charge, decline)
        error["charge"] = intent["latest_charge"] = charge["id"]
    intent |= {"status": "requires_payment_method", "payment_method": None, "last_payment_error": error}
    ledger.emit("payment_intent.payment_failed", intent)


def refusal(intent: Document) -> StripeError:
    """Return the refusal that carries the intent's last error."""
    error = dict(intent["last_payment_error"])
    code, message = error.pop("code"), error.pop("message")
    error.pop("type")
    error.pop("doc_url")
    return card_error(message, code, payment_intent=dict(intent), **error)
