"""Orders as their buyers see them."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from conference.models import Conference, User
from registration.models import Attendee, Invoice, Order
from registration.queries.tickets import knows_code


def orders_of(user: User, conferences: Iterable[Conference]) -> list[Order]:
    """Return the person's orders at these conferences, latest first, with `documents`: their invoices and credit notes,
    and `has_tickets`: whether there are tickets that nobody else has claimed.

    Two SQL statements.
    """
    documents = Invoice.objects.select_related("series").order_by("issued_at", "pk")
    theirs = Attendee.objects.filter(knows_code(user.pk), order=OuterRef("pk"), revoked_at__isnull=True)
    return list(
        Order.objects.filter(user=user, conference__in=conferences)
        .select_related("conference")
        .annotate(has_tickets=Exists(theirs))
        .prefetch_related(Prefetch("invoices", documents, to_attr="documents"))
        .order_by("-created_at", "-pk")
    )


def waiting_orders(user: User, conferences: Iterable[Conference]) -> list[Order]:
    """Return the person's orders at these conferences that keep tickets until they are paid, the most urgent first (one
    SQL statement).
    """
    waiting = Order.objects.filter(user=user, conference__in=conferences, status=Order.Status.PENDING)
    waiting = waiting.filter(hold_expires_at__gt=timezone.now()).select_related("conference")
    return list(waiting.order_by("hold_expires_at", "pk"))
