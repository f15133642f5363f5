"""The tab of Pretalx: which event, where, with which token, how often; and a test of the connection."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from common.secrets import WriteOnlySecrets
from conference import scope
from conference.features import is_desk_enabled
from conference.models import Conference
from conference.pretalx.address import origin
from conference.settings import get_config
from staff.settings.connection import Finding, try_connection
from staff.settings.tabs import SettingsTabView


class PretalxForm(WriteOnlySecrets, WagtailAdminModelForm):
    """Where the programme comes from."""

    secrets = ("pretalx_token",)

    class Meta(WagtailAdminModelForm.Meta):
        model = Conference
        fields = ["pretalx_event_slug", "pretalx_base_url", "pretalx_token", "pretalx_sync_minutes"]
        help_texts = {
            "pretalx_event_slug": _("The event’s short name in Pretalx’s addresses, for example pyconde-2027."),
        }

    def clean(self) -> dict:
        """Ask for the token again when the server is another one.

        Somebody else may have entered it: who may change the address must not get to read it at a server of their own.
        """
        is_new = bool(self.cleaned_data.get("pretalx_token"))
        before = self.instance.effective_pretalx_base_url
        cleaned = super().clean()
        after = cleaned.get("pretalx_base_url") or get_config().pretalx.base_url
        if self.instance.pretalx_token and not is_new and origin(before) != origin(after):
            self.add_error(
                "pretalx_token", _("This is another server. Enter the token again, or forget the stored one first.")
            )
        return cleaned


class PretalxView(SettingsTabView):
    """Changes where the programme comes from."""

    tab = "pretalx"
    permissions = ("conference.manage_conference_settings",)
    works_when_closed = False
    form_class = PretalxForm
    template_name = "staff/settings/pretalx.html"
    finding: Finding | None = None

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(finding=self.finding, import_url=self.import_url(), **kwargs)

    def import_url(self) -> str:
        """Return the address of the import's desk; "" where this person or this conference has none."""
        may = scope.may(self.request.user, "conference.view_pretalxsyncrun", self.conference)
        return reverse("staff_sync") if may and is_desk_enabled("pretalx_sync", self.conference) else ""


class TryConnectionView(PretalxView):
    """Tries the stored settings and shows the tab with what was found."""

    http_method_names = ["post"]

    def post(self, *_args: object, **_kwargs: object) -> HttpResponse:
        """Try the connection; nothing is stored."""
        self.finding = try_connection(self.conference)
        form = self.form_class(instance=self.get_instance())
        return self.render_to_response(self.get_context_data(form=form))
