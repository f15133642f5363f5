"""Baskets of visitors who are not signed in: a plain dictionary that lies in their session, under the same
rules as a cart (`selling.lines`).

    {"tickets": {"5": 2}, "addons": {"3": 1}, "voucher": "CODE", "utm": {"utm_source": "…"}}

Keys are primary keys as text, because sessions are JSON. What is in a basket may have become impossible meanwhile: what
reads it passes over products that are gone and asks the rules again.
"""

from collections.abc import Mapping

from conference.models import Conference
from registration.models import AddOn, Product, TicketType, Voucher
from registration.queries.catalogue import Catalogue, load_catalogue
from registration.services.selling.lines import (
    Lines,
    changed,
    hidden_of,
    merged,
    with_more,
    with_numbers,
    without,
    without_lonely_addons,
)
from registration.services.selling.rules import Wanted
from registration.services.selling.situations import situation_of
from registration.services.selling.vouchers import usable_voucher

CAMPAIGN = ("utm_source", "utm_medium", "utm_campaign")
CAMPAIGN_LENGTH = 200
Basket = dict


def empty() -> Basket:
    """Return a new basket."""
    return {"tickets": {}, "addons": {}, "voucher": "", "utm": {}}


def count_of(basket: Basket) -> int:
    """Return how many things are in it."""
    return sum(basket["tickets"].values()) + sum(basket["addons"].values())


def lines_of(basket: Basket, catalogue: Catalogue) -> Lines:
    """Return {product: quantity} in the order of the catalogue; products that do not exist any more are left out."""
    stored = {("ticket", pk): number for pk, number in basket["tickets"].items()}
    stored |= {("addon", pk): number for pk, number in basket["addons"].items()}
    named = {(product.kind, str(product.pk)): product for product in catalogue.products}
    return {product: stored[name] for name, product in named.items() if name in stored}


def add(basket: Basket, conference: Conference, wanted: Wanted, *, catalogue: Catalogue | None = None) -> None:
    """Put products into the basket, all of them or none: `NotForSaleError` or `SoldOutError` says why not.

    At most five SQL statements, one less with a `catalogue` at hand, whatever the number of products.
    """
    catalogue = catalogue or load_catalogue(conference)
    wanted = [(catalogue.known(product), number) for product, number in wanted]
    lines = lines_of(basket, catalogue)
    situation = situation_of(conference, None, voucher_of(basket, conference), merged(lines, wanted))
    _store(basket, with_more(lines, wanted, situation))


def set_quantities(basket: Basket, conference: Conference, numbers: Mapping[Product, int]) -> None:
    """Set how many of these products, all of them or none; 0 or less takes one out, and with a ticket the add-ons that no
    other ticket carries.
    """
    catalogue = load_catalogue(conference)
    lines, wanted = lines_of(basket, catalogue), {catalogue.known(product): n for product, n in numbers.items()}
    situation = situation_of(conference, None, voucher_of(basket, conference), changed(lines, wanted))
    _store(basket, with_numbers(lines, wanted, situation))


def apply_voucher(basket: Basket, conference: Conference, code: str) -> Voucher:
    """Put a voucher into the basket in place of another; `NotForSaleError` when the code cannot be used."""
    voucher = usable_voucher(conference, code)
    basket["voucher"] = voucher.code
    return voucher


def remove_voucher(basket: Basket, conference: Conference) -> None:
    """Take the voucher out, and the hidden tickets that only it opened."""
    basket["voucher"] = ""
    lines = lines_of(basket, load_catalogue(conference))
    _store(basket, without_lonely_addons(without(lines, hidden_of(lines))))


def voucher_of(basket: Basket, conference: Conference) -> Voucher | None:
    """Return the basket's voucher (at most one SQL statement); `None` when it is gone."""
    if not basket["voucher"]:
        return None
    return Voucher.objects.filter(conference=conference, code=basket["voucher"]).first()


def campaign_of(parameters: Mapping[str, str]) -> dict[str, str]:
    """Return what an address or a form says about the advertisement that brought the visitor, in a form that a database
    can keep; only what it says anything about.
    """
    found = {name: parameters.get(name, "").replace("\x00", "")[:CAMPAIGN_LENGTH] for name in CAMPAIGN}
    return {name: value for name, value in found.items() if value}


def note_campaign(basket: Basket, campaign: dict[str, str]) -> None:
    """Keep which advertisement brought the visitor, as `campaign_of` says it; the latest one that says anything counts."""
    if campaign:
        basket["utm"] = campaign


def _store(basket: Basket, lines: Lines) -> None:
    basket["tickets"] = {str(p.pk): number for p, number in lines.items() if isinstance(p, TicketType)}
    basket["addons"] = {str(p.pk): number for p, number in lines.items() if isinstance(p, AddOn)}
