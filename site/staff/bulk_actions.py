"""Acts on several pages or snippets at once, within one conference that is open."""

from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import classproperty
from wagtail import hooks
from wagtail.admin.views.pages.bulk_actions import (
    DeleteBulkAction as DeletePages,
)
from wagtail.admin.views.pages.bulk_actions import (
    MoveBulkAction,
    PublishBulkAction,
    UnpublishBulkAction,
)
from wagtail.admin.views.pages.bulk_actions.page_bulk_action import PageBulkAction
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail.permissions import policy_registry
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from common.scope import ConferencePermissionPolicy, refused
from conference import scope
from staff.choosers import own_pages


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


class OwnPages(PageBulkAction):
    """Makes “all” mean all of the person's own: Wagtail would list the others' titles as pages they may not touch."""

    def get_all_objects_in_listing_query(self, parent_id: object) -> list[int]:
        """Return the keys of everything in the listing."""
        keys = list(super().get_all_objects_in_listing_query(parent_id))
        return list(own_pages(Page.objects.filter(pk__in=keys), self.request).values_list("pk", flat=True))


for action in (DeletePages, MoveBulkAction, PublishBulkAction, UnpublishBulkAction):
    hooks.register("register_bulk_action", type(action.__name__, (OwnPages, action), {}), order=1)


@hooks.register("before_bulk_action")
def leave_closed_conferences(
    request: HttpRequest, _kind: str, objects: list[Model], _action: object
) -> HttpResponse | None:
    """Refuse to act on pages of a closed conference; the policies of everything else do so themselves."""
    paths = [found.path for found in objects if isinstance(found, Page)]
    if not paths:
        return None
    for conference in scope.closed_conferences().filter(home_page__isnull=False).select_related("home_page"):
        if any(path.startswith(conference.home_page.path) for path in paths):
            try:
                scope.require_open(conference)
            except ValidationError as refusal:
                return refused(request, refusal)
    return None
