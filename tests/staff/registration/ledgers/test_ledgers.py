"""The shop's ledgers: searched, filtered, inspected, exported; read-only; the same number of statements for any number of rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from registration.models import AttendeeProfile, Discrepancy, Invoice, Order
from staff.registration.ledgers.difference_advice import ADVICE
from tests.factories.registration import (
    CreditFactory,
    DiscrepancyFactory,
    RefundFactory,
    StripeEventFactory,
    TicketTypeFactory,
    order_of,
    paid_order_of,
)

LEDGERS = {
    "orders": "order",
    "payments": "payment",
    "refunds": "refund",
    "credits": "credit",
    "invoices": "invoice",
    "attendees": "attendee",
    "differences": "difference",
    "stripe-events": "stripe_event",
}


def path_of(ledger: str) -> str:
    return f"/admin/registration/{ledger}/"


def more(own, number: int) -> None:
    order = paid_order_of((TicketTypeFactory(conference=own.conference), 2))
    payment = order.payments.get()
    RefundFactory(payment=payment)
    CreditFactory(conference=own.conference, source_order=order)
    Invoice.objects.create(order=order, series=own["invoice"].series, number=number, total=order.total, content={})
    AttendeeProfile.objects.create(attendee=order.attendees.first(), dietary_needs="no nuts")
    DiscrepancyFactory(conference=own.conference, order=order)
    StripeEventFactory(conference=own.conference)


def statements(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(path)
        if response.streaming:
            response.getvalue()
    assert response.status_code == 200
    return len(seen)


@pytest.mark.parametrize("query", ["", "?export=csv"])
@pytest.mark.parametrize("ledger", LEDGERS)
def test_a_ledger_and_its_export_ask_as_often_for_few_rows_as_for_many(organizer, own, ledger, query):
    path = f"{path_of(ledger)}{query}"
    more(own, 2)
    few = statements(organizer, path)
    for number in range(3, 10):
        more(own, number)
    assert statements(organizer, path) == few
    assert few <= 20


def test_a_ledger_shows_its_own_conference_only(organizer, own, foreign):
    for ledger, name in LEDGERS.items():
        path = path_of(ledger)
        assert organizer.get(f"{path}inspect/{own[name].pk}/").status_code == 200
        assert organizer.get(f"{path}inspect/{foreign[name].pk}/").status_code == 404
        for query in ("", "?export=csv"):
            response = organizer.get(path + query)
            assert response.status_code == 200
            assert "Foreign" not in (response.getvalue() if response.streaming else response.content).decode()


def test_a_ledger_is_written_by_the_system_only(organizer, own):
    for ledger, name in LEDGERS.items():
        for action in ("create/", "edit/{}/", "delete/{}/", "history/{}/"):
            assert organizer.get(path_of(ledger) + action.format(own[name].pk)).status_code == 404


@pytest.mark.parametrize(
    ("role", "ledger", "may"),
    [
        ("registration", "orders", True),
        ("registration", "attendees", True),
        ("registration", "payments", False),
        ("registration", "refunds", False),
        ("finance", "payments", True),
        ("finance", "differences", True),
    ],
)
def test_an_export_is_a_right_of_its_own(client_of, role, ledger, may):
    client = client_of(role)
    page = client.get(path_of(ledger))
    assert page.status_code == 200
    assert ("export=csv" in page.content.decode()) is may
    for kind in ("csv", "xlsx"):
        answer = client.get(f"{path_of(ledger)}?export={kind}")
        assert answer.status_code == (200 if may else 302)
        if may:
            assert answer.getvalue()
        else:
            assert answer.headers["Location"] == "/admin/"


def test_an_export_runs_no_formula_and_writes_words_and_zeros(organizer, own):
    order = Order.objects.get(pk=own["order"].pk)
    order.billing_company = "=HYPERLINK(1)"
    order.save()
    head, *rows = organizer.get(f"{path_of('orders')}?export=csv").getvalue().decode().splitlines()
    row = next(row for row in rows if order.reference in row)
    assert "'=HYPERLINK(1)" in row
    assert ",Paid," in row
    assert ",225.00,0.00,225.00,USD,False," in row.replace(",0,", ",0.00,")
    assert "Billing_Name" not in head
    assert "Buyer’s own reference" in head


@pytest.mark.parametrize(
    ("ledger", "query", "found", "missing"),
    [
        ("orders", "q=own+buyer", "Own buyer", "Own waiting"),
        ("orders", "status__exact=pending", "Own waiting", "Own buyer"),
        ("payments", "status__exact=failed", "", "Bank transfer or cash"),
        ("differences", "state=open", "Own difference", ""),
        ("differences", "state=settled", "", "Own difference"),
        ("stripe-events", "state=failed", "pi_Own", ""),
        ("stripe-events", "state=done", "", "pi_Own"),
        ("attendees", "state=claimed", "", "Own ticket"),
    ],
)
def test_search_and_filters(organizer, own, ledger, query, found, missing):
    html = organizer.get(f"{path_of(ledger)}?{query}").content.decode().partition("result-list")[2]
    assert found in html
    assert not missing or missing not in html


def test_diets_are_read_by_those_with_the_right_only(client_of, own):
    AttendeeProfile.objects.create(attendee=own["attendee"], dietary_needs="no nuts", pronouns="they")
    path = path_of("attendees")
    for role, reads in (("registration", True), ("organizers", False)):
        client = client_of(role)
        assert ("no nuts" in client.get(f"{path}inspect/{own['attendee'].pk}/").content.decode()) is reads
        assert ("no nuts" in client.get(f"{path}?export=csv").getvalue().decode()) is reads
        assert "no nuts" not in client.get(path).content.decode()
    finance = client_of("finance")
    assert finance.get(f"{path}inspect/{own['attendee'].pk}/").headers["Location"] == "/admin/"
    assert "no nuts" not in finance.get(f"{path_of('orders')}inspect/{own['order'].pk}/").content.decode()


def test_without_the_shops_feature_its_ledgers_are_gone(organizer, own):
    own.conference.feature_flags.registration_enabled = False
    own.conference.feature_flags.save()
    assert organizer.get(path_of("orders")).status_code == 404
    assert path_of("orders") not in organizer.get("/admin/").content.decode()


def test_what_stripe_said_about_persons_is_shown_to_administrators_only(organizer, superuser, own):
    event = own["stripe_event"]
    event.payload = {"data": {"object": {"id": "pi_1", "receipt_email": "ada@example.org", "amount": 4200}}}
    event.save()
    path = f"{path_of('stripe-events')}inspect/{event.pk}/"
    html = organizer.get(path).content.decode()
    assert "4200" in html
    assert "ada@example.org" not in html
    superuser.post("/admin/conferences/", {"conference": own.conference.slug})
    assert "ada@example.org" in superuser.get(path).content.decode()


def test_money_that_went_back_is_no_credit_that_was_used_up(organizer, own):
    path, state = path_of("credits"), "Sent back, nothing to spend"
    sent, spent = (
        CreditFactory(conference=own.conference, source_order=own["order"], status="applied", amount=20)
        for _time in range(2)
    )
    RefundFactory(payment=own["payment"], credit=sent, to="original")
    RefundFactory(payment=own["payment"], credit=spent, to="credit")
    assert organizer.get(path).content.decode().count(state) == 1
    assert state in organizer.get(f"{path}inspect/{sent.pk}/").content.decode()
    html = organizer.get(f"{path}inspect/{spent.pk}/").content.decode()
    assert state not in html
    assert "Used up" in html
    assert organizer.get(f"{path}?export=csv").getvalue().decode().count(state) == 1


def test_what_was_paid_too_much_leads_to_giving_it_back(client_of, own):
    order, payment = own["order"], own["payment"]
    found = DiscrepancyFactory(
        conference=own.conference,
        order=order,
        payment=payment,
        kind="overpaid",
        amount=15,
        currency=order.currency,
        stripe_id=f"payment-{payment.pk}",
    )
    page, finance = f"{path_of('differences')}inspect/{found.pk}/", client_of("finance")
    refund = f"/admin/registration/orders/{order.pk}/refund/?difference={found.pk}"
    html = finance.get(page).content.decode()
    assert f'href="{refund}"' in html
    assert "payment-" not in html
    assert "at Stripe" not in html
    assert finance.get(refund).context["form"]["amount"].value() == 15
    for other in (own["difference"].pk, "x", "9" * 30):
        path = f"/admin/registration/orders/{order.pk}/refund/?difference={other}"
        assert finance.get(path).context["form"]["amount"].value() is None
    found.stripe_id = "pi_1"
    found.save()
    assert "pi_1" in finance.get(page).content.decode()
    found.resolved_at = found.created_at
    found.save()
    assert "refund/?difference" not in finance.get(page).content.decode()


@pytest.mark.parametrize("kind", Discrepancy.Kind)
def test_an_open_difference_says_what_to_do_and_a_settled_one_does_not(client_of, own, kind):
    difference, finance = own["difference"], client_of("finance")
    Discrepancy.objects.filter(pk=difference.pk).update(kind=kind)
    page = f"{path_of('differences')}inspect/{difference.pk}/"
    assert str(escape(ADVICE[kind])) in finance.get(page).content.decode()
    Discrepancy.objects.filter(pk=difference.pk).update(resolved_at=timezone.now())
    assert str(escape(ADVICE[kind])) not in finance.get(page).content.decode()


def test_a_waiting_order_shows_what_is_due(organizer, own):
    order = order_of((own["ticket_type"], 3))
    html = organizer.get(f"{path_of('orders')}inspect/{order.pk}/").content.decode()
    assert "$300.00 is still to be paid" in html


def test_an_invoice_leads_to_its_document(client_of, own):
    address = reverse("private_file", args=["invoice", f"{own['order'].reference}/1"])
    finance = client_of("finance")
    for path in (f"invoices/inspect/{own['invoice'].pk}/", f"orders/inspect/{own['order'].pk}/"):
        html = finance.get(f"/admin/registration/{path}").content.decode()
        assert address in html
