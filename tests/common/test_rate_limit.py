import datetime as dt

import pytest
import time_machine
from django.core.cache import caches

from cms.kept_answers import PAGES, KeptAnswer, Shelf
from common.rate_limit import count_back, is_too_often

ROOM = 20


@pytest.fixture
def small_caches(settings, tmp_path):
    """Keep both caches in files, as an installation without Redis does, but with little room."""
    settings.CACHES = {
        name: {
            "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
            "LOCATION": str(tmp_path / name),
            "OPTIONS": {"MAX_ENTRIES": ROOM},
        }
        for name in ("default", PAGES)
    }
    return tmp_path


def test_the_third_of_two_is_too_often(rf, small_caches):
    assert [is_too_often(rf.post("/"), "try", limit=2, seconds=3600) for _try in range(3)] == [False, False, True]


def test_what_is_counted_back_was_none(rf, small_caches):
    def tries(action, *, hits):
        for _try in range(3):
            yield is_too_often(rf.post("/"), action, limit=2, seconds=3600)
            if hits:
                count_back(rf.post("/"), action, seconds=3600)

    assert list(tries("hit", hits=True)) == [False, False, False]
    assert list(tries("miss", hits=False)) == [False, False, True]


def test_a_count_lasts_as_long_as_its_stretch(rf, small_caches):
    with time_machine.travel(dt.datetime(2027, 1, 1, 10, 5, tzinfo=dt.UTC), tick=False) as clock:
        is_too_often(rf.post("/"), "slow", limit=1, seconds=3600)
        clock.shift(50 * 60)
        assert is_too_often(rf.post("/"), "slow", limit=1, seconds=3600)


def test_counting_back_what_was_never_counted_is_no_error(rf, small_caches):
    count_back(rf.post("/"), "never", seconds=3600)


def test_what_is_counted_may_be_a_thing_wherever_requests_come_from(rf, small_caches):
    def tries(about, *addresses):
        sent = [rf.post("/", REMOTE_ADDR=address) for address in addresses]
        return [is_too_often(request, "try", limit=1, seconds=3600, about=about) for request in sent]

    assert tries("", "10.0.0.1", "10.0.0.2") == [False, False]  # the control: addresses are counted apart
    assert tries("ticket-1", "10.0.0.1", "10.0.0.2") == [False, True]
    assert tries("ticket-2", "10.0.0.1") == [False]


@pytest.mark.parametrize(
    ("first", "second", "are_one"),
    [
        ("10.0.0.1", "10.0.0.2", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("2001:db8:0:1::1", "2001:db8:0:1:ffff::2", True),
        ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
    ],
)
def test_a_household_has_many_addresses_of_the_new_kind_and_is_counted_once(rf, small_caches, first, second, are_one):
    tries = [
        is_too_often(rf.post("/", REMOTE_ADDR=address), "try", limit=1, seconds=3600) for address in (first, second)
    ]
    assert tries == [False, are_one]


def test_asking_for_many_pages_wins_no_more_guesses(rf, small_caches):
    """A full folder loses a third of its entries, whichever: the counters must not lie among the pages."""
    is_too_often(rf.post("/"), "try", limit=1, seconds=3600)
    for number in range(ROOM * 5):
        Shelf(rf.get(f"/?q={number}"), version=1).keep(KeptAnswer(200, (), b"page", None), ["q"])
    assert len(caches[PAGES]._list_cache_files()) <= ROOM  # the control: much was thrown away
    assert is_too_often(rf.post("/"), "try", limit=1, seconds=3600)
