"""What a conference needs before it goes public, as far as the staff's desks know where to mend it.

Each function answers one subject: a list of (text, done, address of the place to mend it).
"""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page

from conference import extension
from conference.models import Conference, Talk
from staff.registration.settings.checklist import sales
from staff.settings.tabs import url_name
from staff.setup.page_lines import line_of

Lines = list[tuple[str, bool, str]]
# pages that a public site must have, by the slug the starter gives them
NEEDED_PAGES = {
    "code-of-conduct": gettext_lazy("Publish the code of conduct"),
    "privacy": gettext_lazy("Publish the privacy page"),
    "legal-notice": gettext_lazy("Publish the legal notice"),
}


def contacts(conference: Conference) -> Lines:
    """Name whom visitors reach."""
    facts, url = conference.facts, reverse(url_name("contact"))
    return [
        (_("Name a contact address"), bool(facts.contact_email), url),
        (_("Name the code of conduct contact"), bool(facts.conduct_contact), url),
    ]


def look(conference: Conference) -> Lines:
    """Give the conference a logo."""
    return [(_("Upload a logo and choose the colours"), conference.brand.logo_id is not None, _look_url(conference))]


def programme(conference: Conference) -> Lines:
    """Import the programme, when there is a Pretalx event."""
    if not conference.pretalx_event_slug:
        return []
    return [
        (_("Import the programme"), Talk.objects.filter(conference=conference).exists(), reverse(url_name("pretalx")))
    ]


def pages(conference: Conference) -> Lines:
    """Publish what the law and visitors ask for, then the front page (two SQL statements): published and written."""
    home = getattr(conference, "home_page", None)
    if home is None:
        return [(_("Give the conference a site"), False, reverse("setup"))]
    needed = Page.objects.descendant_of(home).filter(slug__in=NEEDED_PAGES).order_by("-depth").specific()
    found = {page.slug: page for page in needed}
    lines = [
        line_of(found[slug], str(label)) if slug in found else (str(label), False, _explore(home))
        for slug, label in NEEDED_PAGES.items()
    ]
    return [*lines, line_of(home, _("Publish the front page"))]


def public(conference: Conference) -> Lines:
    """Open the site to visitors."""
    return [(_("Make the conference public"), conference.is_active, reverse(url_name("event")))]


def installation(conference: Conference) -> Lines:
    """What only the operator of the server can mend: encrypted address, sender of mails. Not asked in development."""
    if settings.DEBUG:
        return []
    is_own_sender = not settings.DEFAULT_FROM_EMAIL.rstrip(">").endswith("@localhost")
    return [
        (_("Serve the site by https (operator)"), conference.website_url.startswith("https://"), ""),
        (_("Give mails a sender’s address (operator)"), is_own_sender, ""),
    ]


def register() -> None:
    """Fill the registry."""
    for name, ask in (
        ("contacts", contacts),
        ("look", look),
        ("programme", programme),
        ("pages", pages),
        ("public", public),
        ("installation", installation),
        ("sales", sales),
    ):
        extension.checklist.register(name, ask)


def _explore(page: Page) -> str:
    return reverse("wagtailadmin_explore", args=[page.pk])


def _look_url(conference: Conference) -> str:
    return AdminURLFinder().get_edit_url(conference.brand) or ""
