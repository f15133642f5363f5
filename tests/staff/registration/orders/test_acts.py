"""What is done with an order: each act says first what would happen, does it once, and is logged."""

from decimal import Decimal

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from conference.models import OutboxMail
from registration.models import Attendee, Credit, Discrepancy, Order, Payment, Refund
from registration.queries.units import Seen
from registration.services.orders.plan import plan_for
from registration.services.payment import PaymentService
from registration.services.refunds import lines as refund_lines
from tests.factories.registration import AttendeeFactory, PaymentFactory, RefundFactory, order_of, paid_order_of

RECORD = {"amount": "100.00", "way": "transfer", "reference": "GIRO 7", "note": "", "seen": "0"}
REFUND = {"to": "original", "reason": "requested_by_customer", "note": "asked", "request_key": "key-1"}
YES = {"confirmed": "1"}
TICKET_GONE = "A ticket that you chose has ended or is being given back."


def path_of(order, act: str) -> str:
    return f"/admin/registration/orders/{order.pk}/{act}/"


def refund_of(order, **more) -> dict:
    """Return what the refund form of an order sends when it is opened now."""
    seen = Seen.of(order)
    return {**REFUND, "seen_refunded": str(seen.refunded), "seen_left": str(seen.left), **more}


def waiting(own, units: int = 1, **fields) -> Order:
    order = order_of((own["ticket_type"], units), pay_by=Order.PayBy.TRANSFER, **fields)
    order.plan = plan_for([(own["ticket_type"], units)]).to_json()
    order.save()
    return order


def entries(order) -> list[str]:
    found = ModelLogEntry.objects.filter(object_id=str(order.pk), action__startswith="registration.")
    return [str(entry.message) for entry in found.order_by("pk")]


@pytest.fixture
def finance(client_of):
    return client_of("finance")


@pytest.mark.parametrize(
    ("units", "amount", "words"),
    [
        (1, "100.00", "1 ticket is made"),
        (2, "200.00", "2 tickets are made"),
        (2, "50.00", "$150.00 stays to be paid; the places are held until"),
        (1, "130.00", "$30.00 is too much"),
    ],
)
def test_recording_says_first_what_the_money_does(finance, own, units, amount, words):
    order = waiting(own, units)
    html = finance.post(path_of(order, "record-payment"), {**RECORD, "amount": amount}).content.decode()
    assert words in html
    assert f"Record ${amount}" in html
    assert not order.payments.exists()


def test_recording_names_the_buyer_and_how_the_money_came(finance, own):
    order = waiting(own, billing_name="Ada Lovelace")
    html = finance.post(path_of(order, "record-payment"), RECORD).content.decode()
    assert "$100.00 by bank transfer (“GIRO 7”) is recorded for the order of Ada Lovelace." in html
    html = finance.post(path_of(order, "record-payment"), {**RECORD, "way": "cash", "reference": ""}).content.decode()
    assert "$100.00 in cash is recorded for the order of Ada Lovelace." in html


def test_the_same_line_of_a_statement_is_asked_about(finance, own, foreign):
    first, second = waiting(own), waiting(own)
    PaymentService.record_manual(first, amount=Decimal("100.00"), reference="Giro 7")
    PaymentService.record_manual(order_of(foreign["ticket_type"]), amount=Decimal("100.00"), reference="G 8")
    html = finance.post(path_of(second, "record-payment"), RECORD).content.decode()
    assert f"“Giro 7” is recorded already: $100.00 for {first.reference}." in html
    assert "Record $100.00" in html
    assert (
        "already"
        not in finance.post(path_of(second, "record-payment"), {**RECORD, "reference": "G 8"}).content.decode()
    )


def test_a_recorded_payment_completes_the_order_and_is_logged(finance, own):
    order = waiting(own)
    path = path_of(order, "record-payment")
    assert 'value="100.00"' in finance.get(path).content.decode()
    response = finance.post(path, {**RECORD, **YES}, follow=True)
    assert "$100.00 is recorded." in response.content.decode()
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.attendees.count() == 1
    payment = order.payments.get()
    assert (payment.reference, payment.created_by) == ("GIRO 7", finance.user)
    assert entries(order) == ["Recorded $100.00 (GIRO 7)"]
    assert "Recorded $100.00 (GIRO 7)" in response.content.decode()


def test_a_second_click_records_nothing(finance, own):
    order = waiting(own, 2)
    for _click in range(2):
        html = finance.post(path_of(order, "record-payment"), {**RECORD, **YES}, follow=True).content.decode()
    assert "Money came for this order meanwhile" in html
    assert order.payments.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"reference": " "}, "Write the bank’s reference"),
        ({"amount": "0"}, "greater than or equal to 0.01"),
        ({"amount": "-5"}, "greater than or equal to 0.01"),
        ({"amount": "1e9"}, "no more than 8 digits before the decimal point"),
        ({"amount": "much"}, "Enter a number."),
        ({"seen": "x"}, "Enter a number."),
        ({"way": "shells"}, "not one of the available choices"),
    ],
)
def test_what_cannot_be_recorded_is_refused_with_a_sentence(finance, own, change, words):
    order = waiting(own)
    html = finance.post(path_of(order, "record-payment"), {**RECORD, **YES, **change}).content.decode()
    assert words in html
    assert not order.payments.exists()


def test_money_for_an_order_that_had_ended_is_explained(finance, own):
    order = waiting(own, status=Order.Status.CANCELLED)
    page = finance.get(f"/admin/registration/orders/inspect/{order.pk}/").content.decode()
    assert path_of(order, "record-payment") in page
    html = finance.post(path_of(order, "record-payment"), RECORD).content.decode()
    assert "The order had ended." in html


def test_a_waiting_order_is_cancelled_after_the_question(client_of, own):
    manager, order = client_of("registration"), waiting(own, 3)
    html = manager.get(path_of(order, "cancel")).content.decode()
    assert "3 places and add-ons are free again." in html
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    manager.post(path_of(order, "cancel"), YES)
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert entries(order) == [f"Cancelled the order {order.reference}"]


def test_a_paid_order_is_not_cancelled(client_of, own):
    html = client_of("registration").post(path_of(own["order"], "cancel"), YES, follow=True).content.decode()
    assert "A part of this order is paid" in html
    own["order"].refresh_from_db()
    assert own["order"].status == Order.Status.PAID


def test_mails_go_out_again_as_often_as_asked(client_of, own):
    manager, order = client_of("registration"), own["order"]
    Attendee.objects.filter(order=order).update(email="holder@example.org")
    html = manager.post(path_of(order, "send-again"), {"what": ["confirmation", "invitations"]}).content.decode()
    assert order.billing_email in html
    assert "holder@example.org" in html
    for _time in range(2):
        manager.post(path_of(order, "send-again"), {"what": ["confirmation", "invitations"], **YES})
    kinds = list(OutboxMail.objects.values_list("kind", flat=True))
    assert kinds.count("order.confirmation") == 2
    assert kinds.count("ticket.assigned") == 4
    assert entries(order)[0] == f"Sent the mails again to {order.billing_email}, holder@example.org"


def test_tickets_go_back_with_their_money_and_words_for_it(finance, own):
    order = paid_order_of((own["ticket_type"], 3), own["addon"])
    chosen = [str(pk) for pk in order.attendees.values_list("pk", flat=True)[:2]]
    path = path_of(order, "refund")
    assert "These tickets end" in finance.get(path).content.decode()
    html = finance.post(path, refund_of(order, tickets=chosen)).content.decode()
    for words in ("$200.00 counts as given back by hand", "2 × Own ticket", "Give $200.00 back", "gets a mail"):
        assert words in html
    assert not Refund.objects.filter(order=order).exists()
    confirmed = refund_of(order, tickets=chosen, **YES)
    for _click in range(2):
        finance.post(path, confirmed)
    assert Refund.objects.get(order=order).amount == Decimal("200.00")
    assert order.attendees.filter(revoked_at__isnull=False).count() == 2
    assert [str(pk) for pk in order.attendees.filter(revoked_at__isnull=False).values_list("pk", flat=True)] == chosen
    assert entries(order) == ["Gave $200.00 back (Back the way it came): asked"]


def test_an_amount_goes_to_store_credit_and_ends_no_ticket(finance, own):
    order = paid_order_of(own["ticket_type"])
    data = refund_of(order, amount="30", to="credit")
    html = finance.post(path_of(order, "refund"), data).content.decode()
    assert "$30.00 becomes store credit" in html
    assert "No ticket ends" in html
    finance.post(path_of(order, "refund"), {**data, **YES})
    assert Credit.objects.get(source_order=order).remaining_amount == Decimal("30.00")
    assert not order.attendees.filter(revoked_at__isnull=False).exists()


def test_units_of_an_add_on_go_back(finance, own):
    order = paid_order_of(own["ticket_type"], (own["addon"], 3))
    line = order.line_items.get(addon=own["addon"])
    data = refund_of(order, **{f"units_{line.pk}": "2"})
    assert "2 × Own dinner" in finance.post(path_of(order, "refund"), data).content.decode()
    finance.post(path_of(order, "refund"), {**data, **YES})
    line.refresh_from_db()
    assert line.refunded_quantity == 2
    assert Refund.objects.get(order=order).amount == Decimal("50.00")


def test_of_a_part_payment_only_an_amount_goes_back(finance, own):
    order = own["waiting_order"]
    PaymentService.record_manual(order, amount=Decimal("10.00"), reference="bank 9")
    path, units = path_of(order, "refund"), f"units_{order.line_items.get().pk}"
    page = finance.get(path).content.decode()
    assert units not in page
    assert "At most $10.00 can go back." in page
    assert "Write an amount." in finance.post(path, refund_of(order, **{units: "1"})).content.decode()
    finance.post(path, refund_of(order, amount="10", **{units: "1"}, **YES))
    assert Refund.objects.get(order=order).amount == Decimal("10.00")
    assert order.line_items.get().refunded_quantity == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "Choose what goes back, or write an amount."),
        ({"amount": "1000"}, "At most $225.00 can be given back"),
        ({"amount": "-1"}, "greater than or equal to 0.01"),
        ({"amount": "1", "to": "mars"}, "not one of the available choices"),
        ({"tickets": ["999999"]}, TICKET_GONE),
        ({"amount": "1", "seen_refunded": "x"}, "Enter a number."),
        ({"amount": "1", "seen_left": ""}, "This field is required."),
    ],
)
def test_what_cannot_go_back_is_refused_with_a_sentence(finance, own, change, words):
    order = paid_order_of((own["ticket_type"], 2), own["addon"])
    html = finance.post(path_of(order, "refund"), refund_of(order, **change)).content.decode()
    assert words in html
    assert not Refund.objects.filter(order=order).exists()


def being_given_back(order, *units) -> Refund:
    """Let a refund of these units of an order's first line wait for Stripe's answer; return it."""
    order.payments.update(method=Payment.Method.STRIPE, stripe_payment_intent_id=f"pi_{order.pk}")
    line = order.line_items.first()
    refund = RefundFactory(
        payment=order.payments.get(), amount=Decimal(100) * len(units), status=Refund.Status.PENDING, order=order
    )
    refund_lines.write(refund, [refund_lines.Share(line, units, refund.amount)], refund.amount)
    return refund


def test_a_ticket_that_is_being_given_back_is_named_and_no_choice(finance, own):
    order = paid_order_of((own["ticket_type"], 2))
    alice, bob = order.attendees.order_by("unit")
    Attendee.objects.filter(pk=alice.pk).update(name="Alice")
    path, stale = path_of(order, "refund"), refund_of(order, tickets=[str(alice.pk)], **YES)
    refund = being_given_back(order, alice.unit)
    for act in ("refund", "end"):
        html = finance.get(path_of(order, act)).content.decode()
        assert "Being given back already: Own ticket, Alice." in html
        assert f'value="{alice.pk}"' not in html
        assert f'value="{bob.pk}"' in html
    assert TICKET_GONE in finance.post(path, stale).content.decode()
    assert Refund.objects.filter(order=order).count() == 1
    assert order.attendees.filter(revoked_at__isnull=True).count() == 2
    refund.status = Refund.Status.FAILED
    refund.save()
    assert f'value="{alice.pk}"' in finance.get(path).content.decode()


def test_units_that_are_being_given_back_are_no_choice(finance, own):
    order = paid_order_of((own["addon"], 3))
    being_given_back(order, 3, 2)
    line = order.line_items.get()
    path = path_of(order, "refund")
    assert 'max="1"' in finance.get(path).content.decode()
    html = finance.post(path, refund_of(order, **{f"units_{line.pk}": "2"}, **YES)).content.decode()
    assert "less than or equal to 1" in html
    assert Refund.objects.filter(order=order).count() == 1


def test_two_people_with_a_form_each_give_back_once(finance, own):
    order = paid_order_of((own["ticket_type"], 2))
    first, second = (refund_of(order, amount="50", request_key=key, **YES) for key in ("one", "two"))
    finance.post(path_of(order, "refund"), first)
    html = finance.post(path_of(order, "refund"), second).content.decode()
    assert "Something of this order went back or ended meanwhile. Look at it again." in html
    assert Refund.objects.get(order=order).amount == Decimal("50.00")
    opened = finance.get(path_of(order, "refund")).content.decode()
    assert 'name="seen_refunded" value="50.00"' in opened
    assert 'name="seen_left" value="2"' in opened


@pytest.mark.parametrize("act", ["record-payment", "refund"])
def test_registration_managers_move_no_money(client_of, own, act):
    manager, order = client_of("registration"), own["order"]
    page = manager.get(f"/admin/registration/orders/inspect/{order.pk}/").content.decode()
    assert path_of(order, act) not in page
    assert path_of(order, "send-again") in page
    before = Payment.objects.count(), Refund.objects.count()
    response = manager.post(path_of(order, act), {**RECORD, **REFUND, "amount": "10", **YES})
    assert response.headers["Location"] == "/admin/"
    assert (Payment.objects.count(), Refund.objects.count()) == before


@pytest.mark.parametrize("act", ["record-payment", "refund", "cancel", "send-again"])
def test_orders_of_another_conference_are_not_found(organizer, foreign, act):
    for order in (foreign["order"], foreign["waiting_order"]):
        assert organizer.get(path_of(order, act)).status_code == 404
        data = {**RECORD, **REFUND, **YES, "what": "confirmation"}
        assert organizer.post(path_of(order, act), data).status_code == 404


def test_in_a_closed_conference_nothing_is_done(finance, own):
    order = waiting(own)
    own.conference.is_closed = True
    own.conference.save()
    assert (
        path_of(order, "record-payment")
        not in finance.get(f"/admin/registration/orders/inspect/{order.pk}/").content.decode()
    )
    finance.post(path_of(order, "record-payment"), {**RECORD, **YES})
    assert not order.payments.exists()


def test_a_difference_is_settled_with_a_note(finance, own):
    difference = own["difference"]
    path = f"/admin/registration/differences/{difference.pk}/settle/"
    assert "No money moves" in finance.post(path, {"resolution": "Sent back by bank"}).content.decode()
    finance.post(path, {"resolution": "Sent back by bank", **YES})
    difference.refresh_from_db()
    assert difference.resolved_by == finance.user
    assert entries(difference) == ["Settled “Money without an order”: Sent back by bank"]


def test_what_was_paid_too_much_is_settled_once_it_went_back(finance, own):
    order = paid_order_of(own["ticket_type"])
    payment = PaymentFactory(order=order, amount=Decimal("20.00"))
    difference = Discrepancy.objects.create(
        conference=own.conference,
        kind=Discrepancy.Kind.OVERPAID,
        order=order,
        payment=payment,
        stripe_id=f"payment-{payment.pk}",
        amount=Decimal("20.00"),
        currency="USD",
    )
    path = f"/admin/registration/differences/{difference.pk}/repair/"
    page = finance.get(f"/admin/registration/orders/inspect/{order.pk}/").content.decode()
    assert f"/admin/registration/differences/inspect/{difference.pk}/" in page
    assert "The difference stays" in finance.post(path, YES, follow=True).content.decode()
    difference.refresh_from_db()
    assert difference.resolved_at is None
    finance.post(path_of(order, "refund"), refund_of(order, amount="20", **YES))
    finance.post(path, YES)
    difference.refresh_from_db()
    assert difference.resolved_at is not None


def test_the_page_of_an_order_asks_as_often_for_two_tickets_as_for_twenty(finance, own, django_assert_num_queries):
    def page(order):
        return finance.get(f"/admin/registration/orders/inspect/{order.pk}/")

    small, large = paid_order_of((own["ticket_type"], 2)), paid_order_of((own["ticket_type"], 20), own["addon"])
    AttendeeFactory(order=large, conference=own.conference, revoked_at=timezone.now())
    page(small)
    for order in (small, large):
        with django_assert_num_queries(25):
            assert page(order).status_code == 200


def test_finance_compares_with_stripe_at_once(finance, own, stripe_sandbox, settings):
    settings.STRIPE_API_BASE = stripe_sandbox.base_url
    account = stripe_sandbox.account(own.conference.slug)
    path = "/admin/registration/differences/"
    assert "Compare with Stripe now" not in finance.get(path).content.decode()
    own.conference.stripe_secret_key = account.secret_key
    own.conference.stripe_publishable_key = account.publishable_key
    own.conference.save()
    assert "Compare with Stripe now" in finance.get(path).content.decode()
    html = finance.post(f"{path}compare/", follow=True).content.decode()
    assert "0 new differences." in html
    own.conference.stripe_secret_key = "sk_test_wrong"
    own.conference.save()
    assert "Stripe does not accept the secret key." in finance.post(f"{path}compare/", follow=True).content.decode()
