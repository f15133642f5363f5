"""Paying by card from the first click to the ticket."""

from decimal import Decimal

from registration.models import Attendee, Order, Payment


def test_a_card_pays_an_order(shop, invariants):
    order = shop.order(2)
    secret = shop.begin(order)
    payment = order.payments.get()
    assert (payment.status, payment.amount, payment.livemode) == ("pending", Decimal("200.00"), False)
    assert secret.startswith(payment.stripe_payment_intent_id)

    shop.sandbox.pay(secret)
    assert {answer.statuses for answer in shop.hear()} == {(200,)}

    order.refresh_from_db()
    payment.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert order.is_test
    assert (payment.status, payment.amount) == (Payment.Status.SUCCEEDED, Decimal("200.00"))
    assert Attendee.objects.filter(order=order).count() == 2
    invariants(shop)
