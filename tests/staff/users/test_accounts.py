from conference.models import User
from tests.factories.conference import UserFactory


def test_an_account_has_one_name(superuser):
    for path in ("", "new/", f"edit/{superuser.user.pk}/"):
        html = superuser.get(f"/admin/users/{path}").content.decode()
        assert "first_name" not in html
        assert "last_name" not in html


def test_an_account_without_a_password_is_opened_by_none(superuser):
    superuser.post("/admin/users/new/", {"email": "new@example.org", "name": "New"})
    user = User.objects.get(email="new@example.org")
    assert (user.name, user.has_usable_password(), user.is_superuser) == ("New", False, False)


def test_an_address_in_other_letters_is_the_same(superuser):
    UserFactory(email="taken@example.org")
    html = superuser.post("/admin/users/new/", {"email": "Taken@example.org", "name": "New"}).content.decode()
    assert "This address has an account already." in html


def test_editing_keeps_the_password(superuser):
    user = UserFactory(email="kept@example.org")
    superuser.post(f"/admin/users/edit/{user.pk}/", {"email": "kept@example.org", "name": "Renamed", "is_active": "on"})
    before, user = user.password, User.objects.get(pk=user.pk)
    assert (user.name, user.password) == ("Renamed", before)


def test_accounts_are_found_by_name_and_address(superuser):
    UserFactory(name="Ada", email="countess@example.org")
    for words in ("ada", "countess"):
        assert "countess@example.org" in superuser.get(f"/admin/users/results/?q={words}").content.decode()
    assert superuser.get("/admin/users/?ordering=name").status_code == 200
