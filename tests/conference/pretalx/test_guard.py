"""The delete guard: a sync that would empty the programme stops and asks."""

import pytest

from conference.models import PretalxSyncRun
from conference.pretalx.diff import KindPlan
from conference.pretalx.errors import DeleteGuardError
from conference.pretalx.guard import refusals
from tests.conference.pretalx.servers import conference_for, everything, public, service_for

pytestmark = pytest.mark.django_db


def plan(gone, before, kind="talks"):
    return KindPlan(kind, before=before, removed=[object()] * gone)


@pytest.mark.parametrize(
    ("gone", "before", "refused"),
    [(0, 100, False), (39, 100, False), (40, 100, True), (100, 100, True), (4, 4, False), (2, 5, True), (1, 5, False)],
)
def test_reaching_the_fraction_is_too_much_and_small_programmes_are_free(gone, before, refused):
    assert bool(refusals([plan(gone, before)])) is refused


@pytest.mark.parametrize(
    ("config", "refused"),
    [
        ({"schedule_delete_guard_enabled": False}, False),
        ({"schedule_delete_guard_max_fraction_removed": 0.9}, False),
        ({"schedule_delete_guard_max_fraction_removed": 0}, True),
        ({"schedule_delete_guard_min_existing_slots": 101}, False),
        ({}, True),
    ],
)
def test_the_limits_come_from_the_settings(settings, config, refused):
    settings.DJANGO_PROGRAM = {"pretalx": config}
    assert bool(refusals([plan(50, 100)])) is refused


def test_each_kind_is_judged_by_itself():
    found = refusals([plan(1, 100), plan(60, 100, "slots"), plan(5, 6, "rooms")])
    assert [(refusal.kind, refusal.gone, refusal.existing) for refusal in found] == [
        ("slots", 60, 100),
        ("rooms", 5, 6),
    ]


@pytest.mark.parametrize("endpoint", ["submissions", "speakers", "slots"])
def test_a_list_that_came_empty_is_refused_with_its_numbers(serve, endpoint):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    before = everything(conference)
    conference.pretalx_base_url = serve("small", empty=endpoint).base_url
    conference.save()
    with pytest.raises(DeleteGuardError) as caught:
        service_for(conference).sync_all()
    assert everything(conference) == before
    label, count = {"submissions": ("talks", 19), "speakers": ("speakers", 18), "slots": ("slots", 24)}[endpoint]
    assert f"{count} of {count} {label}" in str(caught.value)
    run = conference.pretalx_sync_runs.first()
    assert run.status == PretalxSyncRun.Status.REFUSED
    assert label in {refusal["kind"] for refusal in run.result["refused"]}


def test_it_passes_when_it_is_meant(serve):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    conference.pretalx_base_url = serve("small", empty="slots").base_url
    conference.save()
    service_for(conference).sync_all(allow_large_deletions=True)
    assert public(conference.schedule_slots).count() == 0
    assert conference.schedule_slots.count() == 24
    assert public(conference.talks).count() == 19
    assert not conference.talks.exclude(slot_start=None).exists()


def test_the_preview_says_that_a_sync_would_be_refused(serve):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    conference.pretalx_base_url = serve("small", empty="submissions").base_url
    conference.save()
    result = service_for(conference).preview()
    assert {refusal["kind"]: refusal["gone"] for refusal in result.refused}["talks"] == 19


def test_the_release_between_the_recordings_is_far_from_it(serve):
    conference = conference_for(serve("pyconlike_before"))
    service_for(conference).sync_all()
    conference.pretalx_base_url = serve("pyconlike").base_url
    conference.save()
    service_for(conference).sync_all()
    assert conference.pretalx_sync_runs.first().status == PretalxSyncRun.Status.DONE
