"""Orders as their buyers see them."""

from collections.abc import Iterable

from django.db.models import Prefetch

from conference.models import Conference, User
from registration.models import Invoice, Order


def orders_of(user: User, conferences: Iterable[Conference]) -> list[Order]:
    """Return the person's orders at these conferences, latest first, with `documents`: their invoices and credit notes.

    Two SQL statements.
    """
    documents = Invoice.objects.select_related("series").order_by("issued_at", "pk")
    return list(
        Order.objects.filter(user=user, conference__in=conferences)
        .select_related("conference")
        .prefetch_related(Prefetch("invoices", documents, to_attr="documents"))
        .order_by("-created_at", "-pk")
    )
