"""A conference of one's own: the event, its site with a first set of drafts, roles, and the first organizers.

The set-up form and `manage.py setup_site` do the same through this one service. What visitors will see is made by the
upper floor, which registers itself in `extension.starters`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from conference import extension, site_address
from conference.models import Conference, User
from conference.services import conferences, people, roles

ORGANIZERS = "organizers"


@dataclass(frozen=True, kw_only=True)
class SetUp:
    """What the form asks. Dates are whole days in `timezone`; `website_url` is an address as `site_address` reads it.

    `currency` is ISO 4217, "" for the installation's.
    """

    name: str
    start_date: date
    end_date: date
    timezone: str
    website_url: str
    slug: str = ""
    currency: str = ""
    language: str = "en"
    venue: str = ""
    address: str = ""
    pretalx_event_slug: str = ""
    pretalx_base_url: str = ""
    organizers: Iterable[str] = field(default_factory=tuple)


@transaction.atomic
def set_up(wanted: SetUp, *, by: User | None) -> Conference:
    """Make the conference, its site with drafts, the role groups, and invite the organizers; return the conference.

    `by` invites the organizers. The first conference of an installation is public as soon as its pages are, a further
    one when an organizer says so. Raises `ValidationError` (per field where it can) and then has written nothing.
    """
    organizers = _addresses(wanted.organizers)
    if organizers and by is None:
        raise ValidationError(
            {
                "organizers": _(
                    "Somebody has to invite the organizers: make a superuser first (manage.py createsuperuser)."
                )
            }
        )
    address = _address(wanted.website_url)
    conference = _conference(wanted, address)
    for start in extension.starters.values():
        start(conference, address)
    roles.sync_role_groups()  # once more: now the front page exists
    for organizer in organizers:
        people.invite(organizer, ORGANIZERS, conference=conference, by=by)
    return conference


def _conference(wanted: SetUp, address: site_address.SiteAddress) -> Conference:
    """Make the conference; one that a bootstrap file made and that has no pages yet is taken as it is."""
    fields = {
        "name": wanted.name.strip(),
        "slug": wanted.slug or slugify(wanted.name),
        "start_date": wanted.start_date,
        "end_date": wanted.end_date,
        "timezone": wanted.timezone,
        "currency": wanted.currency,
        "language": wanted.language,
        "venue": wanted.venue,
        "address": wanted.address,
        "website_url": str(address),
        "pretalx_event_slug": wanted.pretalx_event_slug,
        "pretalx_base_url": wanted.pretalx_base_url,
    }
    waiting = Conference.objects.filter(slug=fields["slug"], home_page__isnull=True).first()
    if waiting is None:
        return conferences.create_conference(**fields, is_active=not Conference.objects.exists())
    for name, value in fields.items():
        setattr(waiting, name, value)
    waiting.full_clean()
    waiting.save()
    conferences.ensure_collection(waiting)
    return waiting


def _address(text: str) -> site_address.SiteAddress:
    try:
        return site_address.parse(text)
    except ValidationError as error:
        raise ValidationError({"website_url": error.messages}) from error


def _addresses(given: Iterable[str]) -> list[str]:
    addresses = list(dict.fromkeys(address.strip().lower() for address in given if address.strip()))
    for address in addresses:
        try:
            validate_email(address)
        except ValidationError as error:
            raise ValidationError(
                {"organizers": _("“%(address)s” is no e-mail address.") % {"address": address}}
            ) from error
    return addresses
