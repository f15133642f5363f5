"""Where a conference's front page lies in the tree, and which Wagtail site leads to it."""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from cms.models import HomePage, YearsPage
from cms.slugs import RESERVED
from conference.models import Conference
from conference.site_address import SiteAddress


@dataclass(frozen=True)
class Seat:
    """Where the front page goes: below which page of the tree, and under which slug."""

    parent: Page
    slug: str


def place(home: HomePage, address: SiteAddress) -> None:
    """Save the new front page at the address: as root of the host, or below the page that keeps the host's years.

    Raises `ValidationError` for `website_url` when something else lies there already.
    """
    seat = find_seat(home.conference, address)
    home.slug = seat.slug
    seat.parent.add_child(instance=home)
    open_host(home, address)


def find_seat(conference: Conference, address: SiteAddress) -> Seat:
    """Return the seat at the address, making the page that keeps the host's years where it is missing."""
    if not address.segment:
        return Seat(Page.get_first_root_node(), _free_slug(conference.slug))
    if address.segment in RESERVED:
        raise _taken(_("/%(segment)s/ is an address of the site itself.") % {"segment": address.segment})
    years = _years(address)
    if years.get_children().filter(slug=address.segment).exists():
        raise _taken(_("%(address)s is another conference’s.") % {"address": address})
    return Seat(years, address.segment)


def open_host(home: HomePage, address: SiteAddress) -> None:
    """Let a host of its own lead to the front page; a path below a shared host needs nothing."""
    if not address.segment:
        _lead_to(home, address)


def is_welcome(page: Page) -> bool:
    """Return whether this is the page that Wagtail puts into a new database."""
    return page.specific_class is Page and page.depth == 2


def _years(address: SiteAddress) -> Page:
    site = _site(address)
    if site is not None and site.root_page.specific_class is YearsPage:
        return site.root_page
    years = YearsPage(title=address.hostname, slug=_free_slug(address.hostname.replace(".", "-")))
    Page.get_first_root_node().add_child(instance=years)
    _lead_to(years, address)
    return years


def _lead_to(page: Page, address: SiteAddress) -> None:
    """Make a site, or take the one that only shows Wagtail's welcome."""
    site = _site(address)
    if site is not None and not is_welcome(site.root_page):
        raise _taken(
            _("%(address)s is the address of “%(site)s” already.") % {"address": address, "site": site.root_page}
        )
    untouched = [other for other in Site.objects.select_related("root_page") if is_welcome(other.root_page)]
    site = site or (untouched[0] if untouched else Site())
    site.hostname, site.port, site.site_name = address.hostname, address.port, page.title
    site.root_page = page
    site.is_default_site = not Site.objects.exclude(pk=site.pk).filter(is_default_site=True).exists()
    site.full_clean()
    site.save()
    for welcome in [root for root in Page.objects.filter(depth=2) if is_welcome(root)]:
        if not welcome.get_children().exists() and not welcome.sites_rooted_here.exists():
            welcome.delete()


def _site(address: SiteAddress) -> Site | None:
    return Site.objects.select_related("root_page").filter(hostname=address.hostname, port=address.port).first()


def _free_slug(wanted: str) -> str:
    """Return the slug, with a number when another page below the tree's root has it."""
    siblings = Page.get_first_root_node().get_children()
    slug, number = wanted, 2
    while siblings.filter(slug=slug).exists():
        slug, number = f"{wanted}-{number}", number + 1
    return slug


def _taken(message: str) -> ValidationError:
    return ValidationError({"website_url": message})
