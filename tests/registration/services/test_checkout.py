"""From a basket to a waiting order, and what happens to what it holds."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import ProtectedError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conference.models import OutboxMail
from registration.errors import CartClosedError, NotForSaleError, PriceChangedError, SoldOutError, WrongStateError
from registration.models import Attendee, AttendeeAddOn, Cart, Order, OrderLineItem
from registration.queries.tickets import held_by
from registration.services import checkout
from registration.services.checkout import Billing, CheckoutService, Wishes
from registration.services.expire import expire_due
from registration.services.orders.plan import AddOnUnit, Holder, Plan
from registration.services.place_order import place_order
from registration.services.setting_up.sales import sales_of
from tests.factories.registration import (
    AddOnFactory,
    CartFactory,
    CartItemFactory,
    CreditFactory,
    DiscountForProductFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
)

pytestmark = pytest.mark.django_db
BILLING = Billing(name="Ada", email="ada@example.org")


def cart_of(conference, *products, voucher=None, **fields):
    cart = CartFactory(conference=conference, voucher=voucher, **fields)
    for product, quantity in products:
        kind = "ticket_type" if hasattr(product, "limit_per_user") else "addon"
        CartItemFactory(cart=cart, quantity=quantity, **{"ticket_type": None, kind: product})
    return cart


def lapse(order):
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - dt.timedelta(minutes=1))
    order.refresh_from_db()
    return order


def test_an_order_holds_what_the_basket_contained(conference):
    ticket = TicketTypeFactory(conference=conference, price=Decimal("119.00"), tax_rate=Decimal(19))
    dinner = AddOnFactory(conference=conference, price=Decimal("30.00"))
    cart = cart_of(conference, (ticket, 2), (dinner, 1), utm_source="poster")
    order = CheckoutService.checkout(cart, billing_name="Ada", billing_email="ada@example.org", billing_company="ACM")
    assert order.status == Order.Status.PENDING
    assert (order.subtotal, order.total, order.currency) == (Decimal("268.00"), Decimal("268.00"), "USD")
    assert (order.billing_company, order.utm_source, order.user) == ("ACM", "poster", cart.user)
    assert order.reference.startswith("ORD-")
    assert [(line.description, line.quantity, line.line_total, line.tax_amount) for line in order.line_items.all()] == [
        (ticket.name, 2, Decimal("238.00"), Decimal("38.00")),
        (dinner.name, 1, Decimal("30.00"), Decimal("0.00")),
    ]
    cart.refresh_from_db()
    assert cart.status == Cart.Status.CHECKED_OUT
    assert ticket.order_line_items.taking_stock().units() == 2


def test_lines_carry_their_own_discounts(conference):
    ticket = TicketTypeFactory(conference=conference)
    early = TimeOrStockLimitConditionFactory(conference=conference, limit=3)
    code = VoucherFactory(conference=conference, code="half", discount_value=Decimal(50))
    order = CheckoutService.checkout(
        cart_of(conference, (ticket, 2), voucher=code), billing_name="Ada", billing_email="ada@example.org"
    )
    line = order.line_items.get()
    assert (line.condition_discount, line.voucher_discount) == (Decimal("20.00"), Decimal("90.00"))
    assert line.line_total == order.total == Decimal("90.00")
    early.refresh_from_db()
    code.refresh_from_db()
    assert (early.times_used, code.times_used) == (2, 1)


def test_the_same_basket_sent_again_leads_to_its_order(conference):
    cart = cart_of(conference, (TicketTypeFactory(conference=conference), 1))
    first, second = place_order(cart, billing=BILLING), place_order(cart, billing=BILLING)
    assert first == second
    with pytest.raises(CartClosedError):
        CheckoutService.checkout(cart, billing_name="Ada", billing_email="ada@example.org")
    assert Order.objects.count() == 1


def test_a_free_order_is_paid_at_once_with_its_tickets(conference):
    ticket, dinner = TicketTypeFactory(conference=conference, price=0), AddOnFactory(conference=conference, price=0)
    cart = cart_of(conference, (ticket, 3), (dinner, 1))
    plan = Plan(
        holders=(
            Holder(ticket.pk, 1, mode="me", answers={"pronouns": "she", "unknown": "x"}),
            Holder(ticket.pk, 2, mode="other", name="Grace", email="grace@example.org"),
        ),
        addons=(AddOnUnit(dinner.pk, 1, holder=1),),
        accepts_conduct=True,
    )
    order = place_order(cart, billing=BILLING, wishes=Wishes(plan=plan))
    assert order.status == Order.Status.PAID
    mine, grace, later = order.attendees.order_by("unit")
    assert (mine.user, mine.profile.pronouns, mine.conduct_accepted_at is not None) == (cart.user, "she", True)
    assert (grace.user, grace.name, grace.email) == (None, "Grace", "grace@example.org")
    assert (later.user, later.name) == (None, "")
    assert AttendeeAddOn.objects.get().attendee == grace
    assert len({attendee.access_code for attendee in (mine, grace, later)}) == 3
    assert sorted(OutboxMail.objects.values_list("kind", "to")) == [
        ("order.confirmation", cart.user.email),
        ("ticket.assigned", "grace@example.org"),
    ]


def test_a_total_that_changed_is_explained_and_nothing_is_ordered(conference):
    ticket = TicketTypeFactory(conference=conference)
    cart = cart_of(conference, (ticket, 1))
    with pytest.raises(PriceChangedError, match=r"it was \$90\.00 and is now \$100\.00"):
        place_order(cart, billing=BILLING, wishes=Wishes(shown_total=Decimal("90.00")))
    cart.refresh_from_db()
    assert (cart.status, Order.objects.count()) == (Cart.Status.OPEN, 0)


@pytest.mark.parametrize(
    ("prepare", "error"),
    [
        (lambda ticket: {"is_active": False}, NotForSaleError),
        (lambda ticket: {"available_until": timezone.now() - dt.timedelta(minutes=1)}, NotForSaleError),
        (lambda ticket: {"available_from": timezone.now() + dt.timedelta(minutes=1)}, NotForSaleError),
        (lambda ticket: {"requires_voucher": True}, NotForSaleError),
        (lambda ticket: {"limit_per_user": 1}, NotForSaleError),
        (lambda ticket: {"total_quantity": 1}, SoldOutError),
    ],
)
def test_what_changed_since_it_was_put_in_is_refused(conference, prepare, error):
    ticket = TicketTypeFactory(conference=conference)
    cart = cart_of(conference, (ticket, 2))
    type(ticket).objects.filter(pk=ticket.pk).update(**prepare(ticket))
    with pytest.raises(error):
        place_order(cart, billing=BILLING)
    assert not Order.objects.exists()


def test_the_conference_has_only_so_many_places(conference):
    conference.total_capacity = 3
    conference.save()
    one, two = TicketTypeFactory(conference=conference), TicketTypeFactory(conference=conference)
    place_order(cart_of(conference, (one, 2)), billing=BILLING)
    with pytest.raises(SoldOutError):
        place_order(cart_of(conference, (two, 2)), billing=BILLING)
    assert place_order(cart_of(conference, (two, 1)), billing=BILLING)


def test_waiting_orders_count_for_the_limit_of_a_person(conference):
    ticket = TicketTypeFactory(conference=conference, limit_per_user=2)
    first = cart_of(conference, (ticket, 2))
    place_order(first, billing=BILLING)
    with pytest.raises(NotForSaleError):
        place_order(cart_of(conference, (ticket, 1), user=first.user), billing=BILLING)


def test_a_hidden_ticket_needs_its_voucher(conference):
    hidden = TicketTypeFactory(conference=conference, requires_voucher=True)
    key = VoucherFactory(conference=conference, unlocks_hidden_tickets=True, discount_value=0, ticket_types=[hidden])
    assert place_order(cart_of(conference, (hidden, 1), voucher=key), billing=BILLING)
    key.refresh_from_db()
    assert key.times_used == 1
    with pytest.raises(NotForSaleError, match="used up"):
        place_order(cart_of(conference, (hidden, 1), voucher=key), billing=BILLING)


@pytest.mark.parametrize(
    "billing", [Billing(name="", email="ada@example.org"), Billing(name="Ada", email="not an address")]
)
def test_who_pays_must_be_known(conference, billing):
    cart = cart_of(conference, (TicketTypeFactory(conference=conference), 1))
    with pytest.raises(ValidationError):
        place_order(cart, billing=billing)
    assert not Order.objects.exists()


@pytest.mark.parametrize("voucher_type", [None, "comp"])
def test_an_order_that_is_too_large_to_be_written_says_so(conference, voucher_type):
    conference.currency = "VND"
    conference.save()
    ticket = TicketTypeFactory(conference=conference, price=Decimal(5_000_000), limit_per_user=0)
    voucher = VoucherFactory(conference=conference, voucher_type=voucher_type) if voucher_type else None
    with pytest.raises(ValidationError, match="order in several parts"):
        place_order(cart_of(conference, (ticket, 20), voucher=voucher), billing=BILLING)
    assert not Order.objects.exists()
    assert place_order(cart_of(conference, (ticket, 19), voucher=voucher), billing=BILLING).subtotal == 95_000_000


def test_an_empty_basket_is_no_order(conference):
    with pytest.raises(ValidationError, match="empty"):
        place_order(CartFactory(conference=conference), billing=BILLING)


def test_an_expired_order_gives_everything_back_and_its_buyer_hears_of_it(conference):
    ticket = TicketTypeFactory(conference=conference, total_quantity=1, limit_per_user=1)
    code = VoucherFactory(conference=conference)
    reduced = DiscountForProductFactory(conference=conference, limit=5)
    cart = cart_of(conference, (ticket, 1), voucher=code)
    order = place_order(cart, billing=BILLING)
    credit = CreditFactory(user=cart.user, conference=conference, amount=Decimal("10.00"))
    CheckoutService.apply_credit(order, credit)
    lapse(order)
    assert expire_due() == "1 orders expired, 0 baskets closed"
    for row in (order, code, reduced, credit):
        row.refresh_from_db()
    assert (order.status, order.plan) == (Order.Status.CANCELLED, {})
    assert (code.times_used, reduced.times_used, credit.remaining_amount) == (0, 0, Decimal("10.00"))
    assert ticket.remaining_quantity == 1
    assert OutboxMail.objects.get().kind == "order.expired"
    assert expire_due() == ""


def test_credit_that_covers_everything_pays_the_order(conference):
    cart = cart_of(conference, (TicketTypeFactory(conference=conference, price=Decimal("30.00")), 1))
    order = place_order(cart, billing=BILLING)
    credit = CreditFactory(user=cart.user, conference=conference, amount=Decimal("40.00"))
    assert CheckoutService.apply_credit(order, credit) == Decimal("30.00")
    order.refresh_from_db()
    credit.refresh_from_db()
    assert (order.status, credit.remaining_amount) == (Order.Status.PAID, Decimal("10.00"))
    assert Attendee.objects.count() == 1


def test_credit_of_somebody_else_pays_nothing(conference):
    order = place_order(cart_of(conference, (TicketTypeFactory(conference=conference), 1)), billing=BILLING)
    with pytest.raises(WrongStateError):
        CheckoutService.apply_credit(order, CreditFactory(conference=conference))


def test_a_paid_order_cannot_be_cancelled(conference):
    order = place_order(cart_of(conference, (TicketTypeFactory(conference=conference, price=0), 1)), billing=BILLING)
    with pytest.raises(WrongStateError):
        CheckoutService.cancel_order(order)


def test_a_free_order_that_finds_nothing_left_leaves_no_trace(conference):
    ticket = TicketTypeFactory(conference=conference, price=0, total_quantity=1)
    first = place_order(cart_of(conference, (ticket, 1)), billing=BILLING)
    late = cart_of(conference, (ticket, 1))
    with pytest.raises(SoldOutError):
        place_order(late, billing=BILLING)
    late.refresh_from_db()
    assert late.status == Cart.Status.OPEN
    assert Order.objects.get() == first
    assert (Attendee.objects.count(), first.payments.count(), OutboxMail.objects.count()) == (1, 1, 1)


def test_a_ticket_code_that_is_taken_is_drawn_anew(conference, monkeypatch):
    ticket = TicketTypeFactory(conference=conference, price=0)
    taken = place_order(cart_of(conference, (ticket, 1)), billing=BILLING).attendees.get().access_code
    drawn = iter([taken, "FREECODE"])
    monkeypatch.setattr("registration.services.orders.tickets.new_access_code", lambda: next(drawn))
    order = place_order(cart_of(conference, (ticket, 1)), billing=BILLING)
    assert order.attendees.get().access_code == "FREECODE"
    assert Order.objects.count() == 2


def test_a_voucher_that_another_window_took_out_is_told_and_nothing_is_ordered(conference):
    cart = cart_of(
        conference, (TicketTypeFactory(conference=conference), 1), voucher=VoucherFactory(conference=conference)
    )
    assert cart.voucher is not None
    Cart.objects.filter(pk=cart.pk).update(voucher=None)
    with pytest.raises(NotForSaleError, match="changed meanwhile"):
        place_order(cart, billing=BILLING)
    assert not Order.objects.exists()


def test_a_transfer_holds_for_days_when_it_is_offered(conference):
    ticket = TicketTypeFactory(conference=conference)
    with pytest.raises(ValidationError, match="bank transfer"):
        place_order(cart_of(conference, (ticket, 1)), billing=BILLING, wishes=Wishes(pay_by="transfer"))
    sales = sales_of(conference)
    sales.transfer_enabled, sales.transfer_days = True, 10
    sales.save()
    order = place_order(cart_of(conference, (ticket, 1)), billing=BILLING, wishes=Wishes(pay_by="transfer"))
    local = order.hold_expires_at.astimezone(conference.tz)
    assert (local.date() - timezone.now().astimezone(conference.tz).date()).days == 10
    assert (local.hour, local.minute) == (23, 59)


def statements(cart):
    with CaptureQueriesContext(connection) as queries:
        place_order(cart, billing=BILLING)
    return [query["sql"] for query in queries]


@pytest.mark.parametrize("price", [100, 0])
@pytest.mark.parametrize("kinds", [1, 12])
def test_between_the_lock_and_the_commit_stand_three_statements(conference, kinds, price):
    conference.total_capacity = 1000
    conference.save()
    tickets = TicketTypeFactory.create_batch(kinds, conference=conference, total_quantity=50, price=price)
    dinner = AddOnFactory(conference=conference, total_quantity=50, price=price)
    for number in range(3):
        DiscountForProductFactory(conference=conference, limit=100, ticket_types=tickets[number : number + 1])
    TimeOrStockLimitConditionFactory(conference=conference, limit=100, priority=9)
    code = VoucherFactory(conference=conference)
    place_order(cart_of(conference, (tickets[0], 1)), billing=BILLING)  # the stock's row exists from here on
    done = statements(cart_of(conference, *[(ticket, 1) for ticket in tickets], (dinner, 1), voucher=code))
    first = next(number for number, sql in enumerate(done) if "FOR NO KEY UPDATE" in sql)
    last = next(
        number
        for number, sql in enumerate(done)
        if number > first and not sql.startswith(("SELECT", "(", "WITH", "UPDATE"))
    )
    held = [sql for sql in done[first:last] if not sql.startswith("RELEASE")]
    assert len(held) == 3, held
    assert len(done) <= 40


def test_an_order_takes_as_many_statements_for_many_kinds_as_for_few(conference):
    few, many = (
        TicketTypeFactory.create_batch(2, conference=conference),
        TicketTypeFactory.create_batch(20, conference=conference),
    )
    statements(cart_of(conference, *[(ticket, 1) for ticket in few]))
    numbers = {len(statements(cart_of(conference, *[(ticket, 1) for ticket in some]))) for some in (few, many)}
    assert len(numbers) == 1
    assert numbers.pop() <= 25


def test_a_test_key_marks_the_order(conference):
    conference.stripe_secret_key = "sk_test_abc"
    conference.save()
    order = place_order(cart_of(conference, (TicketTypeFactory(conference=conference), 1)), billing=BILLING)
    assert order.is_test


def test_a_product_with_orders_cannot_be_deleted(conference):
    order = order_of(TicketTypeFactory(conference=conference))
    with pytest.raises(ProtectedError):
        order.line_items.get().ticket_type.delete()
    assert OrderLineItem.objects.count() == 1


def test_who_holds_a_guest_ticket_cannot_have_a_second_one_as_their_own(conference):
    cart = cart_of(conference, (TicketTypeFactory(conference=conference, price=0), 1))
    Attendee.objects.create(conference=conference, user=cart.user)
    plan = Plan(holders=(Holder(cart.items.get().ticket_type_id, 1, mode="me"),))
    with pytest.raises(ValidationError, match="You have a ticket already"):
        place_order(cart, billing=BILLING, wishes=Wishes(plan=plan))
    order = place_order(cart, billing=BILLING)
    assert order.attendees.get().user is None


def test_a_guest_ticket_carries_no_add_ons(conference):
    cart = cart_of(conference, (AddOnFactory(conference=conference), 1))
    Attendee.objects.create(conference=conference, user=cart.user)
    with pytest.raises(NotForSaleError, match="goes with a ticket"):
        CheckoutService.checkout(cart, billing_name="Ada", billing_email="ada@example.org")


def test_a_ticket_that_is_claimed_meanwhile_is_seen_on_the_second_try(conference, monkeypatch):
    """What the buyer holds is read, then somebody claims a ticket, then the order is written."""
    cart = cart_of(conference, (TicketTypeFactory(conference=conference, price=0), 1))
    Attendee.objects.create(conference=conference, user=cart.user)
    answers = [[]]
    monkeypatch.setattr(checkout, "held_by", lambda *who: answers.pop() if answers else held_by(*who))
    plan = Plan(holders=(Holder(cart.items.get().ticket_type_id, 1, mode="me"),))
    with pytest.raises(ValidationError, match="You have a ticket already"):
        place_order(cart, billing=BILLING, wishes=Wishes(plan=plan))
    assert not answers


def test_what_stood_in_the_way_of_an_order_is_named(conference, monkeypatch):
    taken = place_order(cart_of(conference, (TicketTypeFactory(conference=conference), 1)), billing=BILLING)
    monkeypatch.setattr(checkout, "new_reference", lambda: taken.reference)
    with pytest.raises(RuntimeError, match=r"refused, at last by: .*reference"):
        place_order(cart_of(conference, (TicketTypeFactory(conference=conference), 1)), billing=BILLING)
