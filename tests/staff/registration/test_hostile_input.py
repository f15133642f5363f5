"""Odd and hostile input at the staff's forms, filters and acts: a sentence or “not found”, and nothing changed."""

import io
import re
from html import unescape

import openpyxl
import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import ModelLogEntry

from registration.models import Discrepancy, Order, Payment, Refund, StripeEvent, TicketType, Voucher
from tests.factories.registration import paid_order_of

ADMIN = "/admin/registration/"
TICKET = {"name": "T", "price": "10", "tax_rate": "0", "total_quantity": "0", "limit_per_user": "0", "order": "0"}
CODES = {
    "number": "2",
    "voucher_type": "percentage",
    "discount_value": "10",
    "max_uses": "1",
    "max_quantity": "0",
}
LEDGERS = ("orders", "attendees", "payments", "refunds", "credits", "invoices", "differences", "stripe-events")


@pytest.mark.parametrize("moment", ["0001-01-01 00:00", "9999-12-31 23:59"])
@pytest.mark.parametrize("field", ["available_from", "available_until"])
def test_a_day_at_the_end_of_the_calendar_is_answered_with_a_sentence(organizer, own, moment, field):
    answer = organizer.post(f"{ADMIN}ticket-types/new/", {**TICKET, field: moment})
    assert "Write a year between 1900 and 2200." in answer.content.decode()
    assert not TicketType.objects.filter(name="T").exists()
    organizer.post(f"{ADMIN}ticket-types/new/", {**TICKET, field: "2199-12-31 23:59"})
    assert TicketType.objects.filter(name="T").exists()


@pytest.mark.parametrize(
    "value", ["abc", "-1", "1000000000000", "99999999999999999999999", "NaN", "1e400", "0.5", "\x00"]
)
@pytest.mark.parametrize("field", ["number", "max_uses", "max_quantity"])
def test_no_odd_number_makes_codes(organizer, own, field, value):
    before = Voucher.objects.count()
    answer = organizer.post(f"{ADMIN}vouchers/many/", {**CODES, field: value})
    assert answer.status_code == 200
    assert "w-field__errors" in answer.content.decode()
    assert Voucher.objects.count() == before


@pytest.mark.parametrize("field", ["ticket_types", "addons"])
def test_codes_are_for_products_of_the_own_conference_only(organizer, own, foreign, field):
    stranger = foreign["ticket_type" if field == "ticket_types" else "addon"]
    answer = organizer.post(f"{ADMIN}vouchers/many/", {**CODES, field: str(stranger.pk)})
    assert "not one of the available choices" in answer.content.decode()


def test_the_links_of_a_date_filter_narrow_the_ledger(organizer, own):
    page = organizer.get(f"{ADMIN}orders/").content.decode()
    links = [unescape(link) for link in re.findall(r'href="(\?created_at__gte=[^"]+)"', page)]
    assert links
    for link in links:
        answer = organizer.get(f"{ADMIN}orders/{link}")
        assert answer.status_code == 200
        assert own["order"].reference in answer.content.decode()


@pytest.mark.parametrize("ledger", LEDGERS)
def test_odd_filters_and_pages_of_a_ledger_end_in_no_error(organizer, own, foreign, ledger):
    key = foreign["order"].pk
    for query in (
        "p=-1",
        "p=999999999999",
        "p=x",
        "o=99.-7.x",
        "q=%00",
        f"q={'x' * 5000}",
        "status__exact=%27%3B--",
        "created_at__gte=yesterday",
        "created_at__gte=0001-01-01",
        "created_at__gte=9999-12-31+23:59:59%2B00:00",
        f"order__id__exact={key}",
        f"order={key}",
        "conference__id__exact=1&user__password__startswith=a",
        "state=%F0%9F%98%80",
        "export=csv&p=-1",
        "export=pdf",
    ):
        answer = organizer.get(f"{ADMIN}{ledger}/?{query}")
        assert answer.status_code in (200, 302, 404), query
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert "Foreign" not in text, query


@pytest.mark.parametrize("key", ["0", "-1", "x", "99999999999999999999", "%00", "1%20OR%201"])
@pytest.mark.parametrize("ledger", LEDGERS)
def test_no_row_is_found_by_an_odd_key(organizer, own, ledger, key):
    assert organizer.get(f"{ADMIN}{ledger}/inspect/{key}/").status_code == 404


def test_the_addresses_of_acts_change_nothing_by_being_opened(organizer, own):
    order, waiting = own["order"], own["waiting_order"]

    def rows() -> list:
        return [
            *Order.objects.order_by("pk").values_list("pk", "status", "updated_at"),
            *Payment.objects.order_by("pk").values_list("pk", "status"),
            *Refund.objects.order_by("pk").values_list("pk", "status"),
            *Discrepancy.objects.order_by("pk").values_list("pk", "resolved_at"),
            *StripeEvent.objects.order_by("pk").values_list("pk", "processed", "attempts"),
            Voucher.objects.count(),
            ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Order)).count(),
        ]

    before = rows()
    query = "?confirmed=1&amount=10&way=cash&to=original&reason=fraudulent&request_key=k&number=5&what=confirmation"
    for path in (
        *(
            f"orders/{order.pk}/{act}/"
            for act in ("record-payment", "refund", "end", "invoice", "send-again", "cancel")
        ),
        *(f"orders/{waiting.pk}/{act}/" for act in ("record-payment", "cancel")),
        f"stripe-events/{own['stripe_event'].pk}/retry/",
        f"differences/{own['difference'].pk}/repair/",
        f"differences/{own['difference'].pk}/settle/",
        "differences/compare/",
        "vouchers/many/",
    ):
        for ask in (organizer.get, organizer.head):
            assert ask(f"{ADMIN}{path}{query}").status_code in (200, 302, 405), path
    assert rows() == before


def test_a_name_that_is_markup_stays_text(organizer, own):
    order = paid_order_of(own["ticket_type"], billing_name="<script>alert(1)</script>")
    order.attendees.update(name="<img src=x onerror=alert(1)>")
    ticket = order.attendees.get()
    for path in (
        "orders/",
        f"orders/inspect/{order.pk}/",
        "attendees/",
        f"attendees/inspect/{ticket.pk}/",
        f"orders/{order.pk}/refund/",
        f"orders/{order.pk}/end/?ticket={ticket.pk}",
    ):
        html = organizer.get(f"{ADMIN}{path}").content.decode()
        assert "<script>alert(1)" not in html
        assert "<img src=x" not in html


@pytest.mark.parametrize("ledger", ["orders", "attendees", "credits", "refunds"])
@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t"])
def test_no_cell_of_a_file_begins_like_a_formula(organizer, own, ledger, start):
    evil = f"{start}HYPERLINK(1)"
    Order.objects.filter(pk=own["order"].pk).update(billing_name=evil, billing_company=evil, buyer_reference=evil)
    own["order"].attendees.update(name=evil)
    own["credit"].note = own["refund"].note = evil
    own["credit"].save()
    own["refund"].save()
    text = organizer.get(f"{ADMIN}{ledger}/?export=csv").getvalue().decode()
    assert "HYPERLINK" in text
    assert text.count(f"'{start}HYPERLINK") == text.count("HYPERLINK")


@pytest.mark.parametrize("ledger", ["orders", "attendees"])
def test_a_name_with_odd_signs_costs_nobody_the_file(organizer, own, ledger):
    Order.objects.filter(pk=own["order"].pk).update(billing_name="A\x01da\uffff")
    own["order"].attendees.update(name="A\x01da\uffff")
    book = openpyxl.load_workbook(io.BytesIO(organizer.get(f"{ADMIN}{ledger}/?export=xlsx").getvalue()))
    assert "Ada" in {cell.value for row in book.active for cell in row}
