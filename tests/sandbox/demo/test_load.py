"""The demo loads completely, twice as well as once, and never where it must not."""

import socket
from io import StringIO

import pytest
from django.contrib.auth import authenticate
from django.core.management import CommandError, call_command
from django.test import Client

from cms.models import ContentPage, HomePage, NewsPage, SchedulePage, TicketStorefrontPage
from conference import scope
from conference.models import Conference, Notice, PretalxSyncRun, Question, User
from registration.models import AddOn, ProfileQuestion, TicketType, TimeOrStockLimitCondition, Voucher
from registration.services.setting_up.sales import sales_of
from sandbox.demo.accounts import load_accounts
from sandbox.demo.content import load_news, load_pages, load_table
from sandbox.demo.load import move_to
from sandbox.demo.page_tree import PLACES, TICKETS
from sandbox.demo.source import Programme
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def own_port(settings):
    """Let the stand-in for Pretalx answer where no other run of the suite does."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}"
    settings.DJANGO_PROGRAM = {"pretalx": {"base_url": address}}
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8000"


def load(**options) -> str:
    out = StringIO()
    call_command("load_demo", stdout=out, **options)
    return out.getvalue()


def stored_rows() -> dict[str, int]:
    kinds = (Conference, User, ContentPage, NewsPage, Question, Notice, PretalxSyncRun)
    kinds += (TicketType, AddOn, Voucher, TimeOrStockLimitCondition, ProfileQuestion)
    return {kind.__name__: kind.objects.count() for kind in kinds}


def test_every_page_has_its_place():
    assert {TICKETS, *(place.slug for place in PLACES)} == set(load_pages())


def test_the_demo_is_complete_and_loading_again_changes_nothing(own_port):
    said = load()
    conference = Conference.objects.get()
    programme = Programme.load()

    assert conference.talks.filter(is_public=True).count() == len(programme.sessions)
    assert conference.speakers.exclude(photo="").exists()
    assert ContentPage.objects.live().count() == len(PLACES)
    assert NewsPage.objects.live().count() == len(load_news())
    assert SchedulePage.objects.live().count() == 1
    assert Question.objects.filter(live=True).exists()
    assert str(HomePage.objects.get().body[0].value["title"]) == load_table("site")["home"]["hero_title"]

    password, accounts = load_accounts()
    for account in accounts:
        assert account.email in said
        assert authenticate(None, username=account.email, password=password)
    organizer = User.objects.get(email="organizer@demo.example")
    assert scope.may(organizer, "conference.change_conference", conference)
    assert not scope.may(User.objects.get(email="attendee@demo.example"), "conference.view_conference", conference)

    table = load_table("tickets")
    assert TicketType.objects.count() == len(table["ticket"])
    assert sales_of(conference).terms_page.slug == "terms"
    assert conference.sells_in_test_mode
    html = Client().get("/tickets/").content.decode()
    assert "Early bird" in html
    assert "Contributor" not in html  # hidden

    before = stored_rows()
    changed = ContentPage.objects.get(slug="about")
    changed.title = "About us"
    changed.save_revision().publish()
    assert "there already" in load()
    assert stored_rows() == before
    assert ContentPage.objects.get(slug="about").title == "About us"


def test_its_content_would_pass_the_editors_form_and_its_port_is_changed_everywhere_at_once(own_port):
    load()
    for kind in (HomePage, ContentPage, NewsPage):
        for page in kind.objects.all():
            page.body.stream_block.clean(page.body)
    shop = TicketStorefrontPage.objects.get()
    shop.body_below.stream_block.clean(shop.body_below)

    move_to("http://127.0.0.1:9000")
    home = HomePage.objects.get()
    assert home.full_url == "http://127.0.0.1:9000/"
    assert Notice.objects.get().link.startswith("http://127.0.0.1:9000/")
    assert home.conference.website_url == "http://127.0.0.1:9000/"
    assert Client().get("/").status_code == 200


def test_another_conference_is_left_alone_when_only_an_empty_database_is_to_be_filled():
    ConferenceFactory()
    assert "not loaded" in load(if_empty=True)
    assert Conference.objects.count() == 1


@pytest.mark.parametrize(("production", "sandbox"), [(True, True), (False, False)])
def test_the_demo_is_refused_outside_development(settings, production, sandbox):
    settings.PRODUCTION, settings.SANDBOX_ENABLED = production, sandbox
    with pytest.raises(CommandError, match="for development"):
        load()
    assert not Conference.objects.exists()
