"""Sales on the admin's front page, and what is missing before tickets can be sold."""

import datetime as dt
from decimal import Decimal

from django.utils import timezone

from cms.models import TicketStorefrontPage
from registration.models import Order, Payment
from registration.queries.sales_overview import sales_overview
from registration.services.setting_up.sales import sales_of
from staff.registration.settings.checklist import sales
from tests.factories.conference import ConferenceFactory
from tests.factories.registration import PaymentFactory, RefundFactory, TicketTypeFactory, order_of, paid_order_of


def test_figures_leave_out_tests_store_credit_and_what_went_back(own, django_assert_num_queries):
    conference = ConferenceFactory(total_capacity=100)
    ticket = TicketTypeFactory(conference=conference)
    yesterday = timezone.now() - dt.timedelta(days=1)
    old = paid_order_of((ticket, 3), paid_at=yesterday)
    old.payments.update(received_at=yesterday)
    today = paid_order_of((ticket, 2))
    RefundFactory(payment=today.payments.get(), amount=Decimal("100.00"))
    today.line_items.update(refunded_quantity=1)
    paid_order_of(ticket, is_test=True)
    credit = order_of(ticket, status=Order.Status.PAID)
    PaymentFactory(order=credit, method=Payment.Method.CREDIT)
    order_of(ticket)
    with django_assert_num_queries(6):
        figures = sales_overview(conference)
    assert (figures.tickets, figures.tickets_today) == (5, 2)
    assert (figures.received, figures.received_today) == (Decimal("400.00"), Decimal("100.00"))
    assert (figures.waiting, figures.left) == (1, 93)


def test_the_front_page_shows_sales_to_those_who_see_orders(client_of, own):
    finance = client_of("finance").get("/admin/").content.decode()
    assert "2 tickets sold, 2 of them today." in finance
    assert "1 difference between what was paid and the orders is open." in finance
    assert "1 message from Stripe could not be processed." in finance
    manager = client_of("registration").get("/admin/").content.decode()
    assert "2 tickets sold" in manager
    assert "difference between Stripe" not in manager
    assert "tickets sold" not in client_of("editors").get("/admin/").content.decode()


def test_the_checklist_names_what_is_missing_before_tickets_are_sold(db):
    conference = ConferenceFactory(currency="EUR")
    assert [line[1] for line in sales(conference)] == [True, False, False, False, False]
    TicketTypeFactory(conference=conference)
    conference.seller_name = "Halyard"
    settings = sales_of(conference)
    settings.transfer_enabled = True
    settings.save()
    assert [line[1] for line in sales(conference)] == [True, True, True, True, False]
    conference.feature_flags.registration_enabled = False
    assert sales(conference) == []


def test_the_checklist_asks_for_a_page_to_sell_on_until_it_is_published(home, django_assert_num_queries):
    label, conference = "Publish the page with the tickets", home.conference
    assert (label, False, f"/admin/pages/add/cms/ticketstorefrontpage/{home.pk}/") in sales(conference)
    page = home.add_child(instance=TicketStorefrontPage(title="Tickets", slug="tickets", live=False))
    assert (label, False, f"/admin/pages/{page.pk}/edit/") in sales(conference)
    page.save_revision().publish()
    conference.currency = "EUR"
    with django_assert_num_queries(3):
        assert (label, True, f"/admin/pages/{page.pk}/edit/") in sales(conference)
