"""People's accounts: one kind for staff, speakers and buyers."""

import secrets

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def random_username() -> str:
    """Return the hidden unique name that libraries expect; nobody types or sees it."""
    return secrets.token_hex(16)


class UserManager(BaseUserManager):
    """Makes accounts by e-mail address and finds them whatever the case of its letters."""

    def get_by_natural_key(self, email: str) -> "User":
        """Return the account with this address, upper and lower case being the same."""
        return self.get(email__iexact=email)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account; without a password it signs in by a code sent to its address."""
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=self.normalize_email(email).strip(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """Make an account that may do everything."""
        return self.create_user(email, password, **{"is_staff": True, "is_superuser": True, **fields})


class User(AbstractUser):
    """An account. One display name, because names do not split into first and last everywhere."""

    username = models.CharField(max_length=150, unique=True, default=random_username, editable=False)
    first_name = None
    last_name = None
    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=200, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("This address has an account already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """Return the display name, or the address when no name was given."""
        return self.name or self.email

    def get_short_name(self) -> str:
        """Return the same as the full name: names are not cut."""
        return self.get_full_name()
