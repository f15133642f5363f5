"""When and where something happens: talks, and breaks between them."""

import uuid

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.programme import ProgrammeObject
from conference.models.rooms import Room
from conference.models.talks import Talk


class ScheduleSlot(ProgrammeObject):
    """A time in a room. Several slots may share both (twenty posters in one hall).

    `sync_key` tells a synced slot between two syncs (empty for one made by hand); `uid` and `sequence` tell it in
    calendars; `previous_start` and `previous_room` say where it was before it moved.
    """

    class Kind(models.TextChoices):
        """What happens in the slot."""

        TALK = "talk", _("Talk")
        BREAK = "break", _("Break")
        SOCIAL = "social", _("Social event")
        OTHER = "other", _("Other")

    conference = models.ForeignKey("conference.Conference", on_delete=models.CASCADE, related_name="schedule_slots")
    talk = models.ForeignKey(
        Talk, on_delete=models.CASCADE, null=True, blank=True, related_name="schedule_slots", verbose_name=_("talk")
    )
    title = models.CharField(_("title"), max_length=500, blank=True, help_text=_("Of a break; a talk brings its own."))
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="schedule_slots", verbose_name=_("room")
    )
    start = models.DateTimeField(_("starts"))
    end = models.DateTimeField(_("ends"))
    slot_type = models.CharField(_("kind"), max_length=50, choices=Kind, default=Kind.TALK)
    sync_key = models.CharField(max_length=200, null=True, blank=True, editable=False)  # noqa: DJ001 - null keeps manual ones apart
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    previous_start = models.DateTimeField(null=True, blank=True, editable=False)
    previous_room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["start", "room__position", "pk"]
        verbose_name = _("slot")
        verbose_name_plural = _("slots")
        indexes = [models.Index(fields=["conference", "start"])]
        constraints = [
            models.UniqueConstraint(fields=["conference", "sync_key"], name="slot_sync_key_unique"),
            models.CheckConstraint(
                condition=models.Q(start__lt=models.F("end")),
                name="slot_starts_before_it_ends",
                violation_error_message=_("The slot ends before it begins."),
            ),
            models.CheckConstraint(
                condition=models.Q(talk__isnull=False) | ~models.Q(title=""),
                name="slot_has_talk_or_title",
                violation_error_message=_("Choose a talk or write a title."),
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    def clean(self) -> None:
        """Refuse a talk or room of another conference."""
        super().clean()
        for field in ("talk", "room"):
            other = getattr(self, field)
            if other is not None and other.conference_id != self.conference_id:
                raise ValidationError({field: _("This belongs to another conference.")})

    @property
    def display_title(self) -> str:
        """The talk's title as visitors see it, or the slot's own."""
        return self.talk.effective_title if self.talk else self.title
