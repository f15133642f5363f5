"""Objects of which every conference has exactly one: its flags, facts and look. Nobody adds or deletes them."""

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.snippets.views.snippets import EditView, IndexView

from common.scope import ConferencePermissionPolicy, ConferenceScopedSnippetViewSet
from conference import scope

NEVER = frozenset({"add", "delete"})


class OneEachPolicy(ConferencePermissionPolicy):
    """Lets nobody add or delete, not even a superuser."""

    def user_has_permission(self, user: scope.Account, action: str) -> bool:
        """Return whether the person may do this at the conference they work on."""
        return action not in NEVER and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: scope.Account, actions: list[str]) -> bool:
        """Return whether the person may do one of these at the conference they work on."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: scope.Account, action: str, instance: Model) -> bool:
        """Return whether the person may do this at the conference of the object."""
        return action not in NEVER and super().user_has_permission_for_instance(user, action, instance)


class ToTheOne(IndexView):
    """The listing of one object is the object."""

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:  # noqa: ARG002 - Django's
        """Lead to the form of the conference's own."""
        found = self.model.objects.filter(conference=self.conference).values_list("pk", flat=True).first()
        if found is None:
            raise Http404
        return redirect(reverse(self.edit_url_name, args=[found]))


class AtOnceEditView(EditView):
    """Saving is in effect at once, so nothing is saved behind the editor's back."""

    def setup(self, request: HttpRequest, *args: object, **kwargs: object) -> None:
        """Switch autosaving off: there is no draft it could go to."""
        super().setup(request, *args, **kwargs)
        self.autosave_enabled = False

    def get_success_url(self) -> str:
        """Stay on the form, because there is no listing."""
        return self.get_edit_url()

    def get_success_message(self, instance: Model | None = None) -> str:
        """Say what this view's class says; Wagtail would speak of an object that was updated."""
        names = {"object": instance or self.object, "model_name": self.model._meta.verbose_name}
        return str(self.success_message) % names

    def get_success_buttons(self) -> list:
        """Offer no way to the form: the editor is there."""
        return []

    def get_breadcrumbs_items(self) -> list[dict]:
        """Leave out the listing that only leads back here."""
        items = super().get_breadcrumbs_items()
        return [item for item in items if item.get("url") != self.get_index_url()] if len(items) > 1 else items

    def get_index_url(self) -> str:
        """Return the address of the listing, which leads to the form."""
        return reverse(self.index_url_name)


class OneEachViewSet(ConferenceScopedSnippetViewSet):
    """The form of what a conference has one of."""

    index_view_class = ToTheOne
    edit_view_class = AtOnceEditView
    copy_view_enabled = False
