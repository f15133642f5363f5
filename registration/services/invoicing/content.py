"""What an invoice says, taken down once: plain data that never changes with the order, the catalogue or the seller.

Amounts are texts with a point ("95.20") in the document's currency; a credit note's and a cancellation's are negative.
Days are ISO dates in the conference's time zone.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from copy import deepcopy
from decimal import Decimal

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from conference.models import Conference
from conference.money import ZERO, rounded, spread
from registration.models import Order, Refund
from registration.queries.balances import RECEIVED
from registration.services.pricing import contained_tax

AMOUNTS_OF_LINE = ("total", "discount", "tax")


def of_order(order: Order) -> dict:
    """Return the content of a paid order's invoice (four SQL statements)."""
    lines = [
        {
            "description": line.description,
            "quantity": line.quantity,
            "unit_price": str(line.unit_price),
            "discount": str(line.discount_amount),
            "tax_rate": str(line.tax_rate),
            "tax": str(line.tax_amount),
            "total": str(line.line_total),
        }
        for line in order.line_items.all()
    ]
    conference = order.conference
    day = order.paid_at.astimezone(conference.tz).date() if order.paid_at else _today(conference)
    return {
        **_head(conference),
        "buyer": buyer_of(order),
        "order": {"reference": order.reference, "day": day.isoformat()},
        "currency": order.currency,
        "lines": lines,
        **_sums(lines, order.currency),
        "paid": _payments(order),
        "note": "",
    }


def of_refund(refund: Refund, invoice: Mapping, amount: Decimal) -> dict:
    """Return the content of a credit note over `amount`, for the same buyer and seller as the invoice's content."""
    currency = invoice["currency"]
    rows = list(refund.lines.select_related("line"))
    lines = [_credited(row.line.description, row.quantity, row.amount, row.line.tax_rate, currency) for row in rows]
    rest = amount - sum((row.amount for row in rows), ZERO)
    if rest < 0:  # less than the units cost is left to credit
        lines, rest = [], amount
    if rest:
        with translation.override(invoice["language"]):
            words = _("Part of the price")
        lines += _spread_over_rates(words, rest, invoice, currency)
    return {
        **deepcopy({key: invoice[key] for key in ("seller", "conference", "language", "buyer", "order", "currency")}),
        "day": _today(refund.order.conference).isoformat(),
        "lines": lines,
        **_sums(lines, currency),
        "paid": [],
        "note": "",
    }


def cancelled(content: Mapping, conference: Conference) -> dict:
    """Return the content of a document that takes another one back: the same with every amount turned round."""
    content = deepcopy(dict(content))
    for line in content["lines"]:
        line.update({name: _negative(line[name]) for name in AMOUNTS_OF_LINE}, unit_price=line["unit_price"])
        line["quantity"] = -line["quantity"]
    content.update(_sums(content["lines"], content["currency"]), day=_today(conference).isoformat(), paid=[], note="")
    return content


def buyer_of(order: Order) -> dict:
    """Return who buys, as it stands on the invoice."""
    return {
        "name": order.billing_name,
        "company": order.billing_company,
        "address": order.billing_address,
        "country": order.billing_country,
        "tax_id": order.billing_tax_id,
        "email": order.billing_email,
        "reference": order.buyer_reference,
    }


def seller_of(conference: Conference) -> dict:
    """Return who sells."""
    return {
        "name": conference.seller_name,
        "address": conference.seller_address,
        "tax_id": conference.seller_tax_id,
        "bank_account": conference.seller_bank_account,
        "email": getattr(getattr(conference, "facts", None), "contact_email", ""),
    }


def _head(conference: Conference) -> dict:
    return {
        "seller": seller_of(conference),
        "conference": {
            "name": conference.name,
            "first_day": conference.start_date.isoformat(),
            "last_day": conference.end_date.isoformat(),
            "venue": conference.venue,
        },
        "language": conference.language,
        "day": _today(conference).isoformat(),
    }


def _today(conference: Conference) -> dt.date:
    return timezone.now().astimezone(conference.tz).date()


def _payments(order: Order) -> list[dict]:
    """Return how it was paid; what came to nothing is left out."""
    with translation.override(order.conference.language):
        return [
            {
                "method": str(payment.way),
                "day": (payment.received_at or payment.created_at).astimezone(order.conference.tz).date().isoformat(),
                "amount": str(payment.amount),
            }
            for payment in order.payments.filter(status__in=RECEIVED).order_by("created_at", "pk")
        ]


def _sums(lines: Iterable[Mapping], currency: str) -> dict:
    """Return the totals, and for each tax rate above 0 what is net and what is tax."""
    rates: dict[Decimal, list[Decimal]] = {}
    for line in lines:
        tax_and_gross = rates.setdefault(Decimal(line["tax_rate"]), [ZERO, ZERO])
        tax_and_gross[0] += Decimal(line["tax"])
        tax_and_gross[1] += Decimal(line["total"])
    tax, total = (sum((pair[place] for pair in rates.values()), rounded(ZERO, currency)) for place in (0, 1))
    return {
        "taxes": [
            {"rate": str(rate), "net": str(gross - part), "tax": str(part), "gross": str(gross)}
            for rate, (part, gross) in sorted(rates.items())
            if rate
        ],
        "net": str(total - tax),
        "tax": str(tax),
        "total": str(total),
    }


def _credited(description: str, quantity: int, amount: Decimal, rate: Decimal, currency: str) -> dict:
    """Return a line over units that were given back."""
    return {
        "description": description,
        "quantity": -quantity,
        "unit_price": str(rounded(amount / quantity, currency)),
        "discount": "0",
        "tax_rate": str(rate),
        "tax": str(-contained_tax(amount, rate, currency)),
        "total": str(-amount),
    }


def _spread_over_rates(description: str, amount: Decimal, invoice: Mapping, currency: str) -> list[dict]:
    """Return lines for an amount that belongs to no product: one per tax rate of the invoice, in proportion."""
    gross: dict[Decimal, Decimal] = {}
    for line in invoice["lines"]:
        rate = Decimal(line["tax_rate"])
        gross[rate] = gross.get(rate, ZERO) + Decimal(line["total"])
    rates = sorted(rate for rate, total in gross.items() if total) or [ZERO]
    parts = spread(amount, [gross.get(rate, ZERO) or Decimal(1) for rate in rates], currency)
    return [_credited(description, 1, part, rate, currency) for rate, part in zip(rates, parts, strict=True) if part]


def _negative(amount: str) -> str:
    return str(-Decimal(amount)) if Decimal(amount) else amount
