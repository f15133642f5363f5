"""Talks and all other sessions that somebody gives."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from conference.models.programme import ProgrammeObject, random_code, sort_name
from conference.models.rooms import Room
from conference.models.speakers import Speaker


class Talk(index.Indexed, ProgrammeObject):
    """A session. Texts are Markdown from outside and are cleaned where they are shown; `duration` is in minutes.

    `room`, `slot_start` and `slot_end` repeat the first public slot. `pretalx_code` is empty for a talk made by hand.
    """

    pretalx_code = models.CharField(max_length=100, blank=True, editable=False)
    code = models.CharField(max_length=100, editable=False, help_text=_("The name in addresses; never changes."))
    title = models.CharField(_("title"), max_length=500)
    sort_name = models.CharField(max_length=300, editable=False)
    abstract = models.TextField(_("abstract"), blank=True, help_text=_("Markdown."))
    description = models.TextField(_("description"), blank=True, help_text=_("Markdown."))
    submission_type = models.CharField(
        _("type"), max_length=200, blank=True, help_text=_("For example Talk or Keynote.")
    )
    track = models.CharField(_("track"), max_length=200, blank=True)
    track_colour = models.CharField(max_length=7, blank=True, editable=False)
    tags = models.JSONField(_("tags"), default=list, blank=True)
    duration = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    state = models.CharField(max_length=50, default="confirmed", editable=False)
    language = models.CharField(_("language"), max_length=20, blank=True)
    do_not_record = models.BooleanField(_("not recorded"), default=False)
    resources = models.JSONField(default=list, blank=True, editable=False)
    image_url = models.URLField(max_length=500, blank=True, editable=False)
    speakers = models.ManyToManyField(Speaker, related_name="talks", blank=True, verbose_name=_("speakers"))
    room = models.ForeignKey(
        Room, on_delete=models.SET_NULL, null=True, blank=True, related_name="talks", verbose_name=_("room")
    )
    slot_start = models.DateTimeField(_("starts"), null=True, blank=True)
    slot_end = models.DateTimeField(_("ends"), null=True, blank=True)

    search_fields = [index.SearchField("title"), index.AutocompleteField("title"), index.FilterField("conference_id")]

    class Meta:
        ordering = ["slot_start", "sort_name", "pk"]
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        constraints = [
            models.UniqueConstraint(fields=["conference", "code"], name="talk_code_unique"),
            models.UniqueConstraint(
                fields=["conference", "pretalx_code"],
                condition=~models.Q(pretalx_code=""),
                name="talk_pretalx_code_unique",
            ),
            models.CheckConstraint(
                condition=models.Q(slot_end__isnull=True) | models.Q(slot_start__lt=models.F("slot_end")),
                name="talk_starts_before_it_ends",
                violation_error_message=_("The talk ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **kwargs: object) -> None:
        """Keep the sorting key with the title, and give a talk made by hand a code."""
        self.sort_name = sort_name(self.effective_title)
        self.code = self.code or self.pretalx_code or random_code()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_name", "code"}
        super().save(**kwargs)

    def clean(self) -> None:
        """Refuse a room of another conference."""
        super().clean()
        if self.room_id and self.room.conference_id != self.conference_id:
            raise ValidationError({"room": _("This room belongs to another conference.")})

    @property
    def is_manual(self) -> bool:
        """Whether it was made by hand: then it can be edited, else only overridden."""
        return not self.pretalx_code

    @property
    def effective_title(self) -> str:
        """The title visitors see."""
        return self.effective("title") or self.title

    @property
    def effective_state(self) -> str:
        """The state visitors see; "cancelled" when an override says so."""
        override = self.live_override
        return "cancelled" if override is not None and override.is_cancelled else self.effective("state")

    @property
    def effective_abstract(self) -> str:
        """The abstract visitors see (Markdown)."""
        return self.effective("abstract")

    @property
    def effective_room(self) -> Room | None:
        """The room visitors see."""
        return self.effective("room")

    @property
    def effective_slot_start(self):
        """The start visitors see: an aware datetime or `None`."""
        return self.effective("slot_start")

    @property
    def effective_slot_end(self):
        """The end visitors see: an aware datetime or `None`."""
        return self.effective("slot_end")
