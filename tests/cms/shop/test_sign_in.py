"""The checkout's first question: an address, and the code that proves it."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.test import Client

from conference.models import User
from registration.models import Cart
from tests.cms.shop.checking_out import URL
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


CODE = re.compile(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", re.MULTILINE)


@pytest.fixture
def send_mail_at_once(monkeypatch):
    """Send queued mail at once: the test's own transaction never commits."""
    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())


def test_who_is_not_signed_in_is_asked_for_an_address_only(visitor, ticket, put):
    put(visitor, ticket)
    html = visitor.get(URL).content.decode()
    assert "csrfmiddlewaretoken" in html
    assert 'name="email"' in html
    assert 'name="password"' not in html


@pytest.mark.usefixtures("send_mail_at_once")
def test_a_code_makes_an_account_without_a_password_and_keeps_the_basket(ticket, put, mailoutbox):
    browser = Client()
    put(browser, ticket, 2)
    answer = browser.post(URL, {"email": "Wrong@example.org"})
    page = browser.get(answer.url).content.decode()
    assert f'href="{URL}"' in page  # back, to correct the address
    answer = browser.post(URL, {"email": "new@example.org"})
    assert answer.url == "/account/login/code/confirm/?next=%2Ftickets%2Fcheckout%2F"
    browser.post(answer.url, {"action": "resend", "next": URL})
    assert [mail.to for mail in mailoutbox] == [["wrong@example.org"], ["new@example.org"], ["new@example.org"]]
    code = CODE.search(mailoutbox[-1].body).group()
    answer = browser.post(answer.url, {"code": code, "next": URL})
    assert answer.url == URL
    html = browser.get(URL).content.decode()
    assert "new@example.org" in html
    assert "Ticket 2: Regular" in html
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert EmailAddress.objects.get(user=user).verified
    assert not EmailAddress.objects.get(email="wrong@example.org").verified


@pytest.mark.usefixtures("send_mail_at_once")
def test_who_has_an_account_gets_a_code_for_it(ticket, put, mailoutbox):
    user = UserFactory(email="ada@example.org")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    browser = Client()
    put(browser, ticket)
    answer = browser.post(URL, {"email": "ADA@example.org"})
    browser.post(answer.url, {"code": CODE.search(mailoutbox[-1].body).group(), "next": URL})
    assert browser.get(URL).status_code == 200
    assert User.objects.filter(email__iexact="ada@example.org").count() == 1
    assert Cart.objects.get().user == user


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "\x00@example.org", "a" * 300 + "@example.org", "a@example.org\nb"]
)
def test_addresses_that_are_none_make_no_account(ticket, put, email):
    browser = Client()
    put(browser, ticket)
    answer = browser.post(URL, {"email": email})
    assert answer.status_code == 200
    assert "field__errors" in answer.content.decode()
    assert not User.objects.exists()
