"""The tab of payments tells of test orders once keys are live, and who may give money back ends them."""

import pytest

from registration.models import Order, Payment
from staff.registration.settings.checklist import sales
from tests.factories.registration import TicketTypeFactory, paid_order_of

PAYMENTS, END = "/admin/conference-settings/payments/", "/admin/registration/test-orders/end/"
CONFIRMED = {"confirmed": "1"}


@pytest.fixture
def live(own):
    """Return the own conference with live keys."""
    own.conference.stripe_secret_key, own.conference.stripe_publishable_key = "sk_live_1", "pk_live_1"
    own.conference.save()
    return own.conference


@pytest.fixture
def rehearsed(live):
    """Return a paid test order of two tickets."""
    kind = TicketTypeFactory(conference=live)
    order = paid_order_of((kind, 2), method=Payment.Method.STRIPE, is_test=True)
    order.payments.update(livemode=False)
    return order


def test_the_tab_says_how_many_there_are_and_they_end(client_of, rehearsed, live):
    organizer = client_of("organizers")
    html = organizer.get(PAYMENTS).content.decode()
    assert "There is 1 order from your tests" in html
    assert END in html
    assert any("from your tests" in str(line[0]) for line in sales(live))
    html = organizer.get(END).content.decode()
    assert "1 test order ends." in html
    assert "2 tickets let nobody in any more" in html
    organizer.post(END, {})  # not confirmed
    assert Order.objects.get(pk=rehearsed.pk).status == Order.Status.PAID

    response = organizer.post(END, CONFIRMED, follow=True)
    assert response.redirect_chain[-1][0] == PAYMENTS
    assert "1 test order has ended." in response.content.decode()
    assert Order.objects.get(pk=rehearsed.pk).status == Order.Status.REFUNDED
    assert "from your tests" not in organizer.get(PAYMENTS).content.decode()
    assert not any("from your tests" in str(line[0]) for line in sales(live))


def test_with_test_keys_nothing_is_said_and_nothing_ends(client_of, rehearsed, live):
    live.stripe_secret_key = "sk_test_1"
    live.save()
    organizer = client_of("organizers")
    assert "from your tests" not in organizer.get(PAYMENTS).content.decode()
    html = organizer.post(END, CONFIRMED, follow=True).content.decode()
    assert "The keys are for tests still" in html
    assert Order.objects.get(pk=rehearsed.pk).status == Order.Status.PAID


def test_finance_ends_them_and_others_do_not(client_of, rehearsed):
    for role in ("registration", "editors"):
        assert client_of(role).post(END, CONFIRMED).headers["Location"] == "/admin/"
        assert Order.objects.get(pk=rehearsed.pk).status == Order.Status.PAID
    client_of("finance").post(END, CONFIRMED)
    assert Order.objects.get(pk=rehearsed.pk).status == Order.Status.REFUNDED


def test_test_orders_with_money_are_told_apart(client_of, live):
    kind = TicketTypeFactory(conference=live)
    paid_order_of(kind, method=Payment.Method.MANUAL, is_test=True)
    html = client_of("organizers").get(PAYMENTS).content.decode()
    assert "1 test order has money" in html
    assert END not in html
