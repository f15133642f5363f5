"""How invoices and their kin read on paper: every amount, day and word in the document's language."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from babel.numbers import format_decimal
from django.utils.translation import gettext as _
from django.utils.translation import override

from conference.dates import day_words, days_words, locale_of
from conference.money import display
from registration.models import Invoice, Order
from registration.queries.balances import balance_due
from registration.services.invoicing import content as invoice_content


@dataclass(frozen=True)
class Bill:
    """A document as the template `documents/bill.html` prints it."""

    title: str
    reference: str
    seller: Mapping[str, str]
    buyer: Mapping[str, str]
    country: str
    event: str
    event_dates: str
    facts: list[tuple[str, str]]
    lines: list[dict]
    taxes: list[dict]
    net: str
    total: str
    has_discounts: bool
    paid: list[dict] = field(default_factory=list)
    due: dict | None = None
    notes: list[str] = field(default_factory=list)


def of_invoice(invoice: Invoice) -> Bill:
    """Return an issued document as it is printed: only from what was taken down, and its number."""
    content = invoice.content
    words = _Words(content)
    with override(content["language"]):
        facts = [(_("Date"), words.day(content["day"]))]
        if invoice.corrects_id:
            facts.append((_corrects(invoice), invoice.corrects.full_number))
        facts += _order_facts(content, words)
        title = {
            Invoice.Kind.INVOICE: _("Invoice %(number)s"),
            Invoice.Kind.CREDIT_NOTE: _("Credit note %(number)s"),
            Invoice.Kind.CANCELLATION: _("Cancellation %(number)s"),
        }[invoice.kind] % {"number": invoice.full_number}
        paid = [
            {
                "words": _("%(method)s, %(day)s") % {"method": row["method"], "day": words.day(row["day"])},
                "amount": words.money(row["amount"]),
            }
            for row in content["paid"]
        ]
        return Bill(title=title, facts=facts, paid=paid, notes=[content["note"]], **_common(content, words))


def pro_forma(order: Order) -> Bill:
    """Return what a buyer who pays by bank transfer takes to their bank: no invoice, and no number of one."""
    conference = order.conference
    content = invoice_content.of_order(order)
    words = _Words(content)
    with override(conference.language):
        due_day = order.hold_expires_at.astimezone(conference.tz).date() if order.hold_expires_at else None
        due = balance_due(order)
        return Bill(
            title=_("Pro forma for order %(reference)s") % {"reference": order.reference},
            facts=[(_("Date"), words.day(content["day"])), *_order_facts(content, words)],
            due={"amount": words.money(str(due)), "day": words.full_day(due_day)} if due and due_day else None,
            notes=[
                _("This is no invoice. You get one once the money has arrived; your places are kept until that day."),
                conference.payment_note,
            ],
            **_common(content, words),
        )


class _Words:
    """Writes days and amounts of one document."""

    def __init__(self, content: Mapping) -> None:
        self.language, self.currency = content["language"], content["currency"]

    def money(self, amount: str) -> str:
        """Return an amount with its currency."""
        return display(Decimal(amount), self.currency, self.language)

    def day(self, day: str) -> str:
        """Return an ISO day in words."""
        return day_words(dt.date.fromisoformat(day), "day", language=self.language)

    def full_day(self, day: dt.date) -> str:
        """Return a day with its weekday."""
        return day_words(day, "full", language=self.language)

    def percent(self, rate: str) -> str:
        """Return a tax rate as people write it."""
        return f"{format_decimal(Decimal(rate), locale=locale_of(self.language))} %"


def _common(content: Mapping, words: _Words) -> dict:
    first, last = (dt.date.fromisoformat(content["conference"][key]) for key in ("first_day", "last_day"))
    lines = [
        {
            **line,
            "unit_price": words.money(line["unit_price"]),
            "discount": words.money(str(-Decimal(line["discount"]))) if Decimal(line["discount"]) else "",
            "tax_rate": words.percent(line["tax_rate"]),
            "total": words.money(line["total"]),
        }
        for line in content["lines"]
    ]
    return {
        "reference": content["order"]["reference"],
        "seller": content["seller"],
        "buyer": content["buyer"],
        "country": _country(content),
        "event": content["conference"]["name"],
        "event_dates": days_words(first, last, language=words.language),
        "lines": lines,
        "taxes": [
            {"rate": words.percent(tax["rate"]), "net": words.money(tax["net"]), "tax": words.money(tax["tax"])}
            for tax in content["taxes"]
        ],
        "net": words.money(content["net"]),
        "total": words.money(content["total"]),
        "has_discounts": any(Decimal(line["discount"]) for line in content["lines"]),
    }


def _order_facts(content: Mapping, words: _Words) -> list[tuple[str, str]]:
    order, buyer = content["order"], content["buyer"]
    facts = [(_("Order"), _("%(reference)s of %(day)s") % {**order, "day": words.day(order["day"])})]
    if buyer["reference"]:
        facts.append((_("Your reference"), buyer["reference"]))
    return facts


def _corrects(invoice: Invoice) -> str:
    return _("Replaces") if invoice.kind == Invoice.Kind.INVOICE else _("Corrects")


def _country(content: Mapping) -> str:
    code = content["buyer"]["country"]
    return locale_of(content["language"]).territories.get(code.upper(), code) if code else ""
