"""The addresses of a conference's look."""

import pytest
from django.urls import reverse

from common.theme import seats_url, theme_of, theme_url
from conference.models import Brand
from tests.factories.conference import ConferenceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def brand():
    conference = ConferenceFactory(slug="tide-water-2027")
    brand, _made = Brand.objects.get_or_create(conference=conference)
    return brand


def test_current_sheet_may_be_kept_for_ever(client, brand, django_assert_num_queries):
    url = theme_url(brand)
    with django_assert_num_queries(2):  # the host's site, then the brand with its conference's slug
        response = client.get(url)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "--brand: light-dark(" in response.content.decode()
    assert not response.cookies


def test_outdated_sheet_leads_to_the_current_one_and_is_not_kept(client, brand):
    old = theme_url(brand)
    brand.brand_colour = "#7a1f5c"
    brand.save()

    response = client.get(old)

    assert (response.status_code, response["Location"]) == (302, theme_url(brand))
    assert response["Cache-Control"] == "no-store"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_drawing_is_served_for_both_schemes(client, brand, scheme):
    response = client.get(seats_url(brand, dark=scheme == "dark"))

    assert response.status_code == 200
    assert response["Content-Type"] == "image/svg+xml"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response.content.startswith(b"<svg")
    assert b"<script" not in response.content
    assert b"style" not in response.content


def test_sheet_names_the_drawing_that_exists(client, brand):
    css = client.get(theme_url(brand)).content.decode()
    for dark in (False, True):
        assert f'url("{seats_url(brand, dark=dark)}")' in css


def test_outdated_drawing_leads_to_the_current_one(client, brand):
    response = client.get(reverse("theme_seats", args=[brand.conference.slug, "0" * 12, "dark"]))
    assert (response.status_code, response["Location"]) == (302, seats_url(brand, dark=True))


def test_unknown_conference_is_not_found(client, brand):
    version = theme_of(brand).version
    assert client.get(reverse("theme_css", args=["nobody", version])).status_code == 404
    assert client.get(reverse("theme_seats", args=["nobody", version, "light"])).status_code == 404
