"""One sync of a conference at a time, and a history that tells how each one ended."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conference.models import PretalxSyncRun
from conference.pretalx.errors import SyncRunningError
from conference.pretalx.fetch import Progress
from conference.pretalx.runs import PATIENCE, RunRecorder, ask_for_run
from tests.conference.pretalx.servers import conference_for, everything, service_for
from tests.factories.conference import ConferenceFactory, UserFactory

pytestmark = pytest.mark.django_db

Status = PretalxSyncRun.Status


def test_a_second_sync_is_refused_while_one_runs(serve):
    conference = conference_for(serve("small"))
    first = service_for(conference).sync_talks_iter()
    next(first)
    with pytest.raises(SyncRunningError, match="already running"):
        service_for(conference).sync_all()
    list(first)
    assert conference.talks.count() == 19
    assert conference.pretalx_sync_runs.count() == 1
    service_for(conference).sync_all()


def test_another_conference_may_sync_meanwhile(serve):
    server = serve("small")
    first = service_for(conference_for(server)).sync_talks_iter()
    next(first)
    other = conference_for(server)
    service_for(other).sync_all()
    assert other.talks.count() == 19
    first.close()


def test_asking_twice_is_refused_politely(conference):
    user = UserFactory()
    run = ask_for_run(conference, user=user, preview=True)
    assert (run.status, run.started_by, run.is_preview) == (Status.QUEUED, user, True)
    with pytest.raises(SyncRunningError):
        ask_for_run(conference)


def test_a_waiting_run_does_not_keep_the_command_from_syncing(serve):
    conference = conference_for(serve("small"))
    ask_for_run(conference)
    service_for(conference).sync_rooms()
    assert conference.rooms.count() == 3


@pytest.mark.parametrize(("status", "reason"), [(Status.QUEUED, "worker"), (Status.RUNNING, "half-way")])
def test_a_dead_run_is_given_up(conference, status, reason):
    run = ask_for_run(conference)
    long_ago = timezone.now() - PATIENCE - timedelta(seconds=1)
    PretalxSyncRun.objects.filter(pk=run.pk).update(status=status, created_at=long_ago, alive_at=long_ago)
    ask_for_run(conference)
    run.refresh_from_db()
    assert run.status == Status.FAILED
    assert reason in run.message


def test_a_run_that_was_given_up_writes_nothing_any_more(serve, monkeypatch):
    conference = conference_for(serve("small"))
    steps = service_for(conference).sync_talks_iter()
    next(steps)
    conference.pretalx_sync_runs.update(status=Status.FAILED)
    with pytest.raises(SyncRunningError):
        list(steps)
    assert conference.talks.count() == 0


def test_the_database_lets_only_one_run(conference):
    ConferenceFactory()
    RunRecorder(conference).begin()
    with pytest.raises(SyncRunningError):
        RunRecorder(conference).begin()


def test_progress_is_written_now_and_then(conference, monkeypatch, django_assert_num_queries):
    recorder = RunRecorder(conference)
    recorder.begin()
    with django_assert_num_queries(0):
        for number in range(50):
            recorder.sign(Progress("talks", number, 50))
    monkeypatch.setattr(recorder, "_pause", 0)
    recorder.sign(Progress("talks", 40, 50))
    run = conference.pretalx_sync_runs.get()
    assert (run.step, run.done, run.total) == ("talks", 40, 50)


def test_the_history_says_who_what_and_how(serve):
    conference, user = conference_for(serve("small")), UserFactory()
    service_for(conference, user=user).sync_all()
    run = conference.pretalx_sync_runs.get()
    assert (run.status, run.started_by, run.is_preview) == (Status.DONE, user, False)
    assert run.result["counts"]["talks"] == {"added": 19, "changed": 0, "removed": 0, "unchanged": 0}
    assert len(run.result["details"]["talks"]["added"]) == 19
    assert run.message == "64 added, 0 changed, 0 removed."
    assert run.started_at < run.finished_at
    service_for(conference).sync_all()
    assert conference.pretalx_sync_runs.first().message == "Everything is up to date."


def test_a_preview_leaves_only_its_row(serve):
    conference = conference_for(serve("small"))
    before = everything(conference)
    result = service_for(conference).preview()
    assert everything(conference) == before
    assert result.counts["talks"]["added"] == 19
    assert conference.pretalx_sync_runs.get().is_preview


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_of_two_that_start_at_one_moment_one_wins():
    conference = ConferenceFactory()
    ready, outcomes = threading.Barrier(2, timeout=20), []

    def start():
        try:
            ready.wait()
            RunRecorder(conference).begin()
            outcomes.append("began")
        except SyncRunningError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(outcomes) == ["began", "refused"]
    assert conference.pretalx_sync_runs.filter(status=Status.RUNNING).count() == 1
