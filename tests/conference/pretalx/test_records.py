import pytest

from conference.pretalx.errors import LegacyTokenError
from conference.pretalx.records import colour_of, moment, named, room_record, slot_record, speaker_record, talk_record

EN = ["en"]
TALK = {"code": "ABC123", "title": "A talk", "state": "confirmed", "submission_type": 3, "speakers": ["S1"]}
SLOT = {"id": 1, "room": 4, "start": "2027-03-26T08:00:00+01:00", "end": "2027-03-26T09:00:00+01:00"}


def talk(*, types=None, tracks=None, tag_names=None, **values):
    return talk_record({**TALK, **values}, EN, types or {3: "Talk"}, tracks or {}, tag_names)


def test_a_talk_needs_nothing_but_a_code():
    record = talk_record({"code": "ABC123"}, EN, {}, {}, None)
    assert (record.title, record.abstract, record.track, record.duration) == ("ABC123", "", "", None)
    assert (record.speakers, record.tags, record.resources, record.do_not_record) == ((), (), (), False)


@pytest.mark.parametrize("code", [None, "", "../etc", "a b", "x" * 101, 7, "<b>"])
def test_an_unusable_code_makes_no_record(code):
    assert talk(code=code) is None
    assert speaker_record({"code": code, "name": "A"}) is None


def test_fields_that_are_not_named_are_not_taken():
    record = talk(internal_notes="secret", invitation_token="secret", review_code="secret", answers=[1])
    assert "secret" not in repr(record)


def test_a_talk_with_wild_values_is_tamed():
    record = talk(
        title="  a\nlong \x00" + "x" * 600, duration=-5, image="javascript:alert(1)", tags=None, speakers=None
    )
    assert len(record.title) == 500
    assert record.title.startswith("a long x")
    assert (record.duration, record.image_url, record.speakers) == (None, "", ())


def test_a_speaker_named_twice_counts_once():
    assert talk(speakers=["S1", "S2", "S1"]).speakers == ("S1", "S2")


def test_expanded_speakers_give_an_old_token_away():
    with pytest.raises(LegacyTokenError):
        talk(speakers=[{"code": "S1", "name": "A"}])


def test_expanded_tags_are_named_and_hidden_ones_dropped():
    tags = [
        {"id": 2, "tag": "beginner", "is_public": True},
        {"id": 9, "tag": "internal-check", "is_public": False},
        {"id": 1, "tag": {"en": "Advanced"}},
    ]
    assert talk(tags=tags).tags == ("Advanced", "beginner")


def test_tags_as_numbers_need_a_list_of_names():
    assert talk(tags=[2, 9], tag_names={2: "beginner", 9: ""}).tags == ("beginner",)
    assert talk(tags=[2, 9], tag_names=None).tags is None
    assert talk(tags=[], tag_names=None).tags == ()


def test_material_is_taken_when_it_is_a_public_web_address():
    resources = [
        {"id": 1, "resource": "https://slides.example.org/1", "description": "Slides", "is_public": True},
        {"id": 2, "link": "https://code.example.org/2", "description": None},
        {"id": 3, "resource": "javascript:alert(1)", "description": "Evil"},
        {"id": 4, "resource": "https://hidden.example.org", "description": "Hidden", "is_public": False},
    ]
    assert talk(resources=resources).resources == (
        {"title": "Slides", "url": "https://slides.example.org/1"},
        {"title": "https://code.example.org/2", "url": "https://code.example.org/2"},
    )
    assert talk(resources=[21]).resources is None


def test_type_and_track_come_by_their_numbers():
    record = talk(track=5, tracks={5: ("Science", "#3ca051")})
    assert (record.submission_type, record.track, record.track_colour) == ("Talk", "Science", "#3ca051")
    assert talk(submission_type=99, track=99).submission_type == ""


def test_names_of_a_list_are_in_the_first_language():
    items = [{"id": 3, "name": {"de": "Vortrag", "en": "Talk"}, "color": "#ABCDEF"}]
    assert named(items, ["de"]) == {3: "Vortrag"}
    assert named(items, EN, colour_of) == {3: ("Talk", "#abcdef")}


@pytest.mark.parametrize("colour", ["red", "#fff", "#12345g", None, "#123456;x:y"])
def test_an_odd_colour_is_none(colour):
    assert colour_of({"color": colour}) == ""


def test_a_speaker_without_anything_is_called_by_the_code():
    record = speaker_record({"code": "S1", "name": None, "biography": None, "avatar_url": None})
    assert (record.name, record.biography, record.avatar_url, record.email) == ("S1", "", "", None)


@pytest.mark.parametrize(
    ("email", "taken"), [("a@example.org", "a@example.org"), (None, ""), ("no address", ""), ("a@" + "x" * 300, "")]
)
def test_an_address_that_is_there_is_checked(email, taken):
    assert speaker_record({"code": "S1", "name": "A", "email": email}).email == taken


def test_a_room_is_tamed_too():
    record = room_record({"id": 4, "name": {}, "description": None, "capacity": 10**12, "position": None}, EN)
    assert (record.name, record.description, record.capacity, record.position) == ("#4", "", None, 0)
    assert room_record({"id": -4, "name": "Hall"}, EN) is None


def test_a_slot_of_a_talk_takes_no_title():
    record = slot_record({**SLOT, "submission": "ABC123", "description": {"en": "ignored"}}, EN)
    assert (record.talk, record.title, record.slot_type, record.room) == ("ABC123", "", "talk", 4)


@pytest.mark.parametrize(
    "values",
    [
        {"is_visible": False},
        {"slot_type": "blocker"},
        {"start": None},
        {"end": None},
        {"start": "tomorrow"},
        {"start": "2027-03-26T08:00:00"},
        {"end": "2027-03-26T07:00:00+01:00"},
        {"end": SLOT["start"]},
    ],
    ids=str,
)
def test_what_visitors_may_not_see_or_nobody_can_place_is_no_slot(values):
    assert slot_record({**SLOT, "submission": "ABC123", **values}, EN) is None


@pytest.mark.parametrize(
    ("description", "title", "kind"),
    [
        ({"de": "Mittagessen", "en": "Lunch"}, "Lunch", "break"),
        ({"de": "Nachtfilm", "en": "Late-night film"}, "Late-night film", "social"),
        ("Registration", "Registration", "other"),
        (None, "Break", "break"),
        ({"en": "  "}, "Break", "break"),
    ],
)
def test_breaks_have_a_title_and_a_kind(description, title, kind):
    record = slot_record({**SLOT, "submission": None, "description": description}, EN)
    assert (record.talk, record.title, record.slot_type) == ("", title, kind)


def test_times_keep_their_offset():
    assert moment("2027-03-28T03:30:00+02:00").utcoffset().total_seconds() == 7200
    assert moment("2027-03-28T03:30:00Z").utcoffset().total_seconds() == 0


def test_a_text_without_end_is_cut():
    talk = talk_record({"code": "LONG", "abstract": "a" * 3_000_000}, ["en"], {}, {}, None)
    assert (len(talk.abstract), talk.abstract[-2:]) == (50_000, "a…")
    kept = talk_record({"code": "LONG", "abstract": "a" * 50_000}, ["en"], {}, {}, None)
    assert kept.abstract == "a" * 50_000
