"""What was imported and what was made by hand: only the latter may be edited, the former is corrected by an override."""

from django.db.models import Model, Q

from common.scope import ConferencePermissionPolicy
from conference import scope
from conference.models import Room, ScheduleSlot, Speaker, Talk

# the field that holds Pretalx's key; empty for an object made by hand
KEYS = {Talk: "pretalx_code", Speaker: "pretalx_code", Room: "pretalx_id", ScheduleSlot: "sync_key"}


def is_own(instance: Model) -> bool:
    """Return whether the object was made by hand."""
    return getattr(instance, KEYS[type(instance)]) in (None, "")


def own(model: type[Model]) -> Q:
    """Return the condition that finds objects made by hand."""
    field = model._meta.get_field(KEYS[model])
    return Q(**{f"{field.name}__isnull": True}) if field.null else Q(**{field.name: ""})


class ProgrammePolicy(ConferencePermissionPolicy):
    """Imported objects are changed and deleted by nobody: the next import would undo it."""

    def user_has_permission_for_instance(self, user: scope.Account, action: str, instance: Model) -> bool:
        """Return whether the person may do this with the object."""
        if action in ("change", "delete") and not is_own(instance):
            return False
        return super().user_has_permission_for_instance(user, action, instance)
