"""Which models of the staff's desks belong to a conference, and by which path."""

from common.scope import register_conference_policy
from conference import models

for model in (
    models.Section,
    models.Room,
    models.Speaker,
    models.Talk,
    models.ScheduleSlot,
    models.SubmissionTypeDefault,
    models.TalkOverride,
    models.SpeakerOverride,
    models.RoomOverride,
    models.PretalxSyncRun,
    models.OutboxMail,
):
    register_conference_policy(model)
