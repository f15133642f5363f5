"""The page that asks for a code: what somebody reads who mistypes it, asks again or comes too late, and where they go on."""

import datetime as dt

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import transaction
from django.urls import reverse

from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db
BACK = "/account/name/"
WRONG = {"code": "000-000", "next": BACK}


@pytest.fixture(autouse=True)
def mail_goes_at_once(monkeypatch):
    """Send queued mail at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())


@pytest.fixture
def page(client):
    """Return the address of the page, asked for on the way to `BACK`."""
    user = UserFactory(email="ada@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return client.post(reverse("account_request_login_code"), {"email": user.email, "next": BACK}).headers["Location"]


def test_the_third_wrong_code_leads_back_with_words_about_it(client, page):
    assert [client.post(page, WRONG).status_code for _ in range(2)] == [200, 200]
    answer = client.post(page, WRONG, follow=True)
    assert answer.redirect_chain[0] == (BACK, 302)
    assert "Too many wrong codes: the one that we sent opens nothing any more." in answer.content.decode()


def test_a_form_without_a_code_is_no_try(client, page):
    assert [client.post(page, WRONG | {"code": " "}).status_code for _ in range(5)] == [200] * 5
    assert client.get(page).status_code == 200


def test_a_code_that_comes_too_late_leads_back_with_words_about_it(client, page):
    with time_machine.travel(dt.datetime.now(dt.UTC) + dt.timedelta(minutes=16), tick=False):
        answer = client.post(page, WRONG, follow=True)
    assert answer.redirect_chain[0] == (BACK, 302)
    assert "That code is not good any more." in answer.content.decode()


def test_who_came_from_nowhere_or_from_another_site_is_asked_for_the_address(client):
    asked = reverse("account_request_login_code")
    for target in ("", "https://evil.example/"):
        answer = client.post(reverse("account_confirm_login_code"), {"code": "000-000", "next": target})
        assert answer.headers["Location"] == asked


def test_asking_again_says_so_and_says_what_to_do_when_it_is_over(client, page, mailoutbox):
    again = {"action": "resend", "next": BACK}
    for number in (2, 3):
        html = client.post(page, again, follow=True).content.decode()
        assert "A new code is on its way. The one before opens nothing any more." in html
        assert len(mailoutbox) == number
    assert "No mail? Look among the unwanted ones" in html
    assert "A new code is on its way" not in client.post(page, again, follow=True).content.decode()
    assert len(mailoutbox) == 3


def test_who_gives_up_goes_back_too(client, page):
    give_up = client.get(page).content.decode().split(f'action="{reverse("account_logout")}"')[1].split("</form>")[0]
    assert f'name="next" value="{BACK}"' in give_up
    elsewhere = client.get(f"{reverse('account_confirm_login_code')}?next=https://evil.example/").content.decode()
    assert f'name="next" value="{reverse("account_login")}"' in elsewhere


def test_what_is_wrong_takes_the_focus(client, page):
    assert '<div class="form-errors" role="alert" tabindex="-1" autofocus>' in client.post(page, WRONG).content.decode()
