import datetime as dt

import pytest
from django.utils import timezone

from conference.models import Fact, KeyDate, Notice, SocialLink
from conference.queries.site_texts import load_site_texts
from tests.factories.conference import ConferenceFactory

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
NOW = dt.datetime(2027, 6, 1, 12, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize("count", [1, 5])
def test_all_texts_come_in_one_statement(conference, django_assert_num_queries, count):
    for number in range(count):
        KeyDate.objects.create(facts=conference.facts, slug=f"d{number}", label=f"D{number}", sort_order=-number)
        Fact.objects.create(facts=conference.facts, slug=f"f{number}", text=f"F{number}")
        SocialLink.objects.create(facts=conference.facts, label=f"S{number}", url="https://example.org/")
        Notice.objects.create(conference=conference, text=f"N{number}")

    with django_assert_num_queries(1):
        texts = load_site_texts(conference, now=NOW)

    assert [row.slug for row in texts.key_dates] == [f"d{number}" for number in reversed(range(count))]
    assert texts.free_facts == {f"f{number}": f"F{number}" for number in range(count)}
    assert len(texts.social_links) == count
    assert [row.text for row in texts.notices] == [f"N{number}" for number in reversed(range(count))]


def test_days_times_and_moments_keep_their_types(conference):
    KeyDate.objects.create(
        facts=conference.facts, slug="cfp", label="CfP", day=dt.date(2027, 2, 1), time=dt.time(18, 30)
    )
    Notice.objects.create(conference=conference, text="Soon", starts_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)

    texts = load_site_texts(conference, now=NOW)

    assert (texts.key_dates[0].day, texts.key_dates[0].time) == (dt.date(2027, 2, 1), dt.time(18, 30))
    notice = texts.notices[0]
    assert (notice.starts_at, notice.ends_at) == (NOW + HOUR, NOW + 2 * HOUR)
    assert [notice.is_current(NOW + hours * HOUR) for hours in (0, 1, 2)] == [False, True, False]


def test_drafts_ended_notices_and_other_conferences_are_left_out(conference):
    Notice.objects.create(conference=conference, text="Draft", live=False)
    Notice.objects.create(conference=conference, text="Over", ends_at=NOW)
    Notice.objects.create(conference=ConferenceFactory(), text="Other")

    assert load_site_texts(conference, now=NOW).notices == ()


def test_an_open_notice_is_current(conference):
    Notice.objects.create(conference=conference, text="Always")

    assert load_site_texts(conference, now=NOW).notices[0].is_current(timezone.now())
