"""Parts of a conference that have dates of their own: tutorials, talks, sprints."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference


class Section(models.Model):
    """A part of the conference, in whole days of its time zone."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=200)
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ["order", "start_date", "pk"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "slug"],
                name="section_slug_unique",
                violation_error_message=_("Another section has this short name."),
            ),
            models.CheckConstraint(
                condition=models.Q(start_date__lte=models.F("end_date")),
                name="section_starts_before_it_ends",
                violation_error_message=_("The last day is before the first."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
