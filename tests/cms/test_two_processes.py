"""Two server processes on one database and one folder of kept answers, without Redis."""

import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from django.conf import settings
from django.db import connection
from django.urls import reverse

from conference.models import FeatureFlags
from tests.factories.cms import add_content_page, add_news_index

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 90


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def database_url():
    """The address of the database that this very test uses."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{connection.settings_dict['NAME']}").geturl()


@pytest.fixture
def two_servers(transactional_db, tmp_path):
    processes, addresses = [], []
    for number in range(2):
        address = f"127.0.0.1:{free_port()}"
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": database_url(),
            "CACHE_DIR": str(tmp_path / "cache"),
            "MEDIA_ROOT": str(tmp_path / "media"),
            "BIND": address,
            "SECRET_KEY": settings.SECRET_KEY,  # so that they know who signed in here
            "WEB_CONCURRENCY": "1",
        }
        environment.pop("REDIS_URL", None)
        with (tmp_path / f"{number}.log").open("wb") as log:
            processes.append(
                subprocess.Popen([sys.executable, "-m", "gunicorn"], cwd=ROOT, env=environment, stdout=log, stderr=log)
            )
        addresses.append(f"http://{address}")
    try:
        for address in addresses:
            wait_for(address)
        yield addresses
    finally:
        for process in processes:
            process.terminate()
            process.wait(timeout=30)


def wait_for(address):
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        try:
            requests.get(f"{address}/robots.txt", timeout=30)
        except requests.ConnectionError:
            time.sleep(0.3)
        else:
            return
    pytest.fail(f"no answer from {address}")


def sign_in(client):
    browser = requests.Session()
    browser.cookies.set(settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value)
    return browser


def switch_news(browser, server, pk, way):
    url = server + reverse("wagtailsnippets_conference_featureflags:edit", args=[pk])
    form = browser.get(url, timeout=60)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)[1]
    fields = [field.name for field in FeatureFlags._meta.fields if field.name.endswith("_enabled")]
    data = {**dict.fromkeys(fields, ""), "news_enabled": way, "confirmed": "1", "csrfmiddlewaretoken": token}
    answer = browser.post(url, data=data, headers={"Referer": url}, timeout=60, allow_redirects=False)
    assert answer.headers.get("Location") == url.removeprefix(server), answer.text[:2000]


def test_what_is_done_through_one_is_seen_through_the_other_at_the_next_request(two_servers, home, staff_client):
    add_news_index(home, show_in_menus=True)
    one, other = two_servers
    browser = sign_in(staff_client("editors", home.conference))
    pk = home.conference.feature_flags.pk

    for server in two_servers:
        first = requests.get(f"{server}/news/", timeout=60)
        assert first.status_code == 200
        again = requests.get(f"{server}/news/", headers={"If-None-Match": first.headers["ETag"]}, timeout=60)
        assert again.status_code == 304
    switch_news(browser, one, pk, "off")
    assert requests.get(f"{other}/news/", timeout=60).status_code == 404
    assert "/news/" not in requests.get(f"{other}/", timeout=60).text
    switch_news(browser, other, pk, "")
    assert requests.get(f"{one}/news/", timeout=60).status_code == 200
    assert "/news/" in requests.get(f"{one}/", timeout=60).text
    add_content_page(home, slug="new", title="Brand new", show_in_menus=True)
    for server in two_servers:
        assert "Brand new" in requests.get(f"{server}/", timeout=60).text
