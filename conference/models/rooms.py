"""Rooms of the venue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.programme import ProgrammeObject


class Room(ProgrammeObject):
    """A room; `pretalx_id` is empty for one made by hand."""

    pretalx_id = models.PositiveIntegerField(null=True, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    position = models.PositiveIntegerField(_("position"), default=0, help_text=_("Order in the schedule."))

    class Meta:
        ordering = ["position", "name", "pk"]
        verbose_name = _("room")
        verbose_name_plural = _("rooms")
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "pretalx_id"],
                condition=models.Q(pretalx_id__isnull=False),
                name="room_pretalx_id_unique",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def effective_name(self) -> str:
        """The name visitors see."""
        return self.effective("name") or self.name

    @property
    def effective_description(self) -> str:
        """The description visitors see (Markdown)."""
        return self.effective("description")

    @property
    def effective_capacity(self) -> int | None:
        """The number of seats visitors see."""
        return self.effective("capacity")
