"""Saving in two steps: first the editor reads what will be different for visitors, then it is saved."""

from dataclasses import dataclass

from django.forms import ModelForm
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from cms.snippets.one_each import AtOnceEditView

CONFIRMED = "confirmed"
LEFT_OUT = frozenset({"csrfmiddlewaretoken", CONFIRMED})


@dataclass(frozen=True)
class Consequence:
    """What changes for visitors: a sentence, and the things concerned as (words, address or "")."""

    text: str
    items: tuple[tuple[str, str], ...] = ()
    is_loss: bool = False


class ConfirmedEditView(AtOnceEditView):
    """Asks before it saves whenever `consequences` finds any; `confirm_verb` is on the button."""

    confirm_template = "cms/admin/confirm.html"
    confirm_verb = _("Save and show")

    def consequences(self, form: ModelForm) -> list[Consequence]:
        """Return what would change for visitors; `form` is valid and its instance carries the new values."""
        raise NotImplementedError

    def form_valid(self, form: ModelForm) -> HttpResponse:
        """Save what was confirmed or changes nothing for visitors; else ask."""
        self.form = form
        if CONFIRMED in self.request.POST:
            return super().form_valid(form)
        found = self.consequences(form)
        if not found:
            return super().form_valid(form)
        if self.expects_json_response:
            return self.json_error_response("validation_error", str(_("This has to be confirmed first.")))
        return self._ask(found)

    def _ask(self, found: list[Consequence]) -> HttpResponse:
        fields = [
            (name, value) for name, values in self.request.POST.lists() if name not in LEFT_OUT for value in values
        ]
        context = {
            "view": self,
            "consequences": found,
            "fields": fields,
            "confirmed_name": CONFIRMED,
            "confirm_verb": self.confirm_verb,
            "back_url": self.get_edit_url(),
            "page_title": _("Save this?"),
            "header_title": _("Save this?"),
            "page_subtitle": str(self.object),
            "header_icon": self.header_icon,
            "breadcrumbs_items": [*self.breadcrumbs_items, {"url": "", "label": _("Save this?")}],
        }
        return TemplateResponse(self.request, self.confirm_template, context)
