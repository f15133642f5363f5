"""Syncs in the background."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conference import extension
from conference.models import PretalxSyncRun
from conference.pretalx.errors import SyncRunningError
from conference.pretalx.tasks import forget_old_runs, run_sync, start_sync, sync_due
from tests.conference.pretalx.servers import conference_for
from tests.factories.conference import ConferenceFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = PretalxSyncRun.Status


@pytest.fixture
def event(serve):
    return conference_for(serve("small"), slug="camp")


def test_a_worker_takes_the_sync_that_was_asked_for(event, django_capture_on_commit_callbacks):
    user = UserFactory()
    with django_capture_on_commit_callbacks(execute=True):
        run = start_sync(event, user=user)
        assert run.status == Status.QUEUED
    run.refresh_from_db()
    assert (run.status, run.started_by) == (Status.DONE, user)
    assert event.talks.count() == 19


def test_a_preview_writes_nothing(event, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        run = start_sync(event, preview=True)
    run.refresh_from_db()
    assert (run.status, run.is_preview) == (Status.DONE, True)
    assert run.result["counts"]["talks"]["added"] == 19
    assert event.talks.count() == 0


def test_a_second_request_is_refused(event):
    start_sync(event)
    with pytest.raises(SyncRunningError):
        start_sync(event)


def test_a_refusal_before_the_start_is_told(event):
    run = start_sync(event)
    event.pretalx_event_slug = ""
    event.save()
    run_sync.call(run.pk)
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert "short name" in run.message


def test_a_failure_on_the_way_is_told(event):
    run = start_sync(event)
    event.pretalx_event_slug = "nosuchevent"
    event.save()
    run_sync.call(run.pk)
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert "nosuchevent" in run.message


def test_the_delete_guard_can_be_overruled(event, serve):
    run_sync.call(start_sync(event).pk)
    event.pretalx_base_url = serve("small", empty="slots").base_url
    event.save()
    refused = start_sync(event)
    run_sync.call(refused.pk)
    refused.refresh_from_db()
    assert refused.status == Status.REFUSED
    allowed = start_sync(event, allow_large_deletions=True)
    run_sync.call(allowed.pk)
    allowed.refresh_from_db()
    assert allowed.status == Status.DONE
    assert not event.schedule_slots.filter(is_public=True).exists()


def test_a_run_that_was_taken_already_is_not_taken_twice(event):
    run = start_sync(event)
    run_sync.call(run.pk)
    event.talks.all().delete()
    run_sync.call(run.pk)
    assert event.talks.count() == 0


def test_the_timer_syncs_what_is_due(event):
    assert sync_due() == ""
    event.pretalx_sync_minutes = 30
    event.save()
    assert sync_due() == "camp: 64 added, 0 changed, 0 removed."
    assert sync_due() == ""
    event.pretalx_sync_runs.update(created_at=timezone.now() - timedelta(minutes=30))
    assert sync_due() == "camp: Everything is up to date."


def test_a_preview_does_not_put_the_timer_off(event):
    event.pretalx_sync_minutes = 30
    event.save()
    run_sync.call(start_sync(event, preview=True).pk)
    assert sync_due().startswith("camp: 64 added")


@pytest.mark.parametrize("values", [{"is_closed": True}, {"pretalx_event_slug": ""}], ids=str)
def test_the_timer_leaves_out_what_cannot_be_synced(event, values):
    ConferenceFactory(pretalx_sync_minutes=5)
    type(event).objects.filter(pk=event.pk).update(pretalx_sync_minutes=5, **values)
    assert sync_due() == ""


def test_the_timer_leaves_out_what_is_switched_off(event):
    event.pretalx_sync_minutes = 5
    event.save()
    event.feature_flags.pretalx_sync_enabled = False
    event.feature_flags.save()
    assert sync_due() == ""


def test_one_that_fails_does_not_stop_the_timer(serve, monkeypatch, caplog):
    server = serve("small")
    broken = conference_for(server, slug="a-broken", pretalx_sync_minutes=5, pretalx_event_slug="nosuchevent")
    conference_for(server, slug="b-good", pretalx_sync_minutes=5)
    told = sync_due()
    assert "b-good: 64 added" in told
    assert "nosuchevent" in told
    assert broken.pretalx_sync_runs.get().status == Status.FAILED


def test_the_jobs_are_registered():
    names = dict(extension.jobs.items())
    assert names["sync_pretalx"].run is sync_due
    assert names["sync_pretalx"].every_minutes == 1
    assert names["forget_old_syncs"].run is forget_old_runs


def test_old_history_is_forgotten(event):
    run_sync.call(start_sync(event).pk)
    run_sync.call(start_sync(event).pk)
    eventful, uneventful = event.pretalx_sync_runs.order_by("pk")
    event.pretalx_sync_runs.update(created_at=timezone.now() - timedelta(days=8))
    assert forget_old_runs() == "1 old syncs forgotten"
    assert list(event.pretalx_sync_runs.all()) == [eventful]
    event.pretalx_sync_runs.update(created_at=timezone.now() - timedelta(days=200))
    forget_old_runs()
    assert not event.pretalx_sync_runs.exists()
    assert uneventful.pk != eventful.pk
