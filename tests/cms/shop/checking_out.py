"""What a browser sends to the checkout, and what the checkout says is wrong with it."""

import re
from decimal import Decimal

URL = "/tickets/checkout/"


def filled(cart, **changes):
    """Return what a browser sends for these tickets when a buyer fills in the least."""
    data = {
        "cart": cart.pk,
        "action": "order",
        "shown_total": str(sum((item.line_total for item in cart.items.all()), Decimal(0))),
        "billing-name": "Ada Lovelace",
        "billing-email": "ada@example.org",
        "agree-pay_by": "card",
    }
    first = True
    for item in cart.items.exclude(ticket_type=None).order_by("pk"):
        for unit in range(1, item.quantity + 1):
            data[f"t{item.ticket_type_id}-{unit}-mode"] = "me" if first else "later"
            first = False
    return {**data, **{name.replace("__", "-"): value for name, value in changes.items()}}


def problems_in(answer):
    """Return what stands in the box above the form, as one line; "" without one."""
    box = re.search(r'<div class="form-errors".*?</div>', answer.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", box.group())) if box else ""
