"""What a conference needs before it can sell, each with the place where it is mended."""

from django.urls import reverse
from django.utils.translation import gettext as _

from conference import extension, features
from conference.models import Conference
from registration.services.orders import rehearsal
from registration.services.setting_up.sales import sales_of
from registration.services.setting_up.sales_locks import has_orders
from registration.services.stripe.client import has_keys, is_stand_in, livemode
from staff.registration.menu import DESK
from staff.settings.tabs import url_name
from staff.setup.page_lines import line_of

Lines = list[tuple]


def sales(conference: Conference) -> Lines:
    """Something to sell, a page to sell it on, a way to pay, a seller, terms; nothing while the shop is switched off."""
    if not features.is_desk_enabled(DESK, conference):
        return []
    settings, tab = sales_of(conference), reverse(url_name("sales"))
    can_be_paid = settings.transfer_enabled or has_keys(conference)
    terms = settings.terms_page
    return [
        _currency(conference),
        (_("Add a ticket"), conference.ticket_types.filter(is_active=True).exists(), reverse("ticket_types:index")),
        *_ticket_page(conference),
        (
            _("Let buyers pay by card: paste Stripe’s keys"),
            can_be_paid,
            reverse(url_name("payments")),
            _("or by bank transfer: offer it and name the account"),
            tab,
        ),
        *_real_money(conference),
        *_tests(conference),
        (_("Say who sells, for the invoices"), bool(conference.seller_name), tab),
        (_("Publish the terms of sale and choose them"), terms is not None and terms.live, tab),
    ]


def _currency(conference: Conference) -> tuple[str, bool, str]:
    """Name the currency while it can still be another one; to do while it is only the installation's (one SQL then)."""
    label = _("Currency: %(currency)s (cannot change after the first order)")
    is_settled = bool(conference.currency) or has_orders(conference)
    return label % {"currency": conference.effective_currency}, is_settled, reverse(url_name("event"))


def _real_money(conference: Conference) -> Lines:
    """Exchange test keys, with which everybody gets tickets for nothing; a stand-in for Stripe takes no other keys."""
    if not has_keys(conference) or livemode(conference) or is_stand_in():
        return []
    label = _("Exchange Stripe’s test keys for the live ones: with test keys nobody is charged")
    return [(label, False, reverse(url_name("payments")))]


def _tests(conference: Conference) -> Lines:
    """End the orders from the tests, once real money is taken and while there are some (one SQL statement)."""
    if not livemode(conference) or not rehearsal.left_over(conference).exists():
        return []
    return [(_("End the orders from your tests: their tickets let people in"), False, reverse(url_name("payments")))]


def _ticket_page(conference: Conference) -> Lines:
    """Publish the page with the tickets, or make it where there is none (one SQL statement)."""
    home = getattr(conference, "home_page", None)
    if home is None:
        return []
    label = _("Publish the page with the tickets")
    model = extension.page_models.get("storefront")
    page = model.objects.descendant_of(home).order_by("-live").first()
    if page is not None:
        return [line_of(page, label)]
    kind = model._meta
    return [(label, False, reverse("wagtailadmin_pages:add", args=[kind.app_label, kind.model_name, home.pk]))]
