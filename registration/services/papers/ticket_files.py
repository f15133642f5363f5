"""Tickets on paper: a PDF with a page for each, drawn when it is asked for, so that it is never out of date."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from conference.facts import dates_text
from conference.models import Conference
from conference.qr import CONTENT_TYPE as SVG
from conference.qr import qr_svg_for_paper
from registration.models import Attendee, AttendeeAddOn, Order
from registration.queries.tickets import knows_code
from registration.services.mails.names import kind_of
from registration.services.papers.pdf import OwnFile, render

LOGO = "max-800x300|format-png"


@dataclass(frozen=True)
class TicketPage:
    """What one page says."""

    holder: str
    kind: str
    addons: list[str]
    code: str
    order: str


def qr_text(attendee: Attendee) -> str:
    """Return what the ticket's QR picture says."""
    return f"{attendee.conference.slug}:{attendee.access_code}"


def printable() -> QuerySet[Attendee]:
    """Return tickets with everything their pages need (two SQL statements); those that ended have no page."""
    addons = AttendeeAddOn.objects.filter(revoked_at__isnull=True).select_related("line")
    return (
        Attendee.objects.filter(revoked_at__isnull=True)
        .select_related("line", "order", "user", "conference__brand__logo", "conference__facts")
        .prefetch_related(Prefetch("addons", addons, to_attr="live_addons"))
        .order_by("line", "unit", "pk")
    )


def buyers(order: Order) -> QuerySet[Attendee]:
    """Return those of an order's tickets that go to its buyer: the ones that nobody else has claimed."""
    return printable().filter(knows_code(order.user_id), order=order)


def tickets_pdf(tickets: Iterable[Attendee]) -> bytes:
    """Return the PDF of one or more tickets of one conference that came from `printable`."""
    tickets = list(tickets)
    conference = tickets[0].conference
    files = {f"qr-{ticket.access_code}": OwnFile(qr_svg_for_paper(qr_text(ticket)), SVG) for ticket in tickets}
    if logo := _logo(conference):
        files["logo"] = logo
    context = {
        "title": _("Tickets for %(conference)s") % {"conference": conference.name},
        "tickets": [_page(ticket) for ticket in tickets],
        "dates": dates_text(conference),
        "place": ", ".join(part for part in (conference.venue, conference.address) if part),
        "conduct_contact": getattr(getattr(conference, "facts", None), "conduct_contact", ""),
        "has_logo": logo is not None,
        "is_test": any(ticket.order.is_test for ticket in tickets if ticket.order),
    }
    return render("documents/tickets.html", context, conference=conference, files=files)


def file_name(conference: Conference, *codes: str) -> str:
    """Return the name under which tickets are handed out."""
    return f"{'-'.join(['Ticket' if len(codes) == 1 else 'Tickets', conference.slug, *codes[:1]])}.pdf"


def _page(ticket: Attendee) -> TicketPage:
    return TicketPage(
        holder=ticket.name,
        kind=kind_of(ticket),
        addons=[addon.line.description for addon in ticket.live_addons],
        code=ticket.access_code,
        order=ticket.order.reference if ticket.order else "",
    )


def _logo(conference: Conference) -> OwnFile | None:
    """Return the conference's logo; nothing when it has none, or its file is gone."""
    brand = getattr(conference, "brand", None)
    if brand is None or brand.logo is None:
        return None
    try:
        rendition = brand.logo.get_rendition(LOGO)
        with rendition.file.open("rb") as file:
            return OwnFile(file.read(), "image/png")
    except OSError:
        return None
