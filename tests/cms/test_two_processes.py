"""Two server processes on one database and one folder of kept answers, without Redis."""

import re

import requests
from django.conf import settings
from django.urls import reverse

from conference.models import FeatureFlags
from tests.factories.cms import add_content_page, add_news_index
from tests.servers import start_servers  # noqa: F401 - a fixture


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


def test_what_is_done_through_one_is_seen_through_the_other_at_the_next_request(start_servers, home, staff_client):  # noqa: F811
    two_servers = start_servers(2)
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
