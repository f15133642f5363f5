"""Which rule answers which operation of Stripe's document."""

from collections.abc import Callable

from sandbox.stripe import attempts, charges, customers, disputes, endpoints, intents, payment_methods, refunds
from sandbox.stripe.call import Call
from sandbox.stripe.ledger import Document
from sandbox.stripe.lists import page

Rule = Callable[[Call], Document]


def _confirm(call: Call) -> Document:
    """Pay a PaymentIntent, by the server or, with its secret, by the payment page."""
    call.only(*attempts.AT_CONFIRM, "client_secret")
    return attempts.confirm(call, intents.retrieve(call))


def _account(call: Call) -> Document:
    return call.key.account.document()


def _event(call: Call) -> Document:
    return call.ledger.get("event", call.ids["id"])


def _line(call: Call) -> Document:
    return call.ledger.get("balance_transaction", call.ids["id"])


def _listing(kind: str, url: str, *filters: str) -> Rule:
    """Return the rule that lists objects of a kind by these filters."""

    def rule(call: Call) -> Document:
        call.only("limit", "starting_after", "ending_before", "created", *filters)
        return page(call.ledger, kind, url, call.params)

    return rule


RULES: dict[str, Rule] = {
    "GET /v1/account": _account,
    "GET /v1/balance_transactions": _listing(
        "balance_transaction", "/v1/balance_transactions", "currency", "source", "type"
    ),
    "GET /v1/balance_transactions/{id}": _line,
    "GET /v1/charges": _listing("charge", "/v1/charges", "customer", "payment_intent"),
    "GET /v1/charges/{charge}": charges.retrieve,
    "POST /v1/charges/{charge}": charges.update,
    "GET /v1/customers": _listing("customer", "/v1/customers", "email"),
    "POST /v1/customers": customers.create,
    "GET /v1/customers/{customer}": customers.retrieve,
    "POST /v1/customers/{customer}": customers.update,
    "DELETE /v1/customers/{customer}": customers.delete,
    "GET /v1/disputes": _listing("dispute", "/v1/disputes", "charge", "payment_intent"),
    "GET /v1/disputes/{dispute}": disputes.retrieve,
    "POST /v1/disputes/{dispute}": disputes.update,
    "POST /v1/disputes/{dispute}/close": disputes.accept,
    "GET /v1/events": _listing("event", "/v1/events", "type", "types", "delivery_success"),
    "GET /v1/events/{id}": _event,
    "GET /v1/payment_intents": _listing("payment_intent", "/v1/payment_intents", "customer"),
    "POST /v1/payment_intents": intents.create,
    "GET /v1/payment_intents/{intent}": intents.retrieve,
    "POST /v1/payment_intents/{intent}": intents.update,
    "POST /v1/payment_intents/{intent}/cancel": intents.cancel,
    "POST /v1/payment_intents/{intent}/capture": intents.capture,
    "POST /v1/payment_intents/{intent}/confirm": _confirm,
    "GET /v1/payment_methods": _listing("payment_method", "/v1/payment_methods", "customer", "type"),
    "POST /v1/payment_methods": payment_methods.create,
    "GET /v1/payment_methods/{payment_method}": payment_methods.retrieve,
    "POST /v1/payment_methods/{payment_method}/attach": payment_methods.attach,
    "POST /v1/payment_methods/{payment_method}/detach": payment_methods.detach,
    "GET /v1/refunds": _listing("refund", "/v1/refunds", "charge", "payment_intent"),
    "POST /v1/refunds": refunds.create,
    "GET /v1/refunds/{refund}": refunds.retrieve,
    "POST /v1/refunds/{refund}": refunds.update,
    "POST /v1/refunds/{refund}/cancel": refunds.cancel,
    "GET /v1/webhook_endpoints": _listing("webhook_endpoint", "/v1/webhook_endpoints"),
    "POST /v1/webhook_endpoints": endpoints.create,
    "GET /v1/webhook_endpoints/{webhook_endpoint}": endpoints.retrieve,
    "POST /v1/webhook_endpoints/{webhook_endpoint}": endpoints.update,
    "DELETE /v1/webhook_endpoints/{webhook_endpoint}": endpoints.delete,
}
# All that a publishable key may do.
FOR_BROWSERS = {
    "GET /v1/payment_intents/{intent}",
    "POST /v1/payment_intents/{intent}/confirm",
    "POST /v1/payment_methods",
}
