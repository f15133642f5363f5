"""The mails of the shop, with the words that come with the site. Editors may write their own."""

from django.utils.translation import gettext_lazy as _

from conference import extension
from registration import payment_mail_kinds, ticket_mail_kinds

ORDER = {
    "buyer": _("who bought"),
    "reference": _("the order’s reference"),
    "total": _("what it costs, with currency"),
    "held_until": _("until when it is held for the buyer"),
    "link": _("address of the order’s page"),
}
TICKET = {
    "holder": _("whose ticket it is"),
    "buyer": _("who bought it"),
    "ticket": _("what kind of ticket it is"),
    "link": _("address at which it is claimed"),
}


def register() -> None:
    """Declare every mail of the shop; called once when the app is ready."""
    for kind, label, subject, text, placeholders in (*KINDS, *payment_mail_kinds.KINDS, *ticket_mail_kinds.KINDS):
        extension.mail_kinds.register(
            kind, extension.MailKind(label=label, subject=subject, text=text, placeholders=placeholders)
        )


KINDS = (
    (
        "order.confirmation",
        _("Order paid"),
        _("Your tickets for {{ name }} ({{ reference }})"),
        _(
            "Hello {{ buyer }},\n\nthank you! Your order {{ reference }} is complete, and your tickets are attached.\n\n"
            "Name the holders of your tickets, and find your invoice, here: {{ link }}\n\nSee you at {{ name }}, {{ dates }}."
        ),
        ORDER,
    ),
    (
        "order.expired",
        _("Order not paid in time"),
        _("Your order {{ reference }} has ended"),
        _(
            "Hello {{ buyer }},\n\nyour order {{ reference }} for {{ name }} was not paid in time, so its places are free "
            "again. Nothing was charged.\n\nIf you still want to come, please order again."
        ),
        ORDER,
    ),
    (
        "ticket.assigned",
        _("Ticket for somebody"),
        _("A ticket for {{ name }} is waiting for you"),
        _(
            "Hello {{ holder }},\n\n{{ buyer }} has a ticket for you: {{ ticket }}, {{ name }}, {{ dates }}.\n\n"
            "Make it yours here: {{ link }}"
        ),
        TICKET,
    ),
)
