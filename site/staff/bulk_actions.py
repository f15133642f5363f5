"""Deleting several snippets at once, within one conference."""

from django.db.models import QuerySet
from django.utils.functional import classproperty
from wagtail import hooks
from wagtail.log_actions import log
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from common.scope import ConferencePermissionPolicy
from conference import scope


class ScopedDelete(DeleteBulkAction):
    """Takes the place of Wagtail's action: “all” means all of this conference, and each deletion is logged."""

    @classproperty
    def models(cls) -> list[type]:  # noqa: N805 - a property of the class
        """The snippets that belong to a conference."""
        return [model for model in get_snippet_models() if _path(model)]

    def get_all_objects_in_listing_query(self, _parent_id: object) -> QuerySet:
        """Return the keys of everything in the listing."""
        conference = scope.staff_conference(self.request)
        return scope.within(self.model.objects.all(), conference, _path(self.model)).values_list("pk", flat=True)

    def form_valid(self, form: object) -> object:
        """Delete; the log names each object."""
        for snippet in self.get_actionable_objects()[0]:
            log(snippet, "wagtail.delete", user=self.request.user, deleted=True)
        return super().form_valid(form)


def _path(model: type) -> str:
    policy = policy_registry.get_by_type(model, fallback=False)
    return policy.path if isinstance(policy, ConferencePermissionPolicy) else ""


hooks.register("register_bulk_action", ScopedDelete, order=1)
