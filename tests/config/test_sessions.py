"""Cookies that no session can have are taken for none."""

import pytest
from django.test import Client

from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/account/login/", "/admin/", "/account/"])
@pytest.mark.parametrize(
    "cookie", ['"abcdefghij\\000klmnop"', '"abcdefghij\\012klmnop"', "abcdefgh'--klmnop", "x" * 3000]
)
def test_a_cookie_that_is_no_session_signs_nobody_in_and_breaks_nothing(path, cookie, home):
    assert Client().get(path, headers={"cookie": f"sessionid={cookie}"}).status_code in (200, 302)


def test_a_session_stays_one(home, client_for):
    assert client_for(UserFactory()).get("/account/").status_code == 200
