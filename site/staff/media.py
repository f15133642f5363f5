"""Where pictures and documents go that somebody uploads."""

from django.db.models import QuerySet

from common.policies import conference_at_work
from conference import scope
from staff.collections import OpenCollectionsPolicy


class InsideTheConference(OpenCollectionsPolicy):
    """What is added belongs to the conference the person works on, where they may add to it at all."""

    def collections_user_has_permission_for(self, user: scope.Account, action: str) -> QuerySet:
        """Return the collections in which the person may do this; the one to add to is not a matter of choice."""
        found = super().collections_user_has_permission_for(user, action)
        conference = conference_at_work(user) if action == "add" else None
        if conference is None or conference.collection_id is None:
            return found
        inside = found.filter(path__startswith=conference.collection.path)
        return inside if inside.exists() else found
