"""The words of the mails that the site sends, where editors changed them."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference import extension
from conference.models.notices import EditorsText


class MailText(EditorsText):
    """Subject and text of one kind of mail (a name of `conference.extension.mail_kinds`), in Markdown with placeholders."""

    kind = models.CharField(_("mail"), max_length=100)
    subject = models.CharField(_("subject"), max_length=300)
    text = models.TextField(_("text"))

    class Meta:
        ordering = ["kind"]
        verbose_name = _("mail text")
        verbose_name_plural = _("mail texts")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "kind"],
                name="mail_text_once_per_kind",
                violation_error_message=_("This mail has its own text already."),
            )
        ]

    def __str__(self) -> str:
        return str(extension.mail_kinds.get(self.kind).label) if self.kind in extension.mail_kinds else self.kind

    def clean(self) -> None:
        """Refuse a kind that nobody sends."""
        super().clean()
        if self.kind not in extension.mail_kinds:
            raise ValidationError({"kind": _("Nobody sends such a mail.")})
