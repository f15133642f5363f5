"""Sending an order's mails again because staff ask for it."""

from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import log

from conference.models import OutboxMail, User
from conference.scope import require_open
from registration.errors import WrongStateError
from registration.models import Order
from registration.services.mails.notices import tell_assigned, tell_bill, tell_confirmation

RESENT = "registration.mails_resent"
CONFIRMATION, INVITATIONS = "confirmation", "invitations"
CHOICES = [
    (CONFIRMATION, gettext_lazy("The confirmation with the tickets that nobody else has claimed, to the buyer")),
    (INVITATIONS, gettext_lazy("The link to their ticket, to holders who have not claimed it")),
]


def resend(order: Order, *, what: Collection[str], by: User) -> list[OutboxMail]:
    """Write the chosen mails (names of `CHOICES`) of a paid order anew and return them.

    Raises `WrongStateError` for an order that is not paid, `ValidationError` when there is nobody to write to.
    """
    require_open(order.conference)
    if not order.is_paid:
        raise WrongStateError(_("Only a paid order has mails that can be sent again."))
    with transaction.atomic():
        again = f"-again-{get_random_string(8)}"
        mails = [tell_confirmation(order, again=again), tell_bill(order, again=again)] if CONFIRMATION in what else []
        mails = [mail for mail in mails if mail is not None]
        if INVITATIONS in what:
            unclaimed = order.attendees.filter(user__isnull=True, revoked_at__isnull=True).exclude(email="")
            tickets = unclaimed.select_related("conference", "order", "line")
            mails += [tell_assigned(ticket, again=again) for ticket in tickets]
        if not mails:
            raise ValidationError(_("There is nobody to write to: every ticket is claimed, or no address is known."))
        data = {"reference": order.reference, "to": ", ".join(dict.fromkeys(mail.to for mail in mails))}
        log(instance=order, action=RESENT, user=by, data=data)
    return mails
