"""The schedule's pages: days as grid and list, filters, talks, speakers."""

import gzip

import pytest
import time_machine

from conference.models import Conference, ConferenceFacts, FeatureFlags, KeyDate, TalkOverride
from tests.factories.conference import (
    BreakFactory,
    RoomFactory,
    ScheduleSlotFactory,
    SpeakerFactory,
    TalkFactory,
    at,
)

pytestmark = pytest.mark.django_db


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("talks", [20, 300])
def test_schedule_costs_ten_statements_for_few_and_many_talks(
    client, schedule_page, fill, talks, django_assert_num_queries
):
    fill(talks)
    with django_assert_num_queries(10):
        response = client.get("/schedule/")
    assert len(gzip.compress(response.content)) < 60_000


@pytest.mark.parametrize("talks", [20, 300])
def test_list_of_all_days_costs_the_same_and_stays_light(client, schedule_page, fill, talks, django_assert_num_queries):
    fill(talks)
    with django_assert_num_queries(10):
        response = client.get("/schedule/all/")
    assert text(response).count('<article class="talk ') == talks
    assert len(gzip.compress(response.content)) < 60_000


@pytest.mark.parametrize("others", [0, 20])
def test_talk_costs_ten_statements(client, schedule_page, conference, others, django_assert_max_num_queries):
    speaker = SpeakerFactory(conference=conference)
    talk = TalkFactory(conference=conference, speakers=[speaker])
    ScheduleSlotFactory(conference=conference, talk=talk)
    for _number in range(others):
        ScheduleSlotFactory(conference=conference, talk=TalkFactory(conference=conference, speakers=[speaker]))
    with django_assert_max_num_queries(10):
        response = client.get(f"/schedule/talk/{talk.code}/")
    assert text(response).count('<article class="talk ') == others


def test_second_look_costs_one_statement_and_an_unchanged_page_none_of_its_weight(
    client, schedule_page, fill, django_assert_num_queries
):
    fill(20)
    first = client.get("/schedule/")
    with django_assert_num_queries(1):
        again = client.get("/schedule/")
    assert again.content == first.content
    assert not again.cookies
    unchanged = client.get("/schedule/", headers={"If-None-Match": first["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


def test_language_is_told_by_name_where_it_is_not_the_sites(client, schedule_page, conference):
    german = ScheduleSlotFactory(conference=conference, talk__language="de", talk__title="Bienen")
    ScheduleSlotFactory(conference=conference, talk__language="en", talk__title="Bees")
    html = text(client.get("/schedule/all/"))
    assert "<span>German</span>" in html
    assert "<span>English</span>" not in html
    assert "Language: German" in text(client.get(f"/schedule/talk/{german.talk.code}/"))
    assert ">Bees</a>" not in text(client.get("/schedule/all/?language=de"))


def test_first_day_is_shown_before_the_event_and_todays_during_it(client, schedule_page, conference):
    first = ScheduleSlotFactory(conference=conference, talk__title="Opening words")
    second = ScheduleSlotFactory(
        conference=conference, talk__title="Second thoughts", start=at(conference, "10:00", day=1)
    )
    html = text(client.get("/schedule/"))
    assert first.talk.title in html
    assert second.talk.title not in html
    with time_machine.travel(at(conference, "09:00", day=1), tick=False):
        html = text(client.get("/schedule/"))
    assert first.talk.title not in html
    assert second.talk.title in html


def test_now_and_next_are_named_during_the_event_only(client, schedule_page, conference):
    ScheduleSlotFactory(conference=conference)
    ScheduleSlotFactory(conference=conference, start=at(conference, "11:00"))
    assert "now-next" not in text(client.get("/schedule/"))
    with time_machine.travel(at(conference, "10:10"), tick=False):
        html = text(client.get("/schedule/"))
    assert 'class="now-next"' in html
    assert "talk--now" in html
    assert "talk--next" in html
    assert "data-to-now" in html


def test_time_zone_is_named_on_every_page_with_times(client, schedule_page, conference):
    slot = ScheduleSlotFactory(conference=conference)
    speaker = slot.talk.speakers.get()
    for address in ("", "all/", "day/2027-06-10/", f"talk/{slot.talk.code}/", f"speaker/{speaker.code}/"):
        assert "Europe/Berlin (CEST, UTC+2)" in text(client.get(f"/schedule/{address}"))


def test_times_are_the_events_own_whatever_the_server_thinks(client, schedule_page, conference, settings):
    settings.TIME_ZONE = "Asia/Tokyo"
    ScheduleSlotFactory(conference=conference)
    assert 'datetime="2027-06-10T10:00:00+02:00">10:00' in text(client.get("/schedule/"))


def test_grid_and_list_are_both_there_until_one_is_chosen(client, schedule_page, conference):
    ScheduleSlotFactory(conference=conference)

    def parts(query):
        html = text(client.get(f"/schedule/{query}"))
        return "schedule-grid " in html, "time-group" in html

    assert parts("") == (True, True)
    assert parts("?view=grid") == (True, False)
    assert parts("?view=list") == (False, True)
    assert parts("?view=bogus") == (True, True)


def test_breaks_cancelled_and_moved_talks_are_told_in_words(client, schedule_page, conference):
    Conference.objects.update(language="en-GB")
    BreakFactory(conference=conference, title="Tea on the quay", start=at(conference, "15:00"))
    cancelled = ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=cancelled.talk, is_cancelled=True)
    moved = ScheduleSlotFactory(conference=conference, room__name="Loft")
    hall = RoomFactory(conference=conference, name="Great Hall")
    TalkOverride.objects.create(talk=moved.talk, override_room=hall, override_slot_start=at(conference, "12:00"))
    html = text(client.get("/schedule/"))
    assert "Tea on the quay" in html
    assert "Cancelled" in html
    assert "was Thu 10:00, Loft" in html
    for slot, word in ((cancelled, "This talk is cancelled."), (moved, "was Thu 10:00, Loft")):
        assert word in text(client.get(f"/schedule/talk/{slot.talk.code}/"))


def test_filter_is_in_the_address_and_kept_by_the_days(client, schedule_page, conference):
    bees = ScheduleSlotFactory(conference=conference, talk__title="Bees", talk__track="Nature & more")
    ScheduleSlotFactory(
        conference=conference, talk__title="Code", talk__track="Craft", start=at(conference, "10:00", day=1)
    )
    html = text(client.get("/schedule/all/", {"track": "Nature & more"}))
    assert "1 of 2 talks" in html
    assert ">Bees</a>" in html
    assert ">Code</a>" not in html
    assert "/schedule/day/2027-06-10/?track=Nature+%26+more" in html
    day = text(client.get("/schedule/day/2027-06-11/", {"track": "Nature & more"}))
    assert "Nothing here fits." in day
    assert ">Bees</a>" in text(client.get("/schedule/all/", {"room": bees.room.pk}))
    assert ">Code</a>" in text(client.get("/schedule/all/", {"track": "bogus", "room": "x'"}))
    assert "No talk fits" in text(client.get("/schedule/all/", {"q": "nobody said this"}))


def test_day_without_anything_and_nonsense_are_not_found(client, schedule_page, conference):
    ScheduleSlotFactory(conference=conference)
    assert client.get("/schedule/day/2027-06-10/").status_code == 200
    for day in ("2027-06-12", "2027-13-40", "tomorrow"):
        assert client.get(f"/schedule/day/{day}/").status_code == 404


def test_talk_page_tells_all(client, schedule_page, conference):
    speaker = SpeakerFactory(conference=conference, name="Ada")
    talk = TalkFactory(
        conference=conference,
        speakers=[speaker],
        do_not_record=True,
        tags=["bees"],
        track="Nature",
        abstract="About **bees**.",
        resources=[
            {"title": "Slides", "url": "https://example.org/slides"},
            {"title": "Bad", "url": "javascript:alert(1)"},
        ],
    )
    ScheduleSlotFactory(conference=conference, talk=talk, room__name="Loft", room__capacity=80)
    ScheduleSlotFactory(conference=conference, talk=talk, room__name="Hall", start=at(conference, "09:00", day=1))
    html = text(client.get(f"/schedule/talk/{talk.code}/"))
    for words in ("<strong>bees</strong>", "Loft", "80 seats", "Hall", "This talk is not recorded", "Nature", "Slides"):
        assert words in html
    assert "javascript:" not in html
    assert f"/schedule/speaker/{speaker.code}/" in html
    assert f"/schedule/talk/{talk.code}.ics" in html


def test_speaker_page_and_list(client, schedule_page, conference):
    speaker = SpeakerFactory(conference=conference, name="Ada", biography="Likes *tea*.")
    talk = TalkFactory(conference=conference, speakers=[speaker], title="Bees")
    html = text(client.get(f"/schedule/speaker/{speaker.code}/"))
    assert "<em>tea</em>" in html
    assert f"/schedule/talk/{talk.code}/" in html
    listing = text(client.get("/schedule/speaker/"))
    assert "Ada" in listing
    assert "Bees" in listing
    assert ">Bees</a>" in text(client.get("/schedule/talk/"))


@pytest.mark.parametrize("people", [2, 30])
def test_speaker_list_costs_the_same_for_few_and_many(client, schedule_page, fill, people, django_assert_num_queries):
    fill(people)
    with django_assert_num_queries(9):
        assert text(client.get("/schedule/speaker/")).count('<article class="person') == people


def test_unknown_talks_and_speakers_are_not_found(client, schedule_page, conference):
    hidden = TalkFactory(conference=conference, is_public=False)
    foreign = TalkFactory()
    for address in (f"talk/{hidden.code}/", f"talk/{foreign.code}/", "talk/NOTHING/", "speaker/NOTHING/", "else/"):
        assert client.get(f"/schedule/{address}").status_code == 404


VISIBILITY = Conference.Visibility


@pytest.mark.parametrize(
    ("visibility", "talk_status", "speaker_status", "has_talk", "has_speaker"),
    [
        (VISIBILITY.NOTHING, 404, 404, False, False),
        (VISIBILITY.SPEAKERS, 404, 200, False, True),
        (VISIBILITY.TALKS, 200, 200, True, True),
    ],
)
def test_before_the_schedule_only_what_is_public_is_listed(
    client, schedule_page, conference, visibility, talk_status, speaker_status, has_talk, has_speaker
):
    speaker = SpeakerFactory(conference=conference, name="Ada Early")
    slot = ScheduleSlotFactory(
        conference=conference, talk=TalkFactory(conference=conference, title="Bees", speakers=[speaker])
    )
    Conference.objects.update(programme_visibility=visibility)
    html = text(client.get("/schedule/"))
    assert "to be announced" in html
    assert ("Bees" in html) is has_talk
    assert ("Ada Early" in html) is has_speaker
    assert "10:00" not in html
    assert client.get(f"/schedule/talk/{slot.talk.code}/").status_code == talk_status
    assert client.get("/schedule/talk/").status_code == talk_status
    assert client.get(f"/schedule/speaker/{speaker.code}/").status_code == speaker_status
    assert client.get("/schedule/speaker/").status_code == speaker_status


def test_sentence_names_the_key_date(client, schedule_page, conference):
    Conference.objects.update(programme_visibility=VISIBILITY.NOTHING, language="en-GB")
    facts = ConferenceFacts.objects.get(conference=conference)
    KeyDate.objects.create(facts=facts, slug="schedule", label="Schedule", day="2027-03-01", time="18:00")
    assert "The schedule comes on Monday, 1 March 2027 at 18:00 (CET)." in text(client.get("/schedule/"))


def test_switched_off_schedule_is_gone_everywhere(client, schedule_page, conference, committing):
    slot = ScheduleSlotFactory(conference=conference)
    addresses = ["", f"talk/{slot.talk.code}/", "speaker/", "schedule.json", "schedule.ics", "stars/"]
    assert [client.get(f"/schedule/{address}").status_code for address in addresses] == [200] * 6
    flags = FeatureFlags.objects.get(conference=conference)
    flags.schedule_enabled = False
    with committing():
        flags.save()
    assert [client.get(f"/schedule/{address}").status_code for address in addresses] == [404] * 6


def test_no_page_holds_inline_style_script_or_another_host(client, schedule_page, fill, conference):
    fill(12)
    slot = conference.schedule_slots.filter(talk__isnull=False).first()
    for address in ("", "all/", f"talk/{slot.talk.code}/", "speaker/", "stars/"):
        html = text(client.get(f"/schedule/{address}"))
        assert " style=" not in html
        assert "<script>" not in html
        assert not [line for line in html.split('src="')[1:] if line.startswith(("http", "//"))]
