import pytest
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.test import Client

from config import health

pytestmark = pytest.mark.django_db


def failing(*_args, **_kwargs):
    raise OperationalError("connection to 10.1.2.3 refused")


def test_a_healthy_process_says_so_without_cookie_or_caching(client):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"database": "ok", "cache": "ok"}
    assert answer["Cache-Control"] == "no-store"
    assert not answer.cookies


@pytest.mark.parametrize("part", ["database", "cache"])
def test_a_failing_part_is_named_and_its_reason_kept_from_the_world(client, monkeypatch, part):
    monkeypatch.setattr(health, f"check_{part}", failing)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"database": "ok", "cache": "ok"} | {part: "failed"}
    assert "10.1.2.3" not in answer.content.decode()


def test_it_answers_while_the_database_is_away(monkeypatch):
    monkeypatch.setattr(connections[DEFAULT_DB_ALIAS], "cursor", failing)
    answer = Client(raise_request_exception=False).get("/healthz")
    assert (answer.status_code, answer.json()["database"]) == (503, "failed")


def test_a_probe_may_call_the_machine_by_its_number_and_without_https(client, settings):
    settings.ALLOWED_HOSTS = ["conference.example"]
    settings.SECURE_SSL_REDIRECT = True
    assert client.get("/healthz", headers={"host": "10.0.0.7"}).status_code == 200


def test_a_cache_that_forgets_is_found(monkeypatch):
    monkeypatch.setattr(health.cache, "get", lambda _key: None)
    with pytest.raises(RuntimeError, match="lost a value"):
        health.check_cache()


def test_other_addresses_pass_by(client):
    assert client.get("/healthz/more/").status_code == 404
