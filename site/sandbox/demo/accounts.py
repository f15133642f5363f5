"""The demo's accounts: one for each kind of person who uses the site."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress

from conference.models import Conference, User
from conference.services.roles import role_group
from sandbox.demo.source import FOLDER, read_toml


@dataclass(frozen=True)
class Account:
    """Somebody who may sign in; `role` is "" for people without one."""

    email: str
    name: str
    what: str
    role: str = ""
    is_superuser: bool = False


def load_accounts() -> tuple[str, list[Account]]:
    """Return the password of all accounts, and the accounts."""
    table: dict[str, Any] = read_toml(FOLDER / "accounts.toml")
    return table["password"], [Account(**row) for row in table["account"]]


def make_accounts(conference: Conference) -> None:
    """Make the accounts that are missing, with verified addresses, and give each its role at the conference."""
    password, accounts = load_accounts()
    for account in accounts:
        user = User.objects.filter(email__iexact=account.email).first()
        if user is None:
            user = User.objects.create_user(
                account.email,
                password,
                name=account.name,
                is_superuser=account.is_superuser,
                is_staff=account.is_superuser,
            )
        EmailAddress.objects.get_or_create(user=user, email=account.email, defaults={"verified": True, "primary": True})
        if account.role:
            user.groups.add(role_group(account.role, conference).group)
