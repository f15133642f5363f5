"""How a conference looks: colours, type, logos, footer."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from conference.models.conference import Conference
from conference.validators import HEX_COLOUR, validate_colour

IMAGE = {
    "to": settings.WAGTAILIMAGES_IMAGE_MODEL,
    "on_delete": models.SET_NULL,
    "null": True,
    "blank": True,
    "related_name": "+",
}


class Brand(RevisionMixin, models.Model):
    """One row per conference. Colours are `#rrggbb`; where one lacks contrast, the theme uses a darker or lighter one."""

    class DisplayFont(models.TextChoices):
        """The faces for headings that come with the project."""

        BRICOLAGE = "bricolage", "Bricolage Grotesque"
        NEWSREADER = "newsreader", "Newsreader"
        ANYBODY = "anybody", "Anybody"

    class CornerRadius(models.TextChoices):
        """How round buttons and cards are."""

        NONE = "none", _("Square")
        SMALL = "small", _("Slightly round")
        LARGE = "large", _("Round")

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="brand")
    brand_colour = models.CharField(_("brand colour"), max_length=7, default="#0b5d4e", validators=[validate_colour])
    accent_colour = models.CharField(_("accent colour"), max_length=7, default="#e2552b", validators=[validate_colour])
    display_font = models.CharField(
        _("typeface of headings"), max_length=20, choices=DisplayFont, default=DisplayFont.BRICOLAGE
    )
    corner_radius = models.CharField(_("corners"), max_length=10, choices=CornerRadius, default=CornerRadius.SMALL)
    logo = models.ForeignKey(**IMAGE, verbose_name=_("logo"))
    logo_dark = models.ForeignKey(
        **IMAGE, verbose_name=_("logo on dark"), help_text=_("Empty: the logo is used in the dark as well.")
    )
    social_image = models.ForeignKey(
        **IMAGE, verbose_name=_("picture for shared links"), help_text=_("1200 × 630 pixels. Empty: one is drawn.")
    )
    footer_text = models.CharField(_("line in the footer"), max_length=300, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("look")
        verbose_name_plural = _("look")
        default_permissions = ("view", "change")
        constraints = [
            models.CheckConstraint(condition=models.Q(**{f"{field}__regex": HEX_COLOUR}), name=f"brand_{field}_is_hex")
            for field in ("brand_colour", "accent_colour")
        ]

    def __str__(self) -> str:
        return str(_("Look of %(conference)s") % {"conference": self.conference})
