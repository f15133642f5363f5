"""Imported objects are looked at and corrected, our own are edited."""

import pytest

from conference.models import RoomOverride, ScheduleSlot, Section, Talk, TalkOverride
from tests.factories.conference import TalkFactory, at

LOCAL = "%Y-%m-%d %H:%M"


def when(conference, time):
    return at(conference, time).strftime(LOCAL)


@pytest.mark.parametrize("kind", ["talk", "speaker", "room", "slot"])
def test_an_imported_object_is_shown_instead_of_its_form(organizer, own, kind):
    path = f"/admin/programme/{kind}s/edit/{own[kind].pk}/"
    response = organizer.get(path, follow=True)
    assert response.redirect_chain == [(f"/admin/programme/{kind}s/inspect/{own[kind].pk}/", 302)]
    assert "imported from Pretalx" in response.content.decode()
    assert organizer.post(path, {"title": "x", "name": "x"}).headers["Location"] == "/admin/"
    own[kind].refresh_from_db()
    assert str(own[kind]).startswith("Own")


@pytest.mark.parametrize("kind", ["talk", "speaker", "room", "slot"])
def test_an_imported_object_is_not_deleted(organizer, own, kind):
    organizer.post(f"/admin/programme/{kind}s/delete/{own[kind].pk}/")
    assert type(own[kind]).objects.filter(pk=own[kind].pk).exists()


def test_the_page_of_an_imported_talk_shows_both_values_and_leads_to_the_correction(organizer, own):
    html = organizer.get(f"/admin/programme/talks/inspect/{own['talk'].pk}/").content.decode()
    assert "Own talk" in html
    assert "Own new title" in html
    assert f"/admin/programme/corrected-talks/edit/{own['talk_override'].pk}/" in html
    fresh = TalkFactory(conference=own.conference, pretalx_code="FRESH1")
    html = organizer.get(f"/admin/programme/talks/inspect/{fresh.pk}/").content.decode()
    assert f"/admin/programme/corrected-talks/add/?talk={fresh.pk}" in html


def test_a_second_correction_leads_to_the_first(organizer, own):
    response = organizer.get(f"/admin/programme/corrected-talks/add/?talk={own['talk'].pk}")
    assert response.headers["Location"] == f"/admin/programme/corrected-talks/edit/{own['talk_override'].pk}/"


def test_a_correction_is_a_draft_until_it_is_published(organizer, own):
    talk = TalkFactory(conference=own.conference, title="As imported", pretalx_code="FRESH1")
    values = {"talk": talk.pk, "override_title": "Corrected", "blanked_fields": ["track"]}
    organizer.post("/admin/programme/corrected-talks/add/", values)
    override = TalkOverride.objects.get(talk=talk)
    assert (override.live, override.created_by, override.conference) == (False, organizer.user, own.conference)
    assert Talk.objects.get(pk=talk.pk).effective_title == "As imported"
    organizer.post(f"/admin/programme/corrected-talks/edit/{override.pk}/", {**values, "action-publish": "1"})
    assert Talk.objects.get(pk=talk.pk).effective_title == "Corrected"
    assert TalkOverride.objects.get(talk=talk).blanked_fields == ["track"]


def test_a_correction_needs_what_it_corrects_even_as_a_draft(organizer, own):
    before = TalkOverride.objects.count()
    response = organizer.post("/admin/programme/corrected-talks/add/", {"override_title": "Of nothing"})
    assert response.status_code == 200
    assert TalkOverride.objects.count() == before


def test_a_correction_stays_with_its_talk(organizer, own):
    other = TalkFactory(conference=own.conference)
    path = f"/admin/programme/corrected-talks/edit/{own['talk_override'].pk}/"
    organizer.post(path, {"talk": other.pk, "override_title": "Moved", "action-publish": "1"})
    override = TalkOverride.objects.get(pk=own["talk_override"].pk)
    assert (override.talk, override.override_title) == (own["talk"], "Moved")


def test_a_correction_takes_no_room_or_talk_of_another_conference(organizer, own, foreign):
    talk = TalkFactory(conference=own.conference)
    for values in (
        {"talk": talk.pk, "override_room": foreign["room"].pk},
        {"talk": foreign["own_talk"].pk, "override_title": "Stolen"},
    ):
        response = organizer.post("/admin/programme/corrected-talks/add/", {**values, "action-publish": "1"})
        assert response.status_code == 200
    assert not TalkOverride.objects.filter(talk__in=[talk, foreign["own_talk"]]).exists()


def test_only_what_the_model_allows_is_hidden(organizer, own):
    path = f"/admin/programme/corrected-rooms/edit/{own['room_override'].pk}/"
    organizer.post(path, {"blanked_fields": ["name"], "action-publish": "1"})
    assert RoomOverride.objects.get(pk=own["room_override"].pk).blanked_fields == []
    organizer.post(path, {"blanked_fields": ["capacity"], "action-publish": "1"})
    assert RoomOverride.objects.get(pk=own["room_override"].pk).blanked_fields == ["capacity"]


def test_a_keynote_of_our_own_is_made_in_the_events_zone(organizer, own):
    organizer.post(
        "/admin/programme/talks/new/",
        {
            "title": "Opening",
            "speakers": [own["own_speaker"].pk],
            "tags": "python, python, people",
            "slot_start": when(own.conference, "09:00"),
            "slot_end": when(own.conference, "10:00"),
            "is_public": "on",
        },
    )
    talk = Talk.objects.get(title="Opening")
    assert (talk.conference, talk.slot_start, talk.tags) == (
        own.conference,
        at(own.conference, "09:00"),
        ["python", "people"],
    )


def test_the_form_names_the_zone_and_offers_nothing_of_another_conference(organizer, own, foreign):
    html = organizer.get("/admin/programme/talks/new/").content.decode()
    assert "Time in Europe/Berlin." in html
    assert "Own keynoter" in html
    assert "Foreign" not in html


def test_a_slot_moves_its_talk_along(organizer, own):
    talk = own["own_talk"]
    values = {
        "slot_type": "talk",
        "talk": talk.pk,
        "room": own["own_room"].pk,
        "start": when(own.conference, "15:00"),
        "end": when(own.conference, "15:45"),
        "is_public": "on",
    }
    organizer.post("/admin/programme/slots/new/", values)
    talk.refresh_from_db()
    assert (talk.slot_start, talk.room) == (at(own.conference, "15:00"), own["own_room"])
    slot = ScheduleSlot.objects.get(talk=talk)
    html = organizer.get(f"/admin/programme/talks/edit/{talk.pk}/").content.decode()
    assert "Set by its slots in the schedule." in html
    organizer.post(f"/admin/programme/slots/edit/{slot.pk}/", {**values, "start": when(own.conference, "15:15")})
    talk.refresh_from_db()
    assert talk.slot_start == at(own.conference, "15:15")
    organizer.post(f"/admin/programme/slots/delete/{slot.pk}/")
    talk.refresh_from_db()
    assert talk.slot_start is None


def test_the_same_short_name_twice_is_refused_with_a_sentence(organizer, own):
    section = own["section"]
    values = {"name": "Again", "slug": section.slug, "start_date": "2027-06-10", "end_date": "2027-06-11", "order": 1}
    response = organizer.post("/admin/programme/sections/new/", values)
    assert "Another section has this short name." in response.content.decode()
    organizer.post("/admin/programme/sections/new/", {**values, "slug": "again"})
    assert Section.objects.get(slug="again").conference == own.conference


def test_a_switched_off_schedule_takes_the_desk_away(organizer, own):
    assert "Programme" in organizer.get("/admin/").content.decode()
    own.conference.feature_flags.schedule_enabled = False
    own.conference.feature_flags.save()
    assert organizer.get("/admin/programme/talks/").status_code == 404
    assert "/admin/programme/talks/" not in organizer.get("/admin/").content.decode()


def test_choosers_find_rows_that_an_import_wrote_past_the_search_index(organizer, own):
    Talk.objects.bulk_create([Talk(conference=own.conference, code="BULK01", title="Written in bulk", sort_name="w")])
    html = organizer.get("/admin/programme/choose-talk/results/?q=bulk+written").content.decode()
    assert "Written in bulk" in html
    assert "Own keynote" not in html
