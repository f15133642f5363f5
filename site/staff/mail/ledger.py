"""All mails of the conference; administrators also see those that belong to none, such as sign-in codes."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.ledgers import Ledger
from conference.models import Conference, OutboxMail


class MailLedger(Ledger):
    """The ledger of mails."""

    model = OutboxMail
    base_url_path = "mail"
    menu_label = _("Sent mail")
    menu_icon = "mail"
    menu_order = 880
    list_display = ("subject", "to", "kind", "state", "created_at", "sent_at")
    list_filter = ("state", "created_at")
    list_export = ("created_at", "to", "subject", "kind", "state", "attempts", "sent_at", "error")
    list_select_related = True
    list_per_page = 50
    search_fields = ("subject", "to", "kind")
    ordering = ("-created_at", "-pk")
    inspect_view_fields = [
        "subject",
        "to",
        "sender",
        "reply_to",
        "kind",
        "state",
        "attempts",
        "created_at",
        "sent_at",
        "error",
    ]
    inspect_template_name = "staff/mail/inspect.html"
    export_filename = "mail"

    def rows(self, request: HttpRequest, conference: Conference) -> QuerySet:
        """Return the mails this staff member may see."""
        if not request.user.is_superuser:
            return super().rows(request, conference)
        return OutboxMail.objects.filter(Q(conference=conference) | Q(conference__isnull=True)).order_by(*self.ordering)
