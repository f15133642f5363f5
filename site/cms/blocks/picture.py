"""Choosing a picture and the words that stand in for it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import BooleanBlock, CharBlock, StructBlock, StructBlockValidationError, StructValue
from wagtail.images.blocks import ImageChooserBlock

from common import serving


class PictureChooserBlock(ImageChooserBlock):
    """A picture; while a page is being answered it is fetched together with all others of the page."""

    def bulk_to_python(self, values: list[int | None]) -> list[object | None]:
        """Return the pictures, or stand-ins that become them when they are looked at."""
        active = serving.current()
        if active is None:
            return super().bulk_to_python(values)
        return [active.pictures.want(pk) for pk in values]

    def to_python(self, value: int | None) -> object | None:
        """Return the picture."""
        active = serving.current()
        return super().to_python(value) if active is None else active.pictures.want(value)


class PictureValue(StructValue):
    """A picture with its words."""

    @property
    def alt(self) -> str:
        """What the picture shows: the block's own words, else the picture's; "" for decoration."""
        if self.get("decorative"):
            return ""
        image = self.get("image")
        return self.get("alt_text") or (image.default_alt_text if image else "")


class PictureBlock(StructBlock):
    """A picture with its words; blocks of their own build on it."""

    image = PictureChooserBlock(label=gettext_lazy("Picture"))
    alt_text = CharBlock(
        label=gettext_lazy("What it shows"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("For people who cannot see it. Empty: the words stored with the picture."),
    )
    decorative = BooleanBlock(label=gettext_lazy("Only decoration, it says nothing"), required=False)

    def clean(self, value: dict) -> dict:
        """Ask for words, unless the picture brings them or says nothing."""
        cleaned = super().clean(value)
        image = cleaned.get("image")
        if image and not (cleaned.get("decorative") or cleaned.get("alt_text") or image.default_alt_text):
            raise StructBlockValidationError(
                {"alt_text": ValidationError(_("Say what the picture shows, or tick that it is only decoration."))}
            )
        return cleaned

    class Meta:
        value_class = PictureValue
        icon = "image"
        label = gettext_lazy("Picture")
