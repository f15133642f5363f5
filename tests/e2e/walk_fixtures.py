"""What the walks need besides a browser: people, a Pretalx of recordings, and a worker in the background."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.conf import settings as django_settings
from django.db import connections
from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from wagtail.models import Page

from conference.models import Conference
from conference.services.roles import role_group
from conference.services.setup import SetUp, set_up
from sandbox.pretalx.server import PretalxServer
from tests.conference.pretalx import servers
from tests.e2e.walking import Walk
from tests.factories.conference import UserFactory

QUEUE = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}


@pytest.fixture
def walk(browser, live_server, request) -> Iterator[Callable[..., Walk]]:
    """Return `walk(who, width=, scheme=, person=, …)`: a person at a window of their own; nobody may have met an error."""
    walks: list[Walk] = []

    def start(who: str, *, width: int = 1280, scheme: str = "light", person: type[Walk] = Walk, **options) -> Walk:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/Berlin",
            **options,
        )
        walks.append(person(context, live_server.url, f"{request.node.name}/{who}"))
        return walks[-1]

    yield start
    for walker in walks:
        walker.context.close()
    if troubles := [trouble for walker in walks for trouble in walker.troubles]:
        pytest.fail("\n".join(troubles))


@pytest.fixture
def tell(record_property) -> Callable[[str], None]:
    """Return `tell(line)`: the line stands in the summary of the test run."""
    return lambda line: record_property("walk", line)


@pytest.fixture
def pretalx() -> Iterator[Callable[..., PretalxServer]]:
    """Return `pretalx(recording, …, **faults)`: a running stand-in."""
    running: list[PretalxServer] = []

    def start(*recordings: str, **options) -> PretalxServer:
        running.append(servers.start(*recordings, **options))
        return running[-1]

    yield start
    for server in running:
        servers.stop(server)


@pytest.fixture
def worker(settings, transactional_db) -> Iterator[None]:
    """Let a worker take tasks from the database as `manage.py db_worker` does, in a thread."""
    settings.TASKS = QUEUE
    worker = Worker(
        queue_names=["default"],
        interval=0.1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="walk",
        excluded_queue_names=[],
    )

    def work() -> None:
        try:
            worker.run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    yield
    worker.running = False
    thread.join(timeout=30)
    assert not thread.is_alive()


@pytest.fixture
def stand_in(pretalx) -> PretalxServer:
    """Return the Pretalx of `event`."""
    return pretalx("small")


@pytest.fixture
def event(live_server, stand_in) -> Conference:
    """Return a conference as the set-up makes it, all its drafts published, with the programme of the recording `small`."""
    conference = set_up(
        SetUp(
            name="Harbour Conf 2027",
            start_date=dt.date(2027, 6, 12),
            end_date=dt.date(2027, 6, 13),
            timezone="Europe/Berlin",
            language="en-gb",
            website_url=live_server.url,
            venue="Old Custom House, Bremen",
            pretalx_event_slug=servers.event_of(stand_in),
            pretalx_base_url=stand_in.base_url,
        ),
        by=None,
    )
    servers.service_for(conference).sync_all()
    conference.programme_visibility = Conference.Visibility.SCHEDULE
    conference.save()
    for page in Page.objects.filter(path__startswith=conference.home_page.path):
        page.specific.get_latest_revision().publish()
    return conference


@pytest.fixture
def staff_at(walk, client_for):
    """Return `staff_at(conference, role, …)`: somebody signed in with that role; the options are those of `walk`."""

    def start(conference: Conference, role: str, **options) -> Walk:
        user = UserFactory(name=f"Robin of {role}")
        user.groups.add(role_group(role, conference).group)
        return sign_in(walk(role, **options), client_for(user))

    return start


@pytest.fixture
def staff(staff_at, event):
    """Return `staff(role, …)`: somebody signed in with that role at `event`; the options are those of `walk`."""
    return partial(staff_at, event)


def sign_in(walker: Walk, client: Client) -> Walk:
    """Give a walker the session of a client; return the walker."""
    name = django_settings.SESSION_COOKIE_NAME
    walker.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": walker.origin}])
    return walker
