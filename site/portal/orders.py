"""Orders in the portal: the list, and the papers of an order."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from conference import scope
from conference.dates import day_words
from portal.files import drawn
from registration.models import Order
from registration.queries.orders import orders_of
from registration.services.papers import documents, ticket_files

STATES = {
    Order.Status.PENDING: "warning",
    Order.Status.PAID: "success",
    Order.Status.REFUNDED: "neutral",
    Order.Status.PARTIALLY_REFUNDED: "info",
    Order.Status.CANCELLED: "neutral",
}


@never_cache
@login_required
@require_safe
def orders(request: HttpRequest) -> HttpResponse:
    """List a person's orders at the conferences of this host."""
    found = orders_of(request.user, scope.conferences_of_site(request))
    return render(request, "portal/orders/list.html", {"orders": [_row(order) for order in found]})


@never_cache
@login_required
@require_safe
def order_tickets(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out an order's tickets on paper, to who bought them: all that nobody else has claimed."""
    order = _own(request, reference)
    tickets = list(ticket_files.buyers(order)) if order.is_paid else []
    if not tickets:
        raise Http404
    name = ticket_files.file_name(order.conference, *(ticket.access_code for ticket in tickets))
    return drawn(request, lambda: ticket_files.tickets_pdf(tickets), name=name)


@never_cache
@login_required
@require_safe
def pro_forma(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand out what is needed to pay by bank transfer, while the order waits for it."""
    order = _own(request, reference)
    if not order.has_pro_forma:
        raise Http404
    name = documents.pro_forma_name(order)
    return drawn(request, lambda: documents.pro_forma_pdf(order), name=name)


def _own(request: HttpRequest, reference: str) -> Order:
    orders = Order.objects.select_related("conference__facts", "conference__brand")
    return get_object_or_404(orders, reference=reference, user=request.user)


def _row(order: Order) -> dict:
    """Return an order as the list shows it."""
    conference = order.conference
    papers = [
        {
            "title": f"{document.get_kind_display()} {document.full_number}",
            "url": reverse("private_file", args=["invoice", f"{order.reference}/{document.number}"]),
        }
        for document in order.documents
    ]
    if order.has_pro_forma:
        papers.append({"title": "", "url": reverse("portal_pro_forma", args=[order.reference])})
    return {
        "order": order,
        "url": f"/o/{order.reference}/",  # leads to the order's page, which need not be looked up for each row
        "day": day_words(order.created_at.astimezone(conference.tz).date(), "day", language=conference.language),
        "total": order.money(order.total),
        "state": STATES[order.status],
        "papers": papers,
    }
