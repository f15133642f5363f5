"""The address on the invoice may be anybody's: it gets the bill, and neither tickets nor codes nor links."""

import datetime as dt

import pytest
from django.utils import timezone

from conference.models import OutboxMail, User
from registration.models import Attendee, Order
from registration.services import attendees
from registration.services.checkout import Billing, Wishes
from registration.services.mails import notices
from registration.services.mails.payments import tell_late_payment, tell_payment_problem, tell_refund
from registration.services.mails.transfers import remind_transfers
from registration.services.orders.resend import CHOICES, resend
from registration.services.orders.states import lock_order
from registration.services.papers import attachments
from registration.services.payment import PaymentService
from registration.services.place_order import place_order
from registration.services.setting_up.sales import sales_of
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import CartFactory, CartItemFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db

OWN, OFFICE = "ada@example.org", "Office@firm.example"


@pytest.fixture
def order_for():
    """Return a function that places an order by bank transfer, with this address on the invoice."""

    def order(address: str, price: str = "100.00") -> Order:
        conference = ConferenceFactory(seller_name="Harbour Days e. V.", seller_bank_account="DE89")
        sales = sales_of(conference)
        sales.transfer_enabled = True
        sales.save()
        user = User.objects.filter(email=OWN).first() or UserFactory(email=OWN, name="Ada")
        cart = CartFactory(conference=conference, user=user)
        CartItemFactory(cart=cart, ticket_type=TicketTypeFactory(conference=conference, price=price))
        wishes = Wishes(pay_by=Order.PayBy.TRANSFER)
        return place_order(cart, billing=Billing(name="Ada", email=address), wishes=wishes)

    return order


def pay(order: Order) -> None:
    PaymentService.record_manual(order, amount=order.total, reference="B1", note="", staff_user=UserFactory())
    order.refresh_from_db()


def kinds_to(address: str) -> list[str]:
    return sorted(OutboxMail.objects.filter(to__iexact=address).values_list("kind", flat=True))


def test_another_address_on_the_invoice_gets_the_bill_and_nothing_that_opens_anything(order_for):
    order = order_for(OFFICE)
    pay(order)
    ticket = order.attendees.get()
    resend(order, what=[name for name, _label in CHOICES], by=UserFactory())
    attendees.claim(ticket.claim_token, user=UserFactory(), accepts_conduct=True)
    payment = order.payments.get()
    tell_payment_problem(payment, key="1")
    tell_late_payment(order, order.total, key="1")
    tell_refund(order, order.total, to="original", key="1")
    waiting = order_for(OFFICE)
    Order.objects.filter(pk=waiting.pk).update(
        hold_expires_at=timezone.now() + dt.timedelta(days=1),
        created_at=timezone.now() - dt.timedelta(days=5),
    )
    remind_transfers()
    notices.tell_expired(lock_order(waiting))

    assert kinds_to(OFFICE) == ["order.bill", "order.bill", "order.transfer_bill", "order.transfer_bill"]
    codes = [ticket.access_code, ticket.claim_token, *Attendee.objects.values_list("access_code", flat=True)]
    files = {"order.bill": ["registration.bill"], "order.transfer_bill": ["registration.pro_forma"]}
    bills = OutboxMail.objects.filter(to__iexact=OFFICE)
    assert [sum(each.reference in mail.text for mail in bills) for each in (order, waiting)] == [3, 1]
    for mail in bills:
        assert "://" not in mail.text
        assert not any(code in mail.text for code in codes)
        assert [file["maker"] for file in mail.attachments] == files[mail.kind]
    assert {"order.confirmation", "order.refund", "ticket.claimed", "order.expired", "order.transfer_reminder"} <= set(
        kinds_to(OWN)
    )


def test_who_pays_for_themselves_gets_everything_in_one_mail(order_for):
    order = order_for("ADA@example.org")  # capital letters make no other address
    pay(order)
    assert kinds_to(OWN) == ["order.confirmation", "order.transfer_instructions"]
    confirmation = OutboxMail.objects.get(kind="order.confirmation")
    assert [file["maker"] for file in confirmation.attachments] == ["registration.order"]
    assert OutboxMail.objects.count() == 2


def test_an_order_without_a_price_has_no_bill(order_for):
    order = order_for(OFFICE, price="0.00")
    assert order.status == Order.Status.PAID
    assert kinds_to(OWN) == ["order.confirmation"]
    assert kinds_to(OFFICE) == []


def test_the_papers_of_a_bill_are_the_bill_alone(order_for, monkeypatch):
    monkeypatch.setattr(attachments.documents, "render", lambda *_args, **_more: b"%PDF")
    order = order_for(OFFICE)
    assert [name for name, _kind, _content in attachments.pro_forma_of(order.reference)] == [
        f"Pro-forma-{order.reference}.pdf"
    ]
    assert attachments.bill_of(order.reference) == []
    pay(order)
    assert [name for name, _kind, _content in attachments.bill_of(order.reference)] == ["Invoice-HDEV-00001.pdf"]
    assert attachments.pro_forma_of(order.reference) == []
    assert attachments.bill_of("ORD-NOTHING") == attachments.pro_forma_of("ORD-NOTHING") == []


def test_a_holder_at_the_address_of_the_invoice_hears_that_their_ticket_ended(order_for):
    order = order_for(OFFICE)
    pay(order)
    order.attendees.update(name="Office", email=OFFICE)
    attendees.revoke(order.attendees.all())
    assert "ticket.revoked" in kinds_to(OFFICE)
