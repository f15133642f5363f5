"""What every test gets: nothing left over from the test before, and the objects most tests begin with."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.cache import caches
from django.test import Client
from wagtail.models import Collection, Locale, Page, Site

from cms.models import HomePage
from conference.services.roles import role_group
from tests import tables
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.stripe_sandbox import stripe_sandbox, stripe_server  # noqa: F401 - fixtures for every test

# What Wagtail's migrations make and every page needs; a transactional test's flush takes it away.
FOUNDATION = (Locale, Collection, Page, Site)


# What a first run of the demo relies on: these parts also pass on SQLite, by `make test-sqlite`.
ON_SQLITE = ("conference/models", "conference/pretalx", "conference/queries", "conference/services", "sandbox")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the parts that SQLite must carry as well; several writers at once are not its business."""
    here = Path(__file__).parent
    for item in items:
        carried = item.path.relative_to(here).as_posix().startswith(ON_SQLITE)
        if carried and not item.get_closest_marker("concurrent"):
            item.add_marker(pytest.mark.sqlite)


def pytest_unconfigure() -> None:
    """Delete the media of the run."""
    if settings.configured:
        shutil.rmtree(Path(settings.MEDIA_ROOT).parent, ignore_errors=True)


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what walks through the site have to tell (steps and minutes), and the tables of crowds and histories."""
    reports = [
        found for kind in terminalreporter.stats.values() for found in kind if getattr(found, "when", "") == "call"
    ]
    told = [(name, value) for report in reports for name, value in report.user_properties]
    walks = [value for name, value in told if name == "walk"]
    for line in [*walks, *tables.lines_of(value for name, value in told if name == tables.PROPERTY)]:
        terminalreporter.write_line(line)


@pytest.fixture(autouse=True)
def nothing_kept_in_memory() -> None:
    """Forget what a rollback does not: cached pages, Wagtail's root paths, content types."""
    for cache in caches.all(initialized_only=True):
        cache.clear()
    ContentType.objects.clear_cache()


@pytest.fixture(scope="session")
def foundation(django_db_setup, django_db_blocker) -> str:
    """Return the rows that Wagtail's migrations make, serialised."""
    with django_db_blocker.unblock():
        rows = [row for model in FOUNDATION for row in model.objects.order_by("pk")]
        return serializers.serialize("json", rows, use_natural_foreign_keys=True)


@pytest.fixture(autouse=True)
def foundation_after_flush(request) -> None:
    """Before a transactional test, bring back the rows that the one before it flushed."""
    marker = request.node.get_closest_marker("django_db")
    transactional = {"transactional_db", "live_server"} & set(request.fixturenames)
    if not transactional and not (marker and marker.kwargs.get("transaction")):
        return
    rows = request.getfixturevalue("foundation")
    request.getfixturevalue("transactional_db")
    if not Page.objects.exists():
        for row in serializers.deserialize("json", rows):
            row.save()


@pytest.fixture
def conference(db):
    """Return a public conference of three days in Berlin."""
    return ConferenceFactory(slug="test", name="Test Conference")


@pytest.fixture
def home(conference):
    """Return the published front page of `conference`, root of the only site."""
    site = Site.objects.get(is_default_site=True)
    welcome = site.root_page
    page = Page.get_first_root_node().add_child(
        instance=HomePage(title=conference.name, slug="home-of-test", conference=conference)
    )
    site.root_page = page
    site.hostname = "testserver"
    site.save()  # not update(): saving clears the cached root paths
    welcome.delete()
    return HomePage.objects.get(pk=page.pk)


@pytest.fixture
def staff_client(client_for):
    """Return `make(role, conference)`: a client signed in as a person with that role; `conference=None` means all."""

    def make(role: str, conference=None) -> Client:
        user = UserFactory()
        user.groups.add(role_group(role, conference).group)
        return client_for(user)

    return make


@pytest.fixture
def client_for(db):
    """Return `make(user)`: a client signed in as that person, who is at `client.user`."""

    def make(user) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        client.user = user
        return client

    return make
