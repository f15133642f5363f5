"""What visitors see of the catalogue, and for how long it is kept."""

import datetime as dt
import html as html_module
import json
import re
from decimal import Decimal

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from conference.models import PublicVersion
from registration.models import Order
from tests.factories.registration import (
    AddOnFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    order_of,
)

pytestmark = pytest.mark.django_db
URL = "/tickets/"
HOUR = dt.timedelta(hours=1)


def text_of(browser, url=URL):
    html = browser.get(url).content.decode()
    return re.sub(r"\s+", " ", html_module.unescape(re.sub(r"<[^>]+>", " ", html.split("<main")[1])))


def test_a_ticket_with_price_tax_and_what_is_included(visitor, ticket, dinner):
    ticket.includes, ticket.description = "Lunch\nCoffee", "For you"
    ticket.save()
    text = text_of(visitor)
    assert "€100.00" in text
    assert "with 19 % tax (€15.97)" in text
    assert "Lunch Coffee" in text
    assert "Goes with: Regular" in text
    assert "Available" in text


@pytest.mark.parametrize(("total", "words"), [(0, "Available"), (21, "Available"), (20, "20 left"), (1, "1 left")])
def test_what_is_left_is_a_number_when_it_is_small(visitor, ticket, total, words):
    ticket.total_quantity = total
    ticket.save()
    assert words in text_of(visitor)


def test_a_sold_out_ticket_has_no_field(visitor, ticket):
    ticket.total_quantity = 2
    ticket.save()
    order_of((ticket, 2), status=Order.Status.PAID)
    assert "Sold out" in text_of(visitor)
    assert f'name="q-ticket-{ticket.pk}"' not in visitor.get(URL).content.decode()


def test_the_sale_begins_and_ends_in_the_conferences_zone(visitor, ticket):
    now = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False):
        ticket.available_from, ticket.available_until = now + HOUR, now + 2 * HOUR
        ticket.save()
        text = text_of(visitor)
        assert "Not on sale yet" in text
        assert "from Mon, 1 Mar 2027, 11:00 (CET)" in text
        assert "until Mon, 1 Mar 2027, 12:00 (CET)" in text
    with time_machine.travel(now + HOUR, tick=False):  # a kept page must not say otherwise
        assert "Available" in text_of(visitor)
    with time_machine.travel(now + 3 * HOUR, tick=False):
        assert "Sale is over" in text_of(visitor)


def test_an_early_bird_has_both_prices_and_an_end(visitor, ticket, conference):
    now = dt.datetime(2027, 3, 1, 9, 0, tzinfo=dt.UTC)
    with time_machine.travel(now, tick=False):
        TimeOrStockLimitConditionFactory(
            conference=conference, name="Early bird", start_time=now + HOUR, end_time=now + 2 * HOUR, limit=5
        )
        assert "Early bird" not in text_of(visitor)
    with time_machine.travel(now + HOUR, tick=False):
        text = text_of(visitor)
        assert "instead of €100.00 €90.00" in text
        assert "Early bird until Mon, 1 Mar 2027, 12:00 (CET) · for 5 more" in text
    with time_machine.travel(now + 2 * HOUR + dt.timedelta(seconds=1), tick=False):
        assert "Early bird" not in text_of(visitor)


def test_hidden_tickets_appear_with_a_voucher_that_opens_them(visitor, shop, conference, change):
    hidden = TicketTypeFactory(conference=conference, name="Speaker", requires_voucher=True)
    voucher = VoucherFactory(conference=conference, code="OPEN", unlocks_hidden_tickets=True, ticket_types=[hidden])
    VoucherFactory(conference=conference, code="OTHER")
    assert "Speaker" not in text_of(visitor)
    assert "Speaker" not in text_of(visitor, URL)
    change(visitor, "voucher", code="other")
    assert "Speaker" not in text_of(visitor)
    answer = change(visitor, "voucher", code=" open ")
    assert answer.url == URL
    assert "With your voucher" in text_of(visitor)
    assert "Speaker" not in text_of(Client())
    voucher.is_active = False
    voucher.save()
    assert "Speaker" not in text_of(visitor)


def test_a_voucher_typed_on_the_storefront_is_told_once(visitor, ticket, conference, change):
    VoucherFactory(conference=conference, code="TEN")
    change(visitor, "voucher", code="ten", **{"from": "storefront"})
    assert text_of(visitor).count("Voucher TEN is in your basket") == 1
    hidden = TicketTypeFactory(conference=conference, name="Speaker", requires_voucher=True)
    VoucherFactory(conference=conference, code="OPEN", unlocks_hidden_tickets=True, ticket_types=[hidden])
    change(visitor, "voucher", code="open")
    text = text_of(visitor)
    assert "Voucher OPEN is in your basket and opens: Speaker." in text
    assert text.count("Voucher OPEN is in your basket") == 1


def test_what_is_not_on_sale_is_not_shown(visitor, ticket, conference):
    TicketTypeFactory(conference=conference, name="Withdrawn", is_active=False)
    TicketTypeFactory(name="Elsewhere")
    text = text_of(visitor)
    assert "Withdrawn" not in text
    assert "Elsewhere" not in text


def test_an_empty_shop_says_so(visitor, shop):
    assert "Nothing is on sale yet" in text_of(visitor)


def test_no_cookie_before_the_first_post(visitor, ticket):
    for url in (URL, "/tickets/cart/", "/tickets/?utm_source=x"):
        answer = visitor.get(url)
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.content.decode()


def test_campaign_is_carried_by_the_form(visitor, ticket):
    html = visitor.get('/tickets/?utm_source=news"><b>&utm_campaign=c%00&other=o').content.decode()
    assert '<input type="hidden" name="utm_source" value="news&quot;&gt;&lt;b&gt;">' in html
    assert '<input type="hidden" name="utm_campaign" value="c">' in html
    assert "utm_medium" not in html
    assert 'name="utm_source"' not in visitor.get(URL).content.decode()


def test_feature_off_is_not_found_and_previewed_with_a_note(visitor, ticket, conference, shop, rf):
    conference.feature_flags.registration_enabled = False
    conference.feature_flags.save()
    for path in ("", "cart/", "checkout/", "orders/ORD-X/", "orders/ORD-X/pay/"):
        assert visitor.get(URL + path).status_code == 404
    fresh = type(shop).objects.get(pk=shop.pk)
    answer = fresh.make_preview_request(preview_mode="")
    assert answer.status_code == 200
    assert "Its feature is switched off." in answer.content.decode()
    assert "Regular" in answer.content.decode()


def test_a_draft_is_previewed_as_visitors_will_see_it(ticket, shop):
    shop.unpublish()
    shop.introduction = "Soon"
    answer = shop.make_preview_request(preview_mode="")
    assert answer.status_code == 200
    assert "Soon" in answer.content.decode()
    assert "Put into the basket" in answer.content.decode()


def test_search_engines_read_the_offers(visitor, ticket, conference):
    TicketTypeFactory(conference=conference, name="</script>", total_quantity=1, price=Decimal("12.50"))
    order_of(conference.ticket_types.get(name="</script>"), status=Order.Status.PAID)
    html = visitor.get(URL).content.decode()
    event = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL).group(1))
    assert event["@type"] == "Event"
    assert {(offer["name"], offer["price"], offer["availability"].rpartition("/")[2]) for offer in event["offers"]} == {
        ("Regular", "100.00", "InStock"),
        ("</script>", "12.50", "SoldOut"),
    }
    assert event["offers"][0]["priceCurrency"] == "EUR"


def test_the_sitemap_lists_the_storefront_alone(visitor, ticket):
    locations = re.findall(r"<loc>(.*?)</loc>", visitor.get("/sitemap.xml").content.decode())
    assert [url for url in locations if "/tickets/" in url] == ["http://testserver/tickets/"]


def test_a_number_is_at_most_a_minute_old(visitor, ticket):
    ticket.total_quantity = 5
    ticket.save()
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        assert "5 left" in text_of(visitor)
        order_of((ticket, 2), status=Order.Status.PAID)
        assert "5 left" in text_of(visitor)
    with time_machine.travel(now + dt.timedelta(seconds=61), tick=False):
        assert "3 left" in text_of(visitor)


def test_changes_of_the_catalogue_refresh_the_page(committing, ticket, dinner, conference):
    with committing():
        condition = TimeOrStockLimitConditionFactory(conference=conference)
    other = TicketTypeFactory(conference=conference)
    changes = [
        ticket.save,
        dinner.save,
        condition.save,
        lambda: dinner.requires_ticket_types.add(other),
        lambda: condition.applicable_ticket_types.add(other),
        condition.delete,
        dinner.delete,
    ]
    for change in changes:
        before = PublicVersion.objects.get().number
        with committing():
            change()
        assert PublicVersion.objects.get().number == before + 1


@pytest.mark.parametrize("number", [5, 50])
def test_queries_cold_and_warm(visitor, shop, conference, committing, django_assert_num_queries, number):
    tickets = TicketTypeFactory.create_batch(number, conference=conference, total_quantity=9)
    for ticket in tickets:
        AddOnFactory(conference=conference, requires_ticket_types=[ticket, tickets[0]], total_quantity=9)
    TimeOrStockLimitConditionFactory(conference=conference, limit=5, ticket_types=tickets)
    visitor.get(URL)
    with committing():
        tickets[0].save()
    with django_assert_num_queries(11):
        answer = visitor.get(URL)
    assert answer.content.decode().count('class="offer"') == 2 * number
    with django_assert_num_queries(1):
        visitor.get(URL)


def test_shared_and_personal_answers_never_mix(visitor, ticket, put):
    put(visitor, ticket)
    own = visitor.get(URL)
    assert "in your basket" in own.content.decode()
    assert own["Cache-Control"] == "private, no-cache"
    assert "in your basket" not in Client().get(URL).content.decode()
