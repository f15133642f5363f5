"""Whatever people do one after the other, the books agree to the smallest unit.

Random histories of buying, paying, spending credit, refunding and cancelling are played against the services; then
money, tickets, stock and counters are reckoned up again from the rows alone.
"""

from dataclasses import dataclass, field
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conference.models import Conference
from conference.money import ZERO, quantum, rounded
from registration.models import (
    AddOn,
    Attendee,
    Credit,
    CreditApplication,
    DiscountForProduct,
    Order,
    Payment,
    Refund,
    TicketType,
    Voucher,
)
from registration.models.orders import PAID_STATES
from registration.queries.stock import Concerned, count
from registration.services import cart as carts
from registration.services.checkout import Billing, CheckoutService
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from registration.services.refund import RefundService
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, DiscountForProductFactory, TicketTypeFactory, VoucherFactory

pytestmark = pytest.mark.django_db
CASH = Payment.Method.MANUAL
amounts = st.integers(1, 40_000)
STEPS = st.one_of(
    st.tuples(st.just("buy"), st.integers(0, 1), st.integers(1, 3), st.integers(0, 2), st.booleans()),
    st.tuples(st.just("pay"), st.integers(0, 5), st.one_of(st.none(), amounts)),
    st.tuples(st.just("spend"), st.integers(0, 5), st.integers(0, 5)),
    st.tuples(st.just("refund_amount"), st.integers(0, 5), amounts, st.sampled_from(["original", "credit"])),
    st.tuples(
        st.just("refund_units"),
        st.integers(0, 5),
        st.integers(0, 1),
        st.integers(1, 2),
        st.sampled_from(["original", "credit"]),
    ),
    st.tuples(st.just("cancel"), st.integers(0, 5)),
)
HISTORIES = st.lists(STEPS, min_size=4, max_size=14)


class RollBackError(Exception):
    """Ends a history without a trace."""


@dataclass
class Shop:
    """A conference with two tickets, an add-on, a discount and a voucher, and one buyer."""

    conference: Conference
    tickets: list[TicketType]
    dinner: AddOn
    code: Voucher
    discount: DiscountForProduct
    buyer: object
    orders: list[Order] = field(default_factory=list)

    @property
    def unit(self) -> Decimal:
        return quantum(self.conference.effective_currency)

    def money(self, units: int) -> Decimal:
        return units * self.unit

    def play(self, step: tuple) -> None:
        """Do one step; what the shop refuses changes nothing."""
        name, *values = step
        try:
            with transaction.atomic():
                getattr(self, name)(*values)
        except ValidationError:
            pass

    def order(self, number: int) -> Order:
        if not self.orders:
            raise ValidationError("nothing was bought yet")
        return Order.objects.get(pk=self.orders[number % len(self.orders)].pk)

    def buy(self, kind: int, tickets: int, dinners: int, with_code: bool) -> None:
        cart = carts.get_or_create_cart(self.buyer, self.conference)
        if with_code:
            carts.apply_voucher(cart, self.code.code)
        carts.add_ticket(cart, self.tickets[kind], tickets)
        if dinners:
            carts.add_addon(cart, self.dinner, dinners)
        self.orders.append(place_order(cart, billing=Billing(name="Ada", email="ada@example.org")))

    def pay(self, number: int, units: int | None) -> None:
        order = self.order(number)
        PaymentService.record_manual(order, amount=self.money(units) if units else order.total, reference="bank")

    def spend(self, number: int, credit: int) -> None:
        credits_left = list(Credit.objects.filter(remaining_amount__gt=0).order_by("pk"))
        if credits_left:
            CheckoutService.apply_credit(self.order(number), credits_left[credit % len(credits_left)])

    def refund_amount(self, number: int, units: int, to: str) -> None:
        RefundService.create_refund(self.order(number), amount=self.money(units), to=to)

    def refund_units(self, number: int, line: int, units: int, to: str) -> None:
        order = self.order(number)
        lines = list(order.line_items.all())
        RefundService.create_refund(order, amount=None, lines={lines[line % len(lines)].pk: units}, to=to)

    def cancel(self, number: int) -> None:
        CheckoutService.cancel_order(self.order(number))


def make_shop(currency: str) -> Shop:
    """Return a shop in this currency; its prices do not divide evenly."""
    conference = ConferenceFactory(currency=currency)
    unit = quantum(currency)
    tickets = [
        TicketTypeFactory(conference=conference, price=price * unit, tax_rate=Decimal("19"), limit_per_user=0)
        for price in (9_999, 3_333)
    ]
    return Shop(
        conference=conference,
        tickets=tickets,
        dinner=AddOnFactory(conference=conference, price=1_001 * unit, tax_rate=Decimal("7")),
        code=VoucherFactory(conference=conference, voucher_type="fixed_amount", discount_value=500 * unit, max_uses=3),
        discount=DiscountForProductFactory(
            conference=conference, limit=4, discount_value=Decimal("12.5"), ticket_types=tickets[:1]
        ),
        buyer=UserFactory(),
    )


def total(rows, name: str = "amount") -> Decimal:
    return rows.aggregate(total=Sum(name))["total"] or ZERO


def state_by_money(price: Decimal, *, gone: Decimal, kept: Decimal) -> str:
    """Return what a paid order should say: giving back what was paid too much is no refund of the order."""
    if not gone or kept >= price:
        return Order.Status.PAID
    return Order.Status.PARTIALLY_REFUNDED if kept else Order.Status.REFUNDED


def check_books(shop: Shop) -> None:
    """Reckon everything up again."""
    currency = shop.conference.effective_currency
    net = ZERO
    for order in Order.objects.all():
        lines = list(order.line_items.all())
        assert sum((line.line_total for line in lines), ZERO) == order.total == order.subtotal - order.discount_amount
        paid = total(order.payments.filter(status__in=["succeeded", "refunded"]))
        gone = total(order.refunds.exclude(status=Refund.Status.FAILED))
        assert ZERO <= gone <= paid
        net += paid - gone
        assert order.paid_at is None or paid >= order.total
        if order.paid_at is not None:
            assert order.status == state_by_money(order.total, gone=gone, kept=paid - gone)
        tickets = sum(line.units_left for line in lines if line.ticket_type_id)
        in_hand = Attendee.objects.filter(order=order, revoked_at__isnull=True).count()
        assert in_hand == (tickets if order.status in PAID_STATES else 0)
    for payment in Payment.objects.all():
        assert total(payment.refunds.exclude(status=Refund.Status.FAILED)) <= payment.amount
    for credit in Credit.objects.filter(refunds__to="credit").distinct():
        used = CreditApplication.objects.filter(credit=credit).aggregate(used=Sum(F("amount") - F("restored")))["used"]
        assert credit.amount - credit.remaining_amount == (used or ZERO)
    came = total(Payment.objects.filter(method=CASH, status__in=["succeeded", "refunded"]))
    went = total(Refund.objects.filter(payment__method=CASH, to="original").exclude(status=Refund.Status.FAILED))
    assert came - went == net + total(Credit.objects.all(), "remaining_amount")
    for amount in (came, went, net, *Order.objects.values_list("total", flat=True)):
        assert rounded(amount, currency) == amount
    shop.code.refresh_from_db()
    shop.discount.refresh_from_db()
    key = f"discountforproduct:{shop.discount.pk}"
    counts = count(shop.conference, Concerned(vouchers=[shop.code.pk], conditions=[key]))
    assert shop.code.times_used == counts.taken.get(f"voucher:{shop.code.pk}", 0) <= 3
    assert shop.discount.times_used == counts.taken.get(key, 0) <= 4


def play_histories(number: int) -> None:
    """Play so many random histories, each in a world of its own."""

    @settings(
        max_examples=number,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(currency=st.sampled_from(["USD", "EUR", "JPY"]), history=HISTORIES)
    def play(currency, history):
        try:
            with transaction.atomic():
                shop = make_shop(currency)
                for step in history:
                    shop.play(step)
                check_books(shop)
                raise RollBackError
        except RollBackError:
            pass

    play()


def test_the_books_agree_after_any_history():
    play_histories(60)


@pytest.mark.load
def test_the_books_agree_after_ten_thousand_histories():
    play_histories(10_000)


def test_a_book_with_a_hole_is_seen():
    shop = make_shop("EUR")
    shop.play(("buy", 1, 2, 1, False))
    shop.play(("pay", 0, None))
    check_books(shop)
    Payment.objects.update(amount=F("amount") - Decimal("0.01"))
    with pytest.raises(AssertionError):
        check_books(shop)
