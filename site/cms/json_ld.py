"""What the front page tells search engines."""

from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail.models import Page

from cms.schedule.addresses import Addresses
from cms.schedule.json_ld import CONTEXT, conference_event, in_script
from common import serving


def of_home(page: Page, request: HttpRequest) -> SafeString:
    """Return the conference as an event, with its organizer and its accounts elsewhere."""
    conference = page.conference
    url = page.get_full_url(request) or request.build_absolute_uri("/")
    about = {**conference_event(request, conference, Addresses("")), "url": url}
    facts = getattr(conference, "facts", None)
    description = page.search_description or getattr(facts, "tagline", "")
    organizer = {"@type": "Organization", "name": conference.seller_name or conference.name, "url": url}
    if getattr(facts, "contact_email", ""):
        organizer["email"] = facts.contact_email
    active = serving.current()
    if active is not None and (links := [link.url for link in active.texts.social_links]):
        organizer["sameAs"] = links
    extra = {"organizer": organizer, "inLanguage": conference.language}
    if description:
        extra["description"] = description
    return in_script({"@context": CONTEXT, **about, **extra})
