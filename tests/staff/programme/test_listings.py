"""Listings and exports of the programme: what stands there, and the same number of statements for one row and for many."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.models import RoomOverride, SpeakerOverride, SubmissionTypeDefault, TalkOverride
from tests.factories.conference import (
    BreakFactory,
    RoomFactory,
    ScheduleSlotFactory,
    SectionFactory,
    SpeakerFactory,
    TalkFactory,
    at,
)


def talk(conference, number):
    room = RoomFactory(conference=conference, pretalx_id=100 + number)
    RoomOverride.objects.create(room=room, override_name=f"Room {number}")
    speakers = [SpeakerFactory(conference=conference, pretalx_code=f"S{number}{letter}") for letter in "AB"]
    SpeakerOverride.objects.create(speaker=speakers[0], override_name=f"Name {number}")
    made = TalkFactory(conference=conference, pretalx_code=f"T{number}", speakers=speakers, track="Web", room=room)
    TalkOverride.objects.create(talk=made, override_room=room, override_title=f"Title {number}")
    return made


MAKERS = {
    "talks": talk,
    "speakers": talk,
    "rooms": talk,
    "slots": lambda conference, number: ScheduleSlotFactory(conference=conference, talk=talk(conference, number)),
    "sections": lambda conference, _number: SectionFactory(conference=conference),
    "defaults": lambda conference, number: SubmissionTypeDefault.objects.create(
        conference=conference, submission_type=f"Type {number}", default_room=talk(conference, number).room
    ),
    "corrected-talks": talk,
    "corrected-speakers": talk,
    "corrected-rooms": talk,
}


def statements(client, path):
    client.get(path)  # content types and sessions are read once
    with CaptureQueriesContext(
        connection,
    ) as seen:
        response = client.get(path)
        if response.streaming:
            response.getvalue()
    assert response.status_code == 200
    return len(seen)


@pytest.mark.parametrize("query", ["", "?export=csv"])
@pytest.mark.parametrize(("desk", "most"), [(desk, 26) for desk in MAKERS])
def test_a_listing_and_its_export_ask_as_often_for_one_row_as_for_many(organizer, own, desk, query, most):
    path = f"/admin/programme/{desk}/{query}"
    MAKERS[desk](own.conference, 1)
    few = statements(organizer, path)
    for number in range(2, 12):
        MAKERS[desk](own.conference, number)
    assert statements(organizer, path) == few
    assert few <= most


def test_the_listing_says_what_became_of_each_talk(organizer, own):
    TalkFactory(conference=own.conference, title="Gone", pretalx_code="GONE01", is_public=False)
    cancelled = TalkFactory(conference=own.conference, title="Off", pretalx_code="OFF001")
    TalkOverride.objects.create(talk=cancelled, is_cancelled=True)
    html = organizer.get("/admin/programme/talks/").content.decode()
    for words in (
        "Own new title",
        "Own keynote",
        "Our own",
        "Imported",
        "Corrected",
        "Not public",
        "Cancelled",
    ):
        assert words in html
    assert "Own new name" in html  # the speaker as visitors see them


@pytest.mark.parametrize(
    ("query", "found", "missing"),
    [
        ("origin=own", "Own keynote", "Own new title"),
        ("origin=imported", "Own new title", "Own keynote"),
        ("correction=live", "Own new title", "Own keynote"),
        ("q=keynote", "Own keynote", "Own new title"),
        ("q=new+title", "Own new title", "Own keynote"),
        ("track=Web", "On the web", "Own keynote"),
    ],
)
def test_filters_and_search_of_talks(organizer, own, query, found, missing):
    TalkFactory(conference=own.conference, title="On the web", track="Web")
    html = organizer.get(f"/admin/programme/talks/results/?{query}").content.decode()
    assert found in html
    assert missing not in html


def test_a_search_through_speakers_lists_a_talk_once(organizer, own):
    pair = [SpeakerFactory(conference=own.conference, name=f"Twin {number}") for number in (1, 2)]
    TalkFactory(conference=own.conference, title="Together", speakers=pair)
    html = organizer.get("/admin/programme/talks/results/?q=Twin").content.decode()
    assert html.count("Together</a>") + html.count("Together\n") <= 2
    assert "There is 1 match" in html


def test_filters_offer_only_what_the_conference_has(organizer, own, foreign):
    TalkFactory(conference=foreign.conference, track="Foreign track")
    TalkFactory(conference=own.conference, track="Own track")
    html = organizer.get("/admin/programme/talks/").content.decode()
    assert "Own track" in html
    assert "Foreign" not in html


def test_times_are_the_events_and_name_the_zone(organizer, own):
    BreakFactory(conference=own.conference, title="Tea", start=at(own.conference, "16:30"))
    html = organizer.get("/admin/programme/slots/").content.decode()
    assert "16:30 CEST" in html


def test_an_export_holds_local_times_and_runs_no_formula(organizer, own):
    BreakFactory(conference=own.conference, title="=1+1", start=at(own.conference, "16:30"))
    rows = organizer.get("/admin/programme/slots/?export=csv").getvalue().decode().splitlines()
    assert rows[0] == "What,Kind,Starts,Ends,Room,Origin"
    assert "'=1+1,Break,2027-06-10 16:30,2027-06-10 17:00,,Our own" in rows


@pytest.mark.parametrize("desk", ["talks", "speakers", "rooms", "slots", "sections", "defaults", "corrected-talks"])
def test_an_empty_listing_says_what_to_do_next(organizer, own, desk):
    for things in ("talks", "speakers", "schedule_slots", "rooms", "sections", "submission_type_defaults"):
        getattr(own.conference, things).all().delete()
    html = organizer.get(f"/admin/programme/{desk}/").content.decode()
    assert "yet." in html or "Nothing is corrected." in html
