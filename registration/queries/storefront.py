"""What a conference sells now: everything that its storefront asks the database, read in a fixed number of statements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from conference.models import Conference, User
from registration.models import Product, TicketType, Voucher
from registration.queries.catalogue import Catalogue, load_catalogue
from registration.queries.discounts import load_rules
from registration.queries.stock import Counts, count_products
from registration.services.pricing import effect_of
from registration.services.selling.conditions import earned
from registration.services.selling.discounts import Rule
from registration.services.selling.offers import Offer, off_each, offer_of
from registration.services.selling.rules import unlocks

# How old a shown number may be. What binds is counted anew when an order is placed.
SHOWN_FOR = timedelta(minutes=1)


@dataclass(frozen=True)
class Storefront:
    """All offers, and the moment from which they must be read anew (`None`: they do not change by themselves)."""

    tickets: tuple[Offer, ...]
    addons: tuple[Offer, ...]
    valid_until: datetime | None


def storefront(
    conference: Conference,
    *,
    user: User | AnonymousUser | None = None,
    voucher: Voucher | None = None,
    now: datetime | None = None,
) -> Storefront:
    """Return what is offered to a buyer, `None` being an anonymous one; hidden tickets only where the voucher opens them.

    Four SQL statements, whatever the number of products; what the discounts ask about a known buyer and the scope of the
    voucher come on top.
    """
    now = now or timezone.now()
    catalogue = load_catalogue(conference)
    counts = count_products(conference)
    all_rules = load_rules(conference)
    rules = earned(all_rules, conference, user)
    effect = off_each(effect_of(voucher))
    tickets, addons = (
        tuple(
            offer_of(product, counts.left_of(product), rules, effect, conference.effective_currency, now)
            for product in products
            if product.is_active and _is_seen(product, voucher)
        )
        for products in (catalogue.tickets, catalogue.addons)
    )
    return Storefront(tickets, addons, _next_change(catalogue, counts, all_rules, now))


def _is_seen(product: Product, voucher: Voucher | None) -> bool:
    if not isinstance(product, TicketType) or not product.requires_voucher:
        return True
    return unlocks(voucher, product)


def _next_change(catalogue: Catalogue, counts: Counts, rules: Iterable[Rule], now: datetime) -> datetime | None:
    """Return when a price, a sale or a number may look different although nobody changed the catalogue."""
    moments = [
        moment
        for product in catalogue.products
        if product.is_active
        for moment in (product.available_from, product.available_until)
    ]
    moments += [moment for rule in rules for moment in (rule.start, rule.end)]
    ahead = [moment for moment in moments if moment and moment > now]
    is_counted = any(counts.left_of(product) is not None for product in catalogue.products)
    if is_counted or any(rule.limit for rule in rules):
        ahead.append(now + SHOWN_FOR)
    return min(ahead, default=None)
