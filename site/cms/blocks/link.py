"""A link with its words, to a page of the conference or to an address."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import CharBlock, PageChooserBlock, StructBlock, StructBlockValidationError, StructValue
from wagtail.models import Page

from common import serving

validate_address = RegexValidator(
    r"^(https?://|mailto:|/|#)\S+$", gettext_lazy("Begin with https://, mailto:, / or #.")
)


class PageBelow(PageChooserBlock):
    """A page of the conference; while a page is being answered, what visitors do not see counts as none."""

    def bulk_to_python(self, values: list[int | None]) -> list[Page | None]:
        """Return the pages, from the tree that the menu has read already."""
        if serving.current() is None:
            return super().bulk_to_python(values)
        return [serving.page_at_hand(pk) if pk else None for pk in values]

    def to_python(self, value: int | None) -> Page | None:
        """Return the page."""
        if serving.current() is None or value is None:
            return super().to_python(value)
        return serving.page_at_hand(value)


class LinkValue(StructValue):
    """A link; `url` is "" when its page has gone or is hidden."""

    @property
    def url(self) -> str:
        """The address."""
        page = self.get("page")
        if page is None:
            return self.get("address") or ""
        active = serving.current()
        return (active.tree.url(page) if active is not None else page.url) or ""


class LinkBlock(StructBlock):
    """A link with its words; blocks of their own build on it."""

    label = CharBlock(
        label=gettext_lazy("Words on the button"),
        required=False,
        max_length=60,
        help_text=gettext_lazy("A verb, for example “See the schedule”."),
    )
    page = PageBelow(label=gettext_lazy("Page"), required=False)
    address = CharBlock(
        label=gettext_lazy("Or an address"), required=False, max_length=500, validators=[validate_address]
    )

    def clean(self, value: dict) -> dict:
        """Ask for one target and for words."""
        cleaned = super().clean(value)
        errors = {}
        if cleaned.get("page") and cleaned.get("address"):
            errors["address"] = ValidationError(_("Choose a page or give an address, not both."))
        if cleaned.get("label") and not (cleaned.get("page") or cleaned.get("address")):
            errors["page"] = ValidationError(_("Where does it lead? Choose a page or give an address."))
        if (cleaned.get("page") or cleaned.get("address")) and not cleaned.get("label"):
            errors["label"] = ValidationError(_("What does the button say?"))
        if errors:
            raise StructBlockValidationError(errors)
        return cleaned

    class Meta:
        value_class = LinkValue
        icon = "link"
        label = gettext_lazy("Link")
