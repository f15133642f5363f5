"""Setting up the first conference and a further one through the form."""

import pytest
from django.urls import reverse
from wagtail.models import Page, Site

from cms.models import HomePage, YearsPage
from conference.models import Conference, Invitation
from tests.factories.conference import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Harbour Conf 2027",
    "start_date": "2027-06-01",
    "end_date": "2027-06-03",
    "timezone": "Europe/Lisbon",
    "currency": "EUR",
    "venue": "Old Docks",
    "website_url": "https://2027.harbour.example",
    "pretalx_event_slug": "https://pretalx.example.org/harbour-2027/cfp",
    "organizers": "ada@example.org\nBob@example.org",
}


@pytest.fixture
def root(client_for):
    return client_for(SuperuserFactory())


def set_up(client, **changed):
    return client.post(reverse("setup"), {**FORM, **changed})


def test_empty_site_tells_visitors_what_is_going_on(client):
    answer = client.get("/")
    assert answer.status_code == 200
    assert "createsuperuser" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_empty_site_with_a_superuser_does_not_explain_commands_to_visitors(client):
    SuperuserFactory()
    assert "createsuperuser" not in client.get("/").content.decode()


@pytest.mark.parametrize("address", ["/", "/admin/"])
def test_empty_site_leads_a_superuser_to_the_form(root, address):
    assert root.get(address).headers["Location"] == reverse("setup")


def test_form_makes_conference_site_drafts_and_invitations(root):
    answer = set_up(root)
    assert answer.headers["Location"] == reverse("wagtailadmin_home")
    conference = Conference.objects.get()
    assert (conference.slug, conference.timezone, conference.is_active) == ("harbour-conf-2027", "Europe/Lisbon", True)
    assert (conference.pretalx_event_slug, conference.pretalx_base_url) == (
        "harbour-2027",
        "https://pretalx.example.org",
    )
    site = Site.objects.get()
    assert (site.hostname, site.port, site.is_default_site, site.root_page.specific_class) == (
        "2027.harbour.example",
        443,
        True,
        HomePage,
    )
    below = set(conference.home_page.get_descendants().values_list("slug", flat=True))
    assert below == {
        *("about", "venue", "code-of-conduct", "faq", "accessibility", "privacy", "legal-notice", "news", "schedule"),
        "tickets",
    }
    assert not Page.objects.live().filter(depth__gt=1).exists()
    assert set(Invitation.objects.values_list("email", flat=True)) == {"ada@example.org", "bob@example.org"}


@pytest.mark.parametrize(
    ("currency", "words"),
    [("", "This field is required."), ("EURO", "at most 3"), ("QQQ", "no currency code"), ("KWD", "thousandths")],
)
def test_the_currency_is_asked_for(root, currency, words):
    assert words in " ".join(set_up(root, currency=currency).context["form"].errors["currency"])
    assert not Conference.objects.exists()
    set_up(root, currency="eur")
    assert Conference.objects.get().currency == "EUR"


def test_a_further_conference_is_offered_the_currency_of_the_one_before(root):
    assert root.get(reverse("setup")).context["form"]["currency"].value() == ""
    set_up(root, currency="CHF")
    assert root.get(reverse("setup")).context["form"]["currency"].value() == "CHF"


def test_drafts_can_be_published_as_they_are(root, client):
    set_up(root, website_url="http://testserver.example/")
    for page in Conference.objects.get().home_page.get_descendants(inclusive=True).specific():
        page.full_clean()
        page.get_latest_revision().publish()
    for path in ("/", "/about/", "/venue/", "/code-of-conduct/", "/faq/", "/news/", "/schedule/", "/tickets/"):
        assert client.get(path).status_code == 200, path
    hero = client.get("/").content.decode().partition("<main")[2]
    assert hero.index("Get a ticket") < hero.index("See the programme")


def test_after_the_set_up_visitors_still_read_a_friendly_word(root, client):
    set_up(root)
    answer = client.get("/")
    assert "being set up" in answer.content.decode()
    assert root.get("/admin/").status_code == 200


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": ""}, "name"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"website_url": "nonsense"}, "website_url"),
        ({"website_url": "https://example.org/admin/"}, "website_url"),
        ({"organizers": "ada"}, "organizers"),
        ({"pretalx_event_slug": "no such/"}, "pretalx_event_slug"),
        ({"end_date": "2027-05-01"}, None),
    ],
)
def test_mistakes_stand_beside_their_field_and_nothing_is_written(root, changed, field):
    answer = set_up(root, **changed)
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert list(errors) == [field or "__all__"]
    assert not Conference.objects.exists()
    assert not Invitation.objects.exists()
    assert Site.objects.get().root_page.slug == "home"


def test_second_year_lies_below_one_host_and_waits_to_be_made_public(root):
    set_up(root, website_url="https://harbour.example/2027/")
    set_up(root, name="Harbour Conf 2028", website_url="https://harbour.example/2028/")
    first, second = Conference.objects.order_by("pk")
    assert (first.is_active, second.is_active) == (True, False)
    years = YearsPage.objects.get()
    assert [home.slug for home in years.get_children()] == ["2027", "2028"]
    assert Site.objects.get().root_page_id == years.pk
    assert second.home_page.get_full_url() == "https://harbour.example/2028/"


@pytest.mark.parametrize("address", ["https://2027.harbour.example", "https://2027.harbour.example/2028/"])
def test_address_that_another_conference_has_is_refused(root, address):
    set_up(root)
    answer = set_up(root, name="Harbour Conf 2028", website_url=address)
    assert list(answer.context["form"].errors) == ["website_url"]
    assert Conference.objects.count() == 1
    assert Page.objects.filter(depth=2).count() == 1


def test_conference_of_a_bootstrap_file_gets_its_site(root, conference):
    set_up(root, name="Test Conference 2027", slug="test")
    conference.refresh_from_db()
    assert Conference.objects.get() == conference
    assert conference.name == "Test Conference 2027"
    assert conference.home_page.get_children().exists()


def test_form_is_for_those_who_organize_all_conferences(staff_client, conference, home, client_for):
    assert staff_client("organizers", None).get(reverse("setup")).status_code == 200
    denied = staff_client("organizers", conference)
    assert denied.get(reverse("setup")).status_code in (302, 403)
    assert denied.post(reverse("setup"), FORM).status_code in (302, 403)
    assert client_for(UserFactory()).post(reverse("setup"), FORM).status_code == 302
    assert Conference.objects.count() == 1


def test_staff_who_may_not_make_conferences_do_not_see_the_menu_item(staff_client, conference, home):
    assert reverse("setup") not in staff_client("organizers", conference).get("/admin/").content.decode()
    assert reverse("setup") in staff_client("organizers", None).get("/admin/").content.decode()
