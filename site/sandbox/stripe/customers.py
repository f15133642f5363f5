"""Customers."""

from sandbox.stripe.call import Call
from sandbox.stripe.ledger import Document, merge_metadata

TEXTS = ("description", "email", "name", "phone")
IMITATED = (*TEXTS, "address", "metadata", "preferred_locales", "shipping", "tax_exempt")


def create(call: Call) -> Document:
    """Make a customer."""
    call.only(*IMITATED)
    customer = call.ledger.new(
        "customer",
        address=None,
        balance=0,
        currency=None,
        default_source=None,
        delinquent=False,
        description=None,
        email=None,
        invoice_prefix=None,
        metadata={},
        name=None,
        phone=None,
        preferred_locales=[],
        shipping=None,
        tax_exempt="none",
        test_clock=None,
    )
    _fill(call, customer)
    call.ledger.emit("customer.created", customer)
    return customer


def update(call: Call) -> Document:
    """Change a customer."""
    call.only(*IMITATED)
    customer = call.ledger.get("customer", call.ids["customer"], "customer")
    _fill(call, customer)
    call.ledger.emit("customer.updated", customer)
    return customer


def retrieve(call: Call) -> Document:
    """Return a customer, or the little that is left of a deleted one."""
    return call.ledger.get("customer", call.ids["customer"], "customer")


def delete(call: Call) -> Document:
    """Delete a customer; its id stays known."""
    customer = call.ledger.get("customer", call.ids["customer"], "customer")
    call.ledger.emit("customer.deleted", customer)
    gone = {"id": customer["id"], "object": "customer", "deleted": True}
    call.ledger.objects["customer"][customer["id"]] = gone
    return gone


def _fill(call: Call, customer: Document) -> None:
    for name in TEXTS:
        if name in call.params:
            customer[name] = call.text(name)
    for name in ("preferred_locales", "tax_exempt"):
        if name in call.params:
            customer[name] = call.params[name] or ([] if name == "preferred_locales" else "none")
    if "address" in call.params:
        customer["address"] = address(call.params["address"])
    if "shipping" in call.params:
        given = call.params["shipping"] or None
        customer["shipping"] = given and {**given, "address": address(given.get("address"))}
    if "metadata" in call.params:
        merge_metadata(customer, call.params["metadata"])


def address(given: dict | str | None) -> Document | None:
    """Return an address with all its lines."""
    if not given:
        return None
    return {name: given.get(name) or None for name in ("city", "country", "line1", "line2", "postal_code", "state")}
