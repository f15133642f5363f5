"""How the conference looks."""

from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.panels import BrandNotesPanel
from cms.snippets.one_each import AtOnceEditView, OneEachViewSet
from cms.widgets import ColourInput
from common.theme import brand_notes
from conference.models import Brand


class BrandEditView(AtOnceEditView):
    """Says after saving which colours are shown otherwise than picked."""

    success_message = gettext_lazy("The look is in effect.")

    def save_instance(self) -> Brand:
        """Save, then tell about colours that would be hard to read."""
        brand = super().save_instance()
        for note in brand_notes(brand):
            messages.warning(self.request, note)
        return brand


class BrandViewSet(OneEachViewSet):
    """The look of the conference."""

    model = Brand
    icon = "desktop"
    menu_label = gettext_lazy("Look")
    menu_order = 30
    edit_view_class = BrandEditView
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("brand_colour", widget=ColourInput),
                        FieldPanel("accent_colour", widget=ColourInput),
                    ]
                ),
                BrandNotesPanel(),
            ],
            heading=gettext_lazy("Colours"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("display_font"), FieldPanel("corner_radius")])], heading=gettext_lazy("Type")
        ),
        MultiFieldPanel(
            [FieldPanel("logo"), FieldPanel("logo_dark"), FieldPanel("social_image")], heading=gettext_lazy("Pictures")
        ),
        FieldPanel("footer_text"),
    ]
