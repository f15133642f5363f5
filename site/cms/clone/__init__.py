"""The clone step of the pages: next year's tree as drafts, its links leading to next year's pages."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page, Site

from cms.clone.links import lead_to_copies
from cms.models import HomePage, NewsPage, YearsPage
from cms.starter.place import find_seat, open_host
from conference import extension, site_address
from conference.models import Conference
from conference.site_address import SiteAddress


def copy_pages(old: Conference, new: Conference, *, shift: timedelta) -> int:  # noqa: ARG001 - a clone step's signature
    """Copy the pages below and including the front page, news excepted, as drafts; return how many.

    The new front page lies at `new.website_url`; where that is empty, at the old address with the year replaced, and
    `new.website_url` is set to it. Raises `ValidationError` when that is impossible or taken.
    """
    home = HomePage.objects.filter(conference=old).first()
    if home is None:
        return 0
    address = site_address.parse(new.website_url) if new.website_url else next_address(home, new)
    new.website_url = str(address)
    new.save(update_fields=["website_url", "updated_at"])
    seat = find_seat(new, address)
    copied: dict[int, int | None] = {}
    made = _copy(home, seat.parent, copied, slug=seat.slug, title=_renamed(home.title, old, new), conference=new)
    open_host(made, address)
    for page in Page.objects.filter(pk__in=[key for key in copied.values() if key]).specific():
        lead_to_copies(page, copied)
    return sum(key is not None for key in copied.values())


def next_address(home: HomePage, new: Conference) -> SiteAddress:
    """Return the old address with the old year replaced by the new one."""
    old_year, new_year = str(home.conference.start_date.year), str(new.start_date.year)
    parent = home.get_parent()
    root = parent if parent.specific_class is YearsPage else home
    site = Site.objects.filter(root_page_id=root.pk).order_by("-is_default_site").first()
    if site is not None and root != home:
        segment = home.slug.replace(old_year, new_year) if old_year in home.slug else new.slug
        return site_address.parse(f"{site.root_url}/{segment}/")
    if site is not None and old_year in site.hostname:
        return site_address.parse(site.root_url.replace(old_year, new_year))
    raise ValidationError(
        {"website_url": _("Say the address of the new site (--address): the old one has no year to replace.")}
    )


def register() -> None:
    """Fill the registry."""
    extension.clone_steps.register("pages", extension.CloneStep(label=gettext_lazy("pages"), copy=copy_pages))


def _copy(page: Page, parent: Page, copied: dict[int, int | None], **changes: object) -> Page:
    """Copy a page and what lies below it; note in `copied` which page became which, None for those left out."""
    source = page if page.live else page.get_latest_revision_as_object()  # a draft's words stand in its revision only
    made = source.copy(
        recursive=False, to=parent, update_attrs=changes, copy_revisions=False, keep_live=False, log_action=None
    )
    copied[page.pk] = made.pk
    for child in page.get_children().specific():
        if isinstance(child, NewsPage):
            copied[child.pk] = None
        else:
            _copy(child, made, copied)
    return made


def _renamed(title: str, old: Conference, new: Conference) -> str:
    return new.name if title == old.name else title.replace(str(old.start_date.year), str(new.start_date.year))
