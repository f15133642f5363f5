import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from conference.models import User

pytestmark = pytest.mark.django_db


def test_an_address_has_one_account_whatever_its_case():
    User.objects.create_user("ada@example.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("ADA@example.org")
    with pytest.raises(ValidationError, match="has an account already"):
        User(email="Ada@Example.org", password="x").full_clean()


def test_an_account_is_found_whatever_the_case():
    user = User.objects.create_user("ada@example.org")
    assert User.objects.get_by_natural_key("Ada@EXAMPLE.org") == user


def test_an_account_without_an_address_is_refused():
    with pytest.raises(ValueError, match="needs an e-mail address"):
        User.objects.create_user("")


def test_the_name_stands_in_for_the_address():
    assert str(User(email="ada@example.org")) == "ada@example.org"
    assert str(User(email="ada@example.org", name="Ada Lovelace")) == "Ada Lovelace"


def test_a_superuser_is_staff():
    user = User.objects.create_superuser("root@example.org", "secret")
    assert user.is_staff
    assert user.is_superuser
    assert user.check_password("secret")
