"""The tab of the event itself: name, days, zone, place, money, what the public sees."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from conference.models import Conference
from registration.services.inventory import staff_change
from registration.services.setting_up.sales_locks import has_orders
from staff.choices import languages, with_stored, zones
from staff.settings.tabs import SettingsTabView

# what may still be changed in a closed conference: whether it is shown, and opening it again
STILL_OPEN = {"is_active", "is_closed"}


class EventForm(WagtailAdminModelForm):
    """The conference's own fields."""

    timezone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zones,
        help_text=_("Where the event takes place. All times are shown in it."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=languages,
        help_text=_("Of the pages. It decides how days and times are written."),
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
        self.initial["language"] = self.instance.language.lower()
        for name, choices in (("timezone", zones()), ("language", languages())):
            self.fields[name].choices = with_stored(choices, self.initial[name])
        if self.instance.website_url:
            self.fields["website_url"].disabled = True
            self.fields["website_url"].help_text = _(
                "It stays for ever: links, calendars and printed codes lead to it."
            )
        if has_orders(self.instance):
            self.fields["currency"].disabled = True
            self.fields["currency"].help_text = _("It stays, because orders exist.")
        if self.instance.is_closed:
            for name in self.fields.keys() - STILL_OPEN:
                self.fields[name].disabled = True


class EventView(SettingsTabView):
    """Changes the event."""

    tab = "event"
    permissions = ("conference.manage_conference_settings",)
    form_class = EventForm

    def save(self, form: EventForm) -> None:
        """Store it; the number of places changes under the stock's lock."""
        with staff_change(self.conference):
            form.save()
