"""The demo's ticket shop: what it sells and how, and the keys of its account at the stand-in for Stripe."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from wagtail.models import Page

from conference.models import Conference
from registration.models import (
    AddOn,
    ProfileQuestion,
    TicketType,
    TimeOrStockLimitCondition,
    Voucher,
)
from registration.services.setting_up.sales import sales_of
from sandbox.demo.content import load_table
from sandbox.stripe.accounts import Account


@transaction.atomic
def open_shop(conference: Conference) -> bool:
    """Fill the catalogue and say how the conference sells, unless it sells already; return whether it did."""
    if conference.ticket_types.exists():
        return False
    table = load_table("tickets")
    _fill_seller(conference, table["seller"])
    tickets = _tickets(conference, table)
    _addons(conference, table, tickets)
    for row in table["early_bird"]:
        _early_bird(conference, row, tickets)
    for row in table["voucher"]:
        _voucher(conference, row, tickets)
    for place, row in enumerate(table["question"]):
        ProfileQuestion.objects.create(conference=conference, field=row["field"], help_text=row["help"], order=place)
    _fill_sales(conference, table["sales"])
    return True


def _fill_seller(conference: Conference, seller: dict[str, str]) -> None:
    """Write who sells; the keys open nothing but the stand-in's account of the demo."""
    for name, value in seller.items():
        setattr(conference, name, value)
    conference.total_capacity = int(load_table("site")["facts"]["free"]["seats"])
    account = Account(conference.slug)
    conference.stripe_secret_key = account.secret_key
    conference.stripe_publishable_key = account.publishable_key
    conference.stripe_webhook_secret = account.webhook_secret
    conference.full_clean()
    conference.save()


def _tickets(conference: Conference, table: dict[str, Any]) -> dict[str, TicketType]:
    made = {}
    for place, row in enumerate(table["ticket"]):
        made[row["slug"]] = TicketType.objects.create(
            **_product(conference, table, row, place),
            includes="\n".join(table["included"]),
            limit_per_user=row.get("limit_per_user", 10),
            requires_voucher=row.get("hidden", False),
        )
    return made


def _addons(conference: Conference, table: dict[str, Any], tickets: dict[str, TicketType]) -> None:
    for place, row in enumerate(table["addon"]):
        addon = AddOn.objects.create(**_product(conference, table, row, place))
        addon.requires_ticket_types.set([tickets[slug] for slug in row.get("requires", ())])


def _product(conference: Conference, table: dict[str, Any], row: dict[str, Any], place: int) -> dict[str, Any]:
    return {
        "conference": conference,
        "slug": row["slug"],
        "name": row["name"],
        "description": row["description"],
        "price": Decimal(row["price"]),
        "tax_rate": Decimal(table["tax_rate"]),
        "total_quantity": row.get("quantity", 0),
        "available_until": _there(conference, table["sale_ends"]),
        "order": place,
    }


def _early_bird(conference: Conference, row: dict[str, Any], tickets: dict[str, TicketType]) -> None:
    condition = TimeOrStockLimitCondition.objects.create(
        conference=conference,
        name=row["name"],
        discount_type=TimeOrStockLimitCondition.DiscountType.FIXED_AMOUNT,
        discount_value=Decimal(row["amount"]),
        end_time=_there(conference, row["until"]),
        limit=row["units"],
    )
    condition.applicable_ticket_types.set([tickets[slug] for slug in row["tickets"]])


def _voucher(conference: Conference, row: dict[str, Any], tickets: dict[str, TicketType]) -> None:
    voucher = Voucher.objects.create(
        conference=conference,
        code=row["code"],
        voucher_type=row["type"],
        discount_value=Decimal(row.get("value", 0)),
        max_uses=row["uses"],
        unlocks_hidden_tickets=row.get("opens_hidden", False),
    )
    voucher.applicable_ticket_types.set([tickets[slug] for slug in row.get("tickets", ())])


def _fill_sales(conference: Conference, row: dict[str, Any]) -> None:
    sales = sales_of(conference)
    for name in ("transfer_enabled", "transfer_days", "transfer_until", "transfer_max_tickets"):
        setattr(sales, name, row[name])
    sales.changes_until = _there(conference, row["changes_until"])
    for name in ("terms_page", "conduct_page"):
        home = conference.home_page
        setattr(sales, name, Page.objects.descendant_of(home).filter(slug=row[name]).first())
    sales.full_clean()
    sales.save()


def _there(conference: Conference, moment: dt.datetime) -> dt.datetime:
    """Return a local time of the file as a moment in the conference's zone."""
    return moment.replace(tzinfo=conference.tz)
