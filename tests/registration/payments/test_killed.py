"""A process killed at any point leaves nothing that one reconciliation and one run of the jobs do not put right."""

import datetime as dt
from functools import partial

import pytest
from django.core.management import call_command
from django.utils import timezone

from conference.models import JobRun, OutboxMail
from registration.models import Attendee, Cart, CartItem, Order, OrderLineItem, Payment, Refund, TicketType
from registration.services.checkout import Billing
from registration.services.money.settle import fetch_and_settle
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from registration.services.refund import RefundService
from tests.factories.conference import UserFactory
from tests.registration.payments.killing import killed_at

pytestmark = [pytest.mark.concurrent, pytest.mark.django_db(transaction=True)]
Status = Order.Status


@pytest.fixture
def shop(busy_shop):
    """Return a shop with tickets for every try, at whose webhook nothing arrives."""
    TicketType.objects.update(total_quantity=500)
    busy_shop.ticket.refresh_from_db()
    return busy_shop


def basket(shop, price=None):
    """Return a filled basket of a new person."""
    ticket = shop.ticket
    if price is not None:
        ticket, _made = TicketType.objects.get_or_create(
            conference=shop.conference, slug=f"for-{price}", defaults={"name": "Cheap", "price": price}
        )
    cart = Cart.objects.create(user=UserFactory(), conference=shop.conference)
    CartItem.objects.create(cart=cart, ticket_type=ticket)
    return cart


def order(cart):
    """Place the basket's order, as the shop's page does."""
    return place_order(cart, billing=Billing(name="Ada", email="ada@example.org"))


def recover():
    """Reconcile once and run every job once."""
    JobRun.objects.all().delete()
    call_command("reconcile_payments", verbosity=0)
    call_command("run_jobs", verbosity=0)


def time_passes():
    """Let every hold end."""
    Order.objects.filter(status=Status.PENDING).update(hold_expires_at=timezone.now() - dt.timedelta(minutes=1))
    recover()


def check(shop, invariants):
    """Fail when an order is half, money has no ticket, or a ticket no mail."""
    invariants(shop)
    for one in Order.objects.all():
        mails = OutboxMail.objects.filter(key=f"order-paid-{one.pk}").count()
        tickets = Attendee.objects.filter(order=one).count()
        was_paid = one.paid_at is not None
        assert (tickets, mails) == ((1, 1) if was_paid else (0, 0)), one.status
        assert one.line_items.count() == 1
        took_money = one.payments.filter(method="stripe", status__in=["succeeded", "refunded"]).exists()
        assert not took_money or was_paid


@pytest.fixture
def at_every_point(shop, invariants):
    """Return `run(prepare, act, after)`: do `act` again and again, killed one point later each time, until it survives."""

    def run(prepare, act, after=lambda subject: None):
        was_killed, points = True, 0
        while was_killed:
            subject = prepare()
            was_killed = killed_at(points + 1, partial(act, subject))
            points += was_killed
            after(subject)
            recover()
            check(shop, invariants)
        return points

    return run


def pay_what_is_asked(shop):
    """Return what a buyer does who sees the payment page, if they get to see it."""

    def pay(cart):
        begun = Payment.objects.filter(order__cart=cart, status="pending").exclude(stripe_payment_intent_id="").first()
        if begun:
            assert shop.sandbox.pay(begun.stripe_payment_intent_id).status == "succeeded"

    return pay


def test_on_the_way_to_the_payment_page(shop, at_every_point, invariants):
    points = at_every_point(
        lambda: basket(shop), lambda cart: PaymentService.initiate_payment(order(cart)), pay_what_is_asked(shop)
    )
    assert points >= 6  # around the order's commit, the payment's row, the requests to Stripe
    assert Order.objects.filter(status=Status.PAID).exists()
    time_passes()
    check(shop, invariants)
    assert not Order.objects.filter(status=Status.PENDING).exists()
    taken = OrderLineItem.objects.filter(ticket_type=shop.ticket).taking_stock().units()
    assert taken == Attendee.objects.count()


def test_when_the_money_has_come(shop, at_every_point):
    def paid_at_stripe():
        waiting = order(basket(shop))
        shop.sandbox.pay(PaymentService.initiate_payment(waiting))
        return waiting.payments.get().stripe_payment_intent_id

    points = at_every_point(paid_at_stripe, lambda intent: fetch_and_settle(shop.conference, intent))
    assert points >= 4
    assert set(Order.objects.values_list("status", flat=True)) == {Status.PAID}


def test_when_nothing_is_to_be_paid(shop, at_every_point):
    def no_order_waits(_cart):
        assert not Order.objects.exclude(status=Status.PAID).exists()

    points = at_every_point(lambda: basket(shop, price=0), order, after=no_order_waits)
    assert points >= 2  # around the one commit that writes everything


def test_while_money_goes_back(shop, at_every_point):
    def refund(paid):
        RefundService.create_refund(paid, amount=paid.total, request_key=f"click-{paid.pk}")

    points = at_every_point(shop.pay, refund, after=refund)  # the staff member clicks again
    assert points >= 4
    assert set(Order.objects.values_list("status", flat=True)) == {Status.REFUNDED}
    assert set(Refund.objects.values_list("status", flat=True)) == {Refund.Status.SUCCEEDED}
    assert len(shop.sandbox.refunds()) == Order.objects.count()


def test_a_killed_process_is_really_killed(shop):
    cart = basket(shop)
    assert killed_at(1, lambda: order(cart))  # before its first commit
    assert not Order.objects.exists()
    assert killed_at(2, lambda: order(cart))  # after it
    assert Order.objects.get().status == Status.PENDING
