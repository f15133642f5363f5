"""What staff record: transfers and cash."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import ModelLogEntry

from registration.errors import WrongStateError
from registration.models import Attendee, Discrepancy, Order, Payment
from registration.queries.balances import balance_due
from registration.services.payment import PaymentService
from registration.services.refund import RefundService
from tests.factories.conference import SuperuserFactory

record = PaymentService.record_manual


def test_what_is_due_pays_the_order(shop, invariants):
    staff, order = SuperuserFactory(), shop.order(2, pay_by="transfer")
    payment = record(order, amount=Decimal("200.00"), reference=" bank 7 ", staff_user=staff)
    order.refresh_from_db()
    assert (payment.method, payment.status, payment.reference) == ("manual", "succeeded", "bank 7")
    assert payment.created_by == staff
    assert order.status == Order.Status.PAID
    assert Attendee.objects.count() == 2
    entry = ModelLogEntry.objects.get(action="registration.payment_recorded")
    assert entry.user == staff
    assert entry.data["reference"] == order.reference
    invariants(shop)


def test_less_leaves_the_order_waiting_for_the_rest(shop):
    order = shop.order()
    record(order, amount=Decimal("30.00"))
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
    assert balance_due(order) == Decimal("70.00")
    record(order, amount=Decimal("70.00"))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_more_pays_the_order_and_is_shown(shop):
    order = shop.order()
    record(order, amount=Decimal("120.00"))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount) == ("overpaid", Decimal("20.00"))


def test_the_same_transfer_twice_is_shown_as_too_much(shop):
    order = shop.order()
    for _number in range(2):
        record(order, amount=Decimal("100.00"))
    assert Discrepancy.objects.get().amount == Decimal("100.00")
    assert Attendee.objects.count() == 1


def test_histories_write_amounts_in_the_conferences_language(shop):
    shop.conference.language = "de"
    shop.conference.save()
    staff, order = SuperuserFactory(), shop.order()
    record(order, amount=Decimal("100.00"), reference="B1", staff_user=staff)
    RefundService.create_refund(order, amount=Decimal("40.00"), staff_user=staff)
    entries = ModelLogEntry.objects.filter(action__in=["registration.payment_recorded", "registration.refunded"])
    assert sorted(entry.data["amount"] for entry in entries) == [
        "100,00\N{NO-BREAK SPACE}€",
        "40,00\N{NO-BREAK SPACE}€",
    ]


@pytest.mark.parametrize("amount", ["0", "-5", "10.001"])
def test_a_wrong_amount_is_refused(shop, amount):
    order = shop.order()
    with pytest.raises(ValidationError):
        record(order, amount=Decimal(amount))
    assert order.payments.count() == 0


def test_a_transfer_needs_its_reference_and_cash_none(shop):
    order = shop.order(pay_by="transfer")
    with pytest.raises(ValidationError) as refused:
        record(order, amount=Decimal("100.00"), reference=" ")
    assert "reference" in refused.value.message_dict
    record(order, amount=Decimal("100.00"), is_cash=True)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID


def test_an_order_that_was_given_back_takes_no_money(shop):
    order = shop.order(status="refunded")
    with pytest.raises(WrongStateError):
        record(order, amount=Decimal("100.00"))


def test_money_that_comes_after_the_end_revives_the_order_while_there_is_stock(shop, invariants):
    order = shop.order(status="cancelled")
    record(order, amount=Decimal("100.00"))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_money_that_comes_after_everything_was_sold_is_a_task_for_staff(shop, invariants):
    order = shop.order(status="cancelled")
    shop.order(10)
    record(order, amount=Decimal("100.00"))
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    difference = Discrepancy.objects.get()
    assert difference.kind == "late_payment"
    assert "by hand" in difference.detail
    assert order.payments.get().status == Payment.Status.SUCCEEDED
    invariants(shop)


def test_money_for_a_hold_that_is_over_takes_the_stock_again(shop, invariants):
    order = shop.order()
    Order.objects.update(hold_expires_at=timezone.now() - timedelta(hours=1))
    record(order, amount=Decimal("100.00"))
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    invariants(shop)


def test_a_free_order_is_completed_and_no_other(shop):
    order = shop.order()
    with pytest.raises(WrongStateError):
        PaymentService.record_comp(order)
    assert order.payments.count() == 0


def test_two_at_the_same_moment_are_both_recorded(busy_shop, at_once, invariants):
    order = busy_shop.order()
    halves = [lambda: record(Order.objects.get(pk=order.pk), amount=Decimal("50.00"))] * 2
    assert not [outcome for outcome in at_once(*halves) if isinstance(outcome, Exception)]
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert Attendee.objects.count() == 1
    invariants(busy_shop)
