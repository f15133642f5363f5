import io
import json

import pytest
from django.core.management import CommandError, call_command

from conference.pretalx.fetch import Progress
from tests.conference.pretalx import servers
from tests.conference.pretalx.servers import conference_for, everything


class Terminal(io.StringIO):
    def isatty(self):
        return True


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
def event(serve, db):
    return conference_for(serve("small"), slug="camp")


def run(*arguments, stderr=None):
    out = io.StringIO()
    call_command("sync_pretalx", *arguments, stdout=out, stderr=stderr or io.StringIO())
    return out.getvalue()


def test_everything_is_imported_and_told(event):
    out = run("--conference", "camp")
    assert (event.talks.count(), event.schedule_slots.count()) == (19, 24)
    assert "talks: 19 added" in out
    assert "64 added, 0 changed, 0 removed." in out
    assert "Everything is up to date." in run("--conference", "camp", "--all")


@pytest.mark.parametrize(
    ("part", "counts"), [("rooms", (3, 0, 0)), ("speakers", (0, 18, 0)), ("talks", (0, 0, 19)), ("schedule", (0, 0, 0))]
)
def test_a_part_is_imported_alone(event, part, counts):
    run("--conference", "camp", f"--{part}")
    assert (event.rooms.count(), event.speakers.count(), event.talks.count()) == counts


def test_a_dry_run_shows_the_changes_and_writes_nothing(event):
    run("--conference", "camp")
    talk = event.talks.first()
    type(talk).objects.filter(pk=talk.pk).update(title="Old title")
    before = everything(event)
    out = run("--conference", "camp", "--dry-run")
    assert everything(event) == before
    assert f"~ talks {talk.code} Old title" in out
    assert f"title: Old title → {talk.title}" in out
    assert "Nothing was written." in out


def test_a_large_deletion_must_be_allowed(event, serve):
    run("--conference", "camp")
    before = everything(event)
    event.pretalx_base_url = serve("small", empty="slots").base_url
    event.save()
    with pytest.raises(CommandError, match="24 of 24 slots would disappear"):
        run("--conference", "camp")
    assert everything(event) == before
    assert "A sync would stop: 24 of 24 slots" in run("--conference", "camp", "--dry-run")
    run("--conference", "camp", "--allow-large-deletions")
    assert not event.schedule_slots.filter(is_public=True).exists()


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"pretalx_token": "wrong-token"}, "API token"),
        ({"pretalx_event_slug": "nosuchevent"}, "no event “nosuchevent”"),
        ({"pretalx_event_slug": ""}, "short name"),
        ({"pretalx_base_url": "http://127.0.0.1:9"}, "cannot be reached"),
        ({"is_closed": True}, "closed"),
    ],
    ids=["wrong token", "unknown event", "no event", "unreachable", "closed"],
)
def test_a_refusal_is_one_line_and_nothing_is_written(event, values, message, monkeypatch):
    monkeypatch.setattr("conference.pretalx.transport.Limits.first_pause", 0)
    type(event).objects.filter(pk=event.pk).update(**{k: v for k, v in values.items() if k != "pretalx_token"})
    event.refresh_from_db()
    for name, value in values.items():
        setattr(event, name, value)
    event.save()
    with pytest.raises(CommandError, match=message) as caught:
        run("--conference", "camp")
    assert "\n" not in str(caught.value)
    assert "wrong-token" not in str(caught.value)
    assert caught.value.returncode == 1
    assert not any(everything(event).values())


def test_a_web_page_instead_of_data_is_one_line(event, serve):
    event.pretalx_base_url = serve("small", html_every=1).base_url
    event.save()
    with pytest.raises(CommandError, match="web page instead of data"):
        run("--conference", "camp")


def test_an_unknown_conference_names_the_known_ones(event):
    with pytest.raises(CommandError, match=r"no conference “nope”.*camp"):
        run("--conference", "nope")


def test_a_dry_run_of_a_part_is_refused(event):
    with pytest.raises(CommandError, match="leave out the part"):
        run("--conference", "camp", "--rooms", "--dry-run")


def test_a_terminal_shows_a_bar_and_a_pipe_does_not(event):
    screen, pipe = Terminal(), io.StringIO()
    run("--conference", "camp", stderr=screen)
    run("--conference", "camp", stderr=pipe)
    assert "[########################] talks 19/19" in screen.getvalue()
    assert pipe.getvalue() == ""


def test_a_bar_leaves_nothing_behind():
    from conference.management.commands.sync_pretalx import ProgressBar

    screen = Terminal()
    bar = ProgressBar(screen)
    bar.show(Progress("a long description", 1, 2))
    bar.show(Progress("short", 2, 2))
    bar.clear()
    last = screen.getvalue().split("\r")
    assert len(last[2]) == len(last[1])
    assert last[3].strip() == ""


def test_the_output_holds_no_secrets(event):
    event.pretalx_token = (
        servers.RECORDINGS and json.loads((servers.RECORDINGS / "small" / "index.json").read_text())["tokens"]["read"]
    )
    event.save()
    assert event.pretalx_token not in run("--conference", "camp")
