"""From one release to the next: exactly the changes that were made, and slots that stay themselves."""

import json
from datetime import timedelta

import pytest

from tests.conference.pretalx.servers import RECORDINGS, conference_for, everything, public, service_for, use

pytestmark = pytest.mark.django_db


@pytest.fixture
def changes():
    facts = json.loads((RECORDINGS / "pyconlike" / "facts.json").read_text())
    return facts["changes_since_pyconlike_before"]


@pytest.fixture
def before(serve):
    """A conference that was synced before the release, and its stand-in, which answers with the release now."""
    server = serve("pyconlike_before", "pyconlike")
    conference = conference_for(server)
    service_for(conference).sync_all()
    use(server.base_url, "pyconlike")
    return conference


def keys(rows):
    return sorted({row["key"] for row in rows})


def by_field(rows, *fields):
    return sorted({row["key"] for row in rows if {field["field"] for field in row["fields"]} & set(fields)})


def assert_exactly(result, changes):
    rooms, speakers, talks, slots = (result.details[kind] for kind in ("rooms", "speakers", "talks", "slots"))
    assert (rooms["added"], rooms["removed"], keys(rooms["changed"])) == ([], [], ["6"])
    assert rooms["changed"][0]["fields"] == [{"field": "name", "old": "Hopper", "new": "Hopper (renamed)"}]
    assert keys(speakers["added"]) == changes["speakers_added"]
    assert keys(speakers["removed"]) == changes["speakers_removed"]
    assert by_field(speakers["changed"], "name") == keys(speakers["changed"]) == changes["speakers_renamed"]
    assert keys(talks["added"]) == changes["talks_added"]
    assert keys(talks["removed"]) == changes["talks_removed"]
    assert by_field(talks["changed"], "title") == keys(talks["changed"]) == changes["talks_retitled"]
    assert keys(slots["added"]) == changes["talks_added"]
    assert len(slots["added"]) == 4  # HXLLGQ has two
    assert keys(slots["removed"]) == changes["talks_removed"]
    assert by_field(slots["changed"], "start") == changes["talks_moved_in_time"]
    assert by_field(slots["changed"], "room") == changes["talks_moved_to_other_room"]
    assert len(slots["changed"]) == 8
    assert sum(len(group) for group in (slots["added"], slots["removed"], slots["changed"])) == 17


def test_the_sync_after_a_release_reports_exactly_its_changes(before, changes):
    assert_exactly(service_for(before).sync_all(), changes)
    kept = everything(before)
    assert not service_for(before).sync_all().changed
    assert everything(before) == kept


def test_the_preview_reports_the_same_and_writes_nothing(before, changes):
    kept = everything(before)
    assert_exactly(service_for(before).preview(), changes)
    assert everything(before) == kept
    assert before.pretalx_sync_runs.first().is_preview


def test_what_left_is_kept_hidden_and_comes_back(before, changes):
    original = {slot.sync_key: slot.uid for slot in before.schedule_slots.all()}
    service_for(before).sync_all()
    gone = before.talks.filter(is_public=False)
    assert sorted(gone.values_list("pretalx_code", flat=True)) == changes["talks_removed"]
    assert (
        sorted(before.speakers.filter(is_public=False).values_list("pretalx_code", flat=True))
        == changes["speakers_removed"]
    )
    assert not public(before.schedule_slots).filter(talk__is_public=False).exists()
    hidden = before.schedule_slots.filter(is_public=False)
    assert hidden.count() == 5

    use(before.pretalx_base_url, "pyconlike_before")
    result = service_for(before).sync_all()
    assert keys(result.details["talks"]["added"]) == changes["talks_removed"]
    assert keys(result.details["talks"]["removed"]) == changes["talks_added"]
    assert public(before.talks).count() == 273
    assert {slot.sync_key: slot.uid for slot in public(before.schedule_slots)} == original


def test_a_moved_slot_keeps_its_identity_and_remembers_where_it_was(before, changes):
    old = {slot.pk: slot for slot in before.schedule_slots.select_related("room")}
    service_for(before).sync_all()
    moved = public(before.schedule_slots).filter(moved_at__isnull=False).select_related("room", "previous_room", "talk")
    assert sorted(slot.talk.code for slot in moved) == sorted(
        changes["talks_moved_in_time"] + changes["talks_moved_to_other_room"]
    )
    for slot in moved:
        was = old[slot.pk]
        assert (slot.uid, slot.sync_key) == (was.uid, was.sync_key)
        assert slot.sequence == was.sequence + 1
        assert (slot.previous_start, slot.previous_room) == (was.start, was.room)
        if slot.talk.code in changes["talks_moved_in_time"]:
            assert slot.start - was.start == timedelta(minutes=20)
    unmoved = public(before.schedule_slots).filter(moved_at=None)
    assert not unmoved.exclude(sequence=0).exists()


def test_only_one_of_two_parallel_slots_moves(before):
    service_for(before).sync_all()
    slots = before.schedule_slots.filter(talk__pretalx_code="JWSMDB").order_by("start")
    assert [(slot.sequence, slot.moved_at is not None) for slot in slots] == [(0, False), (1, True)]
    talk = before.talks.get(pretalx_code="JWSMDB")
    assert talk.slot_start == slots[0].start


def test_with_a_token_only_states_change(serve):
    server = serve("pyconlike_before", "pyconlike")
    conference = conference_for(server, identity="read")
    service_for(conference).sync_all()
    use(server.base_url, "pyconlike")
    result = service_for(conference).sync_all()
    assert keys(result.details["talks"]["removed"]) == ["77WN3G", "CNJFH3", "YNXGYN"]
    assert result.details["talks"]["added"] == []
    unscheduled = conference.talks.get(pretalx_code="QPJ9UB")
    assert (unscheduled.is_public, unscheduled.slot_start, unscheduled.room) == (True, None, None)
