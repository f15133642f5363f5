"""Whole syncs of every recording: what arrives, how many SQL statements it takes, and that a second one writes nothing."""

import json
import re
from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.search.backends import get_search_backend

from conference.models import PretalxSyncRun
from conference.pretalx.errors import ConfigurationError, NotPublicError
from conference.pretalx.sync import PretalxSyncService
from conference.services import public_version
from conference.signals import schedule_synced
from tests.conference.pretalx.servers import ALL, RECORDINGS, conference_for, everything, public, service_for
from tests.factories.conference import BreakFactory, RoomFactory, ScheduleSlotFactory, SpeakerFactory, TalkFactory

pytestmark = pytest.mark.django_db

PROGRAMME_TABLES = re.compile(r"conference_(room|speaker|talk|talk_speakers|scheduleslot)\b|wagtailsearch_")
WRITE = re.compile(r"^\s*(INSERT|UPDATE|DELETE)", re.IGNORECASE)


def facts(name):
    return json.loads((RECORDINGS / name / "facts.json").read_text())


def writes_to_the_programme(queries):
    return [
        query["sql"] for query in queries if WRITE.match(query["sql"]) and PROGRAMME_TABLES.search(query["sql"][:120])
    ]


@pytest.mark.parametrize("name", ALL)
def test_every_recording_arrives_whole_without_a_token(serve, name):
    conference, expected = conference_for(serve(name)), facts(name)["anonymous"]
    result = service_for(conference).sync_all()
    assert public(conference.rooms).count() == expected["rooms"]
    assert public(conference.speakers).count() == expected["speakers"]
    assert public(conference.talks).count() == expected["submissions"]
    slots = public(conference.schedule_slots)
    assert slots.filter(talk__isnull=False).count() == expected["talk_slots"]
    assert slots.filter(talk__isnull=True).count() == expected["breaks"]
    assert conference.talks.exclude(submission_type="").count() == expected["submissions"]
    assert not slots.filter(room__isnull=True).exists()
    assert result.released
    assert not conference.pretalx_sync_runs.get().message.count("could not")


@pytest.mark.parametrize("name", ALL)
def test_every_recording_arrives_whole_with_a_token(serve, name):
    conference, expected = conference_for(serve(name), identity="read"), facts(name)
    service_for(conference).sync_all()
    confirmed = expected["read"]["submission_states"]["confirmed"]
    assert conference.talks.count() == public(conference.talks).count() == confirmed
    assert conference.rooms.count() == expected["read"]["rooms"]
    assert conference.schedule_slots.count() == expected["anonymous"]["slots"]  # hidden slots stay hidden
    assert set(conference.talks.values_list("state", flat=True)) == {"confirmed"}
    assert conference.speakers.exclude(email="").count() == conference.speakers.count()


@pytest.mark.parametrize("identity", ["", "read"])
@pytest.mark.parametrize("name", ALL)
def test_a_second_sync_writes_nothing_to_the_programme(serve, name, identity, portraits):
    conference = conference_for(serve(name), identity=identity)
    service_for(conference).sync_all()
    before = everything(conference)
    with CaptureQueriesContext(connection) as queries:
        result = service_for(conference).sync_all()
    assert writes_to_the_programme(queries) == []
    assert everything(conference) == before
    assert not result.changed
    assert conference.pretalx_sync_runs.count() == 2


@pytest.mark.parametrize(("name", "identity"), [("small", ""), ("pyconlike", ""), ("pyconlike", "read")])
def test_the_number_of_sql_statements_is_bounded(serve, name, identity, django_assert_max_num_queries, portraits):
    conference = conference_for(serve(name), identity=identity)
    with django_assert_max_num_queries(60):
        service_for(conference).sync_all()
    with django_assert_max_num_queries(25):
        service_for(conference).sync_all()


def test_the_control_of_the_write_counter_sees_a_write(serve):
    conference = conference_for(serve("small"))
    with CaptureQueriesContext(connection) as queries:
        service_for(conference).sync_all()
    assert len(writes_to_the_programme(queries)) >= 5


def test_a_token_brings_all_that_visitors_may_see_and_nothing_else(serve):
    conference = conference_for(serve("pyconlike"), identity="read")
    service_for(conference).sync_all()
    check_a_talk(conference)
    check_that_secrets_stay_in_pretalx(conference)
    check_that_tags_are_the_public_ones(conference)
    check_that_declined_people_are_left_out(conference)


def check_a_talk(conference):
    talk = conference.talks.get(pretalx_code="3AH9ZL")
    assert (talk.code, talk.title) == ("3AH9ZL", "Understanding chat bots for beginners")
    assert (talk.submission_type, talk.duration, talk.language) == ("Sprint", 240, "de")
    assert re.fullmatch("#[0-9a-f]{6}", talk.track_colour)
    assert talk.tags
    assert talk.sort_name == "understanding chat bots for beginners"
    slot = talk.schedule_slots.get()
    assert (talk.room_id, talk.slot_start, talk.slot_end) == (slot.room_id, slot.start, slot.end)


def check_that_secrets_stay_in_pretalx(conference):
    stored = json.dumps(everything(conference), default=str)
    for secret in ("internal note from the speaker", "F9UWXMGGPUAM83KW9FB9YZLUKKDHPMTX", "internal-check"):
        assert secret not in stored


def check_that_tags_are_the_public_ones(conference):
    tags = {tag for tags in conference.talks.values_list("tags", flat=True) for tag in tags}
    assert "beginner" in tags
    assert "internal-check" not in tags


def check_that_declined_people_are_left_out(conference):
    assert conference.speakers.count() == 347  # of the 350 that the token shows
    assert not conference.speakers.filter(talks=None).exists()


def test_odd_cases_arrive_as_they_are(serve):
    conference = conference_for(serve("pyconlike"))
    service_for(conference).sync_all()
    check_hostile_text(conference)
    check_times_across_midnight_and_the_change_of_clocks(conference)
    check_posters_that_share_room_and_time(conference)


def check_hostile_text(conference):
    assert "<script" in conference.talks.get(pretalx_code="VWKBZ7").abstract
    assert "<script" in conference.speakers.get(pretalx_code="UNMHES").biography
    assert "<b>" in conference.talks.get(pretalx_code="UTGN3T").title
    assert len(conference.talks.get(pretalx_code="LTUELS").title) == 194


def check_times_across_midnight_and_the_change_of_clocks(conference):
    film = conference.schedule_slots.get(title="Late-night film")
    assert (film.start, film.end) == (
        datetime(2027, 3, 26, 22, 30, tzinfo=UTC),
        datetime(2027, 3, 27, 0, 0, tzinfo=UTC),
    )
    walk = conference.schedule_slots.get(title="Night walk across the clock change")
    assert (walk.start, walk.end) == (
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 30, tzinfo=UTC),
    )


def check_posters_that_share_room_and_time(conference):
    hall = conference.rooms.get(pretalx_id=13)
    starts = list(public(conference.schedule_slots).filter(room=hall).values_list("start", flat=True))
    assert max(starts.count(start) for start in starts) == 18


def test_what_only_a_token_tells_is_kept_when_it_is_gone(serve):
    conference = conference_for(serve("pyconlike"), identity="read")
    service_for(conference).sync_all()
    tagged = conference.talks.exclude(tags=[]).count()
    conference.pretalx_token = ""
    conference.save()
    service_for(conference).sync_all()
    assert tagged
    assert conference.talks.exclude(tags=[]).count() == tagged
    assert public(conference.speakers).filter(email="").count() == 0


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_site_s_language_is_taken_where_there_are_several(serve, language):
    conference = conference_for(serve("pyconlike"), language=language)
    service_for(conference).sync_all()
    assert conference.rooms.get(pretalx_id=4).name == {"de": "Großer Saal", "en": "Main Hall"}[language]
    film = {"de": "Nachtfilm", "en": "Late-night film"}[language]
    assert conference.schedule_slots.get(title=film).slot_type == "social"


def test_an_unreleased_schedule_is_no_error_with_a_token(serve):
    conference = conference_for(serve("small", unreleased=True), identity="read")
    result = service_for(conference).sync_all()
    assert not result.released
    assert conference.talks.count() == 20
    assert conference.schedule_slots.count() == 0
    assert "no schedule released yet" in conference.pretalx_sync_runs.get().message


def test_an_unreleased_schedule_leaves_existing_slots_alone(serve):
    conference = conference_for(serve("small"), identity="read")
    service_for(conference).sync_all()
    before = everything(conference)
    unreleased = serve("small", unreleased=True)
    conference.pretalx_base_url = unreleased.base_url
    conference.save()
    result = service_for(conference).sync_all()
    assert not result.released
    after = everything(conference)
    assert after["schedule_slots"] == before["schedule_slots"]
    assert [talk["slot_start"] for talk in after["talks"]] == [talk["slot_start"] for talk in before["talks"]]


def test_an_unreleased_schedule_without_a_token_keeps_everything(serve):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    before = everything(conference)
    conference.pretalx_base_url = serve("small", unreleased=True).base_url
    conference.save()
    with pytest.raises(NotPublicError):
        service_for(conference).sync_all()
    assert everything(conference) == before


def test_manual_rows_are_never_touched(serve):
    server = serve("small")
    conference = conference_for(server)
    room = RoomFactory(conference=conference, name="Own room")
    speaker = SpeakerFactory(conference=conference)
    talk = TalkFactory(conference=conference, speakers=[speaker], title="Own keynote")
    slot = ScheduleSlotFactory(conference=conference, talk=talk, room=room)
    pause = BreakFactory(conference=conference)
    before = everything(conference)
    service_for(conference).sync_all()
    after = everything(conference)
    for name, rows in before.items():
        assert [row for row in after[name] if row in rows] == rows
    assert conference.talks.count() == 20
    assert {slot.pk, pause.pk} <= set(public(conference.schedule_slots).values_list("pk", flat=True))


def test_another_conference_is_not_touched(serve):
    server = serve("small")
    other, conference = conference_for(server), conference_for(server)
    service_for(other).sync_all()
    before = everything(other)
    service_for(conference).sync_all()
    assert everything(other) == before
    assert conference.talks.count() == other.talks.count() == 19


def test_parts_can_be_synced_alone(serve):
    conference = conference_for(serve("small"))
    service_for(conference).sync_rooms()
    assert (conference.rooms.count(), conference.speakers.count(), conference.talks.count()) == (3, 0, 0)
    service_for(conference).sync_speakers()
    assert (conference.speakers.count(), conference.talks.count()) == (18, 0)
    service_for(conference).sync_talks()
    assert (conference.talks.count(), conference.schedule_slots.count()) == (19, 0)
    assert conference.talks.filter(speakers__isnull=False).exists()
    service_for(conference).sync_schedule()
    assert conference.schedule_slots.count() == 24
    assert not conference.talks.filter(slot_start=None).exists()
    before = everything(conference)
    service_for(conference).sync_all()
    assert everything(conference) == before


def test_the_iterators_tell_how_far_they_are(serve):
    conference = conference_for(serve("pyconlike"))
    steps = list(service_for(conference).sync_talks_iter())
    assert ("talks", 271, 271) in steps
    assert conference.talks.count() == 271
    assert ("speakers", 250, 327) in list(service_for(conference).sync_speakers_iter())


def test_an_iterator_that_nobody_finishes_writes_nothing_and_frees_the_place(serve):
    conference = conference_for(serve("small"))
    steps = service_for(conference).sync_talks_iter()
    next(steps)
    steps.close()
    assert conference.talks.count() == 0
    assert conference.pretalx_sync_runs.get().status == PretalxSyncRun.Status.FAILED
    service_for(conference).sync_all()
    assert conference.talks.count() == 19


def test_a_conference_without_an_event_is_a_value_error(conference):
    with pytest.raises(ValueError, match="short name"):
        PretalxSyncService(conference)


def test_a_feature_that_is_off_is_off_here_too(serve):
    conference = conference_for(serve("small"))
    conference.feature_flags.pretalx_sync_enabled = False
    conference.feature_flags.save()
    with pytest.raises(ConfigurationError, match="switched off"):
        service_for(conference).sync_all()
    assert conference.talks.count() == 0


def test_a_closed_conference_is_read_only(serve):
    conference = conference_for(serve("small"), is_closed=True)
    with pytest.raises(ConfigurationError, match="closed"):
        service_for(conference).sync_all()
    assert conference.talks.count() == 0


@pytest.mark.django_db(transaction=True)
def test_pages_are_refreshed_and_listeners_told_once_and_only_when_something_changed(serve):
    conference, calls = conference_for(serve("small_2025.2_v1")), []

    def listen(conference, run, **_kwargs):
        calls.append((conference, run))

    schedule_synced.connect(listen)
    try:
        start = public_version.current()
        service_for(conference).sync_rooms()
        assert public_version.current() == start + 1
        assert calls == [(conference, conference.pretalx_sync_runs.get())]
        service_for(conference).sync_rooms()
        assert public_version.current() == start + 1
        assert len(calls) == 1
    finally:
        schedule_synced.disconnect(listen)


def test_a_listener_that_fails_does_not_spoil_the_sync(serve, django_capture_on_commit_callbacks, caplog):
    conference = conference_for(serve("small"))

    def fail(**_kwargs):
        raise RuntimeError("a listener broke")

    schedule_synced.connect(fail)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            service_for(conference).sync_rooms()
    finally:
        schedule_synced.disconnect(fail)
    assert conference.pretalx_sync_runs.get().status == PretalxSyncRun.Status.DONE
    assert "a listener broke" in caplog.text


def test_new_talks_and_speakers_are_found_by_the_search_of_the_admin(serve):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    talk = conference.talks.order_by("pk").last()
    found = get_search_backend().autocomplete(talk.title.split()[0], type(talk).objects.filter(conference=conference))
    assert talk.pk in {row.pk for row in found}
