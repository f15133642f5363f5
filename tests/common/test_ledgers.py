import pytest
from django.contrib.auth import get_user_model

from conference.models import OutboxMail
from tests.staff.conftest import Filled, fill, person_with, signed_in


@pytest.fixture
def own(db) -> Filled:
    return fill("Own")


@pytest.fixture
def organizer(own):
    return signed_in(person_with("organizers", own.conference))


def shows(client, query: str, word: str = "Own mail") -> bool:
    response = client.get(f"/admin/mail/?{query}")
    assert response.status_code == 200
    return word in response.content.decode()


def test_declared_filters_narrow_a_ledger(organizer):
    """The control of what follows: a filter that finds nothing shows nothing."""
    assert shows(organizer, "state__exact=failed")
    assert not shows(organizer, "state__exact=sent")


@pytest.mark.parametrize(
    "query",
    [
        "text__contains=no-such-words",
        "conference__role_groups__group__user__password__startswith=x",
        "conference__venue=nowhere",
        "pk=0",
        "frobnicate=1",
    ],
)
def test_other_lookups_tell_nothing_about_what_a_ledger_hides(organizer, query):
    assert shows(organizer, query)


def test_a_code_cannot_be_guessed_letter_by_letter(organizer, own):
    OutboxMail.objects.create(
        conference=own.conference, kind="account.login_code", to="root@example.org", subject="Code", text="XYZ-987"
    )
    assert shows(organizer, "text__contains=XYZ", "root@example.org") == shows(
        organizer, "text__contains=ABC", "root@example.org"
    )


def test_a_colleagues_password_cannot_be_guessed_letter_by_letter(organizer):
    first, other = get_user_model().objects.get(pk=organizer.user.pk).password[0], "\u00df"
    query = "conference__role_groups__group__user__password__startswith="
    assert shows(organizer, query + first) == shows(organizer, query + other)


@pytest.mark.parametrize("query", ["q=%00", "created_at__gte=%00", "state__exact=%00"])
def test_nonsense_in_the_address_is_no_error_of_ours(organizer, query):
    organizer.raise_request_exception = False
    assert organizer.get(f"/admin/mail/?{query}").status_code == 404
