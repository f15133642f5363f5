"""On which terms a checkout ends: the ways to pay that there are, and what the buyer agrees to."""

from decimal import Decimal

from django.utils.html import format_html
from django.utils.translation import gettext as _
from wagtail.models import Page

from conference.models import Conference
from registration.models import Order, SalesSettings
from registration.services.setting_up.sales import offers_transfer
from registration.services.stripe.client import has_keys


def ways_to_pay(conference: Conference, sales: SalesSettings, *, total: Decimal, tickets: int) -> list[tuple[str, str]]:
    """Return (`Order.PayBy`, label) of the ways in which so many tickets can be paid; none when nothing is to be paid."""
    if not total:
        return []
    ways = []
    if has_keys(conference):
        ways.append((Order.PayBy.CARD, _("Card or wallet, now")))
    if offers_transfer(sales, tickets=tickets):
        days = sales.transfer_days
        ways.append((Order.PayBy.TRANSFER, _("Bank transfer within %(days)d days") % {"days": days}))
    return ways


def consents(sales: SalesSettings) -> dict[str, str]:
    """Return the labels of `terms` and `conduct` with links to their pages; "" for what there is no page to agree to."""
    return {
        "terms": _linked(sales.terms_page, _("I agree to the <a>terms of sale</a>.")),
        "conduct": _linked(sales.conduct_page, _("I have read the <a>code of conduct</a> and will keep to it.")),
    }


def _linked(page: Page | None, words: str) -> str:
    url = page.get_url() if page is not None and page.live else ""
    if not url:
        return ""
    before, _tag, rest = words.partition("<a>")
    linked, _tag, after = rest.partition("</a>")
    return format_html('{}<a href="{}" target="_blank">{}</a>{}', before, url, linked, after)
