"""Notices and questions that editors place: short texts with drafts, revisions and preview."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from conference.models.conference import Conference
from conference.models.previews import RegisteredPreview

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ul", "ol"]


class EditorsText(RegisteredPreview, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Base of texts that belong to one conference and have drafts, revisions and a preview."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="%(class)ss")
    _revisions = GenericRelation(Revision, content_type_field="base_content_type", object_id_field="object_id")

    class Meta:
        abstract = True

    @property
    def revisions(self) -> models.QuerySet:
        """All revisions; deleting the text deletes them."""
        return self._revisions


class Notice(EditorsText):
    """A bar above every page, from `starts_at` until `ends_at` (aware datetimes; empty means no limit)."""

    class Kind(models.TextChoices):
        """How loud the bar is."""

        INFO = "info", _("Information")
        WARNING = "warning", _("Warning")
        LIVE = "live", _("Happening now")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.INFO)
    text = models.CharField(_("text"), max_length=300)
    link = models.URLField(_("link"), blank=True)
    link_text = models.CharField(_("words of the link"), max_length=100, blank=True)
    starts_at = models.DateTimeField(_("shown from"), null=True, blank=True)
    ends_at = models.DateTimeField(_("shown until"), null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_at__isnull=True)
                | models.Q(ends_at__isnull=True)
                | models.Q(starts_at__lt=models.F("ends_at")),
                name="notice_starts_before_it_ends",
                violation_error_message=_("The notice ends before it begins."),
            )
        ]

    def __str__(self) -> str:
        return self.text


class Question(EditorsText):
    """A frequent question with its answer."""

    question = models.CharField(_("question"), max_length=300)
    answer = RichTextField(_("answer"), features=TEXT_FEATURES)
    topic = models.CharField(
        _("topic"), max_length=100, blank=True, help_text=_("Questions of one topic stand together.")
    )
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["topic", "order", "pk"]
        verbose_name = _("frequent question")
        verbose_name_plural = _("frequent questions")

    def __str__(self) -> str:
        return self.question
