"""Which models of the staff's desks belong to a conference, and who may do what with them."""

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.permissions import register_permission_policy

from common.scope import register_conference_policy
from conference import models
from staff.media import InsideTheConference
from staff.programme.origin import KEYS, ProgrammePolicy

for model in KEYS:
    register_permission_policy(model, ProgrammePolicy(model))

for model, rights in ((get_image_model(), "wagtailimages.Image"), (get_document_model(), "wagtaildocs.Document")):
    policy = InsideTheConference(model, auth_model=rights, owner_field_name="uploaded_by_user")
    # for exactly this class: Wagtail's own apps may be ready later than this module and then register theirs
    register_permission_policy(model, policy, exact_class=True)

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
