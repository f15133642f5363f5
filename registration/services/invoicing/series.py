"""From which series a conference takes the numbers of its invoices: one for each seller, and one for test orders."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.models import Invoice, InvoiceSeries
from registration.services.setting_up.sales import sales_of

PREFIX = re.compile(r"[A-Z0-9][A-Z0-9/-]{0,18}-?")
LONGEST_WORDS = 6


def can_issue(conference: Conference) -> bool:
    """Return whether invoices can be written: somebody must sell."""
    return bool(conference.seller_name.strip())


def series_for(conference: Conference, *, is_test: bool = False) -> InvoiceSeries:
    """Return the series of the conference's seller, made when first asked for."""
    sales = sales_of(conference)
    if not is_test and sales.invoice_series_id:
        return sales.invoice_series
    seller = conference.seller_name.strip()
    theirs = InvoiceSeries.objects.filter(seller_name=seller, is_test=is_test)
    # the one that goes on, not one that was given up before its first number
    series = theirs.order_by("-last_number", "pk").first()
    series = series or _make(seller, prefix_of(conference), is_test=is_test)
    if not is_test:
        sales.invoice_series = series
        sales.save(update_fields=["invoice_series"])
    return series


def is_numbered(conference: Conference) -> bool:
    """Return whether the conference has invoices, so that its numbers go on as they began (one SQL statement)."""
    return Invoice.objects.filter(order__conference=conference, series__is_test=False).exists()


def choose_prefix(conference: Conference, prefix: str) -> InvoiceSeries:
    """Let the conference's numbers begin with this prefix, in a series of its seller.

    `ValidationError` once it has an invoice, when the prefix is another seller's, or has signs that do not belong there.
    """
    prefix = prefix.strip().upper()
    if not PREFIX.fullmatch(prefix):
        raise ValidationError(_("Use capital letters, digits and hyphens, at most 20."))
    sales, seller = sales_of(conference), conference.seller_name.strip()
    if sales.invoice_series and sales.invoice_series.prefix == prefix:
        return sales.invoice_series
    if is_numbered(conference):
        raise ValidationError(_("Invoices are written already: their numbers go on as they began."))
    series, _created = InvoiceSeries.objects.get_or_create(
        prefix=prefix, is_test=False, defaults={"seller_name": seller}
    )
    if series.seller_name != seller:
        raise ValidationError(
            _("%(seller)s numbers its invoices with this prefix."), params={"seller": series.seller_name}
        )
    sales.invoice_series = series
    sales.save(update_fields=["invoice_series"])
    return series


def prefix_of(conference: Conference) -> str:
    """Return the prefix that a new series gets: the seller's initials, else the conference's short name."""
    plain = unicodedata.normalize("NFKD", conference.seller_name).encode("ascii", "ignore").decode()
    initials = "".join(word[0] for word in re.findall(r"[A-Za-z0-9]+", plain)[:LONGEST_WORDS]).upper()
    return f"{initials if len(initials) > 1 else conference.slug.upper()[:12]}-"


def _make(seller: str, prefix: str, *, is_test: bool) -> InvoiceSeries:
    """Store a new series; a prefix that another seller has gets a number of its own."""
    stem = prefix.rstrip("-")
    for attempt in range(1, 1000):
        wanted = prefix if attempt == 1 else f"{stem}{attempt}-"
        try:
            with transaction.atomic():
                return InvoiceSeries.objects.create(prefix=wanted, seller_name=seller, is_test=is_test)
        except IntegrityError:
            known = InvoiceSeries.objects.filter(prefix=wanted, is_test=is_test, seller_name=seller).first()
            if known:  # another worker was faster
                return known
    raise RuntimeError(f"no free prefix like {prefix} was found")
