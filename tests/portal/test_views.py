import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from tests.factories.conference import SuperuserFactory, UserFactory
from tests.factories.registration import CreditFactory, TicketTypeFactory, paid_order_of

pytestmark = pytest.mark.django_db


def test_account_page_wants_a_signed_in_person(client):
    answer = client.get(reverse("account"))
    assert answer.headers["Location"] == f"{reverse('account_login')}?next=/account/"


def test_account_page_says_who_i_am_and_is_never_kept(client_for):
    client = client_for(UserFactory(name="Ada Lovelace", email="ada@example.org"))
    answer = client.get(reverse("account"))
    html = answer.content.decode()
    assert "Hello Ada Lovelace" in html
    assert "ada@example.org" in html
    assert "Open the admin" not in html
    assert "no-store" in answer.headers["Cache-Control"]


def test_account_page_leads_organizers_to_the_admin(staff_client, conference):
    html = staff_client("organizers", conference).get(reverse("account")).content.decode()
    assert f'href="{reverse("wagtailadmin_home")}"' in html


def test_account_page_needs_few_queries(client_for, django_assert_max_num_queries):
    client = client_for(UserFactory())
    client.get(reverse("account"))
    with django_assert_max_num_queries(10):
        client.get(reverse("account"))


def test_account_page_says_how_much_store_credit_there_is(home, conference, client_for):
    client = client_for(UserFactory())
    assert "Store credit" not in client.get(reverse("account")).content.decode()
    for amount in (15, 25):
        CreditFactory(
            user=client.user, conference=conference, amount=amount, remaining_amount=amount, source_order=None
        )
    CreditFactory(conference=conference, amount=7, remaining_amount=7, source_order=None)  # somebody else's
    test_order = paid_order_of(TicketTypeFactory(conference=conference), user=client.user, is_test=True)
    CreditFactory(user=client.user, conference=conference, amount=9, remaining_amount=9, source_order=test_order)
    html = client.get(reverse("account")).content.decode()
    assert "Store credit" in html
    assert "40.00" in html


def test_name_can_be_changed_but_not_emptied(client_for):
    client = client_for(UserFactory(name="Old"))
    assert client.post(reverse("account_change_name"), {"name": " "}).status_code == 200
    assert client.post(reverse("account_change_name"), {"name": "Win at https://a.example"}).status_code == 200
    client.user.refresh_from_db()
    assert client.user.name == "Old"
    assert client.post(reverse("account_change_name"), {"name": "Zoë Ω"}).status_code == 302
    client.user.refresh_from_db()
    assert client.user.name == "Zoë Ω"


def test_admin_sends_strangers_to_the_one_sign_in_and_back(client):
    answer = client.get("/admin/pages/", follow=True)
    addresses = [address for address, _ in answer.redirect_chain]
    assert addresses == ["/admin/login/?next=/admin/pages/", "/account/login/?next=%2Fadmin%2Fpages%2F"]
    assert answer.status_code == 200


def test_admin_explains_itself_to_people_without_a_role_instead_of_looping(client_for):
    answer = client_for(UserFactory()).get("/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1
    assert "for organizers" in answer.content.decode()


@pytest.mark.parametrize("address", ["/admin/password_reset/", "/admin/account/change_password/"])
def test_wagtails_own_password_pages_are_off(address, client_for):
    assert client_for(SuperuserFactory()).get(address).status_code in (404, 302)


def test_wagtails_account_page_works_without_first_and_last_name(client_for):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    answer = client_for(user).get(reverse("wagtailadmin_account"))
    assert answer.status_code == 200
