"""The tab of the event itself: name, days, zone, place, money, what the public sees."""

import zoneinfo

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from conference.models import Conference
from staff.settings.tabs import SettingsTabView

# what may still be changed in a closed conference: whether it is shown, and opening it again
STILL_OPEN = {"is_active", "is_closed"}


class EventForm(WagtailAdminModelForm):
    """The conference's own fields."""

    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(name, name) for name in sorted(zoneinfo.available_timezones())],
        help_text=_("Where the event takes place. All times are shown in it."),
    )

    class Meta(WagtailAdminModelForm.Meta):
        model = Conference
        fields = [
            "name",
            "start_date",
            "end_date",
            "timezone",
            "language",
            "venue",
            "address",
            "website_url",
            "currency",
            "total_capacity",
            "programme_visibility",
            "is_active",
            "is_closed",
        ]
        help_texts = {
            "programme_visibility": _(
                "How much visitors see. What is hidden here stays hidden in every list and feed."
            ),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_closed:
            for name in self.fields.keys() - STILL_OPEN:
                self.fields[name].disabled = True


class EventView(SettingsTabView):
    """Changes the event."""

    tab = "event"
    permissions = ("conference.manage_conference_settings",)
    form_class = EventForm
