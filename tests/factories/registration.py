"""Makes catalogues, baskets, orders, payments and tickets for tests. Prices include tax and are in the conference's currency."""

import datetime as dt
from decimal import Decimal

import factory
from django.contrib.auth.models import Group
from django.utils import timezone
from factory.django import DjangoModelFactory

from registration import models
from tests.factories.conference import ConferenceFactory, UserFactory


class TicketTypeFactory(DjangoModelFactory):
    """A ticket for 100.00 that everybody sees, without limits."""

    class Meta:
        model = models.TicketType

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Ticket {number}")
    slug = factory.Sequence(lambda number: f"ticket-{number}")
    price = Decimal("100.00")


class AddOnFactory(DjangoModelFactory):
    """An add-on for 25.00; give `requires_ticket_types=[…]` for one that only some tickets allow."""

    class Meta:
        model = models.AddOn
        skip_postgeneration_save = True

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Add-on {number}")
    slug = factory.Sequence(lambda number: f"addon-{number}")
    price = Decimal("25.00")

    @factory.post_generation
    def requires_ticket_types(self, create, extracted, **kwargs):
        if create and extracted:
            self.requires_ticket_types.set(extracted)


class Scoped(DjangoModelFactory):
    """Base of what applies to some products: give `ticket_types=[…]` and `addons=[…]`; nothing means all."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @factory.post_generation
    def ticket_types(self, create, extracted, **kwargs):
        if create and extracted:
            self.applicable_ticket_types.set(extracted)

    @factory.post_generation
    def addons(self, create, extracted, **kwargs):
        if create and extracted:
            self.applicable_addons.set(extracted)


class VoucherFactory(Scoped):
    """A code that one order may use, 20 % off everything."""

    class Meta:
        model = models.Voucher

    conference = factory.SubFactory(ConferenceFactory)
    code = factory.Sequence(lambda number: f"CODE-{number}")
    voucher_type = models.Voucher.VoucherType.PERCENTAGE
    discount_value = Decimal("20.00")


class ConditionFactory(Scoped):
    """Base of the conditions with an effect of their own: 10 % off everything."""

    class Meta:
        abstract = True

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Discount {number}")
    discount_value = Decimal("10.00")


class TimeOrStockLimitConditionFactory(ConditionFactory):
    """An early bird for everybody, without an end."""

    class Meta:
        model = models.TimeOrStockLimitCondition


class SpeakerConditionFactory(ConditionFactory):
    """A discount for speakers."""

    class Meta:
        model = models.SpeakerCondition


class GroupMemberConditionFactory(ConditionFactory):
    """A discount for members of a new group, or of `groups=[…]`."""

    class Meta:
        model = models.GroupMemberCondition

    @factory.post_generation
    def groups(self, create, extracted, **kwargs):
        if create:
            self.groups.set([Group.objects.create(name=f"Group of {self.pk}")] if extracted is None else extracted)


class IncludedProductConditionFactory(ConditionFactory):
    """A discount for owners of a new ticket type, or of `enabling_ticket_types=[…]`."""

    class Meta:
        model = models.IncludedProductCondition

    @factory.post_generation
    def enabling_ticket_types(self, create, extracted, **kwargs):
        if create:
            self.enabling_ticket_types.set(
                [TicketTypeFactory(conference=self.conference)] if extracted is None else extracted
            )


class DiscountForProductFactory(ConditionFactory):
    """A discount for everybody on certain products."""

    class Meta:
        model = models.DiscountForProduct


class DiscountForCategoryFactory(DjangoModelFactory):
    """10 % off all tickets and add-ons."""

    class Meta:
        model = models.DiscountForCategory

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Discount {number}")
    percentage = Decimal("10.00")


CONDITION_FACTORIES = (
    TimeOrStockLimitConditionFactory,
    SpeakerConditionFactory,
    GroupMemberConditionFactory,
    IncludedProductConditionFactory,
    DiscountForProductFactory,
    DiscountForCategoryFactory,
)


class CartFactory(DjangoModelFactory):
    """An open, empty basket; put things into it with `CartItemFactory`."""

    class Meta:
        model = models.Cart

    user = factory.SubFactory(UserFactory)
    conference = factory.SubFactory(ConferenceFactory)


class CartItemFactory(DjangoModelFactory):
    """One ticket in a basket; for an add-on give `ticket_type=None, addon=…`."""

    class Meta:
        model = models.CartItem

    cart = factory.SubFactory(CartFactory)
    ticket_type = factory.SubFactory(TicketTypeFactory, conference=factory.SelfAttribute("..cart.conference"))
    quantity = 1


class OrderLineItemFactory(DjangoModelFactory):
    """One ticket on an order, without a discount; for an add-on give `ticket_type=None, addon=…`.

    The order's amounts are not touched: `order_of` makes an order whose lines and amounts agree.
    """

    class Meta:
        model = models.OrderLineItem

    order = factory.SubFactory("tests.factories.registration.OrderFactory")
    ticket_type = factory.SubFactory(TicketTypeFactory, conference=factory.SelfAttribute("..order.conference"))
    description = factory.LazyAttribute(lambda line: (line.ticket_type or line.addon).name)
    quantity = 1
    unit_price = factory.LazyAttribute(lambda line: (line.ticket_type or line.addon).price)
    line_total = factory.LazyAttribute(lambda line: line.unit_price * line.quantity)


class OrderFactory(DjangoModelFactory):
    """An order without lines, held for half an hour; `status=Order.Status.PAID` makes a paid one (without payments)."""

    class Meta:
        model = models.Order

    conference = factory.SubFactory(ConferenceFactory)
    user = factory.SubFactory(UserFactory)
    reference = factory.Sequence(lambda number: f"ORD-TEST{number:04d}")
    currency = factory.LazyAttribute(lambda order: order.conference.effective_currency)
    billing_name = factory.SelfAttribute("user.name")
    billing_email = factory.SelfAttribute("user.email")
    hold_expires_at = factory.LazyAttribute(
        lambda order: timezone.now() + dt.timedelta(minutes=30) if order.status == models.Order.Status.PENDING else None
    )
    paid_at = factory.LazyAttribute(lambda order: timezone.now() if order.status in models.PAID_STATES else None)
    status = models.Order.Status.PENDING


def order_of(*products, **fields) -> models.Order:
    """Return an order of these products: each a ticket type or add-on, or a pair (product, quantity).

    Lines and amounts agree; `fields` are the order's. The conference is that of the first product.
    """
    pairs = [product if isinstance(product, tuple) else (product, 1) for product in products]
    fields.setdefault("conference", pairs[0][0].conference)
    total = sum((product.price * quantity for product, quantity in pairs), Decimal(0))
    order = OrderFactory(subtotal=total, total=total, **fields)
    for product, quantity in pairs:
        kind = "ticket_type" if isinstance(product, models.TicketType) else "addon"
        OrderLineItemFactory(order=order, quantity=quantity, **{"ticket_type": None, kind: product})
    return order


def paid_order_of(*products, method: str = models.Payment.Method.MANUAL, **fields) -> models.Order:
    """Return an order like `order_of`, paid in one payment, with an attendee for each unit of a ticket."""
    order = order_of(*products, status=models.Order.Status.PAID, **fields)
    PaymentFactory(order=order, method=method)
    for line in order.line_items.filter(ticket_type__isnull=False):
        for unit in range(1, line.quantity + 1):
            AttendeeFactory(conference=order.conference, order=order, line=line, unit=unit)
    return order


class PaymentFactory(DjangoModelFactory):
    """Money that arrived for an order: all of its total, by bank transfer."""

    class Meta:
        model = models.Payment

    order = factory.SubFactory(OrderFactory)
    method = models.Payment.Method.MANUAL
    status = models.Payment.Status.SUCCEEDED
    amount = factory.SelfAttribute("order.total")
    received_at = factory.LazyAttribute(
        lambda payment: timezone.now() if payment.status == models.Payment.Status.SUCCEEDED else None
    )


class AttendeeFactory(DjangoModelFactory):
    """A ticket that nobody has claimed yet; give `order`, `line` and `unit` for one that was bought, `user` for a claimed one."""

    class Meta:
        model = models.Attendee

    conference = factory.SubFactory(ConferenceFactory)
    name = factory.Sequence(lambda number: f"Attendee {number}")
    email = factory.Sequence(lambda number: f"attendee{number}@example.org")


class CreditFactory(DjangoModelFactory):
    """Store credit of 40.00 that can be spent."""

    class Meta:
        model = models.Credit

    user = factory.SubFactory(UserFactory)
    conference = factory.SubFactory(ConferenceFactory)
    amount = Decimal("40.00")


class RefundFactory(DjangoModelFactory):
    """10.00 of a payment, given back the way it came."""

    class Meta:
        model = models.Refund

    payment = factory.SubFactory(PaymentFactory)
    order = factory.SelfAttribute("payment.order")
    amount = Decimal("10.00")
    status = models.Refund.Status.SUCCEEDED


class StripeEventFactory(DjangoModelFactory):
    """An event that was processed."""

    class Meta:
        model = models.StripeEvent

    conference = factory.SubFactory(ConferenceFactory)
    stripe_id = factory.Sequence(lambda number: f"evt_test{number}")
    kind = "payment_intent.succeeded"
    processed = True


class DiscrepancyFactory(DjangoModelFactory):
    """An open difference: money without an order."""

    class Meta:
        model = models.Discrepancy

    conference = factory.SubFactory(ConferenceFactory)
    kind = models.Discrepancy.Kind.ORPHAN_PAYMENT
    stripe_id = factory.Sequence(lambda number: f"pi_orphan{number}")
    amount = Decimal("10.00")
    currency = "EUR"
    detail = "Stripe has a payment that no order asked for."
