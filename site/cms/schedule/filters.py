"""The filter form above the schedule. Everything is optional; what makes no sense is ignored, because links grow old."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cms.schedule.cards import language_name
from conference.queries.schedule_filter import Choice, Facets

VIEWS = ("grid", "list")
PARAMETERS = ("q", "track", "room", "type", "tag", "language", "view")
LONGEST_SEARCH = 100


class FilterForm(forms.Form):
    """One field per facet that has at least two values, and one for words."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=LONGEST_SEARCH, widget=forms.SearchInput(attrs={"size": 16})
    )
    track = forms.ChoiceField(label=_("Track"), required=False)
    room = forms.ChoiceField(label=_("Room"), required=False)
    type = forms.ChoiceField(label=_("Type"), required=False)
    tag = forms.ChoiceField(label=_("Tag"), required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    view = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, facets: Facets) -> None:
        offered = {
            "track": [(name, name) for name in facets.tracks],
            "room": [(str(key), name) for key, name in facets.rooms],
            "type": [(name, name) for name in facets.types],
            "tag": [(name, name) for name in facets.tags],
            "language": [(code, language_name(code)) for code in facets.languages],
        }
        values = {"q": data.get("q", "").strip()[:LONGEST_SEARCH], "view": data.get("view", "")}
        if values["view"] not in VIEWS:
            values["view"] = ""
        for name, choices in offered.items():
            chosen = data.get(name, "")
            values[name] = chosen if chosen in dict(choices) else ""
        super().__init__(values, auto_id="filter-%s")
        self.values = values
        for name, choices in offered.items():
            if len(choices) > 1:
                self.fields[name].choices = [("", _("All")), *choices]
            else:
                del self.fields[name]
        if not values["view"]:
            del self.fields["view"]

    @property
    def choice(self) -> Choice:
        """What the visitor chose."""
        values = self.values
        return Choice(
            track=values["track"],
            room=int(values["room"]) if values["room"] else None,
            type=values["type"],
            tag=values["tag"],
            language=values["language"],
            words=values["q"],
        )
