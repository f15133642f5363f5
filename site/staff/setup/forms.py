"""What the set-up asks."""

import re
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, User
from conference.services.setup import SetUp, set_up
from conference.validators import validate_currency
from staff.choices import languages, zones

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _event_in(path: str) -> str:
    """Return the event's short name from a path of Pretalx: `/EVENT/…`, or `/orga/event/EVENT/…`."""
    parts = [part for part in path.split("/") if part]
    if parts[:2] == ["orga", "event"]:
        parts = parts[2:]
    return parts[0] if parts else ""


class SetUpForm(forms.Form):
    """Everything but name, days, zone, currency and address may be left for later."""

    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("As it stands on the site, with the year: “Harbour Conf 2027”.")
    )
    slug = forms.SlugField(
        label=_("Short name"),
        max_length=200,
        required=False,
        help_text=_("For commands and file names; never changes. Empty: made from the name."),
    )
    start_date = forms.DateField(label=_("First day"), widget=DAY)
    end_date = forms.DateField(label=_("Last day"), widget=DAY)
    timezone = forms.ChoiceField(
        label=_("Time zone"), choices=zones, help_text=_("Where it takes place. All times are shown in it.")
    )
    currency = forms.CharField(
        label=_("Currency"),
        max_length=3,
        help_text=_("Of all prices: three letters, for example EUR. It cannot change after the first order."),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=languages,
        required=False,
        help_text=_("Of the pages. It decides how days and times are written."),
    )
    venue = forms.CharField(label=_("Venue"), max_length=300, required=False, help_text=_("Its name, and the town."))
    address = forms.CharField(label=_("Address of the venue"), max_length=500, required=False)
    website_url = forms.CharField(
        label=_("Address of the site"),
        max_length=200,
        help_text=_(
            "A host of its own (https://2027.example.org), or a path below a host that keeps all years "
            "(https://example.org/2027/). It stays for ever."
        ),
    )
    pretalx_event_slug = forms.CharField(
        label=_("Pretalx event"),
        max_length=200,
        required=False,
        help_text=_("Its short name in Pretalx, or its whole address there. Empty: none, or later."),
    )
    organizers = forms.CharField(
        label=_("First organizers"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("E-mail addresses, one a line. They get an invitation. You may do everything anyway."),
    )

    def clean_pretalx_event_slug(self) -> str:
        """Take a whole address apart: the server's part is kept for `save`."""
        given = self.cleaned_data["pretalx_event_slug"].strip()
        parts = urlsplit(given)
        self.pretalx_base_url = ""
        if parts.scheme in ("http", "https") and parts.netloc:
            self.pretalx_base_url = f"{parts.scheme}://{parts.netloc}"
            given = _event_in(parts.path)
        if given and not re.fullmatch(r"[A-Za-z0-9_.-]+", given):
            raise ValidationError(_("This is neither an event’s short name nor its address in Pretalx."))
        return given

    def clean_currency(self) -> str:
        """Take small letters too."""
        currency = self.cleaned_data["currency"].upper()
        validate_currency(currency)
        return currency

    def clean_language(self) -> str:
        """Take the installation's when none is chosen."""
        return self.cleaned_data["language"] or settings.LANGUAGE_CODE

    def save(self, *, by: User) -> Conference | None:
        """Set the conference up; `None` when the service refused, with its reasons beside the fields."""
        values = {name: self.cleaned_data[name] for name in self.fields if name != "organizers"}
        organizers = re.split(r"[\s,;]+", self.cleaned_data["organizers"])
        try:
            return set_up(SetUp(**values, pretalx_base_url=self.pretalx_base_url, organizers=organizers), by=by)
        except ValidationError as error:
            self._tell(error)
            return None

    def _tell(self, error: ValidationError) -> None:
        if not hasattr(error, "error_dict"):
            self.add_error(None, error)
            return
        for name, errors in error.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)
