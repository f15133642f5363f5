"""Whatever people do one after the other, the books agree to the smallest unit.

Random histories of buying, paying, spending credit, refunding and cancelling are played against the services; then
money, tickets, stock and counters are reckoned up again from the rows alone. Every currency has one shop; each history
begins at its opening and is rolled back.
"""

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conference.models import Conference, User
from conference.money import ZERO, quantum, rounded
from registration.models import (
    AddOn,
    Attendee,
    Cart,
    CartItem,
    Credit,
    CreditApplication,
    DiscountForProduct,
    Order,
    OrderLineItem,
    Payment,
    Refund,
    Stock,
    TicketType,
    Voucher,
)
from registration.models.orders import PAID_STATES
from registration.queries.stock import Concerned, count
from registration.services.checkout import Billing, CheckoutService
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from registration.services.refund import RefundService
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import AddOnFactory, DiscountForProductFactory, TicketTypeFactory, VoucherFactory
from tests.tables import note

pytestmark = pytest.mark.django_db
CASH = Payment.Method.MANUAL
amounts = st.integers(1, 40_000)
BUY = st.tuples(st.just("buy"), st.integers(0, 1), st.integers(1, 3), st.integers(0, 2), st.booleans())
STEPS = st.one_of(
    BUY,
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
HISTORIES = st.tuples(BUY, st.lists(STEPS, min_size=3, max_size=13)).map(lambda parts: [parts[0], *parts[1]])
CURRENCIES = ("USD", "EUR", "JPY")
SHARDS, IN_EACH = 4, 834  # for each currency: 3 * 4 * 834 are a few more than 10,000


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
    buyer: User
    orders: list[int] = field(default_factory=list)
    steps: int = 0

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
            return
        self.steps += 1

    def order(self, number: int) -> Order:
        if not self.orders:
            raise ValidationError("nothing was bought yet")
        return Order.objects.select_related("conference").get(pk=self.orders[number % len(self.orders)])

    def buy(self, kind: int, tickets: int, dinners: int, with_code: bool) -> None:
        code = Voucher.objects.get(pk=self.code.pk) if with_code else None
        cart = Cart.objects.create(user=self.buyer, conference=self.conference, voucher=code)
        items = [CartItem(cart=cart, ticket_type=self.tickets[kind], quantity=tickets)]
        if dinners:
            items.append(CartItem(cart=cart, addon=self.dinner, quantity=dinners))
        CartItem.objects.bulk_create(items)
        self.orders.append(place_order(cart, billing=Billing(name="Ada", email="ada@example.org")).pk)

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
    Stock.objects.create(conference=conference)  # made by the first order of a conference
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


def total(rows: Iterable, name: str = "amount") -> Decimal:
    return sum((getattr(row, name) for row in rows), ZERO)


def by(name: str, rows: Iterable) -> dict[int, list]:
    """Return the rows by the key that they name."""
    found = defaultdict(list)
    for row in rows:
        found[getattr(row, name)].append(row)
    return found


def state_by_money(order: Order, payments: list[Payment], refunds: list[Refund], with_lines: set[int]) -> str:
    """Return what a paid order should say, from its payments and refunds in their order of time.

    Giving back what was paid too much is no refund of the order; money that comes later makes no refund undone.
    `with_lines` are the keys of the decisions that gave units back.
    """
    kept, costs = ZERO, order.total
    for row in sorted([*payments, *refunds], key=attrgetter("created_at")):
        if isinstance(row, Payment):
            kept += row.amount
            continue
        surplus = ZERO if row.credit_id in with_lines else max(ZERO, kept - costs)
        if row.created_at > order.paid_at:
            costs -= min(costs, max(ZERO, row.amount - surplus))
        kept -= row.amount
    if costs == order.total:
        return Order.Status.PAID
    return Order.Status.PARTIALLY_REFUNDED if kept else Order.Status.REFUNDED


def check_books(shop: Shop) -> None:
    """Reckon everything up again."""
    currency = shop.conference.effective_currency
    orders, all_credits = list(Order.objects.all()), list(Credit.objects.all())
    payments, refunds = list(Payment.objects.all()), list(Refund.objects.exclude(status=Refund.Status.FAILED))
    arrived = [payment for payment in payments if payment.status in ("succeeded", "refunded")]
    lines_of, paid_for = by("order_id", OrderLineItem.objects.all()), by("order_id", arrived)
    given_back, in_hand = by("order_id", refunds), by("order_id", Attendee.objects.filter(revoked_at__isnull=True))
    with_lines = set(Refund.objects.filter(lines__isnull=False).values_list("credit", flat=True))
    net = ZERO
    for order in orders:
        lines = lines_of[order.pk]
        assert total(lines, "line_total") == order.total == order.subtotal - order.discount_amount
        paid, gone = total(paid_for[order.pk]), total(given_back[order.pk])
        assert ZERO <= gone <= paid
        net += paid - gone
        assert order.paid_at is None or paid >= order.total
        if order.paid_at is not None:
            assert order.status == state_by_money(order, paid_for[order.pk], given_back[order.pk], with_lines)
        tickets = sum(line.units_left for line in lines if line.ticket_type_id)
        assert len(in_hand[order.pk]) == (tickets if order.status in PAID_STATES else 0)
    from_payment = by("payment_id", refunds)
    for payment in payments:
        assert total(from_payment[payment.pk]) <= payment.amount
    spent, is_refund = by("credit_id", CreditApplication.objects.all()), set()
    is_refund.update(Credit.objects.filter(refunds__to="credit").values_list("pk", flat=True))
    for credit in all_credits:
        if credit.pk in is_refund:
            used = total(spent[credit.pk]) - total(spent[credit.pk], "restored")
            assert credit.amount - credit.remaining_amount == used
    cash = {payment.pk for payment in payments if payment.method == CASH}
    came = total(payment for payment in arrived if payment.pk in cash)
    went = total(refund for refund in refunds if refund.payment_id in cash and refund.to == "original")
    assert came - went == net + total(all_credits, "remaining_amount")
    for amount in (came, went, net, *(order.total for order in orders)):
        assert rounded(amount, currency) == amount
    shop.code.refresh_from_db()
    shop.discount.refresh_from_db()
    key = f"discountforproduct:{shop.discount.pk}"
    counts = count(shop.conference, Concerned(vouchers=[shop.code.pk], conditions=[key]))
    assert shop.code.times_used == counts.taken.get(f"voucher:{shop.code.pk}", 0) <= 3
    assert shop.discount.times_used == counts.taken.get(key, 0) <= 4


def play_histories(
    currency: str, number: int, record_property: Callable[[str, object], None], *, is_new: bool = True
) -> None:
    """Play so many random histories in one currency, new ones or the same at every run."""
    shop, began, played = make_shop(currency), time.perf_counter(), []

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=not is_new,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(history=HISTORIES)
    def play(history):
        shop.orders, shop.steps = [], 0
        try:
            with transaction.atomic():
                for step in history:
                    shop.play(step)
                check_books(shop)
                played.append((shop.steps, len(history), len(shop.orders)))
                raise RollBackError
        except RollBackError:
            pass

    play()
    steps, tried, orders = (sum(numbers) for numbers in zip(*played, strict=True))
    note(
        record_property,
        "Random histories of buying, paying, crediting, refunding and cancelling",
        sum_by="currency",
        currency=currency,
        histories=len(played),
        **{"steps taken": steps, "steps refused": tried - steps, "orders": orders, "all sums agree": "yes"},
        seconds=time.perf_counter() - began,
    )


@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_books_agree_after_any_history(currency, record_property):
    play_histories(currency, 20, record_property, is_new=False)  # the suite judges a change, not the day's luck


@pytest.mark.load
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.parametrize("currency", CURRENCIES)
def test_the_books_agree_after_ten_thousand_histories(currency, shard, record_property):
    play_histories(currency, IN_EACH, record_property)


def test_a_book_with_a_hole_is_seen():
    shop = make_shop("EUR")
    shop.play(("buy", 1, 2, 1, False))
    shop.play(("pay", 0, None))
    check_books(shop)
    Payment.objects.update(amount=F("amount") - Decimal("0.01"))
    with pytest.raises(AssertionError):
        check_books(shop)
