"""Which models of the staff's desks belong to a conference, and who may do what with them."""

from wagtail.permissions import register_permission_policy

from common.scope import register_conference_policy
from conference import models
from staff.programme.origin import KEYS, ProgrammePolicy

for model in KEYS:
    register_permission_policy(model, ProgrammePolicy(model))

for model in (
    models.Section,
    models.SubmissionTypeDefault,
    models.TalkOverride,
    models.SpeakerOverride,
    models.RoomOverride,
    models.PretalxSyncRun,
    models.OutboxMail,
):
    register_conference_policy(model)
