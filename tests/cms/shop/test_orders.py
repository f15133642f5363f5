"""Orders and their payment: who sees them, what they say, what can be done."""

import datetime as dt
import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from conference import scope
from registration.models import Attendee, AttendeeAddOn, Credit, Order, Payment, Refund
from registration.services.cart import add_addon, add_ticket, get_or_create_cart
from registration.services.checkout import Billing
from registration.services.invoices import issue_invoice
from registration.services.place_order import place_order
from tests.factories.conference import ConferenceFactory, SuperuserFactory, UserFactory
from tests.factories.registration import (
    AddOnFactory,
    CreditFactory,
    PaymentFactory,
    RefundFactory,
    TicketTypeFactory,
    order_of,
    paid_order_of,
)

pytestmark = pytest.mark.django_db


def url_of(order, path=""):
    return f"/tickets/orders/{order.reference}/{path}"


def text_of(browser, url):
    html = browser.get(url).content.decode()
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0]))


@pytest.fixture
def order(ticket, dinner, buyer):
    """Return a waiting order of two tickets and a dinner, by the buyer."""
    return order_of((ticket, 2), dinner, user=buyer.user)


def test_only_its_buyer_and_staff_see_an_order(order, buyer, client_for, staff_client, conference):
    for path in ("", "pay/", "pay/done/", "status/"):
        assert buyer.get(url_of(order, path)).status_code == 200
        assert client_for(UserFactory()).get(url_of(order, path)).status_code == 404
        assert staff_client("finance", ConferenceFactory()).get(url_of(order, path)).status_code == 404
    for staff in (staff_client("finance", conference), client_for(SuperuserFactory())):
        assert staff.get(url_of(order)).status_code == 200
        for path in ("pay/", "pay/done/", "status/"):
            assert staff.get(url_of(order, path)).status_code == 404


def test_staff_are_shown_no_code_and_no_link_that_is_not_theirs(ticket, buyer, staff_client, conference):
    order = paid_order_of((ticket, 2), user=buyer.user)
    order.attendees.update(user=None)
    codes = list(order.attendees.values_list("access_code", flat=True))
    seen = staff_client("finance", conference).get(url_of(order)).content.decode()
    assert "/account/tickets/" not in seen.split("<main")[1]
    assert not any(code in seen for code in codes)
    own = buyer.get(url_of(order)).content.decode()
    assert all(f"/account/tickets/{code}/" in own for code in codes)


def test_who_is_not_signed_in_learns_nothing(order, visitor):
    for reference in (order.reference, "ORD-NOTHING1"):
        answer = visitor.get(f"/tickets/orders/{reference}/")
        assert answer.url == f"/account/login/?next=%2Ftickets%2Forders%2F{reference}%2F"
    assert visitor.get(url_of(order, "status/")).status_code == 403


def test_another_conferences_order_is_not_found(buyer, shop):
    order = order_of(TicketTypeFactory(), user=buyer.user)
    assert buyer.get(url_of(order)).status_code == 404


@pytest.mark.parametrize("reference", ["ORD", "x" * 300, "ORD-%00", "..", "ORD-1%27"])
def test_references_that_are_none(buyer, shop, reference):
    assert buyer.get(f"/tickets/orders/{reference}/").status_code == 404


def test_short_links_lead_on(order, visitor, buyer):
    assert visitor.get(f"/o/{order.reference.lower()}/").url == url_of(order)
    assert visitor.get("/o/ORD-NOTHING1/").url == "/tickets/orders/ORD-NOTHING1/"
    assert buyer.get("/o/ORD-NOTHING1/", follow=True).status_code == 404


def test_a_waiting_order_says_until_when(order, buyer):
    order.hold_expires_at = timezone.now() + dt.timedelta(days=3)
    order.save()
    text = text_of(buyer, url_of(order))
    assert "Waiting for payment" in text
    assert "We keep your tickets until" in text
    assert "Pay €225.00" in text


def test_a_paid_order_has_lines_tax_payments_and_tickets(ticket, dinner, buyer, conference):
    order = paid_order_of((ticket, 2), dinner, user=buyer.user, billing_company="Engines", billing_country="GB")
    order.line_items.filter(ticket_type=ticket).update(tax_rate=19, tax_amount=Decimal("31.93"))
    first, second = Attendee.objects.order_by("unit")
    line = order.line_items.get(addon=dinner)
    AttendeeAddOn.objects.create(attendee=first, line=line, unit=1)
    second.revoked_at = timezone.now()
    second.save()
    text = text_of(buyer, url_of(order))
    for words in ("Paid", "2 × Regular", "€200.00", "19 % tax contained", "€31.93", "Total €225.00", "+ Dinner"):
        assert words in text
    for words in ("Bank transfer or cash", "−€225.00", "Not valid any more", "Engines", "United Kingdom", first.name):
        assert words in text
    assert "Pay €" not in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"email": "ben@example.org"}, "Ben has a mail with the link to take it"),
        ({"email": ""}, "Ben has not taken it: hand the link on"),
        ({"revoked_at": timezone.now()}, "Ben Not valid any more"),
    ],
)
def test_each_ticket_says_how_far_it_is(ticket, buyer, fields, words):
    order = paid_order_of(ticket, user=buyer.user)
    Attendee.objects.filter(order=order).update(name="Ben", **fields)
    assert words in text_of(buyer, url_of(order))


def test_the_page_shows_no_code_of_a_ticket_that_somebody_else_has_claimed(ticket, buyer):
    order = paid_order_of((ticket, 2), user=buyer.user)
    claimed, free = order.attendees.all()
    Attendee.objects.filter(pk=claimed.pk).update(user=UserFactory())
    html = buyer.get(url_of(order)).content.decode()
    assert claimed.access_code not in html
    assert "only they have its code" in html
    assert free.access_code in html
    assert "tickets.pdf" in html
    Attendee.objects.filter(pk=free.pk).update(user=UserFactory())
    assert "tickets.pdf" not in buyer.get(url_of(order)).content.decode()


def test_what_went_back_is_shown(ticket, buyer):
    order = paid_order_of((ticket, 2), user=buyer.user)
    order.status = Order.Status.PARTIALLY_REFUNDED
    order.save()
    RefundFactory(payment=order.payments.get(), amount=Decimal("40.00"))
    RefundFactory(payment=order.payments.get(), amount=Decimal("7.00"), status=Refund.Status.FAILED)
    text = text_of(buyer, url_of(order))
    assert "€40.00 went back to you." in text


@pytest.mark.parametrize(
    ("status", "words"),
    [(Order.Status.CANCELLED, "This order has ended"), (Order.Status.REFUNDED, "Your money went back")],
)
def test_an_ended_order_says_so(order, buyer, status, words):
    Order.objects.update(status=status, hold_expires_at=None)
    assert words in text_of(buyer, url_of(order))
    assert buyer.get(url_of(order, "pay/")).url == url_of(order)


def test_the_pay_page_prints_no_secret_key_that_stands_in_the_wrong_field(order, buyer, conference):
    assert 'data-key="pk_test_x"' in buyer.get(url_of(order, "pay/")).content.decode()
    conference.stripe_publishable_key = "sk_test_secret"
    conference.save()
    assert "sk_test_secret" not in buyer.get(url_of(order, "pay/")).content.decode()


def test_an_order_that_lost_its_hold_can_be_paid_until_its_last_moment(order, buyer):
    Order.objects.update(hold_expires_at=timezone.now() - dt.timedelta(minutes=1))
    page = buyer.get(url_of(order)).content.decode()
    assert "you can still pay" in page
    assert url_of(order, "pay/") in page
    assert buyer.get(url_of(order, "pay/")).status_code == 200
    Order.objects.update(created_at=timezone.now() - dt.timedelta(days=1))
    page = buyer.get(url_of(order)).content.decode()
    assert "The time to pay this order is over. Please order again." in page
    assert "you can still pay" not in page
    assert url_of(order, "pay/") not in page
    assert buyer.get(url_of(order, "pay/")).url == url_of(order)


def test_a_payment_on_its_way_needs_nothing(order, buyer):
    PaymentFactory(order=order, method=Payment.Method.STRIPE, status=Payment.Status.PROCESSING)
    assert "Your bank is working on it" in text_of(buyer, url_of(order))
    assert buyer.get(url_of(order, "pay/")).url == url_of(order)
    assert buyer.get(url_of(order, "pay/done/")).url == url_of(order)


def test_a_transfer_has_everything_it_needs(order, buyer, conference):
    conference.seller_name, conference.seller_bank_account = "Halyard", "IT60 X"
    conference.save()
    order.pay_by, order.hold_expires_at = "transfer", timezone.now() + dt.timedelta(days=5)
    order.save()
    day = order.hold_expires_at.astimezone(conference.tz)
    for url in (url_of(order), url_of(order, "pay/")):
        text = text_of(buyer, url)
        for words in ("€225.00", "Halyard", "IT60 X", order.reference, f"{day.day} {day:%B %Y}"):
            assert words in text
    assert "Pay by card instead, now" in text_of(buyer, url_of(order, "pay/"))


def test_only_the_payment_page_may_load_stripe(order, buyer, settings):
    policy = buyer.get(url_of(order, "pay/"))["Content-Security-Policy"]
    assert "script-src 'self' https://*.js.stripe.com https://js.stripe.com" in policy
    assert "connect-src 'self' https://api.stripe.com" in policy
    assert "unsafe" not in policy
    assert "stripe" not in buyer.get(url_of(order))["Content-Security-Policy"]
    settings.STRIPE_JS_URL = settings.STRIPE_API_BASE = "http://127.0.0.1:9/v3/"
    policy = buyer.get(url_of(order, "pay/"))["Content-Security-Policy"]
    assert "script-src 'self' http://127.0.0.1:9;" in policy + ";"
    assert "stripe.com" not in policy


def test_pages_of_an_order_are_kept_nowhere(order, buyer):
    for path in ("", "pay/", "pay/done/", "status/"):
        assert "no-store" in buyer.get(url_of(order, path))["Cache-Control"]


def test_cancelling_gives_the_tickets_back(ticket, buyer, conference, cart_of):
    order = place_order(cart_of(buyer.user, ticket), billing=Billing("Ada", "ada@example.org"))
    answer = buyer.post(url_of(order, "pay/"), {"action": "cancel"})
    assert answer.url == url_of(order)
    order.refresh_from_db()
    assert order.status == Order.Status.CANCELLED
    again = buyer.post(url_of(order, "pay/"), {"action": "cancel"}, follow=True)
    assert "cannot be done any more" in again.content.decode()


def test_nobody_else_cancels_or_pays(order, client_for, staff_client, conference):
    for browser in (client_for(UserFactory()), staff_client("finance", conference)):
        for action in ("cancel", "credit", "start"):
            assert browser.post(url_of(order, "pay/"), {"action": action}).status_code == 404
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING


def test_actions_need_djangos_token(order):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(order.user, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.post(url_of(order, "pay/"), {"action": "cancel"}).status_code == 403
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING


@pytest.mark.parametrize("action", ["", "refund", "\x00"])
def test_actions_that_are_none(order, buyer, action):
    assert buyer.post(url_of(order, "pay/"), {"action": action}).url == url_of(order, "pay/")
    order.refresh_from_db()
    assert order.status == Order.Status.PENDING


def test_store_credit_pays_what_it_can(order, buyer, conference):
    CreditFactory(user=buyer.user, conference=conference, amount=Decimal(100))
    CreditFactory(conference=conference, amount=Decimal(500))
    assert "You have €100.00 with us." in text_of(buyer, url_of(order, "pay/"))
    buyer.post(url_of(order, "pay/"), {"action": "credit"})
    text = text_of(buyer, url_of(order, "pay/"))
    assert "Pay €125.00" in text
    assert "Store credit" in text
    CreditFactory(user=buyer.user, conference=conference, amount=Decimal(200))
    answer = buyer.post(url_of(order, "pay/"), {"action": "credit"}, follow=True)
    assert answer.redirect_chain[-1][0] == url_of(order)
    order.refresh_from_db()
    assert order.status == Order.Status.PAID
    assert Credit.objects.filter(user=buyer.user, remaining_amount=75).exists()


@pytest.mark.parametrize("number", [1, 12])
def test_queries_of_the_order_page(buyer, shop, conference, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference)
    addon = AddOnFactory(conference=conference)
    order = paid_order_of(*tickets, (addon, number), user=buyer.user)
    line = order.line_items.get(addon=addon)
    for unit, attendee in enumerate(Attendee.objects.all(), start=1):
        AttendeeAddOn.objects.create(attendee=attendee, line=line, unit=unit)
        RefundFactory(payment=order.payments.get(), amount=1)
    buyer.get(url_of(order))
    with django_assert_num_queries(15):
        html = buyer.get(url_of(order)).content.decode()
    assert html.count("+ Add-on") == number
    assert scope.may(buyer.user, "registration.view_order", conference) is False


def test_a_paid_order_says_that_its_invoice_comes_until_it_is_there(ticket, buyer, conference):
    words = "Your invoice is being written; it appears here and comes by mail."
    order = paid_order_of(ticket, user=buyer.user)
    assert words not in text_of(buyer, url_of(order))  # nobody can write one without a seller
    conference.seller_name = "Engines"
    conference.save()
    assert words in text_of(buyer, url_of(order))
    issue_invoice(order)
    assert words not in text_of(buyer, url_of(order))


def test_a_free_order_waits_for_no_invoice(buyer, shop, conference):
    conference.seller_name = "Engines"
    conference.save()
    order = paid_order_of(TicketTypeFactory(conference=conference, price=0), user=buyer.user)
    assert "invoice is being written" not in text_of(buyer, url_of(order))


def test_a_ticket_of_ones_own_has_its_days_for_the_calendar(ticket, buyer):
    order = paid_order_of(ticket, user=buyer.user)
    mine = Attendee.objects.get()
    assert "calendar.ics" not in buyer.get(url_of(order)).content.decode()  # it is nobody's yet
    mine.user = buyer.user
    mine.save()
    address = f"/account/tickets/{mine.access_code}/calendar.ics"
    assert address in buyer.get(url_of(order)).content.decode()
    mine.revoked_at = timezone.now()
    mine.save()
    assert "calendar.ics" not in buyer.get(url_of(order)).content.decode()


def test_the_payment_page_counts_only_while_the_tickets_are_held(order, buyer):
    html = buyer.get(url_of(order, "pay/")).content.decode()
    over = "The time to pay is over. While there are tickets left you can still pay and get them."
    assert f'data-until="{order.hold_expires_at.astimezone(order.conference.tz).isoformat()}"' in html
    assert f'data-over="{over}"' in html
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - dt.timedelta(seconds=1))
    html = buyer.get(url_of(order, "pay/")).content.decode()
    assert 'data-until=""' in html
    assert f">{over}<" in html


def test_who_has_left_the_payment_finds_the_order_again(order, buyer, visitor, client_for):
    words = f"Order {order.reference} waits for your payment until"
    for url in ("/tickets/cart/", "/tickets/"):
        html = buyer.get(url).content.decode()
        assert words in html
        assert f'href="{url_of(order, "pay/")}"' in html
    assert words in buyer.get("/account/").content.decode()
    for browser in (visitor, client_for(UserFactory())):
        assert [words in browser.get(url).content.decode() for url in ("/tickets/cart/", "/tickets/")] == [False, False]
    Order.objects.filter(pk=order.pk).update(hold_expires_at=timezone.now() - dt.timedelta(seconds=1))
    for url in ("/tickets/cart/", "/tickets/", "/account/"):
        assert words not in buyer.get(url).content.decode()


# --- with the stand-in for Stripe ------------------------------------------------------------------------------------


@pytest.fixture
def stripe(stripe_sandbox, conference, settings):
    """Return the stand-in, at which the conference has its account."""
    settings.STRIPE_API_BASE = stripe_sandbox.base_url
    account = stripe_sandbox.account("test")
    conference.stripe_secret_key, conference.stripe_publishable_key = account.secret_key, account.publishable_key
    conference.save()
    return stripe_sandbox


@pytest.fixture
def bought(stripe, ticket, dinner, buyer, conference):
    """Return an order that the buyer has just placed."""
    cart = get_or_create_cart(buyer.user, conference)
    add_ticket(cart, ticket)
    add_addon(cart, dinner)
    return place_order(cart, billing=Billing("Ada", "ada@example.org"))


def start(browser, order):
    return browser.post(url_of(order, "pay/"), {"action": "start"})


def test_two_tabs_pay_once_and_the_second_is_led_on(bought, buyer, stripe):
    first, second = start(buyer, bought).json(), start(buyer, bought).json()
    assert first["client_secret"] == second["client_secret"]
    assert dt.datetime.fromisoformat(first["until"]) > timezone.now()
    stripe.pay(first["client_secret"])
    assert start(buyer, bought).json() == {"done": url_of(bought, "pay/done/")}
    answer = buyer.get(url_of(bought, "pay/done/?redirect_status=failed&payment_intent=pi_forged"))
    assert answer.url == url_of(bought)
    assert "We have sent the tickets" in text_of(buyer, url_of(bought))
    assert len(stripe.charges()) == 1


def test_the_redirects_word_counts_nothing(bought, buyer, stripe):
    start(buyer, bought)
    html = buyer.get(url_of(bought, "pay/done/?redirect_status=succeeded&payment_intent=pi_forged")).content.decode()
    assert "One moment" in html
    assert buyer.get(url_of(bought, "status/")).json() == {"status": "pending", "is_settled": False, "refusal": ""}
    bought.refresh_from_db()
    assert bought.status == Order.Status.PENDING


def test_a_declined_card_leads_back_with_the_reason(bought, buyer, stripe):
    secret = start(buyer, bought).json()["client_secret"]
    stripe.pay(secret, card="4000000000000002")
    answer = buyer.get(url_of(bought, "pay/done/"))
    assert answer.url == url_of(bought, "pay/")
    assert "Your card was declined." in text_of(buyer, url_of(bought, "pay/"))
    stripe.pay(secret)
    cache.clear()  # instead of the five seconds between two questions
    assert buyer.get(url_of(bought, "pay/done/")).url == url_of(bought)


def test_stripe_in_trouble_is_told_in_words(bought, buyer, stripe):
    stripe.fault("500", count=50)
    answer = start(buyer, bought)
    assert answer.status_code == 503
    assert "Nothing was charged" in answer.json()["error"]
    assert buyer.get(url_of(bought, "pay/")).status_code == 200


def test_an_ended_order_cannot_be_paid(bought, buyer, stripe):
    buyer.post(url_of(bought, "pay/"), {"action": "cancel"})
    answer = start(buyer, bought)
    assert answer.status_code == 409
    assert "has ended" in answer.json()["error"]
