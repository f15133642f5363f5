"""An order's own page, and the addresses that lead to it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.shop.order_state import due_day, in_words
from cms.shop.own_orders import order_for, to_sign_in
from conference import extension
from registration.models import Invoice, Order
from registration.queries.order_page import OrderPage, OrderTicket, order_page
from registration.queries.tickets import address_for
from registration.services.money.news import ask_for_news


class OrderRoutes:
    """Adds orders to a ticket page."""

    @path("orders/<slug:reference>/", name="order")
    def order(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show an order to its buyer or to staff."""
        cache.forbid(request)
        if not request.user.is_authenticated:
            return to_sign_in(request)
        order = order_for(request, self.conference, reference, staff_too=True)
        details = order_page(order)
        context = {
            "order": order,
            "details": details,
            "state": in_words(details),
            "is_own": order.user_id == request.user.pk,
            "due_day": due_day(order),
            "pro_forma_url": pro_forma_url(order),
            "tickets_pdf_url": self._tickets_pdf(order, details),
            "tickets": [(row, self._ticket_link(request, row)) for row in details.tickets],
            "invoices": self._invoice_links(details),
            "is_invoice_coming": _is_invoice_coming(details),
            "calendar_url": self._calendar(request, details),
        }
        title = _("Order %(reference)s") % {"reference": order.reference}
        return self.answer(request, "order", title, context)

    @path("orders/<slug:reference>/status/", name="order_status")
    def order_status(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Tell a script where the order is: nothing that a redirect brought along counts."""
        cache.forbid(request)
        if not request.user.is_authenticated:
            return JsonResponse({"error": _("Please sign in.")}, status=403)
        order = order_for(request, self.conference, reference, staff_too=False)
        ask_for_news(order)
        order.refresh_from_db(fields=["status"])
        details = order_page(order)
        response = JsonResponse({"status": order.status, "is_settled": details.is_settled, "refusal": details.refusal})
        add_never_cache_headers(response)
        return response

    def _ticket_link(self, request: HttpRequest, row: OrderTicket) -> str:
        """Return where the ticket's buyer and its holder see it; "" for staff, who would find nothing but its code there."""
        is_theirs = request.user.pk in (row.attendee.user_id, row.attendee.order.user_id)
        if row.attendee.revoked_at is not None or not is_theirs:
            return ""
        return extension.url_for(self.conference, "ticket", code=address_for(row.attendee, request.user))

    def _calendar(self, request: HttpRequest, details: OrderPage) -> str:
        """Return the address of the conference's days for the calendar of who has a ticket in hand; "" for nobody."""
        mine = (row.attendee for row in details.tickets if row.attendee.revoked_at is None)
        code = next((ticket.access_code for ticket in mine if ticket.user_id == request.user.pk), "")
        return extension.url_for(self.conference, "ticket_calendar", code=code) if code else ""

    def _tickets_pdf(self, order: Order, details: OrderPage) -> str:
        """Return the address of the buyer's tickets on paper; "" when others have claimed them all."""
        live = (row.attendee for row in details.tickets if row.attendee.revoked_at is None)
        if not any(ticket.user_id in (None, order.user_id) for ticket in live):
            return ""
        return extension.url_for(self.conference, "order_tickets", reference=order.reference)

    def _invoice_links(self, details: OrderPage) -> list[tuple[str, str]]:
        """Return (title, address) of the order's invoice and credit notes."""
        found = []
        for invoice in details.invoices:
            number = {"reference": details.order.reference, "number": invoice.number}
            url = extension.url_for(self.conference, "invoice", **number)
            found.append((f"{invoice.get_kind_display()} {invoice.full_number}", url))
        return found


def _is_invoice_coming(details: OrderPage) -> bool:
    """Return whether an invoice will be written that is not there yet: it is made within a minute of the payment."""
    order = details.order
    is_there = any(paper.kind == Invoice.Kind.INVOICE for paper in details.invoices)
    return bool(order.status == Order.Status.PAID and order.total and order.conference.seller_name) and not is_there


def pro_forma_url(order: Order) -> str:
    """Return the address of the paper by which an order is paid by transfer, "" when it has none."""
    if not order.has_pro_forma:
        return ""
    return extension.url_for(order.conference, "pro_forma", reference=order.reference)
