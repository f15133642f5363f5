"""People who speak."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from conference.models.programme import ProgrammeObject, random_code, sort_name


class Speaker(index.Indexed, ProgrammeObject):
    """A speaker. `pretalx_code` is empty for one made by hand, whose address then uses `code`."""

    pretalx_code = models.CharField(max_length=100, blank=True, editable=False)
    code = models.CharField(max_length=100, editable=False, help_text=_("The name in addresses; never changes."))
    name = models.CharField(_("name"), max_length=300)
    sort_name = models.CharField(max_length=300, editable=False)
    biography = models.TextField(_("biography"), blank=True, help_text=_("Markdown."))
    avatar_url = models.URLField(max_length=500, blank=True, editable=False)
    photo = models.ImageField(_("photo"), upload_to="speakers/", blank=True)
    photo_source = models.CharField(max_length=500, blank=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True, help_text=_("Never shown to visitors."))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="speaker_profiles"
    )

    search_fields = [index.SearchField("name"), index.AutocompleteField("name"), index.FilterField("conference_id")]

    class Meta:
        ordering = ["sort_name", "pk"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        constraints = [
            models.UniqueConstraint(fields=["conference", "code"], name="speaker_code_unique"),
            models.UniqueConstraint(
                fields=["conference", "pretalx_code"],
                condition=~models.Q(pretalx_code=""),
                name="speaker_pretalx_code_unique",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **kwargs: object) -> None:
        """Keep the sorting key with the name, and give a speaker made by hand a code."""
        self.sort_name = sort_name(self.effective_name)
        self.code = self.code or self.pretalx_code or random_code()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "sort_name", "code"}
        super().save(**kwargs)

    @property
    def effective_name(self) -> str:
        """The name visitors see."""
        return self.effective("name") or self.name

    @property
    def effective_biography(self) -> str:
        """The biography visitors see (Markdown)."""
        return self.effective("biography")

    @property
    def effective_avatar_url(self) -> str:
        """Where the picture came from; pages show our own copy, see `effective_photo_url`."""
        return self.effective("avatar_url")

    @property
    def effective_email(self) -> str:
        """The address to write to; never shown to visitors."""
        return self.effective("email")

    @property
    def effective_photo_url(self) -> str:
        """The address of our own copy of the picture, "" for none."""
        override = self.live_override
        if override is not None and "photo" in override.blanked_fields:
            return ""
        picture = override.override_photo if override is not None and override.override_photo else self.photo
        return picture.url if picture else ""
