import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from django.utils import translation

from tests.conftest import role_group
from tests.factories.conference import SuperuserFactory, UserFactory

pytestmark = pytest.mark.django_db
ADMIN = "/admin/pages/"


@pytest.fixture
def demanded(settings):
    settings.STAFF_NEED_SECOND_FACTOR = True


def with_role(role, conference):
    user = UserFactory()
    user.groups.add(role_group(role, conference).group)
    return user


def test_organizer_without_second_step_is_led_to_set_one_up(demanded, client_for, conference, home):
    answer = client_for(with_role("organizers", conference)).get(ADMIN)
    assert answer.headers["Location"] == reverse("mfa_index")


def test_superuser_without_second_step_is_led_to_set_one_up(demanded, client_for):
    assert client_for(SuperuserFactory()).get(ADMIN).headers["Location"] == reverse("mfa_index")


def test_organizer_with_second_step_gets_in(demanded, client_for, conference, home):
    user = with_role("organizers", conference)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client_for(user).get("/admin/").status_code == 200


def test_role_that_asks_for_none_gets_in(demanded, client_for, conference, home):
    assert client_for(with_role("editors", conference)).get("/admin/").status_code == 200


def test_nobody_is_held_up_while_the_setting_is_off(client_for):
    assert client_for(SuperuserFactory()).get(ADMIN).status_code == 200


def test_pages_outside_the_admin_stay_open(demanded, client_for):
    assert client_for(SuperuserFactory()).get(reverse("account")).status_code == 200


def test_account_pages_speak_the_conferences_language(client, home, conference):
    conference.language = "en-gb"
    conference.save()

    assert '<html lang="en-gb"' in client.get("/account/login/").content.decode()
    assert translation.get_language() == "en"
