"""All mails of the conference; administrators also see those that belong to none, such as sign-in codes."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from common.ledgers import Ledger
from conference import extension
from conference.models import Conference, OutboxMail
from staff.columns import moment_in_zone
from staff.registration.ledgers.base import LedgerInspectView

# mails whose words nobody edits, by how their kind begins
OTHER_KINDS = {"account.": _("Account and sign-in"), "people.": _("Role at the conference")}


class MailLedger(Ledger):
    """The ledger of mails."""

    model = OutboxMail
    base_url_path = "mail"
    menu_label = _("Sent mail")
    menu_icon = "mail"
    menu_order = 880
    list_display = ("subject", "to", "kind_in_words", "state", "written", "sent")
    list_filter = ("state", "created_at")
    list_export = ("created_at", "to", "subject", "kind_in_words", "state", "attempts", "sent_at", "error")
    list_select_related = True
    list_per_page = 50
    search_fields = ("subject", "to", "kind")
    ordering = ("-created_at", "-pk")
    inspect_view_fields = [
        "subject",
        "to",
        "sender",
        "reply_to",
        "kind_in_words",
        "state",
        "attempts",
        "created_at",
        "sent_at",
        "error",
    ]
    inspect_view_class = LedgerInspectView
    inspect_template_name = "staff/mail/inspect.html"
    export_filename = "mail"

    def rows(self, request: HttpRequest, conference: Conference) -> QuerySet:
        """Return the mails this staff member may see."""
        if not request.user.is_superuser:
            return super().rows(request, conference)
        return OutboxMail.objects.filter(Q(conference=conference) | Q(conference__isnull=True)).order_by(*self.ordering)

    def kind_in_words(self, mail: OutboxMail) -> str:
        """Return what the mail is for, as in the list of mail texts."""
        if mail.kind in extension.mail_kinds:
            return str(extension.mail_kinds.get(mail.kind).label)
        return next((str(words) for start, words in OTHER_KINDS.items() if mail.kind.startswith(start)), mail.kind)

    kind_in_words.short_description = _("kind")
    kind_in_words.admin_order_field = "kind"

    def written(self, mail: OutboxMail) -> str:
        """Return when it was written, in the conference's zone."""
        return moment_in_zone(mail.created_at)

    written.short_description = _("written")
    written.admin_order_field = "created_at"

    def sent(self, mail: OutboxMail) -> str:
        """Return when it went, in the conference's zone; "" while it has not."""
        return moment_in_zone(mail.sent_at)

    sent.short_description = _("sent")
    sent.admin_order_field = "sent_at"
