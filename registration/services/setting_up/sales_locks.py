"""What cannot change any more once somebody has ordered."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.models import Order


def has_orders(conference: Conference) -> bool:
    """Return whether anybody has ordered at the conference, paid or not (one SQL statement)."""
    return conference.pk is not None and Order.objects.filter(conference=conference).exists()


def check_currency(conference: Conference) -> None:
    """Refuse another currency for a conference with orders: prices, invoices and refunds would no longer agree."""
    stored = Conference.objects.filter(pk=conference.pk).first() if conference.pk else None
    if stored is None or stored.effective_currency == conference.effective_currency:
        return
    if has_orders(conference):
        raise ValidationError(
            {
                "currency": _("Orders in %(currency)s exist already, so the currency stays.")
                % {"currency": stored.effective_currency}
            }
        )
