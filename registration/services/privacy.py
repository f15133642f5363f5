"""What the shop holds about a person: export, deletion, and health data that is kept no longer than needed."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from conference.models import Conference, User
from registration.models import Attendee, AttendeeProfile, Cart, Invoice, Order
from registration.models.attendees import free_access_code, new_claim_token
from registration.models.profiles import ANSWERS, HEALTH_FIELDS
from registration.services.rounds import Round
from registration.services.setting_up.sales import sales_of

KEEP_HEALTH_DATA = dt.timedelta(days=30)


def health_data_until(conference: Conference) -> dt.date:
    """Return the last day on which diets and access needs are kept: as set, else 30 days after the conference."""
    return sales_of(conference).health_data_until or conference.end_date + KEEP_HEALTH_DATA


def purge_health_data() -> str:
    """Delete diets and access needs whose time is over; return one line, or ""."""
    now, a_round, deleted = timezone.now(), Round(), 0
    any_of_it = Q(dietary_needs__isnull=False) | Q(accessibility__isnull=False)
    profiles = AttendeeProfile.objects.filter(any_of_it)

    def purge_of(conference: Conference) -> None:
        nonlocal deleted
        if now.astimezone(conference.tz).date() > health_data_until(conference):
            theirs = profiles.filter(attendee__conference=conference)
            deleted += theirs.update(**dict.fromkeys(HEALTH_FIELDS), updated_at=now)

    known = Conference.objects.filter(pk__in=profiles.values("attendee__conference"))
    a_round.each(known.order_by("pk"), purge_of)
    return a_round.line(f"diets and access needs of {deleted} people deleted" if deleted else "")


def export(user: User) -> dict:
    """Return what is stored about a person's orders, tickets, answers and invoices, as plain data."""
    orders = Order.objects.filter(user=user).select_related("conference").prefetch_related("line_items")
    tickets = Attendee.objects.filter(user=user).select_related("conference", "line", "profile")
    return {
        "orders": [_order(order) for order in orders],
        "tickets": [_ticket(ticket) for ticket in tickets],
        "invoices": [invoice.content for invoice in Invoice.objects.filter(order__user=user)],
    }


def purge(user: User) -> int:
    """Delete a person's answers, also the ones on their way to a ticket, and let go of their tickets; return how many
    rows changed.

    Orders and invoices stay: the law asks the seller to keep them. A ticket that somebody else paid for gets a new code:
    its buyer is shown it again, and who held it has the old one on paper.
    """
    answers, _details = AttendeeProfile.objects.filter(Q(user=user) | Q(attendee__user=user)).delete()
    held = list(Attendee.objects.filter(user=user).select_related("order"))
    for ticket in held:
        ticket.user, ticket.name, ticket.email, ticket.completed_registration = None, "", "", False
        ticket.updated_at = timezone.now()
        ticket.claim_token = new_claim_token()  # the link by which they took it opens nothing any more
        if ticket.order and ticket.order.user_id != user.pk and not ticket.checked_in_at:
            ticket.access_code = free_access_code()
    tickets = Attendee.objects.bulk_update(
        held, ["user", "name", "email", "completed_registration", "claim_token", "access_code", "updated_at"]
    )
    typed = Cart.objects.filter(user=user).filter(checkout_data__isnull=False).update(checkout_data={})
    planned = Order.objects.filter(user=user).filter(plan__isnull=False).update(plan={})
    return answers + tickets + typed + planned


def _order(order: Order) -> dict:
    return {
        "reference": order.reference,
        "conference": order.conference.name,
        "status": order.status,
        "ordered": order.created_at.isoformat(),
        "total": f"{order.total} {order.currency}",
        "billing": {
            "name": order.billing_name,
            "email": order.billing_email,
            "company": order.billing_company,
            "address": order.billing_address,
            "country": order.billing_country,
            "tax_id": order.billing_tax_id,
            "reference": order.buyer_reference,
        },
        "lines": [str(line) for line in order.line_items.all()],
    }


def _ticket(ticket: Attendee) -> dict:
    profile = getattr(ticket, "profile", None)
    return {
        "conference": ticket.conference.name,
        "ticket": ticket.line.description if ticket.line else "",
        "name": ticket.name,
        "email": ticket.email,
        "claimed": ticket.claimed_at.isoformat() if ticket.claimed_at else "",
        "checked_in": ticket.checked_in_at.isoformat() if ticket.checked_in_at else "",
        "answers": {name: getattr(profile, name) or "" for name in ANSWERS} if profile else {},
    }
