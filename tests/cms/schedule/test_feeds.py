"""The feeds below the schedule page: what calendars, apps and video teams read."""

import datetime as dt
import json
import xml.etree.ElementTree as ET

import pytest
import time_machine
from icalendar import Calendar

from conference.models import Conference, RoomOverride, TalkOverride
from tests.factories.conference import (
    BreakFactory,
    ConferenceFactory,
    RoomFactory,
    ScheduleSlotFactory,
    SpeakerFactory,
    TalkFactory,
    at,
)

pytestmark = pytest.mark.django_db
FEEDS = ("schedule.json", "schedule.xml", "schedule.ics", "changes.atom")
ATOM = "{http://www.w3.org/2005/Atom}"


def events(response) -> list:
    assert response.status_code == 200
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def json_events(client) -> list[dict]:
    days = client.get("/schedule/schedule.json").json()["schedule"]["conference"]["days"]
    return [event for day in days for room in day["rooms"].values() for event in room]


def parsed(response) -> ET.Element:
    assert response.status_code == 200
    return ET.fromstring(response.content)  # noqa: S314 - our own answer


def xml_events(client) -> list[ET.Element]:
    return parsed(client.get("/schedule/schedule.xml")).findall("day/room/event")


@pytest.fixture
def twice(conference):
    """A talk in two rooms, a break and a cancelled talk."""
    talk = TalkFactory(conference=conference, title="Bees & <b>bold</b>", track="Nature", tags=["insects"])
    first = ScheduleSlotFactory(conference=conference, talk=talk, room__name="Hall")
    second = ScheduleSlotFactory(conference=conference, talk=talk, room__name="Loft")
    BreakFactory(conference=conference, title="Tea", start=at(conference, "15:00"))
    cancelled = ScheduleSlotFactory(conference=conference, talk__title="Never", start=at(conference, "16:00"))
    TalkOverride.objects.create(talk=cancelled.talk, is_cancelled=True)
    return first, second, cancelled


@pytest.mark.parametrize("name", FEEDS)
@pytest.mark.parametrize("talks", [20, 300])
def test_feed_costs_the_same_for_few_and_many_talks(
    client, schedule_page, fill, name, talks, django_assert_max_num_queries
):
    fill(talks)
    with django_assert_max_num_queries(8):
        response = client.get(f"/schedule/{name}")
    assert response.status_code == 200


@pytest.mark.parametrize("name", [*FEEDS, "talk/{talk}.ics", "speaker/{speaker}.ics"])
def test_feed_keeps_its_etag_until_it_changes(client, schedule_page, conference, committing, name):
    slot = ScheduleSlotFactory(conference=conference)
    address = "/schedule/" + name.format(talk=slot.talk.code, speaker=slot.talk.speakers.get().code)
    first = client.get(address)
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)):
        again = client.get(address)
        unchanged = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert again.content == first.content
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    with committing():
        TalkOverride.objects.create(talk=slot.talk, is_cancelled=True)
    assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_each_slot_of_a_talk_has_its_own_lasting_identity(client, schedule_page, twice):
    first, second, _cancelled = twice
    uids = {str(event["UID"]) for event in events(client.get("/schedule/schedule.ics"))}
    assert {str(first.uid), str(second.uid)} <= uids
    assert len(uids) == 4
    for found in (
        [(event["id"], event["guid"]) for event in json_events(client)],
        [(int(event.get("id")), event.get("guid")) for event in xml_events(client)],
    ):
        assert (first.pk, str(first.uid)) in found
        assert (second.pk, str(second.uid)) in found
        assert len({number for number, _guid in found}) == len({guid for _number, guid in found}) == 4


def test_calendar_names_the_zone_and_dates_everything_by_the_data(client, schedule_page, twice, conference):
    first, _second, cancelled = twice
    calendar = Calendar.from_ical(client.get("/schedule/schedule.ics").content)
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert calendar["X-WR-CALNAME"] == conference.name
    by_uid = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    event = by_uid[str(first.uid)]
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert event["DTSTART"].dt == first.start
    assert event["LAST-MODIFIED"].dt == event["DTSTAMP"].dt <= dt.datetime.now(dt.UTC)
    assert {str(name) for name in event["CATEGORIES"].cats} == {"Nature", "Talk", "insects"}
    assert event["SUMMARY"] == "Bees & <b>bold</b>"
    assert event["LOCATION"] == "Hall, Town Hall"
    assert event["URL"].startswith("http://testserver/schedule/talk/")
    assert (event["STATUS"], by_uid[str(cancelled.uid)]["STATUS"]) == ("CONFIRMED", "CANCELLED")
    (tea,) = [event for event in by_uid.values() if event["SUMMARY"] == "Tea"]
    assert tea["TRANSP"] == "TRANSPARENT"


def test_override_that_moves_a_talk_raises_the_sequence(client, schedule_page, conference, committing):
    slot = ScheduleSlotFactory(conference=conference)

    def event():
        return events(client.get(f"/schedule/talk/{slot.talk.code}.ics"))[0]

    before = event()
    with committing():
        override = TalkOverride.objects.create(talk=slot.talk, override_slot_start=at(conference, "14:00"))
    moved = event()
    with committing():
        override.delete()
    back = event()
    assert (before["DTSTART"].dt, moved["DTSTART"].dt) == (slot.start, at(conference, "14:00"))
    assert before["SEQUENCE"] < moved["SEQUENCE"] < back["SEQUENCE"]
    assert before["LAST-MODIFIED"].dt <= moved["LAST-MODIFIED"].dt <= back["LAST-MODIFIED"].dt
    assert before["UID"] == moved["UID"] == back["UID"]


@pytest.mark.parametrize("zone", ["America/St_Johns", "Pacific/Kiritimati", "UTC", "Asia/Kolkata"])
def test_instants_agree_in_all_formats_and_zones(client, schedule_page, conference, zone):
    Conference.objects.update(timezone=zone)
    start = dt.datetime(2027, 6, 10, 22, 15, tzinfo=dt.UTC)
    ScheduleSlotFactory(conference=conference, start=start)
    (event,) = events(client.get("/schedule/schedule.ics"))
    (from_json,) = json_events(client)
    (from_xml,) = xml_events(client)
    found = {
        event["DTSTART"].dt,
        dt.datetime.fromisoformat(from_json["date"]),
        dt.datetime.fromisoformat(from_xml.findtext("date")),
    }
    assert found == {start}
    assert (
        from_json["start"]
        == from_xml.findtext("start")
        == dt.datetime.fromisoformat(from_json["date"]).strftime("%H:%M")
    )
    assert from_json["duration"] == from_xml.findtext("duration") == "00:30"


def test_break_across_the_clock_change_keeps_its_real_length(client, schedule_page, conference):
    Conference.objects.update(start_date="2027-03-27", end_date="2027-03-28")
    start = dt.datetime.fromisoformat("2027-03-28T01:30:00+01:00")
    end = dt.datetime.fromisoformat("2027-03-28T03:30:00+02:00")
    BreakFactory(conference=conference, title="Night walk", start=start, end=end)
    (event,) = json_events(client)
    assert (event["duration"], event["date"], event["end"]) == (
        "01:00",
        "2027-03-28T01:30:00+01:00",
        "2027-03-28T03:30:00+02:00",
    )
    (night,) = events(client.get("/schedule/schedule.ics"))
    assert night["DTEND"].dt - night["DTSTART"].dt.astimezone(dt.UTC) == dt.timedelta(hours=1)
    day = client.get("/schedule/schedule.json").json()["schedule"]["conference"]["days"][0]
    assert day["date"] == "2027-03-27"


def test_addresses_are_absolute_and_breaks_are_in(client, schedule_page, conference):
    talk = TalkFactory(conference=conference, resources=[{"title": "Slides", "url": "https://example.org/s"}])
    ScheduleSlotFactory(conference=conference, talk=talk)
    BreakFactory(conference=conference, start=at(conference, "12:00"))
    found = json_events(client)
    assert [event["title"] for event in found] == [talk.title, "Coffee"]
    assert all(event["url"].startswith("http://testserver/schedule/") for event in found)
    assert found[0]["attachments"] == [{"url": "https://example.org/s", "title": "Slides"}]
    assert all(event.findtext("url").startswith("http://testserver/schedule/") for event in xml_events(client))


def test_overrides_reach_every_feed(client, schedule_page, conference):
    slot = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=slot.talk, override_title="New title", is_cancelled=True)
    RoomOverride.objects.create(room=slot.room, override_name="New room")
    for name in FEEDS[:3]:
        body = client.get(f"/schedule/{name}").content.decode()
        assert "New title" in body
        assert "New room" in body
    assert json_events(client)[0]["title"] == "Cancelled: New title"


def test_calendars_of_one_talk_and_one_speaker(client, schedule_page, conference):
    speaker = SpeakerFactory(conference=conference, name="Ada")
    mine = [
        ScheduleSlotFactory(conference=conference, talk=TalkFactory(conference=conference, speakers=[speaker]))
        for _number in range(2)
    ]
    ScheduleSlotFactory(conference=conference)
    assert len(events(client.get(f"/schedule/talk/{mine[0].talk.code}.ics"))) == 1
    found = events(client.get(f"/schedule/speaker/{speaker.code}.ics"))
    assert {str(event["UID"]) for event in found} == {str(slot.uid) for slot in mine}
    foreign = ScheduleSlotFactory(conference=ConferenceFactory())
    for address in (f"talk/{foreign.talk.code}.ics", "talk/NOTHING.ics", "speaker/NOTHING.ics"):
        assert client.get(f"/schedule/{address}").status_code == 404


def test_no_feed_before_the_schedule_is_public(client, schedule_page, conference):
    slot = ScheduleSlotFactory(conference=conference)
    Conference.objects.update(programme_visibility=Conference.Visibility.TALKS)
    for name in (*FEEDS, f"talk/{slot.talk.code}.ics"):
        assert client.get(f"/schedule/{name}").status_code == 404


def test_changes_are_told_in_words(client, schedule_page, conference):
    Conference.objects.update(language="en-GB")
    moved = ScheduleSlotFactory(conference=conference, talk__title="<i>Bees</i>", room__name="Hall")
    TalkOverride.objects.create(
        talk=moved.talk,
        override_slot_start=at(conference, "14:00"),
        override_room=RoomFactory(conference=conference, name="A<b>"),
    )
    cancelled = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=cancelled.talk, is_cancelled=True)
    root = parsed(client.get("/schedule/changes.atom"))
    by_title = {entry.findtext(f"{ATOM}title"): entry for entry in root.findall(f"{ATOM}entry")}
    assert set(by_title) == {"Moved: <i>Bees</i>", f"Cancelled: {cancelled.talk.title}"}
    summary = by_title["Moved: <i>Bees</i>"].findtext(f"{ATOM}summary")
    assert summary == "Now: Thursday 10 June, 14:00 (CEST), A&lt;b&gt;. Before: Thu 10:00, Hall."
    assert len({entry.findtext(f"{ATOM}id") for entry in by_title.values()}) == 2


def test_empty_schedule_still_gives_valid_feeds(client, schedule_page, conference):
    assert json.loads(client.get("/schedule/schedule.json").content)["schedule"]["conference"]["days"] == []
    assert len(parsed(client.get("/schedule/schedule.xml")).findall("day")) == 1
    assert events(client.get("/schedule/schedule.ics")) == []


def test_qr_pictures_of_the_feeds(client, schedule_page, conference):
    response = client.get("/schedule/qr-ics.svg")
    assert response["Content-Type"] == "image/svg+xml"
    assert parsed(response).tag.endswith("svg")
    assert client.get("/schedule/qr-exe.svg").status_code == 404
