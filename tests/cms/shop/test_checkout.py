"""From a basket to an order: the address, the form, what is kept, what is refused."""

import re
from decimal import Decimal

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client

from cms.shop import checkout_routes
from conference.models import OutboxMail, User
from registration.models import Attendee, Cart, Order, ProfileQuestion, Stock, TicketType
from registration.services.checkout import CheckoutService
from registration.services.setting_up.sales import sales_of
from tests.factories.cms import add_content_page
from tests.factories.conference import UserFactory
from tests.factories.registration import (
    AddOnFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
    paid_order_of,
)

pytestmark = pytest.mark.django_db
URL = "/tickets/checkout/"
CODE = re.compile(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", re.MULTILINE)


@pytest.fixture
def send_mail_at_once(monkeypatch):
    """Send queued mail at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())


def filled(cart, **changes):
    """Return what a browser sends for these tickets when a buyer fills in the least."""
    data = {
        "cart": cart.pk,
        "action": "order",
        "shown_total": str(sum((item.line_total for item in cart.items.all()), Decimal(0))),
        "billing-name": "Ada Lovelace",
        "billing-email": "ada@example.org",
        "agree-pay_by": "card",
    }
    first = True
    for item in cart.items.exclude(ticket_type=None).order_by("pk"):
        for unit in range(1, item.quantity + 1):
            data[f"t{item.ticket_type_id}-{unit}-mode"] = "me" if first else "later"
            first = False
    return {**data, **{name.replace("__", "-"): value for name, value in changes.items()}}


def problems_in(answer):
    box = re.search(r'<div class="form-errors".*?</div>', answer.content.decode(), re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", box.group())) if box else ""


def test_who_is_not_signed_in_is_asked_for_an_address_only(visitor, ticket, put):
    put(visitor, ticket)
    html = visitor.get(URL).content.decode()
    assert "csrfmiddlewaretoken" in html
    assert 'name="email"' in html
    assert 'name="password"' not in html


def test_an_empty_basket_has_no_checkout(visitor, buyer, ticket):
    for browser in (visitor, buyer):
        assert browser.get(URL).url == "/tickets/cart/"
        assert browser.post(URL, {}).status_code in (302, 403)


@pytest.mark.usefixtures("send_mail_at_once")
def test_a_code_makes_an_account_without_a_password_and_keeps_the_basket(ticket, put, mailoutbox):
    browser = Client()
    put(browser, ticket, 2)
    answer = browser.post(URL, {"email": "Wrong@example.org"})
    page = browser.get(answer.url).content.decode()
    assert f'href="{URL}"' in page  # back, to correct the address
    answer = browser.post(URL, {"email": "new@example.org"})
    assert answer.url == "/account/login/code/confirm/?next=%2Ftickets%2Fcheckout%2F"
    browser.post(answer.url, {"action": "resend", "next": URL})
    assert [mail.to for mail in mailoutbox] == [["wrong@example.org"], ["new@example.org"], ["new@example.org"]]
    code = CODE.search(mailoutbox[-1].body).group()
    answer = browser.post(answer.url, {"code": code, "next": URL})
    assert answer.url == URL
    html = browser.get(URL).content.decode()
    assert "new@example.org" in html
    assert "Ticket 2: Regular" in html
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert not EmailAddress.objects.get(email="wrong@example.org").verified


@pytest.mark.usefixtures("send_mail_at_once")
def test_who_has_an_account_gets_a_code_for_it(ticket, put, mailoutbox):
    user = UserFactory(email="ada@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = Client()
    put(browser, ticket)
    answer = browser.post(URL, {"email": "ADA@example.org"})
    browser.post(answer.url, {"code": CODE.search(mailoutbox[-1].body).group(), "next": URL})
    assert browser.get(URL).status_code == 200
    assert User.objects.filter(email__iexact="ada@example.org").count() == 1
    assert Cart.objects.get().user == user


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "\x00@example.org", "a" * 300 + "@example.org", "a@example.org\nb"]
)
def test_addresses_that_are_none_make_no_account(ticket, put, email):
    browser = Client()
    put(browser, ticket)
    answer = browser.post(URL, {"email": email})
    assert answer.status_code == 200
    assert "field__errors" in answer.content.decode()
    assert not User.objects.exists()


def test_the_form_needs_djangos_token(ticket, cart_of):
    browser = Client(enforce_csrf_checks=True)
    user = UserFactory()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    cart = cart_of(user, ticket)
    assert browser.post(URL, filled(cart)).status_code == 403
    assert not Order.objects.exists()


def test_an_order_with_everything(buyer, ticket, dinner, conference, cart_of, home):
    ProfileQuestion.objects.create(conference=conference, field="dietary_needs", is_required=True)
    sales = sales_of(conference)
    sales.terms_page = add_content_page(home, slug="terms")
    sales.conduct_page = add_content_page(home, slug="conduct")
    sales.save()
    cart = cart_of(buyer.user, ticket, dinner, ticket, ticket)
    prefix = f"t{ticket.pk}"
    sent = {
        f"{prefix}-1-answer_dietary_needs": "no nuts",
        f"{prefix}-2-mode": "other",
        f"{prefix}-2-name": "Grace",
        f"{prefix}-2-email": "grace@example.org",
        f"a{dinner.pk}-1-place": "holder-1",
        "billing-company": "Engines Ltd",
        "billing-address": "1 Mill\nLondon",
        "billing-country": "GB",
        "billing-tax_id": "GB 1",
        "billing-reference": "PO 7",
        "agree-terms": "on",
        "agree-conduct": "on",
    }
    html = buyer.get(URL).content.decode()
    assert 'href="/terms/"' in html
    assert 'href="/conduct/"' in html
    answer = buyer.post(URL, {**filled(cart), **sent})
    order = Order.objects.get()
    assert answer.url == f"/tickets/orders/{order.reference}/pay/"
    assert (order.total, order.billing_company, order.billing_country) == (Decimal("325.00"), "Engines Ltd", "GB")
    assert (order.billing_tax_id, order.buyer_reference, order.billing_address) == ("GB 1", "PO 7", "1 Mill\nLondon")
    assert order.terms_accepted_at
    assert [(h["mode"], h["name"], h["email"]) for h in order.plan["holders"]] == [
        ("me", "Ada Lovelace", ""),
        ("other", "Grace", "grace@example.org"),
        ("later", "", ""),
    ]
    assert order.plan["holders"][0]["answers"] == {"dietary_needs": "no nuts"}
    assert [(unit["addon"], unit["holder"]) for unit in order.plan["addons"]] == [(dinner.pk, 1)]
    assert order.plan["accepts_conduct"]


def test_everything_that_is_wrong_is_told_at_once_and_nothing_is_lost(buyer, ticket, conference, cart_of, home):
    ProfileQuestion.objects.create(conference=conference, field="shirt_size", is_required=True)
    sales = sales_of(conference)
    sales.terms_page = sales.conduct_page = add_content_page(home, slug="terms")
    sales.save()
    cart = cart_of(buyer.user, ticket, ticket)
    prefix = f"t{ticket.pk}"
    changes = {
        "billing-name": "",
        "billing-email": "no address",
        "billing-company": "Kept Ltd",
        f"{prefix}-2-mode": "other",
        f"{prefix}-2-name": "Grace",
    }
    answer = buyer.post(URL, {**filled(cart), **changes})
    assert answer.status_code == 400
    told = problems_in(answer)
    for words in (
        "6 things need another look",
        "Write the name that is to stand on the invoice.",
        "This is no e-mail address",
        "Shirt size: This must be answered.",
        "Write the address to which their ticket goes.",
        "agree to the terms of sale",
        "keeps to the code of conduct",
    ):
        assert words in told
    assert "I agree to the terms of sale: " not in told  # what is ticked is a sentence already
    assert f'href="#id_{prefix}-2-email"' in answer.content.decode()
    assert not Order.objects.exists()
    for html in (answer.content.decode(), buyer.get(URL).content.decode()):
        assert 'value="Kept Ltd"' in html
        assert 'value="Grace"' in html


def test_only_one_ticket_is_the_buyers(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    answer = buyer.post(URL, filled(cart, **{f"t{ticket.pk}__2__mode": "me"}))
    assert "Only one ticket can be yours" in problems_in(answer)


def test_who_has_a_ticket_is_not_offered_another_of_their_own(buyer, ticket, dinner, cart_of):
    old = paid_order_of(ticket, user=buyer.user)
    Attendee.objects.filter(order=old).update(user=buyer.user)
    cart = cart_of(buyer.user, ticket, dinner)
    html = buyer.get(URL).content.decode()
    assert 'value="me"' not in html
    assert "You have a ticket of your own already" in html
    assert "The ticket you have: Regular" in html
    attendee = Attendee.objects.get()
    data = {**filled(cart), f"t{ticket.pk}-1-mode": "later", f"a{dinner.pk}-1-place": f"attendee-{attendee.pk}"}
    buyer.post(URL, data)
    assert Order.objects.get(cart=cart).plan["addons"][0]["attendee"] == attendee.pk


def test_who_holds_a_guest_ticket_is_not_offered_another_of_their_own(buyer, ticket, cart_of):
    Attendee.objects.create(conference=ticket.conference, user=buyer.user)
    cart = cart_of(buyer.user, ticket)
    html = buyer.get(URL).content.decode()
    assert 'value="me"' not in html
    assert "The ticket you have" not in html, "a guest’s ticket carries no add-ons"
    assert buyer.post(URL, filled(cart)).status_code == 400
    assert not Order.objects.exists()


def test_a_pasted_list_fills_the_tickets_of_others(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, *[ticket] * 4)
    people = (
        "Grace Hopper <grace@example.org>\nalan@example.org, Alan Turing\nOne <1@example.org>\nMore <2@example.org>"
    )
    data = {**filled(cart), "action": "fill", "people": people, "billing-name": "Kept"}
    answer = buyer.post(URL, data)
    assert answer.url == f"{URL}#tickets"
    html = buyer.get(URL).content.decode()
    assert "Tickets 2–4 have names now." in html.replace("\u2060", "")
    assert "For 1 person there is no ticket left." in html
    assert 'value="Alan Turing"' in html
    assert 'value="Kept"' in html
    fields = Cart.objects.get().checkout_data["fields"]
    assert (fields[f"t{ticket.pk}-1-mode"], fields[f"t{ticket.pk}-2-email"]) == ("me", "grace@example.org")
    answer = buyer.post(URL, {**data, "people": "Nobody at all"})
    assert "no address in line 1" in problems_in(answer)
    assert "Nobody at all" in answer.content.decode()


def test_the_hint_beside_the_list_says_which_tickets_it_fills(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, *[ticket] * 5)
    html = buyer.get(URL).content.decode()
    assert "not for you and have no name yet, in their order: as it stands, tickets 2–5." in html.replace("\u2060", "")
    assert "“Ada Lovelace &lt;ada@example.org&gt;”" in html
    third = {f"t{ticket.pk}-3-mode": "other", f"t{ticket.pk}-3-name": "Grace", f"t{ticket.pk}-3-email": ""}
    data = {**filled(cart), **third, "action": "fill", "people": "alan@example.org"}
    buyer.post(URL, data)
    html = buyer.get(URL).content.decode()
    assert "Ticket 2 has a name now." in html
    assert "as it stands, tickets 4, 5." in html  # what was typed for the third is not lost
    fields = Cart.objects.get().checkout_data["fields"]
    assert [fields[f"t{ticket.pk}-{unit}-mode"] for unit in (1, 2, 3)] == ["me", "other", "other"]
    assert not fields.get(f"t{ticket.pk}-1-email")


def test_a_list_without_a_ticket_for_it_says_so(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    named = {f"t{ticket.pk}-2-mode": "other", f"t{ticket.pk}-2-name": "G", f"t{ticket.pk}-2-email": "g@example.org"}
    buyer.post(URL, {**filled(cart), **named, "action": "fill", "people": "alan@example.org"})
    html = buyer.get(URL).content.decode()
    assert "No ticket is left for it" in html
    assert "For 1 person there is no ticket left." in html
    assert "alan@example.org" not in html


def test_an_empty_list_is_told_and_keeps_what_was_typed(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    answer = buyer.post(URL, {**filled(cart), "action": "fill", "people": "", "billing-name": "Kept"})
    assert "Write at least one line" in problems_in(answer)
    assert 'value="Kept"' in buyer.get(URL).content.decode()


def test_enter_in_a_field_orders_and_does_not_fill_the_list(buyer, ticket, cart_of):
    """A browser presses the first button of the form."""
    cart_of(buyer.user, ticket, ticket)
    form = buyer.get(URL).content.decode().split('<form class="checkout"')[1]
    assert 'name="action" value="order"' in re.search(r"<button[^>]*>", form).group()


def test_an_account_without_a_name_takes_that_of_its_invoice(ticket, cart_of, client_for):
    users = UserFactory(name=""), UserFactory(name="Grace")
    for user in users:
        client_for(user).post(URL, filled(cart_of(user, ticket)))
        user.refresh_from_db()
    assert [user.name for user in users] == ["Ada Lovelace", "Grace"]


def test_a_list_that_was_forgotten_is_filled_in_before_the_order(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    buyer.post(URL, filled(cart, people="grace@example.org"))
    assert not Order.objects.exists()
    assert 'value="grace@example.org"' in buyer.get(URL).content.decode()


def test_a_changed_price_is_explained_and_nothing_is_ordered(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket)
    data = filled(cart)
    TicketType.objects.update(price=Decimal("120.00"))
    answer = buyer.post(URL, data)
    assert "it was €100.00 and is now €120.00" in problems_in(answer)
    assert 'name="shown_total" value="120.00"' in answer.content.decode()
    assert not Order.objects.exists()
    buyer.post(URL, {**data, "shown_total": "120.00"})
    assert Order.objects.get().total == 120


@pytest.mark.parametrize("total", ["", "0.01", "-100", "x", "NaN", "Infinity", "1e400", "\x00", "9" * 500])
def test_a_forged_total_orders_nothing(buyer, ticket, cart_of, total):
    answer = buyer.post(URL, filled(cart_of(buyer.user, ticket), shown_total=total))
    assert "The price has changed" in problems_in(answer)
    assert not Order.objects.exists()


def test_a_second_press_leads_to_the_same_order(buyer, ticket, cart_of):
    data = filled(cart_of(buyer.user, ticket))
    first, second = buyer.post(URL, data), buyer.post(URL, data)
    assert first.url == second.url
    assert Order.objects.count() == 1


def test_somebody_elses_cart_is_not_ordered(buyer, ticket, cart_of):
    other = cart_of(UserFactory(), ticket)
    assert buyer.post(URL, filled(other)).url == "/tickets/cart/"
    ordered = order_of(ticket, cart=other, user=other.user)
    assert buyer.post(URL, filled(other)).url == "/tickets/cart/"
    assert Order.objects.get() == ordered


@pytest.mark.parametrize("number", ["", "x", "-1", "9" * 50, "\x00", "٣"])
def test_cart_numbers_that_are_none(buyer, ticket, cart_of, number):
    answer = buyer.post(URL, {**filled(cart_of(buyer.user, ticket)), "cart": number})
    assert answer.url.endswith("/pay/")


def test_a_sold_out_ticket_is_told_on_the_form(buyer, ticket, cart_of, monkeypatch):
    cart = cart_of(buyer.user, ticket)
    ticket.total_quantity = 1
    ticket.save()
    order_of(ticket, status=Order.Status.PAID)
    assert buyer.post(URL, filled(cart)).url == "/tickets/cart/"
    assert "sold out" in buyer.get("/tickets/cart/").content.decode()
    assert Order.objects.count() == 1


def test_a_free_order_is_complete_at_once(buyer, conference, shop, cart_of):
    free = TicketTypeFactory(conference=conference, price=0)
    cart = cart_of(buyer.user, free)
    html = buyer.get(URL).content.decode()
    assert "Get the tickets" in html
    assert "pay_by" not in html
    answer = buyer.post(URL, filled(cart))
    order = Order.objects.get()
    assert answer.url == f"/tickets/orders/{order.reference}/"
    assert order.status == Order.Status.PAID
    assert Attendee.objects.get().user == buyer.user


def test_bank_transfer_where_it_is_offered(buyer, ticket, conference, cart_of):
    assert "Bank transfer" not in buyer.get(URL).content.decode()
    cart = cart_of(buyer.user, ticket)
    answer = buyer.post(URL, filled(cart, agree__pay_by="transfer"))
    assert "transfer" in problems_in(answer)
    sales = sales_of(conference)
    sales.transfer_enabled = True
    sales.save()
    assert "Bank transfer within 10 days" in buyer.get(URL).content.decode()
    buyer.post(URL, filled(cart, agree__pay_by="transfer"))
    assert Order.objects.get().pay_by == "transfer"


def test_without_a_way_to_pay_nothing_can_be_ordered(buyer, ticket, conference, cart_of):
    conference.stripe_secret_key = ""
    conference.save()
    cart = cart_of(buyer.user, ticket)
    assert "have not set up a way to pay" in buyer.get(URL).content.decode()
    assert buyer.post(URL, filled(cart)).status_code == 400
    assert not Order.objects.exists()


NONSENSE = {
    "billing-name": "a" * 201,
    "billing-email": "\x00@example.org",
    "billing-country": "XX",
    "billing-company": "\x00",
    "billing-address": "a" * 1001,
    "agree-pay_by": "gold",
}


@pytest.mark.parametrize(("name", "value"), NONSENSE.items())
def test_wrong_values_order_nothing_and_are_explained(buyer, ticket, cart_of, name, value):
    answer = buyer.post(URL, {**filled(cart_of(buyer.user, ticket)), name: value})
    assert answer.status_code == 400
    assert problems_in(answer)
    assert not Order.objects.exists()


@pytest.mark.parametrize("value", ["", "yours", "\x00", "me;later"])
def test_modes_that_are_none(buyer, ticket, cart_of, value):
    answer = buyer.post(URL, filled(cart_of(buyer.user, ticket), **{f"t{ticket.pk}__1__mode": value}))
    assert answer.status_code == 400
    assert not Order.objects.exists()


@pytest.mark.parametrize("place", ["holder-7", "attendee-1", "holder--1", "id-1", "\x00", ""])
def test_places_that_are_none(buyer, ticket, dinner, cart_of, place):
    paid_order_of(ticket)  # somebody else's ticket, with a number to guess
    cart = cart_of(buyer.user, ticket, ticket, dinner)
    answer = buyer.post(URL, filled(cart, **{f"a{dinner.pk}__1__place": place}))
    assert answer.status_code == 400
    assert Order.objects.filter(user=buyer.user).count() == 0


def test_two_tickets_for_one_person_are_refused(buyer, ticket, cart_of):
    cart = cart_of(buyer.user, ticket, ticket)
    both = {}
    for unit in (1, 2):
        both |= {
            f"t{ticket.pk}-{unit}-mode": "other",
            f"t{ticket.pk}-{unit}-name": "G",
            f"t{ticket.pk}-{unit}-email": "g@example.org",
        }
    answer = buyer.post(URL, {**filled(cart), **both})
    assert "stands beside two tickets" in problems_in(answer)


def test_a_closed_conference_takes_no_orders(buyer, ticket, conference, cart_of):
    cart = cart_of(buyer.user, ticket)
    conference.is_closed = True
    conference.save()
    answer = buyer.post(URL, filled(cart))
    assert answer.status_code == 400
    assert not Order.objects.exists()


def test_nobody_orders_again_and_again_to_flood_a_mailbox(buyer, ticket, cart_of, client_for, monkeypatch):
    """What to pay is mailed to the address on the order, which may be anybody's; the control is somebody else."""
    monkeypatch.setattr(checkout_routes, "ORDERS_AN_HOUR", 2)
    for _number in range(2):
        assert buyer.post(URL, filled(cart_of(buyer.user, ticket))).status_code == 302
        CheckoutService.cancel_order(Order.objects.filter(user=buyer.user).latest("pk"))
    answer = buyer.post(URL, filled(cart_of(buyer.user, ticket)))
    assert answer.status_code == 400
    assert "That were many orders" in problems_in(answer)
    assert Order.objects.filter(user=buyer.user).count() == 2
    other = UserFactory()
    assert client_for(other).post(URL, filled(cart_of(other, ticket))).status_code == 302


def test_many_accounts_of_one_network_do_not_hold_everything_by_transfer(
    ticket, conference, cart_of, client_for, monkeypatch
):
    """Paying by card is the control: it holds for minutes."""
    monkeypatch.setattr(checkout_routes, "TRANSFERS_AN_HOUR", 2)
    sales = sales_of(conference)
    sales.transfer_enabled = True
    sales.save()
    answers = []
    for way in ("transfer", "transfer", "transfer", "card"):
        user = UserFactory()
        form = {**filled(cart_of(user, ticket)), "agree-pay_by": way}
        answers.append(client_for(user).post(URL, form))
    assert [answer.status_code for answer in answers] == [302, 302, 400, 302]
    assert "many orders by bank transfer from your network" in problems_in(answers[2])


@pytest.mark.parametrize(("kinds", "units"), [(5, 1), (50, 1), (1, 1), (1, 20)])
@pytest.mark.parametrize(("price", "statements"), [(100, 34), (0, 40)])
def test_queries_of_placing_an_order(
    buyer, shop, conference, put, change, django_assert_num_queries, kinds, units, price, statements
):
    """A free order takes more: it is complete at once, with its tickets and a mail to each holder.

    The buyer's account is new and learns its name from the order.
    """
    User.objects.filter(pk=buyer.user.pk).update(name="")
    tickets = TicketTypeFactory.create_batch(kinds, conference=conference, price=price, limit_per_user=0)
    addons = [AddOnFactory(conference=conference, requires_ticket_types=tickets, price=price) for _n in range(kinds)]
    TimeOrStockLimitConditionFactory(conference=conference, limit=100)
    VoucherFactory(conference=conference, code="V")
    question = ProfileQuestion.objects.create(conference=conference, field="pronouns", is_required=True)
    question.ticket_types.set(tickets)
    Stock.objects.create(conference=conference)  # made by the first order of a conference
    for ticket in tickets:
        put(buyer, ticket, units)
    for addon in addons:
        put(buyer, addon)
    change(buyer, "voucher", code="V")
    html = buyer.get(URL).content.decode()
    data = filled(Cart.objects.get(), shown_total=re.search(r'name="shown_total" value="([\d.]+)"', html).group(1))
    places = dict.fromkeys(re.findall(r'name="(a\d+-\d+-place)"', html), "holder-0")
    others = [name.removesuffix("-mode") for name, value in data.items() if value == "later"]
    holders = {f"{name}-mode": "other" for name in others} | {f"{name}-name": "Grace" for name in others}
    holders |= {f"{name}-email": f"{name}@example.org" for name in others}
    answers = dict.fromkeys(re.findall(r'name="(t\d+-\d+-answer_pronouns)"', html), "they")
    with django_assert_num_queries(statements):
        answer = buyer.post(URL, {**data, **places, **holders, **answers})
    assert answer.status_code == 302, problems_in(answer)
    order = Order.objects.get(user=buyer.user)
    written = 0 if price else len(others) + 1
    assert OutboxMail.objects.filter(kind__in=("order.confirmation", "ticket.assigned")).count() == written
    assert order.attendees.count() == (0 if price else kinds * units)


def test_only_questions_that_may_be_left_are_called_optional(buyer, ticket, conference, cart_of):
    ProfileQuestion.objects.create(conference=conference, field="shirt_size", is_required=True)
    ProfileQuestion.objects.create(conference=conference, field="pronouns")
    cart_of(buyer.user, ticket)
    html = buyer.get(URL).content.decode()
    labels = [
        " ".join(re.sub(r"<[^>]+>", "", label).split()) for label in re.findall(r"<label.*?</label>", html, re.DOTALL)
    ]
    assert "Shirt size" in labels
    assert "Pronouns optional" in labels
    assert "Leave empty what the holder shall answer." in html
