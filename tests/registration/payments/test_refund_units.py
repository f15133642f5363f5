"""Units of an order that go back, or end without money: their tickets, what goes with these, and the stock."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from conference.models import OutboxMail
from registration.models import Attendee, AttendeeAddOn, Order, Refund
from registration.queries.balances import books_of
from registration.services.payment import PaymentService
from registration.services.refund import RefundService
from registration.services.refunds.lines import choose, cost_of
from registration.services.refunds.sending import send_waiting
from tests.factories.conference import SuperuserFactory, UserFactory
from tests.factories.registration import (
    AddOnFactory,
    PaymentFactory,
    TicketTypeFactory,
    VoucherFactory,
    order_of,
)
from tests.registration.payments.refunding import at_stripe

refund = RefundService.create_refund


@pytest.fixture
def dinner(shop):
    """Return an order of three tickets and two dinners, which go with the first two tickets; 350.00 by card."""
    addon = AddOnFactory(conference=shop.conference, price=Decimal("25.00"), total_quantity=5)
    return shop.pay(order_of((shop.ticket, 3), (addon, 2), conference=shop.conference, user=UserFactory()))


def lines_of(order):
    return {("ticket" if line.ticket_type_id else "addon"): line for line in order.line_items.all()}


def test_a_line_gives_back_its_stock_its_tickets_and_what_goes_with_them(shop, dinner, invariants):
    ticket = lines_of(dinner)["ticket"]
    owner = AttendeeAddOn.objects.order_by("unit").first().attendee
    value = cost_of(choose(dinner, {ticket.pk: 1}, attendees=[owner.pk]))
    number = owner.addons.count()
    assert value == Decimal("100.00") + 25 * number
    credit = refund(dinner, amount=None, lines={ticket.pk: 1}, attendees=[owner.pk])
    assert credit.amount == value
    owner.refresh_from_db()
    assert owner.revoked_at is not None
    assert not owner.addons.filter(revoked_at__isnull=True).exists()
    assert Attendee.objects.filter(revoked_at__isnull=True).count() == 2
    lines = lines_of(dinner)
    assert (lines["ticket"].refunded_quantity, lines["addon"].refunded_quantity) == (1, number)
    assert shop.ticket.remaining_quantity == 8
    assert lines["addon"].addon.remaining_quantity == 3 + number
    assert sum(row.amount for row in dinner.refunds.get().lines.all()) == value
    invariants(shop)


def test_only_the_dinner_goes_and_the_ticket_stays(shop, dinner):
    addon = lines_of(dinner)["addon"]
    refund(dinner, amount=None, lines={addon.pk: 1})
    assert Attendee.objects.filter(revoked_at__isnull=True).count() == 3
    assert AttendeeAddOn.objects.filter(revoked_at__isnull=True).count() == 1
    assert at_stripe(shop) == [2500]


def test_a_fee_may_be_kept(shop, dinner):
    addon = lines_of(dinner)["addon"]
    refund(dinner, amount=Decimal("20.00"), lines={addon.pk: 1})
    assert at_stripe(shop) == [2000]
    assert dinner.refunds.get().lines.get().amount == Decimal("20.00")


def test_no_more_units_than_there_are(shop, dinner):
    ticket, addon = lines_of(dinner)["ticket"], lines_of(dinner)["addon"]
    refund(dinner, amount=None, lines={addon.pk: 2})
    for wrong in ({ticket.pk: 4}, {ticket.pk: 0}, {addon.pk: 1}, {10**9: 1}):
        with pytest.raises(ValidationError):
            refund(dinner, amount=None, lines=wrong)
    assert at_stripe(shop) == [5000]


def test_units_under_way_cannot_go_again(shop, dinner):
    addon = lines_of(dinner)["addon"]
    shop.sandbox.fault("drop_before", "/v1/refunds", count=3)
    refund(dinner, amount=None, lines={addon.pk: 2})
    with pytest.raises(ValidationError, match="can be given back"):
        refund(dinner, amount=None, lines={addon.pk: 1})
    assert AttendeeAddOn.objects.filter(revoked_at__isnull=True).count() == 2, "nothing ends before the money goes"
    send_waiting()
    assert AttendeeAddOn.objects.filter(revoked_at__isnull=True).count() == 0


def test_unclaimed_tickets_go_first(shop, paid):
    claimed = paid.attendees.order_by("unit").last()
    claimed.user = UserFactory()
    claimed.save()
    line = lines_of(paid)["ticket"]
    refund(paid, amount=None, lines={line.pk: 1})
    claimed.refresh_from_db()
    assert claimed.revoked_at is None


def test_who_holds_a_ticket_hears_that_it_ended_and_the_buyer_does_not(shop, paid):
    mine, theirs = paid.attendees.order_by("unit")
    mine.user, theirs.user = paid.user, UserFactory()
    mine.save()
    theirs.save()
    ended = OutboxMail.objects.filter(kind="ticket.revoked").values_list("to", flat=True)
    refund(paid, amount=Decimal("50.00"))
    assert list(ended.all()) == [], "money alone ends no ticket"
    refund(paid, amount=Decimal("150.00"))
    assert list(ended.all()) == [theirs.user.email]


def test_a_voucher_can_be_used_again_once_all_went_back(shop):
    voucher = VoucherFactory(conference=shop.conference, times_used=1)
    order = shop.pay(shop.order(voucher=voucher, voucher_code=voucher.code))
    refund(order, amount=Decimal("100.00"))
    voucher.refresh_from_db()
    assert voucher.times_used == 0


def test_the_values_of_units_sum_to_the_line(shop):
    ticket = TicketTypeFactory(conference=shop.conference, price=Decimal("10.00"))
    order = shop.order(status="paid")
    line = order_of((ticket, 3), conference=shop.conference, status="paid").line_items.get()
    line.discount_amount = line.voucher_discount = Decimal("10.00")
    line.line_total = Decimal("20.00")
    line.save()
    PaymentFactory(order=line.order, amount=Decimal("20.00"))
    values = [refund(line.order, amount=None, lines={line.pk: 1}).amount for _number in range(3)]
    assert sorted(values) == [Decimal("6.66"), Decimal("6.67"), Decimal("6.67")]
    books = books_of(line.order)
    assert books.paid == books.refunded == Decimal("20.00")
    assert order.refunds.count() == 0


def test_all_units_of_an_order_paid_by_card_and_by_transfer_can_go_back(shop, invariants):
    order = shop.order(2)
    PaymentService.record_manual(order, amount=Decimal("150.00"), reference="B1")
    shop.pay(order)
    refund(order, amount=None, lines={order.line_items.get().pk: 2})
    shop.hear()
    order.refresh_from_db()
    assert (order.status, order.refunds.count(), at_stripe(shop)) == (Order.Status.REFUNDED, 2, [5000])
    assert not order.refunds.exclude(status=Refund.Status.SUCCEEDED).exists()
    assert order.line_items.get().refunded_quantity == 2
    assert shop.ticket.remaining_quantity == 10
    invariants(shop)


def test_free_tickets_end_and_their_stock_comes_back(shop):
    free = TicketTypeFactory(conference=shop.conference, price=Decimal(0), total_quantity=2)
    order = order_of((free, 2), conference=shop.conference)
    shop.begin(order)
    line = order.line_items.get()
    RefundService.end_units(order, lines={line.pk: 1}, staff_user=SuperuserFactory())
    order.refresh_from_db()
    assert (order.status, free.remaining_quantity) == (Order.Status.PAID, 1)
    RefundService.end_units(order, lines={line.pk: 1})
    order.refresh_from_db()
    assert (order.status, free.remaining_quantity) == (Order.Status.REFUNDED, 2)
    assert not Attendee.objects.filter(revoked_at__isnull=True).exists()


def test_a_ticket_can_end_after_a_refund_in_the_dashboard(shop, paid):
    [charge] = shop.sandbox.charges()
    shop.sandbox.dashboard_refund(charge["id"], 10000)
    shop.hear()
    line = lines_of(paid)["ticket"]
    RefundService.end_units(paid, lines={line.pk: 1})
    paid.refresh_from_db()
    assert paid.status == Order.Status.PARTIALLY_REFUNDED
    assert shop.ticket.remaining_quantity == 9
    with pytest.raises(ValidationError):
        RefundService.end_units(paid, lines={line.pk: 2})


def test_units_of_an_order_that_waits_cannot_end(shop):
    order = shop.order()
    with pytest.raises(ValidationError):
        RefundService.end_units(order, lines={order.line_items.get().pk: 1})
