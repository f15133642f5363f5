import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from conference.models import Conference, ConferenceFacts, KeyDate, Section, SubmissionTypeDefault
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 5, 12)


@pytest.fixture
def conference():
    return ConferenceFactory()


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("timezone", "Berlin", "is no time zone"),
        ("timezone", "../etc/passwd", "is no time zone"),
        ("currency", "XXXX", "at most 3"),
        ("currency", "ZZZ", "is no currency code"),
        ("currency", "KWD", "thousandths"),
    ],
)
def test_wrong_value_is_one_clear_sentence(conference, field, value, sentence):
    setattr(conference, field, value)
    with pytest.raises(ValidationError, match=sentence):
        conference.full_clean()


@pytest.mark.parametrize(
    "values",
    [{"end_date": DAY - dt.timedelta(1)}, {"currency": "eur"}, {"grant_budget": -1}, {"revenue_budget": -1}],
)
def test_the_database_itself_refuses(conference, values):
    before = Conference.objects.values().get(pk=conference.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Conference.objects.filter(pk=conference.pk).update(start_date=DAY, **{"end_date": DAY, **values})
    assert Conference.objects.values().get(pk=conference.pk) == before


def test_a_day_that_ends_before_it_starts_is_a_form_error(conference):
    conference.end_date = conference.start_date - dt.timedelta(1)
    with pytest.raises(ValidationError, match="The last day is before the first"):
        conference.full_clean()


def test_the_slug_is_unique(conference):
    with pytest.raises(IntegrityError), transaction.atomic():
        ConferenceFactory(slug=conference.slug)


def test_the_token_is_stored_encrypted(conference):
    conference.pretalx_token = "a-token-in-plain-words"
    conference.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pretalx_token FROM conference_conference WHERE id = %s", [conference.pk])
        stored = cursor.fetchone()[0]
    assert "a-token-in-plain-words" not in stored
    assert Conference.objects.get(pk=conference.pk).pretalx_token == "a-token-in-plain-words"


def test_the_installations_token_goes_to_the_installations_server_only(conference, settings):
    settings.DJANGO_PROGRAM = {"pretalx": {"base_url": "https://talks.example.org/", "token": "ours"}}
    assert conference.effective_pretalx_token == "ours"
    conference.pretalx_base_url = "https://elsewhere.example.com"
    assert conference.effective_pretalx_token == ""


def test_an_unknown_zone_in_the_database_falls_back_to_utc(conference):
    Conference.objects.filter(pk=conference.pk).update(timezone="Mars/Olympus")
    assert str(Conference.objects.get(pk=conference.pk).tz) == "UTC"


def test_a_section_ends_after_it_starts(conference):
    with pytest.raises(IntegrityError), transaction.atomic():
        Section.objects.create(
            conference=conference, name="S", slug="s", start_date=DAY, end_date=DAY - dt.timedelta(1)
        )


def test_facts_come_with_the_conference_and_a_time_needs_a_day(conference):
    facts = ConferenceFacts.objects.get(conference=conference)
    KeyDate.objects.create(facts=facts, slug="cfp", label="Call for proposals")
    with pytest.raises(IntegrityError), transaction.atomic():
        KeyDate.objects.create(facts=facts, slug="grants", label="Grants", time=dt.time(12))


def test_default_times_come_in_pairs_and_need_a_day(conference):
    SubmissionTypeDefault.objects.create(conference=conference, submission_type="Keynote")
    with pytest.raises(IntegrityError), transaction.atomic():
        SubmissionTypeDefault.objects.create(
            conference=conference, submission_type="Talk", default_start_time=dt.time(9)
        )
