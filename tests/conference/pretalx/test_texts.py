import pytest

from conference.pretalx.texts import LARGEST_INTEGER, clean, line, localized, web_address, whole_number


def test_clean_drops_what_a_database_refuses():
    assert clean("a\x00b") == "ab"
    assert clean("half \ud83d emoji").encode() == b"half ? emoji"


@pytest.mark.parametrize("value", [None, 3, ["a"], {"en": "a"}])
def test_clean_makes_nothing_of_what_is_no_text(value):
    assert clean(value) == ""


@pytest.mark.parametrize(
    ("value", "languages", "text"),
    [
        ("plain", ["de"], "plain"),
        (None, ["de"], ""),
        ({"en": "Hall", "de": "Saal"}, ["de", "en"], "Saal"),
        ({"en": "Hall", "de": "  "}, ["de", "en"], "Hall"),
        ({"de-formal": "Saal", "en": "Hall"}, ["de", "en"], "Saal"),
        ({"pt": "sala", "en": "Hall"}, ["pt-br", "en"], "sala"),
        ({"fr": "salle"}, ["de", "en"], "salle"),
        ({"en": None, "de": 7}, ["de"], ""),
        ({}, ["de"], ""),
    ],
)
def test_localized_takes_the_best_language_there_is(value, languages, text):
    assert localized(value, languages) == text


def test_line_is_one_line_and_short_enough():
    assert line("one\n  two", 10) == "one two"
    assert line("x" * 20, 10) == "x" * 9 + "…"


@pytest.mark.parametrize("value", [True, False, -1, 1.5, "7", None, LARGEST_INTEGER + 1])
def test_whole_number_refuses_what_a_column_cannot_hold(value):
    assert whole_number(value) is None


def test_whole_number_takes_zero_and_the_largest():
    assert whole_number(0) == 0
    assert whole_number(LARGEST_INTEGER) == LARGEST_INTEGER


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "//example.org/a",
        "data:text/html,x",
        "http://",
        "http://a b",
        "https://[",
        "https://x/" + "y" * 600,
        5,
        None,
    ],
)
def test_web_address_refuses_what_must_not_become_a_link(address):
    assert web_address(address, 500) == ""


def test_web_address_keeps_a_good_one():
    assert web_address(" https://example.org/a?b=c#d ", 500) == "https://example.org/a?b=c#d"
