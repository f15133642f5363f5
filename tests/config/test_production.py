"""Production refuses to start half configured, and has nothing to complain about when it is configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ESSENTIALS = {
    "SECRET_KEY": "k9-Wm2vQ7xZr4TbLc8NfYh3JdPs6GuEa1RkVo5XiCq0MtBwHyDzSgUjA",
    "SALT_KEY": "n4Vb7Kx2Qw9Zt6Lr3Hy8",
    "ALLOWED_HOSTS": "conference.example,.years.example",
    "DATABASE_URL": "postgres://plenary:secret@db.example/plenary",
}


def manage(*command: str, **variables: str) -> subprocess.CompletedProcess:
    """Run a command with production settings and nothing in the environment but `variables`."""
    environment = {"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "config.settings.production"} | variables
    call = [sys.executable, "-W", "error", ROOT / "manage.py", *command]
    return subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)


def show(expression: str, **variables: str) -> str:
    """Return what an expression over the production settings prints."""
    code = f"from django.conf import settings; print({expression})"
    run = manage("shell", "--no-imports", "-c", code, **ESSENTIALS | variables)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_everything_missing_is_named_at_once_a_line_each():
    run = manage("check")
    assert run.returncode == 1
    lines = run.stderr.splitlines()
    assert [line.split()[0] for line in lines[:-1]] == list(ESSENTIALS)
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SALT_KEY", ""),
        ("ALLOWED_HOSTS", ""),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "sqlite:///site.sqlite3"),
    ],
)
def test_each_essential_is_missed_alone(name, value):
    run = manage("check", **ESSENTIALS | {name: value})
    assert run.returncode == 1
    assert [line.split()[0] for line in run.stderr.splitlines()[:-1]] == [name]


def test_errors_are_mailed_without_what_visitors_sent():
    assert show("settings.LOGGING['handlers']['mail_admins']['reporter_class']") == "config.error_mail.PlaceReporter"


def test_personal_files_need_a_bucket_of_their_own():
    run = manage("check", **ESSENTIALS, S3_BUCKET="public")
    assert run.returncode == 1
    assert run.stderr.startswith("S3_PRIVATE_BUCKET is not set")


def test_the_web_server_refuses_with_the_same_lines_and_ends():
    gunicorn = [sys.executable, "-m", "gunicorn", "--bind", "127.0.0.1:0"]
    run = subprocess.run(
        gunicorn, env={"PATH": os.environ["PATH"]}, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert run.returncode == 1
    assert run.stderr.startswith("SECRET_KEY is not set")
    assert "Traceback" not in run.stderr


def test_the_deployment_check_is_clean():
    run = manage("check", "--deploy", "--fail-level", "INFO", **ESSENTIALS)
    assert run.returncode == 0, run.stderr
    assert "no issues" in run.stdout + run.stderr


@pytest.mark.parametrize(
    ("variables", "finding"),
    [({"HSTS_SECONDS": "0"}, "security.W004"), ({"SSL_REDIRECT": "no"}, "security.W008")],
)
def test_the_deployment_check_sees_what_is_switched_off(variables, finding):
    run = manage("check", "--deploy", "--fail-level", "INFO", **ESSENTIALS | variables)
    assert run.returncode == 1
    assert finding in run.stderr


def test_the_sandbox_is_refused():
    run = manage("check", **ESSENTIALS, DJANGO_SETTINGS_MODULE="tests.config.sandboxed", PYTHONPATH=str(ROOT))
    assert run.returncode == 1
    assert "plenary.E001" in run.stderr


def test_forms_are_accepted_from_the_allowed_hosts_only():
    assert show("settings.CSRF_TRUSTED_ORIGINS") == "['https://conference.example', 'https://*.years.example']"


def test_cookies_travel_by_https_only():
    assert show("(settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE)") == "(True, True)"


def test_a_header_is_believed_only_when_it_is_named():
    assert show("settings.SECURE_PROXY_SSL_HEADER") == "None"
    believed = show("settings.SECURE_PROXY_SSL_HEADER", PROXY_SSL_HEADER="X-Forwarded-Proto")
    assert believed == "('HTTP_X_FORWARDED_PROTO', 'https')"


def test_files_go_to_two_buckets_and_visitors_stay_on_the_site():
    storages = "*(f\"{name}:{value['OPTIONS']['bucket_name']}\" for name, value in settings.STORAGES.items() if 'OPTIONS' in value)"
    assert show(storages, S3_BUCKET="open", S3_PRIVATE_BUCKET="closed") == "default:open private:closed"
    url = show(
        "__import__('django.core.files.storage').core.files.storage.default_storage.url('images/a.png')",
        S3_BUCKET="open",
        S3_PRIVATE_BUCKET="closed",
    )
    assert url == "https://conference.example/media/images/a.png"


def test_mail_goes_to_the_server_or_provider_that_is_named():
    assert show("(settings.EMAIL_HOST, settings.EMAIL_PORT)") == "('localhost', 25)"
    server = show("(settings.EMAIL_HOST, settings.EMAIL_USE_TLS)", EMAIL_URL="smtp+tls://me:pw@mail.example:587")
    assert server == "('mail.example', True)"
    provider = show(
        "(settings.EMAIL_BACKEND, settings.ANYMAIL)", MAIL_PROVIDER="postmark", ANYMAIL_POSTMARK_SERVER_TOKEN="t"
    )
    assert provider == "('anymail.backends.postmark.EmailBackend', {'POSTMARK_SERVER_TOKEN': 't'})"


def test_redis_is_the_cache_when_it_is_named():
    assert "django_redis" in show("settings.CACHES['default']['BACKEND']", REDIS_URL="redis://cache.example/0")
