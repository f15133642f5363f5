"""Talks and speakers are sorted by the name that visitors see, also after a correction of it has gone."""

from conference.models.overrides import AbstractOverride


def follow_original(instance: AbstractOverride, **_kwargs: object) -> None:
    """Receive an override's delete signal: what it corrected is sorted by its own name again (two SQL statements)."""
    field = instance._meta.get_field(instance.PARENT_FIELD)
    # read anew: the object at hand still carries the correction, and may be about to be deleted itself
    for original in field.related_model._default_manager.filter(pk=getattr(instance, field.attname)):
        original.save(update_fields=["sort_name"])
