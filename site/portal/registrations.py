"""What the portal adds to the registries of the floors below; import it once the models are loaded."""

from django.urls import reverse

from conference import extension
from conference.models import Conference


def register() -> None:
    """Fill the registries; called once when the app is ready. All addresses begin with a slash."""
    extension.url_for.register("orders", lambda _conference: reverse("portal_orders"))
    extension.url_for.register("tickets", lambda _conference: reverse("portal_tickets"))
    extension.url_for.register("ticket", lambda _conference, *, code: reverse("portal_ticket", args=[code]))
    extension.url_for.register("ticket_pdf", lambda _conference, *, code: reverse("portal_ticket_pdf", args=[code]))
    extension.url_for.register(
        "ticket_calendar", lambda _conference, *, code: reverse("portal_ticket_calendar", args=[code])
    )
    extension.url_for.register("claim", lambda _conference, *, token: reverse("portal_claim", args=[token]))
    extension.url_for.register(
        "order_tickets", lambda _conference, *, reference: reverse("portal_order_tickets", args=[reference])
    )
    extension.url_for.register(
        "pro_forma", lambda _conference, *, reference: reverse("portal_pro_forma", args=[reference])
    )
    extension.url_for.register("invoice", _invoice)


def _invoice(_conference: Conference, *, reference: str, number: int) -> str:
    """Return the address of a document of an order: an invoice, a credit note or a cancellation."""
    return reverse("private_file", args=["invoice", f"{reference}/{number}"])
