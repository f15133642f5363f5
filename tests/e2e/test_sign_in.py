"""Signing in as people do: by a code from a mail, then with a passkey; every page on the way is checked by axe."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, expect

from tests.factories.conference import UserFactory

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
CODE = re.compile(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", re.MULTILINE)


@pytest.fixture
def person(settings, transactional_db):
    settings.EMAIL_BACKEND = "sandbox.mail.backend.KeepingBackend"
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    user = UserFactory(email="ada@example.org", name="Ada")
    user.set_unusable_password()  # as after signing up: a password would be asked for before a key is added
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def a_passkey_device(page: Page) -> None:
    """Give the browser an authenticator that always says yes, as a phone after a fingerprint."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def enter_code_from_the_mailbox(page: Page) -> None:
    """Open the kept mail in a second window, read the code, and type it in the first one."""
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="read it here").click(modifiers=["Control"])
    mailbox = opened.value
    mailbox.get_by_role("link", name="Your sign-in code").first.click()
    expect(mailbox.frame_locator("iframe").locator("code")).to_have_text(CODE)
    code = CODE.search(mailbox.locator("pre").inner_text()).group()
    mailbox.close()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Continue").click()


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1280, "light")])
def test_code_by_mail_then_passkey(person, open_page, axe, width, scheme):
    page = open_page("/account/", width=width, scheme=scheme)
    a_passkey_device(page)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    assert axe(page) == []
    page.get_by_role("textbox", name="Your e-mail address").fill("ada@example.org")
    page.get_by_role("button", name="E-mail me a code").click()
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    assert axe(page) == []
    enter_code_from_the_mailbox(page)
    expect(page.get_by_role("heading", name="Hello Ada")).to_be_visible()
    assert axe(page) == []

    page.get_by_role("link", name="Passkeys, app, recovery codes").click()
    assert axe(page) == []
    page.get_by_role("link", name="Add a key").click()
    page.get_by_label("Passwordless").check()
    assert axe(page) == []
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Is it still you?")).to_be_visible()
    assert axe(page) == []
    page.get_by_role("link", name="Use a security key").click()
    assert axe(page) == []
    page.get_by_role("button", name="Use a security key").click()
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()
    assert Authenticator.objects.filter(user=person, type=Authenticator.Type.WEBAUTHN).count() == 1
    assert axe(page) == []

    site = page.url.split("/account/")[0]
    page.goto(f"{site}/account/2fa/totp/activate/")
    expect(page.get_by_role("img")).to_be_visible()
    assert axe(page) == []

    page.goto(f"{site}/account/")
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("link", name="Account").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Hello Ada")).to_be_visible()


def test_sign_up_page_has_no_violation(person, open_page, axe):
    assert axe(open_page("/account/signup/", width=390)) == []
