"""The checkout's form as a whole: what it asks, what it understands, and what it tells of what is wrong."""

import re
from decimal import Decimal

import pytest

from registration.models import Order, ProfileQuestion
from registration.services.setting_up.sales import sales_of
from tests.cms.shop.checking_out import URL, filled, problems_in
from tests.factories.cms import add_content_page

pytestmark = pytest.mark.django_db


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


def test_enter_in_a_field_orders_and_does_not_fill_the_list(buyer, ticket, cart_of):
    """A browser presses the first button of the form."""
    cart_of(buyer.user, ticket, ticket)
    form = buyer.get(URL).content.decode().split('<form class="checkout"')[1]
    assert 'name="action" value="order"' in re.search(r"<button[^>]*>", form).group()


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
