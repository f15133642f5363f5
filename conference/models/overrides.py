"""Corrections that organizers lay over synced talks, speakers and rooms; the sync never touches them."""

from collections.abc import Collection

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, Revision, RevisionMixin

from conference.models.conference import Conference
from conference.models.previews import RegisteredPreview
from conference.models.rooms import Room
from conference.models.speakers import Speaker
from conference.models.talks import Talk


class AbstractOverride(RegisteredPreview, DraftStateMixin, RevisionMixin, PreviewableMixin, models.Model):
    """Base of overrides. An empty field leaves the original; a name in `blanked_fields` hides the original's field."""

    PARENT_FIELD = ""
    BLANKABLE: tuple[str, ...] = ()

    note = models.TextField(_("note for the team"), blank=True)
    blanked_fields = models.JSONField(_("show nothing for"), default=list, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    _revisions = GenericRelation(Revision, content_type_field="base_content_type", object_id_field="object_id")

    class Meta:
        abstract = True
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.parent)

    @property
    def revisions(self) -> models.QuerySet:
        """All revisions; deleting the override deletes them."""
        return self._revisions

    @property
    def parent(self) -> models.Model:
        """The talk, speaker or room that is corrected."""
        return getattr(self, self.PARENT_FIELD)

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing; a note alone changes nothing."""
        fields = [field.name for field in self._meta.fields if field.name.startswith(("override_", "is_cancelled"))]
        return not self.blanked_fields and not any(getattr(self, name) for name in fields)

    def clean(self) -> None:
        """Refuse a parent of another conference and fields that cannot be hidden."""
        super().clean()
        if (
            self.conference_id
            and getattr(self, f"{self.PARENT_FIELD}_id")
            and self.parent.conference_id != self.conference_id
        ):
            raise ValidationError({self.PARENT_FIELD: _("This belongs to another conference.")})
        if unknown := set(self.blanked_fields or ()) - set(self.BLANKABLE):
            raise ValidationError(
                {"blanked_fields": _("These cannot be hidden: %(names)s.") % {"names": ", ".join(sorted(unknown))}}
            )

    def save(self, **kwargs: object) -> None:
        """Take the conference of the parent, and keep the parent's sorting key true to what visitors see."""
        self.conference_id = self.parent.conference_id
        super().save(**kwargs)
        if hasattr(self.parent, "sort_name") and self.writes_public_fields(kwargs.get("update_fields")):
            self.parent.override = self
            self.parent.save(update_fields=["sort_name"])

    @classmethod
    def writes_public_fields(cls, update_fields: Collection[str] | None) -> bool:
        """Return whether saving these fields (`None`: all) changes what visitors see.

        Keeping a draft writes its bookkeeping into the row, while the object in memory carries the draft's own words.
        """
        return update_fields is None or any(
            name in ("live", "is_cancelled", "blanked_fields") or name.startswith("override_") for name in update_fields
        )


class TalkOverride(AbstractOverride):
    """Corrections of a talk; times are aware datetimes."""

    PARENT_FIELD = "talk"
    BLANKABLE = ("abstract", "description", "room", "slot_start", "slot_end", "track")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="talk_overrides", editable=False)
    talk = models.OneToOneField(Talk, on_delete=models.CASCADE, related_name="override", verbose_name=_("talk"))
    override_title = models.CharField(_("title"), max_length=500, blank=True)
    override_abstract = models.TextField(_("abstract"), blank=True, help_text=_("Markdown."))
    override_state = models.CharField(_("state"), max_length=50, blank=True, editable=False)
    override_room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("room")
    )
    override_slot_start = models.DateTimeField(_("starts"), null=True, blank=True)
    override_slot_end = models.DateTimeField(_("ends"), null=True, blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)

    class Meta(AbstractOverride.Meta):
        verbose_name = _("talk override")
        verbose_name_plural = _("talk overrides")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(override_slot_start__isnull=True)
                | models.Q(override_slot_end__isnull=True)
                | models.Q(override_slot_start__lt=models.F("override_slot_end")),
                name="talk_override_starts_before_it_ends",
                violation_error_message=_("The talk ends before it begins."),
            )
        ]

    def clean(self) -> None:
        """Refuse a room of another conference and times in the wrong order."""
        super().clean()
        if self.override_room_id and self.talk_id and self.override_room.conference_id != self.talk.conference_id:
            raise ValidationError({"override_room": _("This room belongs to another conference.")})
        start = self.override_slot_start or (self.talk.slot_start if self.talk_id else None)
        end = self.override_slot_end or (self.talk.slot_end if self.talk_id else None)
        if start and end and end <= start:
            raise ValidationError({"override_slot_end": _("The talk ends before it begins.")})


class SpeakerOverride(AbstractOverride):
    """Corrections of a speaker."""

    PARENT_FIELD = "speaker"
    BLANKABLE = ("biography", "photo")

    conference = models.ForeignKey(
        Conference, on_delete=models.CASCADE, related_name="speaker_overrides", editable=False
    )
    speaker = models.OneToOneField(
        Speaker, on_delete=models.CASCADE, related_name="override", verbose_name=_("speaker")
    )
    override_name = models.CharField(_("name"), max_length=300, blank=True)
    override_biography = models.TextField(_("biography"), blank=True, help_text=_("Markdown."))
    override_photo = models.ImageField(_("photo"), upload_to="speakers/", blank=True)
    override_avatar_url = models.URLField(max_length=500, blank=True, editable=False)
    override_email = models.EmailField(_("e-mail address"), blank=True)

    class Meta(AbstractOverride.Meta):
        verbose_name = _("speaker override")
        verbose_name_plural = _("speaker overrides")


class RoomOverride(AbstractOverride):
    """Corrections of a room."""

    PARENT_FIELD = "room"
    BLANKABLE = ("description", "capacity")

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="room_overrides", editable=False)
    room = models.OneToOneField(Room, on_delete=models.CASCADE, related_name="override", verbose_name=_("room"))
    override_name = models.CharField(_("name"), max_length=300, blank=True)
    override_description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    override_capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)

    class Meta(AbstractOverride.Meta):
        verbose_name = _("room override")
        verbose_name_plural = _("room overrides")
