"""The state of an order in words: a label, a sentence, and what to do next."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.dates import day_words, moment_words, time_words
from conference.money import ZERO
from registration.models import Order, Refund
from registration.queries.order_page import OrderPage
from registration.services.mails.notices import gets_bill
from registration.services.orders.holds import time_to_pay

Status = Order.Status
GIVEN = Refund.Status.SUCCEEDED


@dataclass(frozen=True)
class StateWords:
    """`pill` is a state of components/status_pill.html; `is_payable` says that paying is what to do next, `is_over` that one
    would have to order again.
    """

    pill: str
    label: str
    sentence: str
    is_payable: bool = False
    is_over: bool = False


def in_words(details: OrderPage) -> StateWords:
    """Return where an order is, for its buyer."""
    order = details.order
    if order.status == Status.PENDING:
        return _waiting(details)
    if order.status == Status.PAID:
        return StateWords("success", _("Paid"), _paid(details))
    if order.status == Status.PARTIALLY_REFUNDED:
        return StateWords("success", _("Paid, partly refunded"), _went_back(details))
    if order.status == Status.REFUNDED:
        ended = _("The tickets are not valid any more.")
        return StateWords("neutral", _("Refunded"), f"{_all_went_back(details)} {ended}")
    ended = _("This order has ended and nothing is to be paid. The tickets are on sale again.")
    return StateWords("neutral", _("Cancelled"), ended, is_over=True)


def until_words(order: Order) -> str:
    """Return until when a waiting order keeps its tickets, in the conference's zone: today the time, else the day as well."""
    until, zone = order.hold_expires_at, order.conference.tz
    language = order.conference.language
    if until is None:
        return ""
    if until.astimezone(zone).date() == timezone.now().astimezone(zone).date():
        return f"{time_words(until, language=language, zone=zone)} ({until.astimezone(zone).tzname()})"
    return moment_words(until, language=language, zone=zone)


def held_words(order: Order) -> str:
    """Return until when the tickets of a waiting order are kept, as a sentence."""
    words = {"until": until_words(order)}
    return _("We keep your tickets until %(until)s. They are yours once the order is paid.") % words


def over_words() -> str:
    """Return what happens now that they are kept no longer."""
    return _("The time to pay is over. While there are tickets left you can still pay and get them.")


def due_day(order: Order) -> str:
    """Return the day by which a bank transfer must have come."""
    if order.hold_expires_at is None:
        return ""
    day = order.hold_expires_at.astimezone(order.conference.tz).date()
    return day_words(day, "full", language=order.conference.language)


def _as_credit(details: OrderPage) -> Decimal:
    """Return how much of what went back became store credit."""
    return sum((each.amount for each in details.refunds if each.to == Refund.To.CREDIT and each.status == GIVEN), ZERO)


def _went_back(details: OrderPage) -> str:
    order, credit = details.order, _as_credit(details)
    rest = details.given_back - credit
    sentences = [_("%(amount)s went back to you.") % {"amount": order.money(rest)}] if rest or not credit else []
    if credit:
        sentences.append(_("You got %(amount)s as store credit.") % {"amount": order.money(credit)})
    return " ".join(sentences)


def _all_went_back(details: OrderPage) -> str:
    return _went_back(details) if _as_credit(details) else _("Your money went back to you.")


def _paid(details: OrderPage) -> str:
    order = details.order
    if details.books.surplus:
        words = {"amount": order.money(details.books.surplus)}
        return _("You paid %(amount)s more than it costs; the organizers give it back.") % words
    if not order.total:
        return _("Everything is settled: the tickets are yours.")
    sent = _("Thank you. We have sent the tickets to %(email)s.") % {"email": order.user.email}
    if not gets_bill(order):
        return sent
    return sent + " " + _("The invoice alone goes to %(email)s as well.") % {"email": order.billing_email}


def _waiting(details: OrderPage) -> StateWords:
    order = details.order
    if details.is_on_its_way:
        return StateWords(
            "info",
            _("Payment on its way"),
            _("Your bank is working on it. We write to you as soon as the money is here; you need not do anything."),
        )
    if order.pay_by == Order.PayBy.TRANSFER and order.is_held:
        words = {"day": due_day(order)}
        return StateWords(
            "warning", _("Waiting for your transfer"), _("We keep your tickets until %(day)s.") % words, is_payable=True
        )
    if order.is_held:
        return StateWords("warning", _("Waiting for payment"), held_words(order), is_payable=True)
    if details.due and time_to_pay(order) <= timezone.now():
        again = _("The time to pay this order is over. Please order again.")
        return StateWords("warning", _("Time to pay is over"), again, is_over=True)
    return StateWords("warning", _("Time to pay is over"), over_words(), is_payable=True)
