"""The sync desk: preview, import, progress, history, and the confirm of large deletions."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from conference.models import PretalxSyncRun
from tests.conference.pretalx import servers
from tests.conference.pretalx.servers import conference_for, everything, service_for
from tests.conftest import role_group
from tests.factories.conference import ConferenceFactory, SuperuserFactory

pytestmark = pytest.mark.django_db

Status = PretalxSyncRun.Status
DESK = "/admin/pretalx/"


@pytest.fixture
def serve():
    running = []

    def start(*names, **options):
        running.append(servers.start(*names, **options))
        return running[-1]

    yield start
    for server in running:
        servers.stop(server)


@pytest.fixture
def event(serve):
    return conference_for(serve("small"), slug="camp")


@pytest.fixture
def organizer(staff_client, event):
    return staff_client("programme", event)


@pytest.fixture
def press(organizer, django_capture_on_commit_callbacks):
    """Press a button of the desk and let the worker do its work; returns the answer."""

    def send(client=organizer, **values):
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(reverse("staff_sync_start"), values)

    return send


def text_of(response):
    return " ".join(response.content.decode().split())


def run_of(event, **values):
    defaults = {"status": Status.DONE, "finished_at": timezone.now(), "message": "Everything is up to date."}
    return PretalxSyncRun.objects.create(conference=event, **{**defaults, **values})


def test_the_desk_says_what_is_connected(organizer, event):
    text = text_of(organizer.get(DESK))
    assert "small" in text
    assert event.pretalx_base_url in text
    assert "Without a token" in text
    assert "Nothing was imported yet." in text
    assert "40 % or more" in text


def test_the_token_is_never_shown(organizer, event, serve):
    event.pretalx_token = servers.token_of(serve("small"))
    event.save()
    text = text_of(organizer.get(DESK))
    assert "With a token" in text
    assert event.pretalx_token not in text


def test_an_event_that_is_not_connected_is_a_friendly_start(staff_client, conference):
    assert "Connect an event" in text_of(staff_client("organizers", conference).get(DESK))
    text = text_of(staff_client("programme", conference).get(DESK))
    assert "No Pretalx event is connected yet" in text
    assert "Preview the changes" not in text


def test_a_preview_shows_everything_and_writes_nothing(press, organizer, event):
    answer = press(what="preview")
    run = event.pretalx_sync_runs.get()
    assert answer.headers["Location"] == reverse("staff_sync_run", args=[run.pk])
    assert not any(everything(event).values())
    text = text_of(organizer.get(answer.headers["Location"]))
    assert "Preview of an import" in text
    assert "64 to add, 0 to change, 0 to remove." in text
    assert "Import these changes" in text
    assert "VNATBS" in text


def test_a_preview_shows_old_and_new_values(press, organizer, event):
    service_for(event).sync_all()
    talk = event.talks.first()
    type(talk).objects.filter(pk=talk.pk).update(title="The old <b>title</b>")
    page = organizer.get(press(what="preview").headers["Location"])
    text = text_of(page)
    assert "<del>The old &lt;b&gt;title&lt;/b&gt;</del>" in text
    assert f"<ins>{escape(talk.title)}</ins>" in text
    assert '<span class="plenary-field">Title</span>' in text


def test_an_import_runs_in_the_background_and_is_told(press, organizer, event):
    answer = press(what="sync")
    assert event.talks.count() == 19
    run = event.pretalx_sync_runs.get()
    assert run.started_by == organizer.user
    text = text_of(organizer.get(answer.headers["Location"]))
    assert "64 added, 0 changed, 0 removed." in text
    assert "portraits were copied" in text
    assert "64 added" in text_of(organizer.get(DESK))


def test_a_waiting_run_shows_its_progress_with_and_without_javascript(organizer, event):
    run = run_of(event, status=Status.QUEUED, finished_at=None, message="")
    for page in (DESK, reverse("staff_sync_run", args=[run.pk])):
        text = text_of(organizer.get(page))
        assert "Waiting for a background worker" in text
        assert f'data-status="{reverse("staff_sync_status", args=[run.pk])}"' in text
        assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in text
        assert "Preview the changes" not in text
    PretalxSyncRun.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    assert "Ask your administrator" in text_of(organizer.get(DESK))


def test_a_finished_run_does_not_reload_itself(organizer, event):
    assert 'http-equiv="refresh"' not in text_of(organizer.get(reverse("staff_sync_run", args=[run_of(event).pk])))


def test_the_status_tells_how_far_it_is(organizer, event):
    run = run_of(event, status=Status.RUNNING, finished_at=None, step="talks", done=250, total=347)
    answer = organizer.get(reverse("staff_sync_status", args=[run.pk]))
    assert answer.json() == {
        "text": "Reading talks: 250 of 347",
        "done": 250,
        "total": 347,
        "finished": False,
        "page": reverse("staff_sync_run", args=[run.pk]),
        "status": reverse("staff_sync_status", args=[run.pk]),
    }
    assert "no-store" in answer.headers["Cache-Control"]
    PretalxSyncRun.objects.update(status=Status.DONE, finished_at=timezone.now())
    assert organizer.get(reverse("staff_sync_status", args=[run.pk])).json()["finished"] is True


def test_a_second_import_is_refused_politely(press, organizer, event):
    run_of(event, status=Status.QUEUED, finished_at=None)
    answer = press(what="sync")
    assert answer.headers["Location"] == DESK
    assert "already running" in text_of(organizer.get(DESK))
    assert event.pretalx_sync_runs.count() == 1


def test_a_failed_import_says_why_and_that_nothing_changed(press, organizer, event):
    event.pretalx_event_slug = "nosuchevent"
    event.save()
    text = text_of(organizer.get(press(what="sync").headers["Location"]))
    assert "nosuchevent" in text
    assert "Nothing in the programme was changed." in text
    assert "Try again" in text


def test_a_large_deletion_asks_first(press, organizer, event, serve):
    service_for(event).sync_all()
    event.pretalx_base_url = serve("small", empty="slots").base_url
    event.save()
    before = everything(event)
    text = text_of(organizer.get(press(what="sync").headers["Location"]))
    assert "24 of 24 slots" in text
    assert "These removals are meant." in text
    assert everything(event) == before

    press(large_deletions="yes")
    assert "Tick the box" in text_of(organizer.get(DESK))
    assert everything(event) == before

    press(large_deletions="yes", confirm="yes")
    assert not event.schedule_slots.filter(is_public=True).exists()
    assert event.pretalx_sync_runs.first().allow_large_deletions


def test_a_preview_warns_of_a_large_deletion(press, organizer, event, serve):
    service_for(event).sync_all()
    event.pretalx_base_url = serve("small", empty="submissions").base_url
    event.save()
    text = text_of(organizer.get(press(what="preview").headers["Location"]))
    assert "An import would stop here" in text
    assert "19 of 19 talks" in text


def test_an_unreleased_schedule_is_explained(press, organizer, event, serve):
    unreleased = serve("small", unreleased=True)
    event.pretalx_base_url, event.pretalx_token = unreleased.base_url, servers.token_of(unreleased)
    event.save()
    assert "no schedule released yet" in text_of(organizer.get(press(what="sync").headers["Location"]))


def test_long_lists_are_bounded(organizer, event):
    rows = [{"key": f"T{number}", "name": f"Talk {number}"} for number in range(200)]
    counts = {"talks": {"added": 500, "changed": 0, "removed": 0, "unchanged": 0}}
    details = {"talks": {"added": rows, "changed": [], "removed": []}}
    run = run_of(event, is_preview=True, result={"counts": counts, "details": details})
    text = text_of(organizer.get(reverse("staff_sync_run", args=[run.pk])))
    assert "and 300 more" in text
    assert '<details class="plenary-changes" open' not in text
    few = {"talks": {"added": rows[:3], "changed": [], "removed": []}}
    counts["talks"]["added"] = 3
    short = run_of(event, result={"counts": counts, "details": few})
    text = text_of(organizer.get(reverse("staff_sync_run", args=[short.pk])))
    assert '<details class="plenary-changes" open' in text


def test_hostile_names_are_shown_as_text(organizer, event):
    row = {
        "key": "X",
        "name": "<script>alert(1)</script>",
        "fields": [{"field": "title", "old": "<b>", "new": "{{ 7 }}"}],
    }
    counts = {"talks": {"added": 0, "changed": 1, "removed": 0, "unchanged": 0}}
    run = run_of(event, result={"counts": counts, "details": {"talks": {"added": [], "changed": [row], "removed": []}}})
    text = text_of(organizer.get(reverse("staff_sync_run", args=[run.pk])))
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text
    assert "{{ 7 }}" in text


@pytest.mark.parametrize("count", [1, 45])
def test_the_number_of_queries_does_not_grow(organizer, event, count, django_assert_max_num_queries):
    for _number in range(count):
        run_of(event, started_by=organizer.user)
    organizer.get(DESK)
    with django_assert_max_num_queries(16):
        text = text_of(organizer.get(DESK))
    assert ("Page 1 of 3" in text) is (count > 20)


def test_the_page_of_a_large_run_takes_as_many_queries_as_one_of_a_small(
    organizer, event, django_assert_max_num_queries
):
    service_for(event).sync_all()
    for run in (event.pretalx_sync_runs.get(), run_of(event)):
        with django_assert_max_num_queries(16):
            organizer.get(reverse("staff_sync_run", args=[run.pk]))


class TestAccess:
    def addresses(self, run):
        return [DESK, reverse("staff_sync_run", args=[run.pk]), reverse("staff_sync_status", args=[run.pk])]

    def test_a_visitor_is_sent_to_the_sign_in(self, client, event):
        for address in self.addresses(run_of(event)):
            assert client.get(address).status_code == 302
        assert client.post(reverse("staff_sync_start"), {"what": "sync"}).status_code == 302
        assert event.pretalx_sync_runs.count() == 1

    def test_a_role_without_the_permission_is_sent_away(self, staff_client, event):
        editor = staff_client("editors", event)
        for address in self.addresses(run_of(event)):
            assert editor.get(address).status_code in (302, 403)
        editor.post(reverse("staff_sync_start"), {"what": "sync"})
        assert event.pretalx_sync_runs.count() == 1

    def test_a_run_of_another_conference_is_unknown(self, organizer, event):
        other = run_of(ConferenceFactory(pretalx_event_slug="other"))
        for address in self.addresses(other)[1:]:
            assert organizer.get(address).status_code == 404
        for address in self.addresses(run_of(event))[1:]:
            assert organizer.get(address).status_code == 200

    def test_reading_is_told_from_syncing(self, staff_client, event, press):
        reader = staff_client("programme", event)
        role_group("programme", event).group.permissions.remove(Permission.objects.get(codename="sync_pretalx"))
        text = text_of(reader.get(DESK))
        assert "History" in text
        assert "Import now" not in text
        press(client=reader, what="sync")
        assert event.pretalx_sync_runs.count() == 0

    @pytest.mark.parametrize("flag", ["pretalx_sync_enabled", "manage_ui_enabled"])
    def test_a_feature_that_is_off_is_gone(self, organizer, event, flag):
        run = run_of(event)
        setattr(event.feature_flags, flag, False)
        event.feature_flags.save()
        for address in self.addresses(run):
            assert organizer.get(address).status_code == 404

    def test_a_closed_conference_can_be_read_only(self, organizer, event, press):
        run_of(event)
        event.is_closed = True
        event.save()
        assert "closed" in text_of(organizer.get(DESK))
        press(what="sync")
        assert event.pretalx_sync_runs.count() == 1

    def test_starting_needs_a_post(self, organizer, event):
        assert organizer.get(reverse("staff_sync_start")).status_code == 405
        assert event.pretalx_sync_runs.count() == 0

    def test_the_menu_shows_it_to_those_who_may(self, client_for, staff_client, event):
        assert DESK in staff_client("programme", event).get("/admin/").content.decode()
        assert DESK in client_for(SuperuserFactory()).get("/admin/").content.decode()
        assert f'"{DESK}"' not in staff_client("editors", event).get("/admin/").content.decode()
