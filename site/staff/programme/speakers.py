"""Speakers: imported ones are corrected, our own are edited. Their e-mail addresses are shown to staff only."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, NumberColumn

from common.scope import ConferenceModelForm
from conference.models import Speaker
from staff.filters import WagtailFilterSet, correction_filter, origin_filter, public_filter
from staff.programme.base import ProgrammeViewSet, origin_column, status_column, status_of
from staff.programme.origin import is_own, own
from staff.programme.portraits import clean_portrait
from staff.programme.views import ProgrammeIndexView, ProgrammeInspectView


class SpeakerFilters(WagtailFilterSet):
    """Filters of the speakers."""

    origin = origin_filter(own(Speaker))
    correction = correction_filter()
    public = public_filter()

    class Meta:
        model = Speaker
        fields = []


def talks_of(speaker: Speaker) -> str:
    """Return the titles of the speaker's talks."""
    return ", ".join(talk.effective_title for talk in speaker.talks.all())


class SpeakerIndexView(ProgrammeIndexView):
    """The listing of speakers."""

    title_field = "effective_name"
    title_label = _("Name")
    title_sort_key = "sort_name"
    default_ordering = "sort_name"
    filterset_class = SpeakerFilters
    search_fields = ["name", "code", "email", "override__override_name", "talks__title"]
    fetch_one = ("override",)
    fetch_many = ("talks__override",)
    empty_text = _("No speakers yet. Import the programme from Pretalx, or add a speaker of your own.")
    more_columns = [
        Column("talks", label=_("Talks"), accessor=talks_of),
        NumberColumn("count", label=_("Number of talks"), accessor=lambda speaker: len(speaker.talks.all())),
        origin_column(),
        status_column(),
    ]
    export_columns = {
        "code": (_("Code"), lambda speaker: speaker.code),
        "name": (_("Name"), lambda speaker: speaker.effective_name),
        "email": (_("E-mail address"), lambda speaker: speaker.effective_email),
        "talks": (_("Talks"), talks_of),
        "origin": (_("Origin"), lambda speaker: str(_("Our own") if is_own(speaker) else _("Imported"))),
        "status": (_("Status"), lambda speaker: str(status_of(speaker))),
    }


class SpeakerForm(ConferenceModelForm):
    """The form of a speaker made by hand."""

    def clean_photo(self) -> object:
        """Return the portrait."""
        return clean_portrait(self.cleaned_data["photo"])


class SpeakerInspectView(ProgrammeInspectView):
    """One speaker."""

    effective = {"name": "effective_name", "biography": "effective_biography", "email": "effective_email"}


class SpeakerViewSet(ProgrammeViewSet):
    """The desk of speakers."""

    model = Speaker
    name = "speakers"
    url_prefix = "programme/speakers"
    icon = "group"
    menu_order = 20
    override = "corrected_speakers"
    index_view_class = SpeakerIndexView
    inspect_view_class = SpeakerInspectView
    base_form_class = SpeakerForm
    inspect_view_fields = ["code", "name", "email", "biography", "is_public", "talks"]
    panels = ["name", "photo", "biography", "email", "is_public"]
