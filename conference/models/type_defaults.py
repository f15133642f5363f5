"""Where and when sessions of one type take place when Pretalx does not say."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference
from conference.models.rooms import Room


class SubmissionTypeDefault(models.Model):
    """Day and times are in the conference's time zone; a time needs a day, and times come in pairs."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="submission_type_defaults")
    submission_type = models.CharField(_("type of session"), max_length=200)
    default_room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    default_date = models.DateField(_("day"), null=True, blank=True)
    default_start_time = models.TimeField(_("from"), null=True, blank=True)
    default_end_time = models.TimeField(_("until"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["submission_type"]
        verbose_name = _("default for a type of session")
        verbose_name_plural = _("defaults for types of session")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "submission_type"],
                name="type_default_unique",
                violation_error_message=_("This type has its defaults already."),
            ),
            models.CheckConstraint(
                condition=models.Q(default_start_time__isnull=True, default_end_time__isnull=True)
                | models.Q(
                    default_start_time__isnull=False, default_end_time__isnull=False, default_date__isnull=False
                ),
                name="type_default_times_in_pairs",
                violation_error_message=_("Give a day, a beginning and an end, or no times at all."),
            ),
            models.CheckConstraint(
                condition=models.Q(default_end_time__isnull=True)
                | models.Q(default_start_time__lt=models.F("default_end_time")),
                name="type_default_starts_before_it_ends",
                violation_error_message=_("The end is before the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return self.submission_type
