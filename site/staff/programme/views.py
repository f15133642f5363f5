"""Views of imported objects: to be looked at and corrected; those made by hand are edited as usual."""

from functools import cached_property

from django.contrib.admin.utils import quote
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permissions import policy_registry

from staff.listing import DeskIndexView
from staff.programme.origin import is_own


class ProgrammeIndexView(DeskIndexView):
    """A listing in which only objects made by hand lead to a form."""

    def get_edit_url(self, instance: Model) -> str | None:
        """Return the address of the form; `None` for an imported object."""
        return super().get_edit_url(instance) if is_own(instance) else None

    def get_delete_url(self, instance: Model) -> str | None:
        """Return the address for deleting; `None` for an imported object."""
        return super().get_delete_url(instance) if is_own(instance) else None


class OwnEditView(generic.EditView):
    """The form of an object made by hand; an imported one is shown instead."""

    inspect_url_name = None

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer the request."""
        instance = self.get_object()
        if is_own(instance):
            return super().dispatch(request, *args, **kwargs)
        if request.method != "GET":
            raise PermissionDenied
        messages.info(request, _("This was imported from Pretalx. Correct it here: the next import keeps corrections."))
        return redirect(self.inspect_url_name, quote(instance.pk))


class OwnDeleteView(generic.DeleteView):
    """Deletes an object made by hand."""

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        """Answer the request."""
        if not is_own(self.object):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


class ProgrammeInspectView(generic.InspectView):
    """Shows an object as it was imported, and what visitors see where a correction changes it.

    `effective` maps a field to the property with the value that visitors see.
    """

    template_name = "staff/programme/inspect.html"
    override_add_url_name: str | None = None
    override_edit_url_name: str | None = None
    effective: dict[str, str] = {}

    @cached_property
    def header_buttons(self) -> list[Button]:
        """The button that leads to the correction, when the person may correct."""
        url = self.get_correction_url()
        label = _("Edit the correction") if self.override else _("Correct this")
        return [HeaderButton(label, url=url, icon_name="edit")] if url else []

    @cached_property
    def override(self) -> Model | None:
        """The object's correction, published or not."""
        return getattr(self.object, "override", None)

    def get_correction_url(self) -> str | None:
        """Return the address of the correction's form."""
        if not self.override_add_url_name or is_own(self.object):
            return None
        model = self.model._meta.get_field("override").related_model
        policy = policy_registry.get_by_type(model)
        if self.override is not None:
            may = policy.user_has_permission(self.request.user, "change")
            return reverse(self.override_edit_url_name, args=[quote(self.override.pk)]) if may else None
        may = policy.user_has_permission(self.request.user, "add")
        return f"{reverse(self.override_add_url_name)}?{self.model._meta.model_name}={self.object.pk}" if may else None

    def get_field_display_value(self, field_name: str, field: object) -> object:
        """Return what stands beside the label: words for yes and no, a dash for nothing."""
        value = super().get_field_display_value(field_name, field)
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        return "–" if value in (None, "") else value

    def get_edit_url(self) -> str | None:
        """Return the address of the form; `None` for an imported object."""
        return super().get_edit_url() if is_own(self.object) else None

    def get_delete_url(self) -> str | None:
        """Return the address for deleting; `None` for an imported object."""
        return super().get_delete_url() if is_own(self.object) else None

    def get_corrections(self) -> list[dict]:
        """Return label, imported value and value that visitors see of each field a correction changes."""
        rows = []
        for field, shown in self.effective.items():
            imported, seen = getattr(self.object, field), getattr(self.object, shown)
            if imported != seen:
                rows.append({"label": self.get_field_label(field, None), "imported": imported, "seen": seen})
        return rows

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(
            corrections=self.get_corrections(), override=self.override, is_own=is_own(self.object), **kwargs
        )
