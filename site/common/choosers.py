"""Choosers of talks and speakers, for staff's forms and for blocks of pages. The staff room registers them."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView

from common.scoped_viewsets import ConferenceScopedChooserViewSet
from conference.models import Speaker, Talk


class WordsFilterForm(BaseFilterForm):
    """Finds rows that contain the typed words, in the database: imports write many rows past the search index."""

    fields_to_search: tuple[str, ...] = ()
    q = forms.CharField(label=_("Search"), required=False, widget=forms.TextInput(attrs={"placeholder": _("Search")}))

    def filter(self, objects: QuerySet) -> QuerySet:
        """Return the rows in which every word occurs."""
        self.search_query = self.cleaned_data["q"]
        self.is_searching = bool(self.search_query)
        for word in self.search_query.split():
            matches = Q()
            for field in self.fields_to_search:
                matches |= Q(**{f"{field}__icontains": word})
            objects = objects.filter(matches)
        return objects.distinct() if self.is_searching else objects


class TalkWords(WordsFilterForm):
    """Finds talks."""

    fields_to_search = ("title", "sort_name", "code", "speakers__name")


class SpeakerWords(WordsFilterForm):
    """Finds speakers."""

    fields_to_search = ("name", "sort_name", "code")


class ChooseTalk(ChooseView):
    """The talk chooser's window."""

    filter_form_class = TalkWords


class TalkResults(ChooseResultsView):
    """The talk chooser's list."""

    filter_form_class = TalkWords


class ChooseSpeaker(ChooseView):
    """The speaker chooser's window."""

    filter_form_class = SpeakerWords


class SpeakerResults(ChooseResultsView):
    """The speaker chooser's list."""

    filter_form_class = SpeakerWords


class TalkChooserViewSet(ConferenceScopedChooserViewSet):
    """Chooses a talk of the conference."""

    model = Talk
    icon = "openquote"
    choose_one_text = _("Choose a talk")
    choose_another_text = _("Choose another talk")
    edit_item_text = _("Edit this talk")
    choose_view_class = ChooseTalk
    choose_results_view_class = TalkResults


class SpeakerChooserViewSet(ConferenceScopedChooserViewSet):
    """Chooses a speaker of the conference."""

    model = Speaker
    icon = "user"
    choose_one_text = _("Choose a speaker")
    choose_another_text = _("Choose another speaker")
    edit_item_text = _("Edit this speaker")
    choose_view_class = ChooseSpeaker
    choose_results_view_class = SpeakerResults


talk_chooser = TalkChooserViewSet("talk_chooser", url_prefix="programme/choose-talk")
speaker_chooser = SpeakerChooserViewSet("speaker_chooser", url_prefix="programme/choose-speaker")

# blocks for StreamFields: the value is the talk or speaker, or `None` once it has gone
TalkChooserBlock = talk_chooser.get_block_class(name="TalkChooserBlock", module_path="common.choosers")
SpeakerChooserBlock = speaker_chooser.get_block_class(name="SpeakerChooserBlock", module_path="common.choosers")
