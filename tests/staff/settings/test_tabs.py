"""The conference's settings: saved, logged, secrets kept out of sight."""

import pytest
from wagtail.models import ModelLogEntry

from conference.models import Conference
from conference.pretalx.errors import WrongTokenError
from staff.settings import connection
from tests.staff.conftest import person_with, signed_in

TOKEN = "0123456789abcdef"
EVENT = {
    "name": "Own Days",
    "start_date": "2027-06-10",
    "end_date": "2027-06-12",
    "timezone": "Asia/Tokyo",
    "language": "en",
    "total_capacity": "0",
    "programme_visibility": "talks",
    "is_active": "on",
}


def entries(conference):
    return list(ModelLogEntry.objects.filter(object_id=str(conference.pk), action__startswith="staff.").order_by("pk"))


def test_the_event_is_changed_and_the_change_logged(organizer, own):
    organizer.post("/admin/conference-settings/event/", EVENT)
    conference = Conference.objects.get(pk=own.conference.pk)
    assert (conference.timezone, conference.programme_visibility) == ("Asia/Tokyo", "talks")
    entry = entries(conference)[-1]
    assert entry.user == organizer.user
    assert str(entry.message) == "Changed Time zone, Programme shown"


def test_saving_without_a_change_is_not_logged(organizer, own):
    organizer.post(
        "/admin/conference-settings/event/", {**EVENT, "timezone": "Europe/Berlin", "programme_visibility": "schedule"}
    )
    assert entries(own.conference) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"end_date": "2027-06-01"}, "The last day is before the first."),
        ({"timezone": "Mars/Olympus"}, "not one of the available choices"),
        ({"total_capacity": "-1"}, "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(organizer, own, change, words):
    html = organizer.post("/admin/conference-settings/event/", {**EVENT, **change}).content.decode()
    assert words in html
    assert Conference.objects.get(pk=own.conference.pk).timezone == "Europe/Berlin"


def test_the_contact_keeps_a_revision(organizer, own):
    before = own.conference.facts.revisions.count()
    organizer.post("/admin/conference-settings/contact/", {"contact_email": "team@example.org"})
    facts = own.conference.facts
    facts.refresh_from_db()
    assert facts.contact_email == "team@example.org"
    assert facts.revisions.count() == before + 1


@pytest.fixture
def with_token(own):
    own.conference.pretalx_token = TOKEN
    own.conference.save()
    return own.conference


PRETALX = {"pretalx_event_slug": "own", "pretalx_sync_minutes": "30"}


def test_the_token_is_kept_changed_and_forgotten_and_never_shown_or_logged(organizer, with_token):
    path = "/admin/conference-settings/pretalx/"
    html = organizer.get(path).content.decode()
    assert "···· cdef" in html
    assert TOKEN not in html
    organizer.post(path, {**PRETALX, "pretalx_token": ""})
    assert Conference.objects.get(pk=with_token.pk).pretalx_token == TOKEN
    organizer.post(path, {**PRETALX, "pretalx_token": "another-long-token"})
    assert Conference.objects.get(pk=with_token.pk).pretalx_token == "another-long-token"
    organizer.post(path, {"clear": "pretalx_token"})
    stored = Conference.objects.get(pk=with_token.pk)
    assert (stored.pretalx_token, stored.pretalx_sync_minutes) == (None, 30)
    messages = [str(entry.message) for entry in entries(with_token)]
    assert messages == ["Changed Sync every … minutes", "Changed Pretalx token", "Forgot the stored Pretalx token"]
    assert not any(
        secret in str(entry.data) for entry in entries(with_token) for secret in (TOKEN, "another-long-token")
    )


def test_the_stored_token_does_not_go_to_another_server(organizer, with_token):
    """An organizer could read a colleague's token by naming a server of their own and trying the connection."""
    path, elsewhere = "/admin/conference-settings/pretalx/", "https://elsewhere.example"
    html = organizer.post(path, {**PRETALX, "pretalx_base_url": elsewhere, "pretalx_token": ""}).content.decode()
    assert "This is another server." in html
    stored = Conference.objects.get(pk=with_token.pk)
    assert (stored.pretalx_base_url, stored.pretalx_token) == ("", TOKEN)
    organizer.post(
        path, {**PRETALX, "pretalx_base_url": "https://pretalx.com/", "pretalx_token": ""}
    )  # the same server
    assert Conference.objects.get(pk=with_token.pk).pretalx_base_url == "https://pretalx.com/"
    organizer.post(path, {**PRETALX, "pretalx_base_url": elsewhere, "pretalx_token": "a-new-token"})
    stored = Conference.objects.get(pk=with_token.pk)
    assert (stored.pretalx_base_url, stored.pretalx_token) == (elsewhere, "a-new-token")


def test_only_a_secret_is_forgotten(organizer, own):
    organizer.post("/admin/conference-settings/pretalx/", {"clear": "name"})
    assert Conference.objects.get(pk=own.conference.pk).name == "Own Days"


class FakeClient:
    """Answers like a small event; `token` and `error` are set by the test."""

    host, token, event, error = "pretalx.example.org", "", "own", None

    @classmethod
    def for_conference(cls, _conference):
        if cls.error:
            raise cls.error
        return cls()

    def verify(self):
        return {"slug": "own", "name": {"en": "Own Days"}}

    def read(self, endpoint, *, key):
        yield 1, {"rooms": 1, "submissions": 30, "speakers": 31, "slots": 0}[endpoint]


def test_the_connection_is_tried_and_told_in_words(organizer, own, monkeypatch):
    monkeypatch.setattr(connection, "PretalxClient", FakeClient)
    html = organizer.post("/admin/conference-settings/pretalx/test/").content.decode()
    for words in (
        "Pretalx answers.",
        "No token",
        "“Own Days” (own)",
        "1 room.",
        "30 proposals;",
        "31 people;",
        "0 entries;",
        'href="/admin/pretalx/"',
    ):
        assert words in html


def test_a_refusal_is_told_in_its_own_words(organizer, own, monkeypatch):
    monkeypatch.setattr(
        connection, "PretalxClient", type("Refusing", (FakeClient,), {"error": WrongTokenError("here")})
    )
    html = organizer.post("/admin/conference-settings/pretalx/test/").content.decode()
    assert "This does not work yet." in html
    assert "does not accept the API token" in html


def test_each_role_sees_its_own_tabs(own):
    editor = signed_in(person_with("editors", own.conference))
    html = editor.get("/admin/conference-settings/contact/").content.decode()
    assert "/admin/conference-settings/contact/" in html
    assert "/admin/conference-settings/event/" not in html
    assert editor.post("/admin/conference-settings/event/", EVENT).headers["Location"] == "/admin/"
    assert Conference.objects.get(pk=own.conference.pk).timezone == "Europe/Berlin"


def test_a_closed_conference_can_be_opened_again(organizer, own):
    organizer.post("/admin/conference-settings/event/", {**EVENT, "is_closed": "on"})
    assert (
        organizer.post("/admin/conference-settings/contact/", {"contact_email": "a@b.org"}).headers["Location"]
        == "/admin/"
    )
    organizer.post("/admin/conference-settings/event/", EVENT)
    assert not Conference.objects.get(pk=own.conference.pk).is_closed
