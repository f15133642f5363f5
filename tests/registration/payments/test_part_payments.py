"""Orders of which a part was paid when their time ended: they end, and the part goes back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from conference.models import OutboxMail
from registration.errors import WrongStateError
from registration.models import Attendee, Discrepancy, Dispute, Order, OrderLineItem, Payment, Refund
from registration.queries.balances import books_of
from registration.services.expire import expire_due, expire_order
from registration.services.money.store_credit import apply as apply_credit
from registration.services.payment import PaymentService
from registration.services.refund import RefundService
from registration.services.refunds.sending import send_waiting
from tests.factories.conference import SuperuserFactory
from tests.factories.registration import CreditFactory, PaymentFactory

EXPIRED, PART_PAID, REFUND = "order.expired", "order.expired_part_paid", "order.refund"


def record(order, amount):
    return PaymentService.record_manual(order, amount=Decimal(amount), reference="bank 7")


def let_hold_end(order):
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - timedelta(minutes=5))


def mails():
    return list(OutboxMail.objects.order_by("pk").values_list("kind", flat=True))


@pytest.fixture
def ended(shop):
    """Return an order for 100.00 that ended when 30.00 had come by transfer."""
    shop.conference.facts.contact_email = "staff@example.org"
    shop.conference.facts.save()
    order = shop.order(pay_by="transfer")
    record(order, "30.00")
    let_hold_end(order)
    assert expire_due() == "1 orders expired, 0 baskets closed"
    order.refresh_from_db()
    return order


def test_the_order_ends_and_buyer_and_staff_are_told(shop, ended, invariants):
    assert (ended.status, ended.hold_expires_at) == (Order.Status.CANCELLED, None)
    difference = Discrepancy.objects.get()
    assert (difference.kind, difference.amount, difference.order) == ("overpaid", Decimal("30.00"), ended)
    assert sorted(mails()) == [PART_PAID, "order.part_paid", "staff.payment_attention"]
    told = OutboxMail.objects.get(kind=PART_PAID)
    assert told.to == ended.billing_email
    assert "€30.00 of €100.00" in told.text
    assert expire_due() == ""
    invariants(shop)


def test_its_places_are_free(shop, ended):
    assert shop.order(10).is_held
    assert shop.ticket.remaining_quantity == 0


def test_what_staff_give_back_settles_the_difference_and_is_told(shop, ended, invariants):
    RefundService.create_refund(ended, amount=Decimal("30.00"), staff_user=SuperuserFactory())
    assert Discrepancy.objects.get().resolved_at is not None
    assert mails().count(REFUND) == 1
    assert books_of(ended).kept == 0
    invariants(shop)


def test_the_rest_that_comes_late_pays_the_order_after_all(shop, ended, invariants):
    record(ended, "70.00")
    ended.refresh_from_db()
    assert ended.status == Order.Status.PAID
    assert Attendee.objects.count() == 1
    assert Discrepancy.objects.get().resolved_at is not None
    invariants(shop)


@pytest.mark.parametrize("is_ended", [False, True])
def test_no_unit_goes_back_before_the_whole_is_paid(shop, is_ended, invariants):
    order = shop.order(2, pay_by="transfer")
    record(order, "130.00")
    if is_ended:
        let_hold_end(order)
        expire_due()
    line = order.line_items.get()
    with pytest.raises(WrongStateError, match="amount"):
        RefundService.create_refund(order, amount=None, lines={line.pk: 1})
    record(order, "70.00")
    order.refresh_from_db()
    assert (order.status, order.attendees.count()) == (Order.Status.PAID, 2)
    RefundService.create_refund(order, amount=None, lines={line.pk: 1})  # the control: now there is something to end
    assert order.attendees.filter(revoked_at=None).count() == OrderLineItem.objects.get().units_left == 1
    invariants(shop)


def test_the_rest_that_finds_nothing_left_is_shown_beside_the_part(shop, ended, invariants):
    shop.order(10)
    record(ended, "70.00")
    ended.refresh_from_db()
    assert ended.status == Order.Status.CANCELLED
    still_open = Discrepancy.objects.filter(resolved_at=None).order_by("pk")
    assert [(row.kind, row.amount) for row in still_open] == [
        ("overpaid", Decimal("30.00")),
        ("late_payment", Decimal("70.00")),
    ]
    invariants(shop)


def test_two_late_parts_that_make_the_price_pay_it_and_nothing_is_left_to_give_back(shop, invariants):
    order = shop.order(status="cancelled")
    record(order, "40.00")
    assert Discrepancy.objects.get().resolved_at is None
    record(order, "60.00")
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert Discrepancy.objects.get().resolved_at is not None
    invariants(shop)


def by_card_in_part(shop, order):
    """Let 60.00 of the order come by card, though more was due."""
    shop.begin(order)
    _ledger, intent = shop.sandbox.sandbox.find("payment_intent", order.payments.get().stripe_payment_intent_id)
    intent["amount"] = 6000
    shop.sandbox.pay(intent["id"])
    shop.hear()


def test_what_came_by_card_goes_back_by_itself(shop, invariants):
    order = shop.order()
    by_card_in_part(shop, order)
    assert Discrepancy.objects.get().kind == "wrong_amount"
    let_hold_end(order)
    assert expire_order(order)
    assert send_waiting() == "1 of 1 waiting refunds sent"
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    assert [refund["amount"] for refund in shop.sandbox.refunds()] == [6000]
    assert Discrepancy.objects.get().resolved_at is not None
    assert [kind for kind in mails() if kind in (EXPIRED, PART_PAID, REFUND)] == [PART_PAID], "told once"
    invariants(shop)


def test_what_a_payer_disputes_is_left_to_staff(shop, invariants):
    order = shop.order()
    by_card_in_part(shop, order)
    payment = order.payments.get(status=Payment.Status.SUCCEEDED)
    Dispute.objects.create(payment=payment, stripe_dispute_id="dp_1", status="needs_response", amount=payment.amount)
    let_hold_end(order)
    assert expire_order(order)
    assert not Refund.objects.exists()
    assert Discrepancy.objects.get(kind="overpaid").amount == Decimal("60.00")
    invariants(shop)


def test_store_credit_comes_back_beside_the_part(shop, invariants):
    order = shop.order()
    credit = CreditFactory(conference=shop.conference, user=order.user)
    apply_credit(order, credit)
    record(order, "30.00")
    let_hold_end(order)
    assert expire_order(order)
    credit.refresh_from_db()
    assert credit.remaining_amount == credit.amount
    assert Discrepancy.objects.get().amount == Decimal("30.00")
    invariants(shop)


def test_an_order_with_credit_alone_simply_ends(shop):
    order = shop.order()
    apply_credit(order, CreditFactory(conference=shop.conference, user=order.user))
    let_hold_end(order)
    assert expire_order(order)
    assert mails() == [EXPIRED]
    assert not Discrepancy.objects.exists()


def test_credit_that_came_back_lowers_no_price_of_an_order_that_is_paid_after_all(shop, invariants):
    order = shop.order(pay_by="transfer")
    apply_credit(order, CreditFactory(conference=shop.conference, user=order.user))
    let_hold_end(order)
    expire_order(order)
    record(order, "100.00")
    order.refresh_from_db()
    books = books_of(order)
    assert (order.status, books.costs, books.surplus) == (Order.Status.PAID, Decimal("100.00"), 0)
    assert not Discrepancy.objects.exists()
    invariants(shop)


def test_an_order_with_all_its_money_in_another_form_waits_for_staff(shop):
    order = shop.order()
    PaymentFactory(order=order, amount=Decimal("120.00"))
    let_hold_end(order)
    assert not expire_order(order)
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING
