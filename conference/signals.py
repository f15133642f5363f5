"""Signals that upper floors listen to, and the receivers of the conference app."""

from django.db.models.signals import post_delete, post_save
from django.dispatch import Signal

from conference.services import public_version

# sent once after a Pretalx sync has committed changes: sender=Conference class, conference=…, run=…
schedule_synced = Signal()
# sent once after the commit that made an order PAID: sender=Order class, order=…
order_paid = Signal()


def make_companions(sender, instance, created, raw=False, **_kwargs) -> None:  # noqa: ARG001 - Django's signature
    """Give a new conference the rows that belong to every conference: flags, facts and brand."""
    if created and not raw:
        from conference.models import Brand, ConferenceFacts, FeatureFlags  # noqa: PLC0415 - loaded with the apps

        for model in (FeatureFlags, ConferenceFacts, Brand):
            model.objects.get_or_create(conference=instance)


def connect() -> None:
    """Connect the receivers: companions of a conference, and the version of public pages for every public model."""
    from conference import models  # noqa: PLC0415 - loaded with the apps
    from conference.services import calendar_sequence, sort_names  # noqa: PLC0415 - the same

    post_save.connect(make_companions, sender=models.Conference, dispatch_uid="companions")
    for model in (
        models.Conference,
        models.FeatureFlags,
        models.ConferenceFacts,
        models.KeyDate,
        models.Fact,
        models.SocialLink,
        models.Brand,
        models.Notice,
        models.Question,
        models.Section,
        models.Room,
        models.Speaker,
        models.Talk,
        models.ScheduleSlot,
        models.TalkOverride,
        models.SpeakerOverride,
        models.RoomOverride,
    ):
        for signal in (post_save, post_delete):
            signal.connect(
                public_version.bump_on_change, sender=model, dispatch_uid=f"version-{model.__name__}-{id(signal)}"
            )
    for signal in (post_save, post_delete):
        signal.connect(
            calendar_sequence.raise_sequence, sender=models.TalkOverride, dispatch_uid=f"sequence-{id(signal)}"
        )
    for model in (models.TalkOverride, models.SpeakerOverride):
        post_delete.connect(sort_names.follow_original, sender=model, dispatch_uid=f"sort-name-{model.__name__}")
