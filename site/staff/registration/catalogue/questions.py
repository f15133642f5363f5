"""Which questions attendees are asked, of whom, and which must be answered."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column

from common.scope import ConferenceScopedModelViewSet
from registration.models import ProfileQuestion
from staff.listing import DeskIndexView
from staff.registration.catalogue.base import CatalogueForm
from staff.registration.menu import DESK, MENU


def asked_of(question: ProfileQuestion) -> str:
    """Return of whose holders it is asked."""
    return ", ".join(ticket.name for ticket in question.ticket_types.all()) or _("all tickets")


def must_be_answered(question: ProfileQuestion) -> str:
    """Return in words whether it must be answered."""
    return _("Yes") if question.is_required else _("No")


class QuestionForm(CatalogueForm):
    """The form of a question; what is asked is chosen once."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["field"].disabled = True


class QuestionIndexView(DeskIndexView):
    """The listing of questions."""

    title_label = gettext_lazy("Question")
    default_ordering = "order"
    search_fields = ["field", "help_text"]
    fetch_many = ("ticket_types",)
    empty_text = gettext_lazy("Attendees are asked nothing but their name. Add a question: diet, accessibility, shirt.")
    more_columns = [
        Column("asked_of", label=gettext_lazy("Asked of holders of"), accessor=asked_of),
        Column("is_required", label=gettext_lazy("Must be answered"), accessor=must_be_answered),
        Column("help_text", label=gettext_lazy("Hint")),
    ]
    export_columns = {
        "question": (gettext_lazy("Question"), str),
        "asked_of": (gettext_lazy("Asked of holders of"), asked_of),
        "required": (gettext_lazy("Must be answered"), must_be_answered),
        "hint": (gettext_lazy("Hint"), lambda question: question.help_text),
    }


class QuestionViewSet(ConferenceScopedModelViewSet):
    """The desk of questions."""

    model = ProfileQuestion
    name = "profile_questions"
    url_prefix = "registration/questions"
    icon = "help"
    menu_label = gettext_lazy("Questions to attendees")
    menu_hook = MENU
    menu_order = 160
    desk = DESK
    index_view_class = QuestionIndexView
    base_form_class = QuestionForm
    panels = [
        FieldPanel("field"),
        FieldPanel("help_text"),
        FieldPanel("is_required"),
        FieldPanel("ticket_types", widget=forms.CheckboxSelectMultiple),
        FieldPanel("order"),
    ]
