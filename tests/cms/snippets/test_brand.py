"""The form of the look: what an editor is told after saving."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def save(client, brand, **values):
    address = reverse("wagtailsnippets_conference_brand:edit", args=[brand.pk])
    fields = {"display_font": brand.display_font, "corner_radius": brand.corner_radius, **values}
    answer = client.post(address, {**fields, "logo": "", "logo_dark": "", "social_image": "", "footer_text": ""})
    assert answer.status_code == 302, answer.context["form"].errors
    return client.get(address).content.decode()


def test_saving_says_that_it_is_in_effect(staff_client, conference, home):
    text = save(staff_client("editors", conference), conference.brand, brand_colour="#767676", accent_colour="#767676")
    assert "The look is in effect." in text


def test_an_editor_is_told_once_that_colours_are_adjusted(staff_client, conference, home):
    text = save(staff_client("editors", conference), conference.brand, brand_colour="#ffff00", accent_colour="#123a8c")
    assert "The look is in effect. Colours that would be hard to read are adjusted" in text
    assert text.count("The brand colour #ffff00 is hard to read as text on light pages") == 1
