"""What a conference needs before it can sell, each with the place where it is mended."""

from django.urls import reverse
from django.utils.translation import gettext as _

from conference import features
from conference.models import Conference
from registration.services.sales import sales_of
from registration.services.stripe_client import has_keys
from staff.registration.menu import DESK
from staff.settings.tabs import url_name

Lines = list[tuple[str, bool, str]]


def sales(conference: Conference) -> Lines:
    """Something to sell, a way to pay, a seller, terms; nothing for a conference whose shop is switched off."""
    if not features.is_desk_enabled(DESK, conference):
        return []
    settings, tab = sales_of(conference), reverse(url_name("sales"))
    can_be_paid = settings.transfer_enabled or has_keys(conference)
    terms = settings.terms_page
    return [
        (_("Add a ticket"), conference.ticket_types.filter(is_active=True).exists(), reverse("ticket_types:index")),
        (_("Let buyers pay: by card or bank transfer"), can_be_paid, reverse(url_name("payments"))),
        (_("Say who sells, for the invoices"), bool(conference.seller_name), tab),
        (_("Publish the terms of sale and choose them"), terms is not None and terms.live, tab),
    ]
