"""How tickets end: with their money, or because staff end them. Ended tickets never come back to life.

Runs in the caller's transaction, with the order locked.
"""

from django.db.models import QuerySet
from django.utils import timezone

from registration.models import Attendee
from registration.services.mails.tickets import tell_revoked


def revoke(tickets: QuerySet[Attendee]) -> list[Attendee]:
    """End those of these tickets that have not ended, and return them.

    They let nobody in any more, and their holders are told unless they bought them themselves.
    """
    live = tickets.filter(revoked_at__isnull=True).select_related("conference__facts", "order__user", "line", "user")
    # locked, so that a mail never goes to somebody who has just passed the ticket on
    ended, now = list(live.select_for_update(of=("self",), no_key=True).order_by("pk")), timezone.now()
    for ticket in ended:
        ticket.revoked_at = now
        tell_revoked(ticket)
    Attendee.objects.filter(pk__in=[ticket.pk for ticket in ended]).update(revoked_at=now, updated_at=now)
    return ended
