"""A row that goes wrong stops no row of somebody else, in every job that works on rows of many orders; operators hear of it."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conference import extension
from conference.models import Conference, JobRun, OutboxMail
from registration.models import AttendeeProfile, Invoice, Order
from registration.services import expire, invoices, privacy, reconcile
from registration.services.attendees import completion
from registration.services.invoices import issue_invoice
from registration.services.mails import reminders, transfers
from registration.services.orders import rehearsal
from registration.services.papers import documents
from registration.services.refunds import sending
from registration.services.rounds import Round, RowsFailedError
from tests.factories.conference import ConferenceFactory, SuperuserFactory
from tests.factories.registration import (
    CartFactory,
    PaymentFactory,
    RefundFactory,
    TicketTypeFactory,
    order_of,
    paid_order_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def break_first(monkeypatch):
    """Return `break_it(module, name)`: what is called so goes wrong the first time; returns the list of its calls."""

    def break_it(module, name):
        real, calls = getattr(module, name), []

        def broken(row, *args, **kwargs):
            calls.append(row)
            if len(calls) == 1:
                raise ZeroDivisionError("this row is odd")
            return real(row, *args, **kwargs)

        monkeypatch.setattr(module, name, broken)
        return calls

    return break_it


@pytest.fixture
def kinds():
    """Return a ticket type of each of two conferences."""
    return [TicketTypeFactory(conference=ConferenceFactory(seller_name="Harbour Days e. V.")) for _number in range(2)]


def test_a_round_counts_what_was_done_and_names_what_was_not(kinds, caplog):
    first, second = kinds
    a_round = Round()
    assert a_round.each([first, second], lambda kind: 1 / (kind.pk - first.pk)) == 1
    with pytest.raises(RowsFailedError, match=f"1 done; could not be done: ticket type {first.pk}$"):
        a_round.line("1 done")
    assert "ZeroDivisionError" in caplog.text
    assert Round().line("") == ""


def test_many_failures_are_one_line(kinds):
    a_round = Round()
    a_round.each(kinds * 6, lambda _kind: 1 / 0)
    with pytest.raises(RowsFailedError, match=r"and 2 more$"):
        a_round.line("")


def test_an_order_that_cannot_end_stops_no_other_order_and_no_basket(kinds, break_first):
    over = timezone.now() - dt.timedelta(minutes=1)
    orders = [order_of(kind, hold_expires_at=over) for kind in kinds]
    cart = CartFactory(expires_at=over)
    break_first(expire, "stop_payment")
    with pytest.raises(RowsFailedError, match=f"1 orders expired, 1 baskets closed; .*order {orders[0].pk}"):
        expire.expire_due()
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["pending", "cancelled"]
    cart.refresh_from_db()
    assert cart.status == "expired"


def test_a_refund_that_cannot_be_sent_stops_no_other(kinds, break_first):
    for kind in kinds:
        payment = PaymentFactory(order=order_of(kind, status="paid"), stripe_payment_intent_id=f"pi_{kind.pk}")
        RefundFactory(payment=payment, status="pending")
    calls = break_first(sending, "send")
    with pytest.raises(RowsFailedError, match="0 of 2 waiting refunds sent; could not be done: refund"):
        sending.send_waiting()
    assert len(calls) == 2


def test_a_conference_that_cannot_be_compared_stops_no_other(kinds, break_first):
    for kind in kinds:
        kind.conference.stripe_secret_key = "sk_test_x"
        kind.conference.save()
    calls = break_first(reconcile, "reconcile")
    with pytest.raises(RowsFailedError, match="could not be done: conference"):
        reconcile.reconcile_recent()
    assert calls == [kind.conference for kind in kinds]


def test_an_invoice_that_cannot_be_written_stops_no_other(kinds, break_first):
    for kind in kinds:
        paid_order_of(kind)
    break_first(invoices, "issue_invoice")
    with pytest.raises(RowsFailedError, match="1 invoices and credit notes written; could not be done: order"):
        invoices.issue_due()
    assert Invoice.objects.get().order.conference == kinds[1].conference


def test_an_invoice_that_cannot_be_drawn_stops_no_other(kinds, break_first, monkeypatch):
    for kind in kinds:
        issue_invoice(paid_order_of(kind))
    monkeypatch.setattr(documents, "invoice_pdf", lambda _invoice: b"%PDF")
    calls = break_first(documents, "invoice_pdf")
    with pytest.raises(RowsFailedError, match="1 invoices drawn; could not be done: invoice"):
        documents.draw_due()
    assert len(calls) == 2


def test_a_transfer_of_which_nobody_can_be_reminded_stops_no_other(kinds, break_first):
    soon = timezone.now() + dt.timedelta(days=2)
    for kind in kinds:
        order_of(kind, pay_by=Order.PayBy.TRANSFER, hold_expires_at=soon)
    Order.objects.update(created_at=timezone.now() - dt.timedelta(days=5))
    break_first(transfers, "_values")
    with pytest.raises(RowsFailedError, match="1 reminders of transfers written; could not be done: order"):
        transfers.remind_transfers()


def test_a_conference_whose_holders_cannot_be_reminded_stops_no_other(kinds, break_first):
    for kind in kinds:
        paid_order_of(kind, paid_at=timezone.now() - dt.timedelta(days=10))
    break_first(reminders, "changes_until")
    with pytest.raises(RowsFailedError, match="1 reminders of tickets written; could not be done: conference"):
        reminders.remind_holders()


def test_a_ticket_of_which_nobody_can_be_reminded_stops_no_other_of_its_conference(kinds, break_first):
    for _number in range(2):
        paid_order_of(kinds[0], paid_at=timezone.now() - dt.timedelta(days=10))
    break_first(reminders, "remind")
    with pytest.raises(RowsFailedError, match="1 reminders of tickets written; could not be done: attendee"):
        reminders.remind_holders()
    assert OutboxMail.objects.filter(kind="ticket.reminder").count() == 1


def test_a_conference_whose_answers_cannot_be_counted_stops_no_other(kinds, break_first):
    for kind in kinds:
        paid_order_of(kind)  # nothing is asked, so all is answered
    break_first(completion, "recount")
    with pytest.raises(RowsFailedError, match="answers of 1 tickets counted anew; could not be done: conference"):
        completion.recount_due()


def test_a_conference_whose_health_data_cannot_be_deleted_stops_no_other(kinds, break_first):
    for kind in kinds:
        ticket = paid_order_of(kind).attendees.get()
        AttendeeProfile.objects.create(attendee=ticket, dietary_needs="no nuts")
    long_ago = timezone.now().date() - dt.timedelta(days=100)
    Conference.objects.update(start_date=long_ago, end_date=long_ago)
    break_first(privacy, "health_data_until")
    with pytest.raises(RowsFailedError, match="needs of 1 people deleted; could not be done: conference"):
        privacy.purge_health_data()


def test_a_test_order_that_cannot_end_stops_no_other(break_first):
    kind = TicketTypeFactory(
        conference=ConferenceFactory(stripe_secret_key="sk_live_x", stripe_publishable_key="pk_live_x")
    )
    orders = [order_of(kind, is_test=True) for _number in range(2)]
    break_first(rehearsal, "tell_rehearsal_ended")
    assert rehearsal.end_left_over(kind.conference, by=SuperuserFactory()) == 1
    assert [Order.objects.get(pk=order.pk).status for order in orders] == ["pending", "cancelled"]


def test_operators_see_that_a_row_failed(kinds, break_first, monkeypatch):
    order_of(kinds[0], hold_expires_at=timezone.now() - dt.timedelta(minutes=1))
    break_first(expire, "stop_payment")
    registry = extension.Registry("job")
    registry.register("expire_orders", extension.Job(run=expire.expire_due, every_minutes=1))
    monkeypatch.setattr(extension, "jobs", registry)
    with pytest.raises(CommandError, match="failed: expire_orders"):
        call_command("run_jobs")
    row = JobRun.objects.get(name="expire_orders")
    assert row.failed
    assert "could not be done: order" in row.last_result
