"""How the conference looks."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from cms.panels import BrandNotesPanel
from cms.snippets.one_each import AtOnceEditView, OneEachViewSet
from cms.widgets import ColourInput
from common.theme import brand_notes
from conference.models import Brand


class BrandEditView(AtOnceEditView):
    """Says after saving whether colours are shown otherwise than picked; the form has the list."""

    success_message = gettext_lazy("The look is in effect.")

    def get_success_message(self, instance: Brand | None = None) -> str:
        """Add that some colours are adjusted, when they are."""
        message = super().get_success_message(instance)
        if not brand_notes(self.object):
            return message
        return f"{message} {_('Colours that would be hard to read are adjusted, as listed below.')}"


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
