"""Viewsets whose every view is inside the conference scope, whatever views Wagtail adds to them."""

from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.functional import cached_property
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from common.conference_forms import ConferenceModelForm
from common.policies import attach
from common.scoped_views import ConferenceScoped
from conference import features, scope


class ScopedViewSet:
    """Gives every view the viewset constructs the mixin `ConferenceScoped`.

    `conference_path` leads from the model to its conference; `desk` is the feature whose desk this is (none: always there).
    """

    conference_path = "conference"
    desk: str | None = None

    def construct_view(self, view_class: type, **kwargs: object) -> object:
        """Return the view, scoped."""
        if not issubclass(view_class, ConferenceScoped):
            view_class = type(
                view_class.__name__, (ConferenceScoped, view_class), {"__module__": view_class.__module__}
            )
        return super().construct_view(
            view_class, **{"conference_path": self.conference_path, "desk": self.desk, **kwargs}
        )


class ScopedModelViewSet(ScopedViewSet):
    """What the scoped ModelViewSet and SnippetViewSet share: the form's base, the menu item, no copies."""

    copy_view_enabled = False
    search_backend_name = None
    base_form_class = ConferenceModelForm

    def get_edit_handler(self) -> object:
        """Return the panels, with a form that checks uniqueness within the conference."""
        if hasattr(self, "panels") and not hasattr(self, "edit_handler"):
            return ObjectList(self.panels, base_form_class=self.base_form_class).bind_to_model(self.model)
        return super().get_edit_handler()

    @cached_property
    def menu_item_class(self) -> type[MenuItem]:
        """The menu item, shown where the desk is on and the person may see something."""
        viewset = self

        def is_shown(_item: MenuItem, request: HttpRequest) -> bool:
            attach(request)
            conference = scope.staff_conference(request)
            if conference is None or (viewset.desk and not features.is_desk_enabled(viewset.desk, conference)):
                return False
            policy = policy_registry.get_by_type(viewset.model)
            return policy.user_has_any_permission(request.user, viewset.index_view_class.any_permission_required)

        return type(f"{self.model.__name__}MenuItem", (MenuItem,), {"is_shown": is_shown})


class ConferenceScopedModelViewSet(ScopedModelViewSet, ModelViewSet):
    """A desk over a model of the conference. Register its policy first: `register_conference_policy(Model)`."""


class WithoutCreation:
    """Leaves out the address that creates an object in the chooser's window, unless the chooser has a form for it."""

    def get_urlpatterns(self) -> list[URLPattern]:
        """Return the chooser's addresses."""
        has_form = self.creation_form_class or self.form_fields is not None or self.exclude_form_fields is not None
        return [pattern for pattern in super().get_urlpatterns() if has_form or pattern.name != "create"]


class ConferenceScopedChooserViewSet(ScopedViewSet, WithoutCreation, ChooserViewSet):
    """A chooser that offers and answers objects of this conference only."""


class ConferenceScopedSnippetChooserViewSet(ScopedViewSet, WithoutCreation, SnippetChooserViewSet):
    """The chooser of a scoped snippet."""


class ConferenceScopedSnippetViewSet(ScopedModelViewSet, SnippetViewSet):
    """A snippet of the conference. Register its policy first: `register_conference_policy(Model)`."""

    chooser_viewset_class = ConferenceScopedSnippetChooserViewSet

    @property
    def chooser_viewset(self) -> ConferenceScopedSnippetChooserViewSet:
        """The chooser, scoped along the same path."""
        return self.chooser_viewset_class(
            self.get_chooser_admin_url_namespace(),
            model=self.model,
            url_prefix=self.get_chooser_admin_base_path(),
            icon=self.icon,
            per_page=self.chooser_per_page,
            conference_path=self.conference_path,
            desk=self.desk,
        )
