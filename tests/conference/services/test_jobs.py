import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from conference import extension
from conference.models import JobRun
from conference.services import jobs


class Counter:
    def __init__(self, result="done"):
        self.calls = 0
        self.result = result

    def __call__(self):
        self.calls += 1
        return self.result


class Broken(Counter):
    def __call__(self):
        super().__call__()
        raise RuntimeError("the disk is full")


@pytest.fixture
def registered(monkeypatch):
    registry = extension.Registry("job")
    monkeypatch.setattr(extension, "jobs", registry)

    def add(name, run, every_minutes=5):
        registry.register(name, extension.Job(run=run, every_minutes=every_minutes))
        return run

    return add


@pytest.mark.django_db
def test_due_job_runs_once_and_again_when_it_is_due(registered, time_machine):
    time_machine.move_to("2027-03-01 10:00:30+00:00", tick=False)
    counter = registered("count", Counter())
    assert [outcome.result for outcome in jobs.run_due()] == ["done"]
    assert list(jobs.run_due()) == []
    time_machine.move_to("2027-03-01 10:05:01+00:00", tick=False)
    assert len(list(jobs.run_due())) == 1
    assert counter.calls == 2


@pytest.mark.django_db
def test_failing_job_is_written_down_and_stops_no_other(registered):
    registered("broken", Broken())
    after = registered("after", Counter())
    outcomes = {outcome.name: outcome for outcome in jobs.run_due()}
    assert after.calls == 1
    assert outcomes["broken"].failed
    row = JobRun.objects.get(name="broken")
    assert (row.failed, row.last_result) == (True, "RuntimeError: the disk is full")
    assert JobRun.objects.get(name="after").failed is False


@pytest.mark.django_db
def test_job_still_at_work_is_not_started_again_before_it_is_given_up(registered):
    counter = registered("slow", Counter(), every_minutes=1)
    list(jobs.run_due())
    now = timezone.now()
    at_work = {"next_run_at": now - timedelta(minutes=1), "last_finished_at": None}
    JobRun.objects.update(**at_work, last_started_at=now - timedelta(minutes=30))
    assert list(jobs.run_due()) == []
    JobRun.objects.update(**at_work, last_started_at=now - jobs.GIVE_UP - timedelta(minutes=1))
    assert len(list(jobs.run_due())) == 1
    assert counter.calls == 2


@pytest.mark.concurrent
@pytest.mark.django_db(transaction=True)
def test_two_timers_at_the_same_time_do_each_job_once(registered):
    counters = [registered(f"job{number}", Counter()) for number in range(8)]
    barrier = threading.Barrier(2)
    done = []

    def timer():
        try:
            barrier.wait(timeout=10)
            done.extend(outcome.name for outcome in jobs.run_due())
        finally:
            connection.close()

    threads = [threading.Thread(target=timer) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(done) == sorted(f"job{number}" for number in range(8))
    assert [counter.calls for counter in counters] == [1] * 8
