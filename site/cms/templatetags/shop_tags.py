"""Template tags of the shop: money and moments in words."""

import datetime as dt
from decimal import Decimal

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from cms.shop.addresses import ShopAddresses
from common.countries import country_name as name_of_country
from conference.dates import day_words, time_words
from conference.money import display
from registration.models import OrderLineItem

register = template.Library()


@register.filter
def money(amount: Decimal | None, currency: str) -> str:
    """Return an amount as readers of the page write it; "" for none."""
    return display(amount, currency, get_language() or "en") if amount is not None else ""


@register.filter
def moment(value: dt.datetime | None) -> str:
    """Return weekday, day, time and zone of a moment in the zone of the page: “Sun, 31 Jan 2027, 23:59 (CET)”; "" for none."""
    if value is None:
        return ""
    there, language = timezone.localtime(value), get_language() or ""
    day = day_words(there.date(), "short", language=language)
    return f"{day}, {time_words(value, language=language, zone=timezone.get_current_timezone())} ({there.tzname()})"


@register.filter
def lines(text: str) -> list[str]:
    """Return the lines of a text that are not empty."""
    return [line.strip() for line in text.splitlines() if line.strip()]


@register.filter
def rate(value: Decimal) -> str:
    """Return a percentage without superfluous zeros: 22, 5.5."""
    return f"{value.normalize():f}"


@register.filter
def typed_for(typed: dict[str, str], key: str) -> str:
    """Return what was typed for a product in a form that came back; "" for nothing."""
    return typed.get(key, "")


@register.filter
def before_discount(line: OrderLineItem) -> Decimal:
    """Return what an order's line costs before discounts."""
    return line.unit_price * line.quantity


@register.filter
def country_name(code: str) -> str:
    """Return a country's name in the language of the page; the code itself where nobody knows it."""
    return name_of_country(code, get_language() or "en")


@register.filter
def order_address(addresses: ShopAddresses, reference: str) -> str:
    """Return an order's address."""
    return addresses.order(reference)


@register.filter
def pay_address(addresses: ShopAddresses, reference: str) -> str:
    """Return where an order is paid."""
    return addresses.pay(reference)


@register.filter
def paid_address(addresses: ShopAddresses, reference: str) -> str:
    """Return where a payment leads back to."""
    return addresses.paid(reference)


@register.filter
def status_address(addresses: ShopAddresses, reference: str) -> str:
    """Return what tells an order's state to scripts."""
    return addresses.status(reference)
