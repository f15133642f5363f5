"""Loads the demo: an invented conference, its programme through the real import, its pages, its accounts.

Everything is looked for before it is made, so that loading again completes what is missing and changes nothing else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page, Site

from conference.models import Conference, Notice
from conference.pretalx.sync import PretalxSyncService
from conference.services.setup import SetUp, set_up
from conference.settings import get_config
from sandbox.demo.accounts import make_accounts
from sandbox.demo.content import load_table
from sandbox.demo.facts import fill_brand, fill_facts, fill_notices, fill_questions
from sandbox.demo.page_tree import PageTree
from sandbox.demo.pictures import Pictures
from sandbox.demo.programme_source import answering, stand_in_address
from sandbox.demo.shop import open_shop

Report = Callable[[str], None]


class DemoRefused(Exception):  # noqa: N818 - a refusal is no error of the program
    """The demo must not be loaded here; the message says why."""


@dataclass(frozen=True)
class Loaded:
    """The demo's conference, and whether this call made anything."""

    conference: Conference
    is_new: bool


def load_demo(*, report: Report = lambda _line: None) -> Loaded:
    """Make the demo, or what is missing of it. `DemoRefused` in production; `PretalxError` when the import fails."""
    if settings.PRODUCTION or not settings.SANDBOX_ENABLED:
        raise DemoRefused("The demo is for development: its passwords are known to everybody.")
    slug = load_table("site")["conference"]["slug"]
    conference = Conference.objects.filter(slug=slug).first()
    is_new = conference is None
    if is_new:
        report("Setting up the conference")
        conference = make_conference()
    pictures = Pictures(conference)
    if is_new or not conference.talks.exists():
        report("Importing the programme from the stand-in for Pretalx")
        address = conference.effective_pretalx_base_url
        with answering(address):
            report(f"  {PretalxSyncService(conference).sync_all().sentence()}")
    published = PageTree(conference, home_of(conference), pictures).fill()
    if published:
        report(f"Published {published} pages")
    if open_shop(conference):
        report("Opened the ticket shop")
    make_accounts(conference)
    return Loaded(conference, is_new or bool(published))


@transaction.atomic
def make_conference() -> Conference:
    """Set the conference up as an organizer would, and write its facts, look, notices and questions."""
    table = load_table("site")["conference"]
    address, base_url = stand_in_address(), settings.WAGTAILADMIN_BASE_URL
    conference = set_up(
        SetUp(
            **{
                name: table[name] for name in ("name", "slug", "start_date", "end_date", "timezone", "venue", "address")
            },
            website_url=base_url,
            pretalx_event_slug=table["pretalx_event"],
            pretalx_base_url="" if address == get_config().pretalx.base_url.rstrip("/") else address,
        ),
        by=None,
    )
    for name in ("language", "currency", "programme_visibility"):
        setattr(conference, name, table[name])
    conference.is_active = True
    conference.full_clean()
    conference.save()
    fill_facts(conference)
    fill_brand(conference, Pictures(conference))
    fill_questions(conference)
    fill_notices(conference, base_url)
    return conference


def move_to(base_url: str) -> None:
    """Let the default site, and the notices that link to it, begin with this address: `make run` may use another port."""
    site = Site.objects.get(is_default_site=True)
    former, parts = site.root_url, urlsplit(base_url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    if (site.hostname, site.port) == (parts.hostname, port):
        return
    site.hostname, site.port = parts.hostname, port
    site.save()  # not update(): saving clears the cached root paths
    for notice in Notice.objects.filter(link__startswith=f"{former}/"):
        notice.link = base_url + notice.link.removeprefix(former)
        notice.save_revision().publish()
    Conference.objects.filter(website_url=f"{former}/").update(website_url=f"{base_url}/", updated_at=timezone.now())


def home_of(conference: Conference) -> Page:
    """Return the front page."""
    return apps.get_model("cms", "HomePage").objects.get(conference=conference)
