import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from conference import facts
from conference.models import Fact, KeyDate

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_facts(conference):
    conference.facts.contact_email = "hello@example.org"
    conference.facts.save()
    KeyDate.objects.create(
        facts=conference.facts, slug="cfp_ends", label="CfP ends", day=dt.date(2027, 2, 1), time=dt.time(18, 0)
    )
    KeyDate.objects.create(facts=conference.facts, slug="grants", label="Grants", day=dt.date(2027, 3, 1))
    KeyDate.objects.create(facts=conference.facts, slug="letters", label="Letters")
    Fact.objects.create(facts=conference.facts, slug="wifi", text="<b>Guest</b> & co")
    return conference


def test_facts_are_plain_words_in_the_conferences_language_and_zone(with_facts, django_assert_num_queries):
    with django_assert_num_queries(1):
        values = facts.facts_for(with_facts)

    assert values["name"] == "Test Conference"
    assert values["dates"] == "June 10\u2009–\u200912, 2027"
    assert values["first_day"] == "Thursday, June 10, 2027"
    assert values["venue"] == "Town Hall"
    assert values["address"] == "to be announced"
    assert values["contact_email"] == "hello@example.org"
    assert values["cfp_ends"] == "Monday, February 1, 2027, 6:00\u202fPM (CET)"
    assert values["grants"] == "Monday, March 1, 2027"
    assert values["letters"] == "to be announced"
    assert values["wifi"] == "<b>Guest</b> & co"


def test_facts_follow_the_language(with_facts):
    with_facts.language = "de"

    values = facts.facts_for(with_facts)

    assert values["dates"] == "10.–12. Juni 2027"
    assert values["cfp_ends"] == "Montag, 1. Februar 2027, 18:00 (CET)"


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        ((2027, 6, 10), (2027, 6, 10), "June 10, 2027"),
        ((2027, 6, 30), (2027, 7, 2), "June 30 – July 2, 2027"),
        ((2027, 12, 31), (2028, 1, 2), "December 31, 2027 – January 2, 2028"),
    ],
)
def test_days_are_written_as_one_reads_them(conference, first, last, text):
    conference.start_date, conference.end_date = dt.date(*first), dt.date(*last)

    assert facts.dates_text(conference).replace("\u2009", " ") == text


def test_a_language_babel_does_not_know_reads_english(conference):
    conference.language = "tlh"

    assert facts.dates_text(conference).endswith("2027")


def test_a_fact_of_an_editor_cannot_stand_in_for_a_built_in_one(with_facts):
    Fact.objects.create(facts=with_facts.facts, slug="venue", text="Elsewhere")

    assert facts.facts_for(with_facts)["venue"] == "Town Hall"


def test_plain_text_is_filled_once():
    assert facts.fill("At {{venue}}, {{ venue }}.", {"venue": "{{ secret }}", "secret": "no"}) == (
        "At {{ secret }}, {{ secret }}."
    )


def test_an_unknown_placeholder_stays():
    assert facts.fill("At {{ nowhere }}", {}) == "At {{ nowhere }}"


def test_rich_text_is_filled_with_escaped_words_outside_of_tags():
    html = '<p title="{{ x }}">A {{ x }} <a href="/{{ x }}">{{&nbsp;x }}</a></p>'

    assert facts.fill_html(html, {"x": '<b>"&'}) == (
        '<p title="{{ x }}">A &lt;b&gt;&quot;&amp; <a href="/{{ x }}">&lt;b&gt;&quot;&amp;</a></p>'
    )


def test_template_syntax_does_nothing():
    text = "{{ name.upper }} {{ name|safe }} {% load x %}"

    assert facts.fill(text, {"name": "Tide"}) == text


def test_placeholders_are_found_also_where_an_editor_made_part_of_one_bold():
    assert facts.placeholders_in("<p>{{ na<b>me</b> }} {{ dates }} {{dates}}</p>") == ["name", "dates"]


def test_unknown_placeholders_are_refused_with_the_known_ones():
    with pytest.raises(ValidationError, match=r"Unknown fact: \{\{ vnue \}\}. You can use: dates, venue."):
        facts.check_placeholders("{{ vnue }} {{ dates }}", ["venue", "dates"])

    facts.check_placeholders("{{ venue }}", ["venue"])
