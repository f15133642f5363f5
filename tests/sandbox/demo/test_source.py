import itertools
import shutil
from collections import Counter, defaultdict
from datetime import date, timedelta

import pytest

from sandbox.demo.source import PROGRAMME, Programme, SourceError, code_for, unwrap


@pytest.fixture(scope="module")
def programme():
    return Programme.load()


def test_the_programme_fills_three_days_and_four_rooms(programme):
    days = Counter(session.start.date() for session in programme.sessions)

    assert sorted(days) == [date(2027, 6, 2), date(2027, 6, 3), date(2027, 6, 4)]
    assert sum(days.values()) == 70
    assert {session.room for session in programme.sessions} == {room["id"] for room in programme.rooms}
    assert len(programme.rooms) == 4


def test_codes_are_unique(programme):
    codes = [item.code for item in (*programme.people, *programme.sessions)]

    assert len(codes) == len(set(codes)) == 147
    assert all(len(code) == 6 for code in codes)


def test_a_code_depends_on_the_name_alone():
    assert code_for("session", "lines-off") == code_for("session", "lines-off")
    assert code_for("session", "lines-off") != code_for("person", "lines-off")


def test_nobody_speaks_twice_at_one_time(programme):
    by_person = defaultdict(list)
    for session in programme.sessions:
        for person in session.speakers:
            by_person[person].append(session)

    assert set(by_person) == {person.id for person in programme.people}
    for sessions in by_person.values():
        sessions.sort(key=lambda session: session.start)
        for first, second in itertools.pairwise(sessions):
            assert first.end <= second.start


def test_only_posters_share_a_room(programme):
    by_room = defaultdict(list)
    for item in (*programme.sessions, *programme.breaks):
        by_room[item.room].append(item)

    for items in by_room.values():
        items.sort(key=lambda item: item.start)
        for first, second in itertools.pairwise(items):
            assert first.end <= second.start or first.type == second.type == "poster"


def test_abstracts_have_a_length_that_reads_well(programme):
    lengths = {session.id: len(session.abstract.split()) for session in programme.sessions}

    assert {name: words for name, words in lengths.items() if not 60 <= words <= 160} == {}
    assert len({session.abstract[:40] for session in programme.sessions}) == 70


def test_one_evening_lasts_past_midnight(programme):
    late = [item for item in programme.breaks if item.end.date() > item.start.date()]

    assert [item.end - item.start for item in late] == [timedelta(hours=4, minutes=30)]


def test_every_named_portrait_is_drawn(programme):
    drawn = [person for person in programme.people if person.portrait]

    assert len(drawn) >= 35
    assert [person.id for person in drawn if person.picture is None] == []
    assert len(drawn) < len(programme.people)


def test_a_session_that_names_nobody_known_is_refused(tmp_path):
    folder = tmp_path / "programme"
    shutil.copytree(PROGRAMME, folder)
    (folder / "people" / "crew.toml").write_text("person = []\n")

    with pytest.raises(SourceError, match=r'names the person "\S+", which is nowhere described'):
        Programme.load(folder)


def test_unwrapping_joins_paragraphs_and_keeps_lists():
    assert unwrap("one\ntwo\n\nthree\n") == "one two\n\nthree"
    assert unwrap("- one\n- two") == "- one\n- two"
    assert unwrap("1. one\n2. two") == "1. one\n2. two"
