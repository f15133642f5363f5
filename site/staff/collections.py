"""Pictures and documents of a closed conference are shown and chosen as before; nobody adds, changes or deletes any."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from wagtail.models import Collection
from wagtail.permission_policies.collections import CollectionOwnershipPermissionPolicy

from conference import scope

READING = frozenset({"choose"})
KNOWN = "_closed_collections"


class OpenCollectionsPolicy(CollectionOwnershipPermissionPolicy):
    """Wagtail's rights on collections, superusers' too, without the collections of closed conferences."""

    def user_has_permission(self, user: scope.Account, action: str) -> bool:
        """Return whether the person may do this with anything at all."""
        if not super().user_has_permission(user, action):
            return False
        # a form for uploads needs a collection; asked only where there are closed ones
        wants_place = action == "add" and bool(closed_paths(user))
        return not wants_place or self.collections_user_has_permission_for(user, action).exists()

    def user_has_any_permission_for_instance(
        self, user: scope.Account, actions: Iterable[str], instance: object
    ) -> bool:
        """Return whether the person may do one of these with the picture or document."""
        if instance.collection.path.startswith(closed_paths(user) or ("-",)):
            actions = READING.intersection(actions)
        return bool(actions) and super().user_has_any_permission_for_instance(user, actions, instance)

    def instances_user_has_any_permission_for(self, user: scope.Account, actions: Iterable[str]) -> QuerySet:
        """Return the pictures or documents with which the person may do one of these."""
        found = super().instances_user_has_any_permission_for(user, actions)
        return found if READING.intersection(actions) else found.exclude(_below(user, "collection__path"))

    def collections_user_has_any_permission_for(self, user: scope.Account, actions: Iterable[str]) -> QuerySet:
        """Return the collections in which the person may do one of these."""
        found: QuerySet[Collection] = super().collections_user_has_any_permission_for(user, actions)
        return found if READING.intersection(actions) else found.exclude(_below(user, "path"))


def closed_paths(user: scope.Account) -> tuple[str, ...]:
    """Return where the collections of closed conferences stand in their tree (one SQL statement for each request)."""
    if KNOWN not in user.__dict__:
        closed = scope.closed_conferences().filter(collection__isnull=False)
        user.__dict__[KNOWN] = tuple(closed.values_list("collection__path", flat=True))
    return user.__dict__[KNOWN]


def _below(user: scope.Account, path: str) -> Q:
    condition = Q(pk__in=[])
    for closed in closed_paths(user):
        condition |= Q(**{f"{path}__startswith": closed})
    return condition
