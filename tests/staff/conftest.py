"""Two conferences with everything a staff view can show; what belongs to the other one bears the word “Foreign”."""

import dataclasses
import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, Site

from cms.models import HomePage
from conference.models import (
    Conference,
    Invitation,
    MailText,
    Notice,
    OutboxMail,
    PretalxSyncRun,
    Question,
    RoomOverride,
    SpeakerOverride,
    SubmissionTypeDefault,
    TalkOverride,
)
from conference.services.conferences import create_conference
from conference.services.roles import role_group, sync_role_groups
from tests.factories.conference import (
    BreakFactory,
    RoomFactory,
    ScheduleSlotFactory,
    SectionFactory,
    SpeakerFactory,
    SuperuserFactory,
    TalkFactory,
    UserFactory,
    at,
)
from tests.factories.files import document_of, image_of
from tests.staff.registration.objects import shop_of

# objects of which a revision is kept, as `<name>_revision`
REVISED = (
    *("talk_override", "speaker_override", "room_override"),
    *("notice", "question", "mail_text", "brand", "facts", "flags"),
)


@dataclasses.dataclass
class Filled:
    """One conference and an object of each kind."""

    conference: Conference
    home: Page
    objects: dict[str, object]

    def __getitem__(self, name: str) -> object:
        return self.objects[name]

    def key(self, name: str) -> object:
        """Return the key of the object of that name; a name that no object has is a plain value."""
        return self.objects[name].pk if name in self.objects else name


def fill(name: str) -> Filled:
    """Make a conference, its front page and one object of each kind, each bearing `name`."""
    conference = create_conference(
        name=f"{name} Days",
        slug=f"{name.lower()}-days",
        start_date=dt.date(2027, 6, 10),
        end_date=dt.date(2027, 6, 12),
        timezone="Europe/Berlin",
        programme_visibility=Conference.Visibility.SCHEDULE,
        pretalx_event_slug=f"{name.lower()}",
    )
    home = Page.get_first_root_node().add_child(
        instance=HomePage(title=f"{name} front page", slug=f"{name.lower()}-home", conference=conference)
    )
    home = HomePage.objects.get(pk=home.pk)
    home.save_revision().publish()
    sync_role_groups()
    room = RoomFactory(conference=conference, name=f"{name} hall", pretalx_id=1)
    speaker = SpeakerFactory(conference=conference, name=f"{name} speaker", pretalx_code="SPEAK1")
    talk = TalkFactory(conference=conference, title=f"{name} talk", pretalx_code="TALK01", speakers=[speaker])
    slot = ScheduleSlotFactory(conference=conference, talk=talk, room=room, sync_key="TALK01-0")
    objects = {
        "room": room,
        "own_room": RoomFactory(conference=conference, name=f"{name} foyer"),
        "speaker": speaker,
        "own_speaker": SpeakerFactory(conference=conference, name=f"{name} keynoter"),
        "talk": talk,
        "own_talk": TalkFactory(conference=conference, title=f"{name} keynote", speakers=[]),
        "slot": slot,
        "own_slot": BreakFactory(conference=conference, title=f"{name} lunch", start=at(conference, "12:00")),
        "section": SectionFactory(conference=conference, name=f"{name} sprints"),
        "type_default": SubmissionTypeDefault.objects.create(conference=conference, submission_type=f"{name} poster"),
        "talk_override": TalkOverride.objects.create(talk=talk, override_title=f"{name} new title"),
        "speaker_override": SpeakerOverride.objects.create(speaker=speaker, override_name=f"{name} new name"),
        "room_override": RoomOverride.objects.create(room=room, override_name=f"{name} big hall"),
        "mail": OutboxMail.objects.create(
            conference=conference, kind="test", to="a@example.org", subject=f"{name} mail", text="Hello", state="failed"
        ),
        "run": PretalxSyncRun.objects.create(conference=conference, status="failed", message=f"{name} reason"),
        "notice": Notice.objects.create(conference=conference, text=f"{name} notice"),
        "question": Question.objects.create(conference=conference, question=f"{name} question", answer="<p>Yes</p>"),
        "mail_text": MailText.objects.create(
            conference=conference, kind="order.confirmation", subject=f"{name} subject", text="Thank you."
        ),
        "brand": conference.brand,
        "facts": conference.facts,
        "flags": conference.feature_flags,
        "home": home,
        "collection": conference.collection,
        "site": Site.objects.get(is_default_site=True),
        "person": UserFactory(name=f"{name} person"),
        "group": role_group("editors", conference).group,
        "member": person_with("editors", conference),
        "member_group": role_group("editors", conference),
        "invitation": Invitation.objects.create(
            email=f"{name.lower()}@example.org",
            role_group=role_group("editors", conference),
            expires_at=timezone.now() + dt.timedelta(days=1),
        ),
        "image": image_of(conference.collection, f"{name} picture"),
        "document": document_of(conference.collection, f"{name} paper"),
    }
    objects |= shop_of(conference, name)
    for kind in REVISED:
        objects[f"{kind}_revision"] = objects[kind].save_revision(clean=False)
    objects["page_revision"] = home.latest_revision
    return Filled(conference, home, objects)


@pytest.fixture
def own(db) -> Filled:
    """Return the conference that the staff of the tests work on."""
    filled = fill("Own")
    site = Site.objects.get(is_default_site=True)
    site.root_page = filled.home
    site.hostname = "testserver"
    site.save()
    return filled


@pytest.fixture
def foreign(db) -> Filled:
    """Return another conference, at which they hold no role."""
    return fill("Foreign")


def signed_in(user) -> Client:
    """Return a client signed in as the person, who is at `client.user`."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    client.user = user
    return client


def person_with(role: str, conference: Conference | None):
    """Return a new person who holds the role."""
    user = UserFactory()
    user.groups.add(role_group(role, conference).group)
    return user


@pytest.fixture
def organizer(own) -> Client:
    """Return a client of an organizer of the own conference only."""
    return signed_in(person_with("organizers", own.conference))


@pytest.fixture
def superuser(db) -> Client:
    """Return a client of an administrator of the installation."""
    return signed_in(SuperuserFactory())
