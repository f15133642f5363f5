"""Payment methods: cards, and bank debits that take days."""

from datetime import UTC, datetime
from typing import Any

from sandbox.stripe.call import Call
from sandbox.stripe.cards import READY_MADE, card_of, is_possible_number
from sandbox.stripe.customers import address
from sandbox.stripe.errors import CARD, StripeError, invalid
from sandbox.stripe.ledger import Document, Ledger, merge_metadata

CARD_TYPE, SEPA, ACH = "card", "sepa_debit", "us_bank_account"
# Debits by the only currency they come in.
DEBITS = {"eur": SEPA, "usd": ACH}
SUPPORTED = (CARD_TYPE, SEPA, ACH)


def types_for(currency: str) -> list[str]:
    """Return the types that an account with all of them switched on offers in a currency."""
    return [CARD_TYPE, *filter(None, [DEBITS.get(currency)])]


def create(call: Call) -> Document:
    """Make a payment method from what the buyer typed."""
    call.only("type", "billing_details", "metadata", "allow_redisplay", *SUPPORTED)
    return make(call.ledger, call.params)


def make(ledger: Ledger, given: Any) -> Document:
    """Make a payment method from ``type`` and the fields of that type; refuse a number that cannot be."""
    kind = given.get("type")
    if kind not in SUPPORTED:
        raise invalid(f"The stand-in for Stripe has no payment method of type {kind}.", param="type")
    details, number = {CARD_TYPE: _card, SEPA: _sepa, ACH: _ach}[kind](ledger, given.get(kind) or {})
    billing = given.get("billing_details") or {}
    method = ledger.new(
        "payment_method",
        allow_redisplay=given.get("allow_redisplay", "unspecified"),
        billing_details={
            "address": address(billing.get("address")) or address({"country": ""}),
            **{name: billing.get(name) or None for name in ("email", "name", "phone")},
            "tax_id": None,
        },
        customer=None,
        metadata={},
        type=kind,
        **{kind: details},
    )
    merge_metadata(method, given.get("metadata"))
    ledger.know(method)["number"] = number
    return method


def find(ledger: Ledger, identifier: str) -> Document:
    """Return a payment method; the ready-made ones of tests become real when they are first used."""
    if number := READY_MADE.get(identifier):
        year = datetime.fromtimestamp(ledger.clock.now(), tz=UTC).year + 2
        return make(
            ledger,
            {"type": CARD_TYPE, "card": {"number": number, "exp_month": "8", "exp_year": str(year), "cvc": "123"}},
        )
    return ledger.get("payment_method", identifier, "payment_method")


def retrieve(call: Call) -> Document:
    """Return a payment method."""
    return call.ledger.get("payment_method", call.ids["payment_method"], "payment_method")


def attach(call: Call) -> Document:
    """Keep a payment method with a customer."""
    method = find(call.ledger, call.ids["payment_method"])
    customer = call.ledger.get("customer", call.params["customer"], "customer")
    decline = card_of(call.ledger.know(method)["number"]).decline if method["type"] == CARD_TYPE else None
    if decline and not call.ledger.know(method)["number"].endswith("0341"):
        raise card_error(decline.message, decline.code, decline_code=decline.reason)
    method["customer"] = customer["id"]
    call.ledger.emit("payment_method.attached", method)
    return method


def detach(call: Call) -> Document:
    """Take a payment method from its customer."""
    method = retrieve(call)
    if not method["customer"]:
        raise invalid("The payment method you provided is not attached to a customer so detachment is impossible.")
    previous = call.ledger.change(method, customer=None)
    call.ledger.emit("payment_method.detached", method, previous)
    return method


def card_error(message: str, code: str, **fields: Any) -> StripeError:
    """Return a refusal that is the buyer's to mend."""
    return StripeError(402, message, kind=CARD, code=code, **fields)


def _card(ledger: Ledger, given: Any) -> tuple[Document, str]:
    if "token" in given or not {"number", "exp_month", "exp_year"} <= given.keys():
        raise invalid("Missing required param: card.", code="parameter_missing", param="card")
    number = "".join(given["number"].split())
    if not is_possible_number(number):
        raise card_error("Your card number is incorrect.", "incorrect_number", param="number")
    month, year, cvc = int(given["exp_month"]), int(given["exp_year"]), given.get("cvc")
    now = datetime.fromtimestamp(ledger.clock.now(), tz=UTC)
    if not 1 <= month <= 12 or (year == now.year and month < now.month):
        raise card_error("Your card's expiration month is invalid.", "invalid_expiry_month", param="exp_month")
    if not now.year <= year <= now.year + 50:
        raise card_error("Your card's expiration year is invalid.", "invalid_expiry_year", param="exp_year")
    if cvc is not None and not (cvc.isdigit() and 3 <= len(cvc) <= 4):
        raise card_error("Your card's security code is invalid.", "invalid_cvc", param="cvc")
    card = card_of(number)
    return {
        "brand": card.brand,
        "checks": {
            "address_line1_check": None,
            "address_postal_code_check": None,
            "cvc_check": "unchecked" if cvc else None,
        },
        "country": card.country,
        "display_brand": card.brand,
        "exp_month": month,
        "exp_year": year,
        "fingerprint": ledger.numbers.token(number)[:16],
        "funding": "credit",
        "generated_from": None,
        "last4": number[-4:],
        "networks": {"available": [card.brand], "preferred": None},
        "regulated_status": "unregulated",
        "three_d_secure_usage": {"supported": True},
        "wallet": None,
    }, number


def _sepa(ledger: Ledger, given: Any) -> tuple[Document, str]:
    iban = "".join((given.get("iban") or "").split()).upper()
    if not (15 <= len(iban) <= 34 and iban[:2].isalpha() and _iban_rest(iban) == 1):
        raise invalid("The IBAN you entered is invalid.", code="invalid_bank_account_iban", param="sepa_debit[iban]")
    return {
        "bank_code": iban[4:12],
        "branch_code": "",
        "country": iban[:2],
        "fingerprint": ledger.numbers.token(iban)[:16],
        "generated_from": {"charge": None, "setup_attempt": None},
        "last4": iban[-4:],
    }, iban


def _ach(ledger: Ledger, given: Any) -> tuple[Document, str]:
    number, routing = given.get("account_number") or "", given.get("routing_number") or ""
    if not (number.isdigit() and routing.isdigit() and len(routing) == 9):
        raise invalid("The bank account number is invalid.", code="account_number_invalid", param="us_bank_account")
    return {
        "account_holder_type": given.get("account_holder_type", "individual"),
        "account_type": given.get("account_type", "checking"),
        "bank_name": "STRIPE TEST BANK",
        "financial_connections_account": None,
        "fingerprint": ledger.numbers.token(routing + number)[:16],
        "last4": number[-4:],
        "networks": {"preferred": "ach", "supported": ["ach"]},
        "routing_number": routing,
        "status_details": {},
    }, number


def _iban_rest(iban: str) -> int:
    digits = "".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4] if sign.isalnum())
    return int(digits or 0) % 97
