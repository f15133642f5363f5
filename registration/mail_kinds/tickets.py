"""The mails about tickets, with the words that come with the site. Editors may write their own."""

from django.utils.translation import gettext_lazy as _

from registration.mail_kinds.placeholders import TICKET

HELD_TICKET = {**TICKET, "until": _("until when tickets can be renamed and passed on")}

KINDS = (
    (
        "ticket.assigned",
        _("Ticket for somebody"),
        _("A ticket for {{ name }} is waiting for you"),
        _(
            "Hello {{ holder }},\n\n{{ buyer }} has a ticket for you: {{ ticket }}, {{ name }}, {{ dates }}.\n\n"
            "[Make it mine]({{ link }})"
        ),
        TICKET,
    ),
    (
        "ticket.claimed",
        _("Ticket claimed"),
        _("{{ holder }} has the ticket for {{ name }}"),
        _(
            "Hello {{ buyer }},\n\n{{ holder }} has taken the ticket “{{ ticket }}”. "
            "Only they have its code: a copy from before lets nobody in. There is nothing left to do for it.\n\n"
            "[See the ticket]({{ link }})"
        ),
        HELD_TICKET,
    ),
    (
        "ticket.passed_on",
        _("Ticket passed on: to who held it"),
        _("Your ticket for {{ name }} was passed on"),
        _(
            "Hello {{ holder }},\n\nthe ticket “{{ ticket }}” for {{ name }}, {{ dates }}, was passed on to somebody "
            "else. The copy that you have lets nobody in any more, and your answers about it are deleted.\n\n"
            "{{ buyer }} bought the ticket. If you did not expect this, answer this mail."
        ),
        HELD_TICKET,
    ),
    (
        "ticket.reminder",
        _("Ticket not complete yet"),
        _("Your ticket for {{ name }} is not complete yet"),
        _(
            "Hello,\n\nthe ticket “{{ ticket }}” for {{ name }}, {{ dates }}, is not complete: {{ missing }}\n\n"
            "[See the ticket]({{ link }})\n\nTickets can be renamed and passed on until {{ until }}."
        ),
        {**HELD_TICKET, "missing": _("what is missing, in a sentence")},
    ),
    (
        "ticket.revoked",
        _("Ticket ended"),
        _("Your ticket for {{ name }} has ended"),
        _(
            "Hello {{ holder }},\n\nthe ticket “{{ ticket }}” that {{ buyer }} bought for you has ended: it lets nobody "
            "in any more.\n\n"
            "If you did not expect this, ask {{ buyer }} or answer this mail."
        ),
        HELD_TICKET,
    ),
    (
        "ticket.transferred",
        _("Ticket passed on: to who gets it"),
        _("{{ former }} has a ticket for {{ name }} for you"),
        _(
            "Hello {{ holder }},\n\n{{ former }} passes a ticket on to you: {{ ticket }}, {{ name }}, {{ dates }}.\n\n"
            "[Make it mine]({{ link }})"
        ),
        {**HELD_TICKET, "former": _("who held it until now")},
    ),
)
