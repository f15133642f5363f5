"""Making a conference with everything that belongs to each: flags, facts, brand, collection, role groups."""

from django.db import transaction
from wagtail.models import Collection

from conference.models import Conference
from conference.services import roles


@transaction.atomic
def create_conference(**fields: object) -> Conference:
    """Make a conference from its model's fields and return it; it has no pages yet.

    Raises `ValidationError` with messages per field. Flags, facts and brand are made by the model's signal.
    """
    conference = Conference(**fields)
    conference.full_clean()
    conference.collection = _collection(conference.name)
    conference.save()
    roles.sync_role_groups()
    return Conference.objects.select_related("feature_flags", "facts", "brand", "collection").get(pk=conference.pk)


def ensure_collection(conference: Conference) -> Collection:
    """Return the conference's collection of pictures and documents, making it when it has none."""
    if conference.collection is None:
        conference.collection = _collection(conference.name)
        conference.save(update_fields=["collection", "updated_at"])
    return conference.collection


def _collection(name: str) -> Collection:
    return Collection.get_first_root_node().add_child(name=name)
