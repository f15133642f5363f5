"""One object of each kind that the shop's desk shows."""

from conference.models import Conference
from registration.models import Invoice, InvoiceSeries, Order, ProfileQuestion
from registration.services.invoicing.content import of_order
from tests.factories.registration import (
    CONDITION_FACTORIES,
    AddOnFactory,
    CreditFactory,
    DiscrepancyFactory,
    RefundFactory,
    StripeEventFactory,
    TicketTypeFactory,
    VoucherFactory,
    order_of,
    paid_order_of,
)


def shop_of(conference: Conference, name: str) -> dict[str, object]:
    """Return the objects by name; each bears `name` where it has words."""
    ticket_type = TicketTypeFactory(conference=conference, name=f"{name} ticket")
    addon = AddOnFactory(conference=conference, name=f"{name} dinner")
    order = paid_order_of((ticket_type, 2), addon, billing_name=f"{name} buyer")
    waiting = order_of(ticket_type, billing_name=f"{name} waiting", pay_by=Order.PayBy.TRANSFER)
    payment = order.payments.get()
    series = InvoiceSeries.objects.create(prefix=f"{name.upper()}-", seller_name=f"{name} seller", last_number=1)
    return {
        "ticket_type": ticket_type,
        "addon": addon,
        "voucher": VoucherFactory(conference=conference, code=f"{name.upper()}-20"),
        "profile_question": ProfileQuestion.objects.create(
            conference=conference, field="dietary_needs", help_text=f"{name} hint"
        ),
        **{
            factory._meta.model._meta.model_name: factory(conference=conference, name=f"{name} {number}")
            for number, factory in enumerate(CONDITION_FACTORIES)
        },
        "order": order,
        "waiting_order": waiting,
        "payment": payment,
        "refund": RefundFactory(payment=payment, note=f"{name} reason"),
        "credit": CreditFactory(conference=conference, user=order.user, source_order=order, note=f"{name} note"),
        "invoice": Invoice.objects.create(
            order=order, series=series, number=1, total=order.total, content=of_order(order)
        ),
        "attendee": order.attendees.first(),
        "difference": DiscrepancyFactory(conference=conference, detail=f"{name} difference"),
        "stripe_event": StripeEventFactory(conference=conference, processed=False, attempts=1, object_id=f"pi_{name}"),
    }
