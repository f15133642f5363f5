"""What is stored: one file per subject, all public names here."""

from conference.models.brand import Brand
from conference.models.budget import Expense, ExpenseCategory, KPITargets
from conference.models.conference import Conference
from conference.models.facts import ConferenceFacts, Fact, KeyDate, SocialLink
from conference.models.feature_flags import FeatureFlags
from conference.models.jobs import JobRun
from conference.models.mail import OutboxMail
from conference.models.mail_texts import MailText
from conference.models.media import PlenaryDocument, PlenaryImage, PlenaryRendition
from conference.models.notices import Notice, Question
from conference.models.overrides import AbstractOverride, RoomOverride, SpeakerOverride, TalkOverride
from conference.models.public_version import PublicVersion
from conference.models.ratings import SessionRating
from conference.models.roles import Invitation, RoleGroup
from conference.models.rooms import Room
from conference.models.sections import Section
from conference.models.slots import ScheduleSlot
from conference.models.speakers import Speaker
from conference.models.star_lists import StarList
from conference.models.sync_runs import PretalxSyncRun
from conference.models.talks import Talk
from conference.models.type_defaults import SubmissionTypeDefault
from conference.models.user import User

__all__ = [
    "AbstractOverride",
    "Brand",
    "Conference",
    "ConferenceFacts",
    "Expense",
    "ExpenseCategory",
    "Fact",
    "FeatureFlags",
    "Invitation",
    "JobRun",
    "KPITargets",
    "KeyDate",
    "MailText",
    "Notice",
    "OutboxMail",
    "PlenaryDocument",
    "PlenaryImage",
    "PlenaryRendition",
    "PretalxSyncRun",
    "PublicVersion",
    "Question",
    "RoleGroup",
    "Room",
    "RoomOverride",
    "ScheduleSlot",
    "Section",
    "SessionRating",
    "SocialLink",
    "Speaker",
    "SpeakerOverride",
    "StarList",
    "SubmissionTypeDefault",
    "Talk",
    "TalkOverride",
    "User",
]
