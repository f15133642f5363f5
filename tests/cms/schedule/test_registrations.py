"""What the schedule gives to others: links, previews of overrides, the sitemap, structured data, the service worker."""

import json

import pytest

from cms.models import SchedulePage
from conference import extension
from conference.models import Conference, FeatureFlags, RoomOverride, SpeakerOverride, TalkOverride
from tests.factories.conference import ConferenceFactory, ScheduleSlotFactory, SpeakerFactory, TalkFactory

pytestmark = pytest.mark.django_db


def test_links_lead_to_the_schedule_page(schedule_page, conference):
    assert extension.url_for(conference, "schedule") == "/schedule/"
    assert extension.url_for(conference, "talk", code="ABC") == "/schedule/talk/ABC/"
    assert extension.url_for(conference, "speaker", code="ABC") == "/schedule/speaker/ABC/"
    assert extension.url_for(ConferenceFactory(), "talk", code="ABC") == ""


def test_no_link_leads_to_a_schedule_that_is_switched_off(schedule_page, conference):
    FeatureFlags.objects.filter(conference=conference).update(schedule_enabled=False)
    assert extension.url_for(Conference.objects.get(pk=conference.pk), "schedule") == ""


@pytest.mark.parametrize("visibility", Conference.Visibility.values)
def test_override_previews_show_the_draft_whatever_is_public(schedule_page, conference, rf, visibility):
    Conference.objects.update(programme_visibility=visibility)
    slot = ScheduleSlotFactory(conference=Conference.objects.get(), room__name="Hall")
    speaker = slot.talk.speakers.get()
    drafts = {
        "conference.TalkOverride": TalkOverride(talk=slot.talk, override_title="Draft title", live=False),
        "conference.SpeakerOverride": SpeakerOverride(speaker=speaker, override_name="Draft title", live=False),
        "conference.RoomOverride": RoomOverride(room=slot.room, override_name="Draft title", live=False),
    }
    for draft in drafts.values():
        response = draft.make_preview_request()
        assert response.status_code == 200
        assert "Draft title" in response.rendered_content
    assert not TalkOverride.objects.exists()


def test_preview_of_a_talk_that_left_the_programme_says_so(schedule_page, conference):
    talk = TalkFactory(conference=conference, is_public=False)
    response = TalkOverride(talk=talk, override_title="Draft title").make_preview_request()
    assert "not in the programme" in response.rendered_content


def test_page_previews_look_ahead(schedule_page, conference):
    ScheduleSlotFactory(conference=conference, talk__title="Bees")
    Conference.objects.update(programme_visibility=Conference.Visibility.NOTHING)
    page = SchedulePage.objects.get()
    assert "Bees" not in page.make_preview_request(preview_mode="").content.decode()
    assert "Bees" in page.make_preview_request(preview_mode="talks").content.decode()
    assert "10:00" in page.make_preview_request(preview_mode="schedule").content.decode()


def test_sitemap_lists_public_addresses_only(client, schedule_page, conference):
    slot = ScheduleSlotFactory(conference=conference)
    hidden = TalkFactory(conference=conference, is_public=False)

    def found():
        return {entry["location"].removeprefix(page.full_url) for entry in page.get_sitemap_urls()}

    page = SchedulePage.objects.get()
    talk, speaker = slot.talk.code, slot.talk.speakers.get().code
    assert found() == {"", "speaker/", f"speaker/{speaker}/", "day/2027-06-10/", "talk/", f"talk/{talk}/"}
    assert f"talk/{hidden.code}/" not in found()
    Conference.objects.update(programme_visibility=Conference.Visibility.NOTHING)
    page = SchedulePage.objects.get()
    assert found() == {""}


def structured(client, address):
    html = client.get(address).content.decode()
    return json.loads(html.split('<script type="application/ld+json">')[1].split("</script>")[0])


def test_structured_data_of_schedule_and_talk(client, schedule_page, conference):
    slot = ScheduleSlotFactory(conference=conference, room__name="Hall")
    ScheduleSlotFactory(conference=conference, talk=slot.talk)
    event = structured(client, "/schedule/")
    assert (event["@type"], event["startDate"], event["location"]["name"]) == ("Event", "2027-06-10", "Town Hall")
    assert len(event["subEvent"]) == 2
    first, second = structured(client, f"/schedule/talk/{slot.talk.code}/")
    assert first["startDate"] == second["startDate"] == "2027-06-10T10:00:00+02:00"
    assert first["location"]["name"] == "Hall, Town Hall"
    assert first["performer"][0]["name"] == slot.talk.speakers.get().name
    assert first["superEvent"]["name"] == conference.name


def test_structured_data_tells_cancellations_and_moves(client, schedule_page, conference):
    cancelled, moved = ScheduleSlotFactory(conference=conference), ScheduleSlotFactory(conference=conference)
    TalkOverride.objects.create(talk=cancelled.talk, is_cancelled=True)
    TalkOverride.objects.create(talk=moved.talk, override_slot_start=moved.start.replace(hour=15))
    assert structured(client, f"/schedule/talk/{cancelled.talk.code}/")["eventStatus"].endswith("EventCancelled")
    event = structured(client, f"/schedule/talk/{moved.talk.code}/")
    assert event["eventStatus"].endswith("EventRescheduled")
    assert event["previousStartDate"] == "2027-06-10T10:00:00+02:00"


def test_talk_head_speaks_for_the_talk(client, schedule_page, conference):
    talk = TalkFactory(
        conference=conference,
        title="Bees",
        abstract="About **bees**.",
        speakers=[SpeakerFactory(conference=conference)],
    )
    html = client.get(f"/schedule/talk/{talk.code}/").content.decode()
    for part in (
        "<title>Bees · Test Conference</title>",
        '<meta name="description" content="About bees.">',
        f'<link rel="canonical" href="http://testserver/schedule/talk/{talk.code}/">',
        '<meta property="og:type" content="article">',
    ):
        assert part in html


def test_service_worker_keeps_the_schedule_of_this_host(client, schedule_page):
    response = client.get("/sw.js")
    assert response["Content-Type"].startswith("text/javascript")
    body = response.content.decode()
    assert 'const SCHEDULES = ["/schedule/"];' in body
    assert "unregister" not in body


@pytest.mark.parametrize("change", ["flag", "inactive", "unpublished"])
def test_service_worker_removes_itself_when_the_schedule_is_gone(client, schedule_page, conference, change):
    if change == "flag":
        FeatureFlags.objects.filter(conference=conference).update(schedule_enabled=False)
    elif change == "inactive":
        Conference.objects.update(is_active=False)
    else:
        SchedulePage.objects.update(live=False)
    body = client.get("/sw.js").content.decode()
    assert "unregister" in body
    assert "fetch" not in body
