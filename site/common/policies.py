"""Wagtail's question “may this person …?”, answered with a Django permission **and** a conference.

Wagtail asks a policy without saying where: the conference is then the one the person works on in this request
(`attach`), and without one only a role for all conferences counts.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from common.closed import is_open
from conference import scope
from conference.models import Conference

READING = frozenset({"view", "choose"})
ASK = "_conference_at_work"


def attach(request: HttpRequest) -> None:
    """Let policies ask later which conference the request's user works on; costs nothing until one does."""
    if not hasattr(request.user, ASK):
        setattr(request.user, ASK, AskedLater(request))


class AskedLater:
    """Tells, when called, which conference the request's user works on.

    Wagtail pickles people into its cache, with the pictures they uploaded: what leaves the request asks nothing any more.
    """

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def __call__(self) -> Conference | None:
        """Return the conference, `None` for somebody without one."""
        return scope.staff_conference(self.request)

    def __reduce__(self) -> tuple:
        return type(None), ()


def conference_at_work(user: scope.Account) -> Conference | None:
    """Return the conference the person works on in this request, `None` outside of the staff's pages."""
    ask = getattr(user, ASK, None)
    return ask() if ask else None


def conference_of(instance: Model, path: str) -> Conference | None:
    """Follow `path` (“talk__conference”) from an object to its conference; `None` where a step is still empty."""
    for step in path.split("__"):
        field = instance._meta.get_field(step)
        if getattr(instance, field.attname) is None:
            return None
        instance = getattr(instance, step)
    return instance


class ConferencePermissionPolicy(ModelPermissionPolicy):
    """Grants what a person's roles allow at the object's conference; a closed conference may only be looked at."""

    def __init__(self, model: type[Model], path: str = "conference") -> None:
        super().__init__(model)
        self.path = path

    def _may(self, user: scope.Account, action: str, conference: Conference | None) -> bool:
        if action not in READING and not is_open(conference):
            return False
        return scope.may(user, self._get_permission_name(action), conference)

    def user_has_permission(self, user: scope.Account, action: str) -> bool:
        """Return whether the person may do this at the conference they work on."""
        return self._may(user, action, conference_at_work(user))

    def user_has_any_permission(self, user: scope.Account, actions: Iterable[str]) -> bool:
        """Return whether the person may do one of these at the conference they work on."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: scope.Account, action: str, instance: Model) -> bool:
        """Return whether the person may do this at the conference of the object."""
        return self._may(user, action, conference_of(instance, self.path) or conference_at_work(user))

    def instances_user_has_any_permission_for(self, user: scope.Account, actions: Iterable[str]) -> QuerySet:
        """Return the objects of all conferences at which the person may do one of these."""
        actions = list(actions)
        allowed = [
            conference
            for conference in scope.conferences_for(user)
            if any(self._may(user, action, conference) for action in actions)
        ]
        return self.model._default_manager.filter(**{f"{self.path}__in": allowed})

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet:
        """Return the people who may do one of these at any conference."""
        permissions = self._get_permission_objects_for_actions(actions)
        may = Q(groups__role_group__isnull=False, groups__permissions__in=permissions) | Q(is_superuser=True)
        return get_user_model().objects.filter(may, is_active=True).distinct()

    def users_with_any_permission_for_instance(self, actions: Iterable[str], instance: Model) -> QuerySet:
        """Return the people who may do one of these at the conference of the object."""
        permissions = self._get_permission_objects_for_actions(actions)
        here = Q(groups__role_group__conference=conference_of(instance, self.path))
        for_all = Q(groups__role_group__isnull=False, groups__role_group__conference__isnull=True)
        may = Q(here | for_all, groups__permissions__in=permissions) | Q(is_superuser=True)
        return get_user_model().objects.filter(may, is_active=True).distinct()


def register_conference_policy(model: type[Model], path: str = "conference") -> None:
    """Make every view of Wagtail ask for permission **and** conference; call it before the model's viewset is registered."""
    register_permission_policy(model, ConferencePermissionPolicy(model, path))
