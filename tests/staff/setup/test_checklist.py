import pytest

from conference.models import Conference
from registration.services.setting_up.sales import sales_of
from staff.setup.checklist_panel import ChecklistPanel
from tests.factories.conference import SuperuserFactory, TalkFactory
from tests.factories.registration import OrderFactory, TicketTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(client_for):
    client = client_for(SuperuserFactory())
    client.post(
        "/admin/setup/",
        {
            "name": "Harbour Conf 2027",
            "start_date": "2027-06-01",
            "end_date": "2027-06-03",
            "timezone": "Europe/Lisbon",
            "currency": "eur",
            "website_url": "https://2027.harbour.example",
            "pretalx_event_slug": "harbour",
        },
    )
    return client, Conference.objects.get()


def open_items(conference):
    return [item.text for item in ChecklistPanel(None, conference).items if not item.is_done]


def open_shop(conference):
    TicketTypeFactory(conference=conference)
    conference.seller_name = "Harbour Association"
    conference.save()
    sales = sales_of(conference)
    sales.transfer_enabled, sales.terms_page = True, conference.home_page
    sales.save()


def test_panel_lists_what_is_missing_with_links_that_open(made):
    client, conference = made
    html = client.get("/admin/").content.decode()
    assert "Before going public" in html
    panel = ChecklistPanel(None, conference)
    assert open_items(conference) == [
        "Name a contact address",
        "Name the code of conduct contact",
        "Upload a logo and choose the colours",
        "Import the programme",
        "Publish the code of conduct",
        "Publish the privacy page",
        "Publish the legal notice",
        "Publish the front page",
        "Give mails a sender’s address (operator)",
        "Add a ticket",
        "Publish the page with the tickets",
        "Let buyers pay by card: paste Stripe’s keys",
        "Say who sells, for the invoices",
        "Publish the terms of sale and choose them",
    ]
    for item in panel.items:
        if item.url:
            assert item.url in html or item.is_done
            assert client.get(item.url).status_code == 200, item.url
    paying = next(item for item in panel.items if item.text.startswith("Let buyers pay"))
    assert (paying.url, paying.other_url) == (
        "/admin/conference-settings/payments/",
        "/admin/conference-settings/sales/",
    )
    assert f'<a href="{paying.other_url}">or by bank transfer: offer it and name the account</a>' in html
    assert client.get(paying.other_url).status_code == 200


def test_the_currency_is_told_until_the_panel_goes_and_is_to_do_while_nobody_chose_it(made):
    _client, conference = made
    told = "Currency: %s (cannot change after the first order)"
    assert told % "EUR" in [item.text for item in ChecklistPanel(None, conference).items if item.is_done]
    conference.currency = ""
    assert told % "USD" in open_items(conference)
    OrderFactory(conference=conference)
    assert told % "USD" not in open_items(conference)


def test_panel_goes_when_everything_is_done(made, settings, django_user_model):
    client, conference = made
    settings.DEFAULT_FROM_EMAIL = "Harbour <hello@harbour.example>"
    facts, brand = conference.facts, conference.brand
    facts.contact_email, facts.conduct_contact = "hello@harbour.example", "safe@harbour.example"
    facts.save()
    from wagtail.images.tests.utils import get_test_image_file

    from conference.models import PlenaryImage

    brand.logo = PlenaryImage.objects.create(title="Logo", file=get_test_image_file())
    brand.save()
    TalkFactory(conference=conference)
    open_shop(conference)
    drafts = [page.get_latest_revision_as_object() for page in conference.home_page.get_descendants(inclusive=True)]
    for page in drafts:
        page.save_revision().publish()
    unfinished = [text for text in open_items(Conference.objects.get()) if "hints in square brackets" in text]
    assert [text.split(":")[0] for text in unfinished] == [
        "Finish “Code of conduct”",
        "Finish “Privacy”",
        "Finish “Legal notice”",
        "Finish “Harbour Conf 2027”",
        "Finish “Tickets”",
    ]
    for page in drafts:
        page.refresh_from_db()
        if hasattr(page, "body"):
            page.body = []
        if hasattr(page, "body_below"):
            page.body_below = []
        page.save_revision().publish()
    conference = Conference.objects.get()
    assert open_items(conference) == []
    assert "Before going public" not in client.get("/admin/").content.decode()


def test_conference_that_is_not_public_is_on_the_list(made):
    _client, conference = made
    conference.is_active = False
    assert "Make the conference public" in open_items(conference)


@pytest.mark.parametrize(
    ("mode", "api_base", "is_told"),
    [
        ("test", "https://api.stripe.com", True),
        ("live", "https://api.stripe.com", False),
        ("test", "http://127.0.0.1:8126", False),  # the stand-in takes no live keys
    ],
)
def test_a_shop_that_charges_nobody_is_told_so(made, settings, mode, api_base, is_told):
    settings.STRIPE_API_BASE = api_base
    conference = made[1]
    conference.stripe_publishable_key, conference.stripe_secret_key = f"pk_{mode}_1", f"sk_{mode}_1"
    conference.save()
    told = [text for text in open_items(conference) if "nobody is charged" in text]
    assert bool(told) is is_told
