"""Puts the ledger of mails into Wagtail's admin."""

from django.urls import URLPattern, path
from wagtail import hooks
from wagtail_modeladmin.options import modeladmin_register

from staff.mail.ledger import MailLedger
from staff.mail.views import SendAgainView

modeladmin_register(MailLedger)


@hooks.register("register_admin_urls")
def mail_urls() -> list[URLPattern]:
    """Return the address that sends a mail again."""
    return [path("mail/<int:pk>/send-again/", SendAgainView.as_view(), name="staff_mail_send_again")]
