"""Sending a failed mail again."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.log_actions import log

from common.scope import DeskMixin
from conference.services import mail as outbox
from staff.mail.ledger import MailLedger

SENT_AGAIN = "staff.mail_sent_again"


class SendAgainView(DeskMixin, View):
    """Puts a failed mail back into the outbox."""

    model = None
    http_method_names = ["post"]
    permissions = ("conference.manage_conference_settings",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send it again and say so, or why not."""
        mail = MailLedger().rows(request, self.conference).filter(pk=pk).first()
        if mail is None:
            raise Http404
        try:
            outbox.send_again(mail)
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            log(mail, SENT_AGAIN, user=request.user, data={"to": mail.to})
            messages.success(request, _("The mail to %(to)s is on its way again.") % {"to": mail.to})
        return redirect(reverse("mail_modeladmin_inspect", args=[mail.pk]))
