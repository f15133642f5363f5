"""Signing up and in, through the pages as a browser would."""

import datetime as dt
import re

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from conference.models import Invitation, OutboxMail, User
from conference.services import people
from tests.factories.conference import PASSWORD, SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db
CODE = re.compile(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", re.MULTILINE)


@pytest.fixture(autouse=True)
def mail_goes_at_once(django_capture_on_commit_callbacks, monkeypatch):
    """Send queued mail at once: the test's own transaction never commits."""
    from django.db import transaction

    monkeypatch.setattr(transaction, "on_commit", lambda function, **_: function())


@pytest.fixture
def person():
    user = UserFactory(email="ada@example.org", name="Ada")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def code_in(mail):
    return CODE.search(mail.body).group()


def is_signed_in(client):
    return client.get(reverse("account")).status_code == 200


def test_signing_up_asks_name_and_address_and_proves_the_address(client, mailoutbox):
    answer = client.post(reverse("account_signup"), {"name": "Grace Ó Núñez", "email": "Grace@example.org"})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)
    answer = client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])})
    assert answer.status_code == 302
    assert is_signed_in(client)
    user = User.objects.get()
    assert (user.name, user.email.lower(), user.has_usable_password()) == ("Grace Ó Núñez", "grace@example.org", False)
    assert EmailAddress.objects.get().verified


def test_wrong_code_signs_nobody_in(client, person):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    answer = client.post(reverse("account_confirm_login_code"), {"code": "000-000"})
    assert "Incorrect code" in answer.content.decode()
    assert not is_signed_in(client)


def test_code_by_mail_signs_in_and_leads_where_one_was_going(client, person, mailoutbox):
    asked = client.post(reverse("account_request_login_code"), {"email": person.email, "next": "/account/name/"})
    answer = client.post(asked.headers["Location"], {"code": code_in(mailoutbox[-1])})
    assert answer.headers["Location"] == "/account/name/"
    assert is_signed_in(client)


def test_code_does_not_stay_in_the_outbox(client, person, mailoutbox):
    client.post(reverse("account_request_login_code"), {"email": person.email})
    code = code_in(mailoutbox[-1])
    row = OutboxMail.objects.get()
    assert (row.kind, row.state) == ("account.login_code", OutboxMail.State.SENT)
    assert code not in row.subject + row.text + row.html


def test_password_signs_in(client, person):
    client.post(reverse("account_login"), {"login": "ADA@example.org", "password": PASSWORD})
    assert is_signed_in(client)


def test_next_on_another_host_is_not_followed(client, person):
    answer = client.post(
        reverse("account_login"), {"login": person.email, "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == reverse("account")


def test_unverified_address_gets_no_further_with_the_right_password(client):
    UserFactory(email="new@example.org")
    answer = client.post(reverse("account_login"), {"login": "new@example.org", "password": PASSWORD})
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert not is_signed_in(client)


@pytest.mark.parametrize("page", ["account_request_login_code", "account_reset_password"])
def test_known_and_unknown_addresses_get_the_same_answer(page, person, mailoutbox):
    def ask(email):
        client = Client()
        answer = client.post(reverse(page), {"email": email})
        text = client.get(answer.headers["Location"]).content.decode()
        return (
            answer.status_code,
            answer.headers["Location"],
            re.sub(r'value="[A-Za-z0-9]{64}"', "", text.replace(email, "…")),
        )

    assert ask(person.email) == ask("nobody@example.org")
    assert "There is no account" in mailoutbox[-1].body


def test_signing_up_twice_tells_only_the_owner(client, person, mailoutbox):
    known = client.post(reverse("account_signup"), {"name": "Eve", "email": person.email})
    unknown = client.post(reverse("account_signup"), {"name": "Eve", "email": "other@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert "You have one already" in mailoutbox[0].body
    assert User.objects.get(pk=person.pk).name == "Ada"


def test_many_wrong_passwords_are_slowed_down(client, person):
    for _ in range(5):
        client.post(reverse("account_login"), {"login": person.email, "password": "wrong"})
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert not is_signed_in(client)


def test_new_superuser_needs_no_proof_of_the_address(client):
    SuperuserFactory(email="root@example.org")
    client.post(reverse("account_login"), {"login": "root@example.org", "password": PASSWORD})
    assert is_signed_in(client)


def test_password_can_be_chosen_anew_with_a_code(client, person, mailoutbox):
    client.post(reverse("account_reset_password"), {"email": person.email})
    client.post(reverse("account_confirm_password_reset_code"), {"code": code_in(mailoutbox[-1])})
    new = "correct horse battery staple"
    client.post(reverse("account_complete_password_reset"), {"password1": new, "password2": new})
    person.refresh_from_db()
    assert person.check_password(new)


def test_mail_shows_a_hostile_browser_name_as_it_is(client, person, mailoutbox):
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    client.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": "another long secret", "password2": "another long secret"},
        headers={"user-agent": "[click](https://evil.example) <b>"},
    )
    html = mailoutbox[-1].alternatives[0][0]
    assert "[click](https://evil.example)" in mailoutbox[-1].body
    assert 'href="https://evil.example' not in html
    assert "<b>" not in html


def test_signing_out_ends_the_session(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    client.post(reverse("account_logout"))
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "page",
    [
        "account_login",
        "account_signup",
        "account_request_login_code",
        "account_reset_password",
        "account_inactive",
    ],
)
def test_entrance_pages_look_like_the_site(page, client):
    html = client.get(reverse(page)).content.decode()
    assert 'class="panel__title"' in html
    assert 'class="skip-link"' in html
    assert " style=" not in html


@pytest.mark.parametrize(
    "page",
    [
        "account",
        "account_change_name",
        "account_email",
        "account_set_password",
        "account_logout",
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_list_webauthn",
    ],
)
def test_pages_of_ones_own_account_look_like_the_site(page, client, mailoutbox):
    client.post(reverse("account_signup"), {"name": "Grace", "email": "grace@example.org"})
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])})
    html = client.get(reverse(page)).content.decode()
    assert 'class="skip-link"' in html
    assert " style=" not in html


def test_invited_person_has_the_role_after_the_proof_of_the_address_and_not_before(client, conference, mailoutbox):
    people.invite("grace@example.org", "editors", conference=conference, by=SuperuserFactory())
    client.post(reverse("account_signup"), {"name": "Grace", "email": "grace@example.org"})
    assert not User.objects.get(email="grace@example.org").groups.exists()
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])})
    assert User.objects.get(email="grace@example.org").groups.get().role_group.conference == conference
    assert not Invitation.objects.exists()


def test_an_invited_address_gets_its_account_by_the_code_of_the_sign_in_page(client, conference, mailoutbox):
    people.invite("grace@example.org", "editors", conference=conference, by=SuperuserFactory())
    link = re.search(r"https?://[^/\s]+(/account/\S+?)[>)\s]", mailoutbox[-1].body).group(1)
    page = client.get(link).content.decode()
    assert 'value="grace@example.org"' in page
    assert 'value="/admin/"' in page
    client.post(reverse("account_request_login_code"), {"email": "Grace@example.org"})
    user = User.objects.get(email__iexact="grace@example.org")
    assert not user.groups.exists()
    client.post(reverse("account_confirm_login_code"), {"code": code_in(mailoutbox[-1])})
    assert is_signed_in(client)
    assert user.groups.get().role_group.conference == conference
    assert EmailAddress.objects.get(user=user).verified


@pytest.mark.parametrize("email", ["stranger@example.org", "late@example.org"])
def test_who_is_not_invited_gets_no_account_by_asking_for_a_code(client, conference, email):
    people.invite("late@example.org", "editors", conference=conference, by=SuperuserFactory())
    Invitation.objects.update(expires_at=timezone.now())
    client.post(reverse("account_request_login_code"), {"email": email})
    assert not User.objects.filter(email=email).exists()


def test_person_invited_while_unverified_gets_the_role_at_the_next_sign_in(client, conference, person):
    EmailAddress.objects.update(verified=False)
    people.invite(person.email, "editors", conference=conference, by=SuperuserFactory())
    EmailAddress.objects.update(verified=True)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert person.groups.get().role_group.role == "editors"


def test_nobody_floods_a_mailbox_with_codes_however_patient(person):
    """Three a minute would be 180 an hour. The control: another address still gets its code."""
    UserFactory(email="ben@example.org")
    start = timezone.now().replace(minute=0, second=5)

    def ask(address, minute):
        with time_machine.travel(start + dt.timedelta(minutes=minute), tick=False):
            Client().post(reverse("account_request_login_code"), {"email": address})

    for minute in range(20):
        ask("ada@example.org", minute)
    assert OutboxMail.objects.filter(to="ada@example.org").count() == 12
    ask("ben@example.org", 20)
    assert OutboxMail.objects.filter(to="ben@example.org").count() == 1
    ask("ada@example.org", 75)
    assert OutboxMail.objects.filter(to="ada@example.org").count() == 13


@pytest.mark.parametrize("address", [f"{'a' * 280}@example.org", f"{'İ' * 200}@example.org"])
@pytest.mark.parametrize("page", ["account_request_login_code", "account_signup", "account_reset_password"])
def test_an_address_that_is_too_long_is_refused_with_a_sentence(page, address, client, mailoutbox):
    answer = client.post(reverse(page), {"name": "Eve", "email": address})
    assert answer.status_code == 200
    assert re.search("too long|at most 254", answer.content.decode())
    assert (User.objects.count(), mailoutbox) == (0, [])
    assert client.post(reverse(page), {"name": "Eve", "email": f"{'a' * 60}@example.org"}).status_code == 302


def test_ones_own_address_does_not_become_one_that_is_too_long(client, mailoutbox):
    client.post(reverse("account_signup"), {"name": "Grace", "email": "grace@example.org"})
    client.post(reverse("account_email_verification_sent"), {"code": code_in(mailoutbox[-1])})
    html = client.post(reverse("account_email"), {"email": f"{'a' * 280}@example.org", "action_add": ""})
    assert "too long" in html.content.decode()


def test_an_account_cannot_be_named_after_a_web_site(client, mailoutbox):
    answer = client.post(reverse("account_signup"), {"name": "Win at https://a.example", "email": "eve@example.org"})
    assert "without web addresses" in answer.content.decode()
    assert not User.objects.exists()
