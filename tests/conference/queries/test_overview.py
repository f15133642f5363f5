from django.utils import timezone

from conference.models import JobRun, OutboxMail, PretalxSyncRun
from conference.queries.overview import Overview, features_off, last_sync, overview
from tests.factories.conference import ConferenceFactory


def test_a_conference_without_pages_counts_nothing(db, django_assert_num_queries):
    conference = ConferenceFactory()
    with django_assert_num_queries(1):
        assert overview(conference) == Overview(None, 0, 0, 0, 0)


def test_pages_mails_and_jobs_are_counted(home, conference, django_assert_num_queries):
    OutboxMail.objects.create(conference=conference, kind="a", to="a@example.org", subject="a", state="failed")
    OutboxMail.objects.create(conference=conference, kind="a", to="a@example.org", subject="a", state="sent")
    OutboxMail.objects.create(conference=ConferenceFactory(), kind="a", to="a@b.org", subject="a", state="failed")
    JobRun.objects.create(name="sync", next_run_at=timezone.now(), failed=True)
    home.title = "Changed"
    home.save_revision()
    with django_assert_num_queries(1):
        assert overview(conference) == Overview(home.pk, 1, 1, 1, 1)


def test_the_last_sync_is_no_preview(db):
    conference = ConferenceFactory()
    assert last_sync(conference) is None
    run = PretalxSyncRun.objects.create(conference=conference, status="done")
    PretalxSyncRun.objects.create(conference=conference, status="done", is_preview=True)
    assert last_sync(conference) == run


def test_switched_off_features_are_named(db):
    conference = ConferenceFactory()
    assert features_off(conference) == []
    conference.feature_flags.schedule_enabled = False
    conference.feature_flags.news_enabled = False
    assert features_off(conference) == ["schedule", "news"]
