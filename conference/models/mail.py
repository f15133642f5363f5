"""Mail that is to leave the house, and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference

OPENS_ACCOUNTS = "account."  # how the kinds of mails begin that carry a code of somebody's account


class OutboxMail(models.Model):
    """One mail to one person, written in the transaction that causes it and sent after the commit.

    `key` makes a mail unique where it must not be sent twice (empty: no such rule). `attachments` lists private files
    as `{"name", "content_type", "path"}`. The body of a mail that opens an account is emptied once
    it went, of every other after half a year (`conference.services.mail`).
    """

    class State(models.TextChoices):
        """Where the mail is."""

        WAITING = "waiting", _("Waiting")
        SENT = "sent", _("Sent")
        FAILED = "failed", _("Failed")

    conference = models.ForeignKey(Conference, on_delete=models.SET_NULL, null=True, blank=True, related_name="mails")
    kind = models.CharField(_("kind"), max_length=100)
    key = models.CharField(max_length=200, null=True, blank=True, unique=True)
    to = models.EmailField(_("to"))
    sender = models.CharField(_("from"), max_length=300, blank=True)
    reply_to = models.EmailField(_("reply to"), blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"), blank=True)
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(auto_now_add=True)
    error = models.TextField(_("what went wrong"), blank=True)
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        default_permissions = ("view",)
        indexes = [models.Index(fields=["state", "next_attempt_at"])]

    def __str__(self) -> str:
        return self.subject

    @property
    def opens_account(self) -> bool:
        """Whether the text holds a code that lets its reader in: staff never see it, and it is not kept."""
        return self.kind.startswith(OPENS_ACCOUNTS)
