"""Bad input is one line, exit code 1, and nothing is written."""

import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from conference.models import Conference, Invitation
from tests.factories.conference import SuperuserFactory

pytestmark = pytest.mark.django_db
SET_UP = {
    "name": "Harbour 2027",
    "start": "2027-06-01",
    "end": "2027-06-03",
    "timezone": "Europe/Berlin",
    "website": "https://2027.example.org",
    "noinput": True,
}


def refused(*args, **options):
    with pytest.raises(CommandError) as caught:
        call_command(*args, **options)
    assert caught.value.returncode == 1
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_setup_site_makes_a_conference_and_invites_organizers(capsys):
    SuperuserFactory()
    call_command("setup_site", **SET_UP, organizer=["ada@example.org, bob@example.org"])
    conference = Conference.objects.get()
    assert conference.home_page.live is False
    assert Invitation.objects.count() == 2
    assert "https://2027.example.org/" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"end": "2027-05-01"}, "The last day is before the first"),
        ({"start": "tomorrow"}, "--start tomorrow"),
        ({"website": "example"}, "no address for a site"),
        ({"website": "https://example.org/admin/"}, "address of the site itself"),
        ({"organizer": ["nobody"]}, "no e-mail address"),
        ({"name": None}, "missing: --name"),
        ({"name": "日本"}, "slug"),
    ],
)
def test_setup_site_refuses_mistakes(changed, message):
    SuperuserFactory()
    assert message in refused("setup_site", **{**SET_UP, **changed})
    assert not Conference.objects.exists()
    assert not Invitation.objects.exists()


def test_setup_site_with_organizers_wants_a_superuser_to_invite_them():
    assert "createsuperuser" in refused("setup_site", **SET_UP, organizer=["ada@example.org"])
    assert not Conference.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("nowhere", "new", "--start", "2028-06-01"), "there is no conference “nowhere”"),
        (("test", "new", "--start", "June"), "--start June"),
        (("test", "test", "--start", "2028-06-01"), "slug"),
        (("test", "new", "--start", "2028-06-01", "--address", "ftp://x"), "website_url"),
        (("test", "new", "--start", "2028-06-01"), "--address"),
    ],
)
def test_clone_conference_refuses_mistakes(arguments, message, home):
    assert message in refused("clone_conference", *arguments)
    assert Conference.objects.count() == 1


def test_clone_conference_says_what_it_copied(home, capsys):
    call_command("clone_conference", "test", "new", "--start", "2028-06-20", "--address", "https://n.example.org")
    told = capsys.readouterr().out
    assert "pages: 1" in told
    assert "Address: https://n.example.org/" in told
    assert Conference.objects.get(slug="new").name == "Test Conference 2028"


def test_bootstrap_conference_names_an_unreadable_file(tmp_path):
    assert "cannot be read" in refused("bootstrap_conference", config=tmp_path / "none.toml")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("[conference\n")
    assert "line 1" in refused("bootstrap_conference", config=wrong)


def test_setup_groups_says_what_it_made(capsys):
    call_command("setup_groups")
    assert "made Editors (all conferences)" in capsys.readouterr().out


def test_exit_code_is_1_and_the_error_one_line_in_a_real_process(tmp_path, settings):
    answer = subprocess.run(
        [sys.executable, "manage.py", "bootstrap_conference", "--config", str(tmp_path / "none.toml")],
        cwd=settings.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
