"""The frame of all settings tabs: which there are, and what a tab's view does."""

from collections.abc import Iterator

from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.log_actions import log

from common.scope import DeskMixin
from common.secrets import WriteOnlySecrets
from conference import extension, scope
from conference.models import Conference

CHANGED = "staff.settings_changed"
CLEARED = "staff.secret_cleared"


def url_name(tab: str) -> str:
    """Return the name of the tab's address."""
    return f"staff_settings_{tab}"


def tab_url(request: HttpRequest, conference: Conference, name: str) -> str:
    """Return the address of a tab; "" for a staff member who may not open it."""
    may_open = scope.may(request.user, extension.settings_tabs.get(name).permission, conference)
    return reverse(url_name(name)) if may_open else ""


def tabs_for(request: HttpRequest, conference: Conference) -> Iterator[dict]:
    """Yield label, address and name of the tabs this staff member may open, in their order."""
    for name, tab in sorted(extension.settings_tabs.items(), key=lambda item: item[1].order):
        if url := tab_url(request, conference, name):
            yield {"name": name, "label": tab.label, "url": url}


class SettingsMixin(DeskMixin):
    """What every tab's view has: the list of tabs above it. `tab` is its own name."""

    tab = ""
    header_icon = "cogs"
    page_title = gettext_lazy("Settings")
    works_when_closed = True

    def get_page_subtitle(self) -> str:
        """Return the conference's name."""
        return self.conference.name

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(tabs=tabs_for(self.request, self.conference), tab=self.tab, **kwargs)


class SettingsTabView(SettingsMixin, FormView):
    """A tab with one form over the conference or a row that belongs to it. Every change is logged, secrets by name only."""

    form_class: type[ModelForm]
    template_name = "staff/settings/form.html"

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values; the form goes to the tab, from the address of another act on it as well."""
        return super().get_context_data(form_action=reverse(url_name(self.tab)), **kwargs)

    def get_instance(self) -> object:
        """Return what the form changes: the conference, read anew so that an invalid form changes nothing else."""
        return Conference.objects.get(pk=self.conference.pk)

    def get_form_kwargs(self) -> dict:
        """Return what the form is made from."""
        return {**super().get_form_kwargs(), "instance": self.get_instance()}

    def post(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Save the form, or forget one secret."""
        if (secret := request.POST.get("clear")) and issubclass(self.form_class, WriteOnlySecrets):
            return self.clear(secret)
        return super().post(request, *args, **kwargs)

    def clear(self, secret: str) -> HttpResponse:
        """Forget one stored secret."""
        try:
            self.form_class.clear_secret(self.get_instance(), secret)
        except LookupError:
            messages.error(self.request, _("There is no such secret."))
            return redirect(self.request.path)
        label = str(Conference._meta.get_field(secret).verbose_name)
        log(self.conference, CLEARED, user=self.request.user, data={"field": label})
        messages.success(self.request, _("“%(secret)s” is forgotten.") % {"secret": label})
        return redirect(self.request.path)

    def save(self, form: ModelForm) -> None:
        """Store what the form holds."""
        form.save()

    def keep(self, form: ModelForm) -> None:
        """Store what a valid form holds, and log what is other than before."""
        changed = [str(form.fields[name].label) for name in form.changed_data]
        self.save(form)
        if changed:
            log(self.conference, CHANGED, user=self.request.user, data={"fields": changed})

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Store, log and say so."""
        self.keep(form)
        messages.success(self.request, _("Saved."))
        return redirect(self.request.path)

    def form_invalid(self, form: ModelForm) -> HttpResponse:
        """Show what is wrong; nothing is stored."""
        messages.validation_error(self.request, _("Nothing was saved: see the marked fields."), form)
        return super().form_invalid(form)
