"""Every fault the stand-in knows: what passes is survived, what stays is told, and nothing is ever lost."""

import pytest

from conference.models import PretalxSyncRun
from conference.pretalx.errors import (
    AccessDeniedError,
    BrokenAnswerError,
    LegacyTokenError,
    NotPretalxError,
    ServerFailedError,
    ThrottledError,
    UnknownEventError,
    UnreachableError,
    VersionRefusedError,
    WrongTokenError,
)
from tests.conference.pretalx.servers import ALL, conference_for, everything, service_for, token_of

pytestmark = pytest.mark.django_db

PASSING = {
    "every third fails": {"fail_every": 3},
    "every second fails": {"fail_every": 2},
    "the first four fail": {"fail_first": 4},
    "every third says 503": {"fail_every": 3, "fail_status": 503},
    "every fourth answer is cut": {"truncate": 4, "truncate_how": "short"},
    "every third answer is broken": {"truncate": 3, "truncate_how": "json"},
    "every third connection is dropped": {"drop_every": 3},
    "slow": {"latency": 20},
}
LASTING = {
    "always 500": ({"fail_every": 1, "fail_status": 500}, ServerFailedError),
    "always throttled": ({"fail_every": 1, "fail_status": 429}, ThrottledError),
    "always cut": ({"truncate": 1, "truncate_how": "short"}, (BrokenAnswerError, UnreachableError)),
    "always broken": ({"truncate": 1, "truncate_how": "json"}, BrokenAnswerError),
    "always dropped": ({"drop_every": 1}, UnreachableError),
    "a web page in between": ({"html_every": 5}, NotPretalxError),
    "a pause of an hour": ({"fail_every": 6, "fail_status": 429, "retry_after": 3600}, ThrottledError),
}


@pytest.mark.parametrize("name", ["small", "small_2025.2_v1"])
@pytest.mark.parametrize("fault", PASSING.values(), ids=PASSING.keys())
def test_a_passing_fault_is_survived(serve, name, fault):
    conference = conference_for(serve(name, **fault))
    service_for(conference).sync_all()
    assert (conference.talks.count(), conference.speakers.count(), conference.schedule_slots.count()) == (19, 18, 24)
    assert conference.pretalx_sync_runs.get().status == PretalxSyncRun.Status.DONE


@pytest.mark.parametrize(("fault", "error"), LASTING.values(), ids=LASTING.keys())
def test_a_lasting_fault_is_told_and_nothing_is_lost(serve, fault, error):
    conference = conference_for(serve("small"), identity="read")
    service_for(conference).sync_all()
    before = everything(conference)
    assert_refused(conference, serve("small", **fault).base_url, error, before)


def assert_refused(conference, base_url, error, before):
    conference.pretalx_base_url = base_url
    conference.save()
    with pytest.raises(error) as caught:
        service_for(conference).sync_all(allow_large_deletions=True)
    assert everything(conference) == before
    run = conference.pretalx_sync_runs.first()
    assert (run.status, run.message) == (PretalxSyncRun.Status.FAILED, str(caught.value))
    assert "\n" not in run.message
    assert 20 < len(run.message) < 250
    if conference.pretalx_token:
        assert conference.pretalx_token not in run.message


@pytest.mark.parametrize("name", ALL)
def test_a_large_recording_survives_a_bad_line(serve, name):
    conference = conference_for(serve(name, fail_every=4))
    service_for(conference).sync_all()
    again = service_for(conference).sync_all()
    assert not again.changed


def test_a_fault_on_the_first_sync_writes_nothing(serve):
    conference = conference_for(serve("small", html_every=6))
    with pytest.raises(NotPretalxError):
        service_for(conference).sync_all()
    assert conference.rooms.count() == conference.talks.count() == 0


def test_a_server_that_hangs_is_given_up(serve):
    conference = conference_for(serve("small", stall_every=1, stall_seconds=20))
    service = service_for(conference)
    service.client.transport.limits = type(service.client.limits)(read_timeout=0.3, answer_deadline=1, attempts=2)
    with pytest.raises((UnreachableError, BrokenAnswerError)):
        service.sync_all()
    assert conference.rooms.count() == 0


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"pretalx_token": "wrong"}, WrongTokenError),
        ({"pretalx_event_slug": "nosuchevent"}, UnknownEventError),
        ({"pretalx_base_url": "http://127.0.0.1:9"}, UnreachableError),
    ],
    ids=["wrong token", "unknown event", "unreachable"],
)
def test_wrong_settings_are_told_and_nothing_is_lost(serve, values, error):
    conference = conference_for(serve("small"), identity="read")
    service_for(conference).sync_all()
    before = everything(conference)
    for name, value in values.items():
        setattr(conference, name, value)
    assert_refused(conference, conference.pretalx_base_url, error, before)


@pytest.mark.parametrize(("identity", "error"), [("scheduleonly", AccessDeniedError), ("legacy", LegacyTokenError)])
def test_a_token_with_too_few_rights_loses_nothing(serve, identity, error):
    server = serve("small")
    conference = conference_for(server)
    service_for(conference).sync_all()
    before = everything(conference)
    conference.pretalx_token = token_of(server, identity)
    assert_refused(conference, server.base_url, error, before)


def test_a_refused_version_is_a_configuration_error(serve, settings):
    settings.PRETALX_API_VERSION = "v3"
    conference = conference_for(serve("small"), identity="read")
    with pytest.raises(VersionRefusedError):
        service_for(conference).sync_all()


def test_a_version_that_exists_changes_nothing(serve, settings):
    server = serve("small")
    conference = conference_for(server, identity="read")
    service_for(conference).sync_all()
    settings.PRETALX_API_VERSION = "v2"
    assert not service_for(conference).sync_all().changed


def test_an_unforeseen_error_leaves_its_details_to_the_log(serve, monkeypatch):
    conference = conference_for(serve("small"))

    def break_down(*_arguments, **_options):
        raise RuntimeError("details with a secret")

    monkeypatch.setattr("conference.pretalx.sync.write_plan", break_down)
    with pytest.raises(RuntimeError):
        service_for(conference).sync_all()
    run = conference.pretalx_sync_runs.get()
    assert run.status == PretalxSyncRun.Status.FAILED
    assert "secret" not in run.message
    assert conference.talks.count() == 0
