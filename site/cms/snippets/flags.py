"""Feature switches: three states each, with what they come to, and a question before they are switched."""

from django import forms
from django.template.defaultfilters import date as format_date
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from cms.snippets.confirm import ConfirmedEditView, Consequence
from cms.snippets.flag_effects import LastChange, consequences, default_of, effective_of, last_changes
from cms.snippets.one_each import OneEachViewSet
from cms.widgets import RadioSelect
from common.scope import ConferenceModelForm
from conference.features import NAMES
from conference.models import FeatureFlags

MASTERS = ("all_ui_enabled", "public_ui_enabled", "manage_ui_enabled")
FEATURES = tuple(f"{name}_enabled" for name in NAMES if f"{name}_enabled" not in MASTERS)
WAYS = {"": None, "on": True, "off": False}


class FlagsForm(ConferenceModelForm):
    """Each switch as a choice of default, on and off; below it, what visitors get and who set it when."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        changes = last_changes(self.instance) if self.instance.pk else {}
        for name in NAMES:
            field = f"{name}_enabled"
            if field not in self.fields:
                continue
            model_field = FeatureFlags._meta.get_field(field)
            label = capfirst(model_field.verbose_name)
            default = _("Default (currently on)") if default_of(name) else _("Default (currently off)")
            self.fields[field] = forms.TypedChoiceField(
                label=label,
                required=False,
                choices=[("", default), ("on", _("On")), ("off", _("Off"))],
                coerce=WAYS.get,
                empty_value=None,
                widget=RadioSelect(label),
                help_text=self._explain(name, str(model_field.help_text), changes.get(field)),
            )
            stored = getattr(self.instance, field)
            self.initial[field] = next(word for word, value in WAYS.items() if value is stored)

    def _explain(self, name: str, what: str, change: LastChange | None) -> SafeString:
        is_on, reason = effective_of(name, self.instance.conference)
        now = _("Now: on") if is_on else _("Now: off")
        parts = [format_html("{} <strong>{}</strong>", what, f"{now}, {reason}." if reason else f"{now}.")]
        if change is not None:
            words = _("Set by %(who)s on %(when)s.") if change.who else _("Set on %(when)s.")
            when = format_date(timezone.localtime(change.when), "j M Y, H:i")
            parts.append(format_html("{}", words % {"who": change.who, "when": when}))
        return format_html_join(" ", "{}", ((part,) for part in parts))


class FlagsEditView(ConfirmedEditView):
    """Lists what appears and what disappears before anything is switched."""

    confirm_verb = gettext_lazy("Switch")
    success_message = gettext_lazy("The switches are in effect.")

    def consequences(self, form: FlagsForm) -> list[Consequence]:
        """Compare the stored row with the form's."""
        stored = FeatureFlags.objects.select_related("conference").get(pk=form.instance.pk)
        return consequences(stored, form.instance, self.request)


class FeatureFlagsViewSet(OneEachViewSet):
    """The switches of the conference."""

    model = FeatureFlags
    icon = "view"
    menu_label = gettext_lazy("Features")
    menu_order = 50
    edit_view_class = FlagsEditView
    base_form_class = FlagsForm
    panels = [
        MultiFieldPanel([FieldPanel(name) for name in FEATURES], heading=gettext_lazy("Features")),
        MultiFieldPanel([FieldPanel(name) for name in MASTERS], heading=gettext_lazy("Master switches")),
    ]
