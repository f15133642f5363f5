"""Tickets, add-ons and vouchers of a bootstrap file."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import Conference
from conference.services.bootstrap import bootstrap
from registration.models import AddOn, TicketType, Voucher
from tests.factories.registration import order_of

pytestmark = pytest.mark.django_db
BASE = """\
[conference]
name = "Harbour 2027"
start = 2027-06-01
end = 2027-06-03
timezone = "Europe/Berlin"
currency = "EUR"

[[conference.sections]]
name = "Talks"
start = 2027-06-01
end = 2027-06-02

[[conference.tickets]]
name = "Regular"
price = 320.50
quantity = 200
per_user = 4
available = {opens = 2027-01-01, closes = 2027-05-31}

[[conference.tickets]]
name = "Crew"
price = 0
quantity = 0
voucher_required = true

[[conference.addons]]
name = "Dinner"
price = 40
quantity = 50
requires = ["regular"]
"""
VOUCHER = """
[[conference.vouchers]]
code = " crew-1 "
type = "comp"
uses = 20
opens_hidden = true
tickets = ["crew"]
"""


def test_a_file_makes_the_catalogue():
    lines = bootstrap(BASE + VOUCHER)
    conference = Conference.objects.get(slug="harbour-2027")
    regular, crew = conference.ticket_types.order_by("order")
    assert (regular.slug, regular.price, regular.total_quantity) == ("regular", Decimal("320.50"), 200)
    assert regular.limit_per_user == 4
    assert regular.available_from.isoformat() == "2026-12-31T23:00:00+00:00"
    assert regular.available_until.isoformat() == "2027-05-31T21:59:59+00:00"
    assert (crew.slug, crew.requires_voucher) == ("crew", True)
    assert list(conference.addons.get().requires_ticket_types.all()) == [regular]
    voucher = conference.vouchers.get()
    assert (voucher.code, voucher.max_uses, voucher.unlocks_hidden_tickets) == ("CREW-1", 20, True)
    assert list(voucher.applicable_ticket_types.all()) == [crew]
    assert lines[2:6] == ["ticket Regular: made", "ticket Crew: made", "add-on Dinner: made", "voucher CREW-1: made"]


def test_an_update_changes_what_differs_and_keeps_what_was_sold():
    bootstrap(BASE + VOUCHER)
    regular = TicketType.objects.get(slug="regular")
    order_of((regular, 2))
    text = (
        (BASE + VOUCHER).replace("quantity = 200", "quantity = 300").replace('requires = ["regular"]', "requires = []")
    )
    lines = bootstrap(text, update=True)
    assert lines[2:6] == [
        "ticket Regular: changed",
        "ticket Crew: unchanged",
        "add-on Dinner: changed",
        "voucher CREW-1: unchanged",
    ]
    regular.refresh_from_db()
    assert (regular.total_quantity, regular.remaining_quantity) == (300, 298)
    assert not AddOn.objects.get().requires_ticket_types.exists()


def test_a_dry_run_keeps_nothing():
    bootstrap(BASE + VOUCHER, dry_run=True)
    assert not TicketType.objects.exists()
    assert not Voucher.objects.exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("price = 320.50", "price = -1", r"line 1[0-9], table \[conference.tickets\].*A price is not negative"),
        ("price = 320.50", 'price = "dear"', r"price: .*decimal number"),
        ("quantity = 200", "", r"the key “quantity” is missing"),
        ("per_user = 4", "per_person = 4", r"per_person: unknown key"),
        ('name = "Crew"', 'name = "Regular"', r"“regular” stands on line \d+ already"),
        ('requires = ["regular"]', 'requires = ["vip"]', r"requires: “vip” is no ticket type"),
        ('requires = ["regular"]', 'requires = "regular"', r"requires: write a list"),
        ("closes = 2027-05-31", "closes = 2026-05-31", r"The sale ends before it begins"),
        ("closes = 2027-05-31", 'closes = "soon"', r"available: write a date"),
        ("opens = 2027-01-01, ", "begins = 2027-01-01, ", r"available: write \{opens"),
        (" crew-1 ", "crew 1", r"letters A to Z, digits and hyphens"),
        ('type = "comp"', 'type = "gift"', r"table \[conference.vouchers\]"),
        ('currency = "EUR"', 'currency = "JPY"', r"JPY has no smaller unit"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_nothing_is_written(old, new, words):
    assert old in BASE + VOUCHER
    with pytest.raises(ValidationError, match=words):
        bootstrap((BASE + VOUCHER).replace(old, new))
    assert not Conference.objects.exists()


def test_what_exists_needs_update():
    bootstrap(BASE)
    text = BASE.replace('name = "Harbour 2027"', 'name = "Harbour 2027"\nslug = "other"')
    bootstrap(text)
    assert TicketType.objects.filter(slug="regular").count() == 2


def test_with_orders_another_currency_is_refused():
    bootstrap(BASE)
    order_of(TicketType.objects.get(slug="regular"))
    with pytest.raises(ValidationError, match="Orders in EUR exist already"):
        bootstrap(BASE.replace('currency = "EUR"', 'currency = "USD"'), update=True)
