"""What follows when people sign in or accounts are made."""

from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed, user_logged_in
from django.db.models.signals import post_save

from conference.models import User
from conference.services import people


def vouch_for_superuser(instance: User, created: bool, raw: bool = False, **_kwargs: object) -> None:
    """Count a new superuser's address as verified: the operator typed it, and mail may not work yet."""
    if created and instance.is_superuser and not raw:
        EmailAddress.objects.get_or_create(
            user=instance, email=instance.email.lower(), defaults={"verified": True, "primary": True}
        )


def take_roles_on_sign_in(user: User, **_kwargs: object) -> None:
    """Give a person who signed in the roles they were invited to."""
    people.accept_invitations(user)


def take_roles_on_proof(email_address: EmailAddress, **_kwargs: object) -> None:
    """Give a person who has just verified an address the roles it was invited to."""
    people.accept_invitations(email_address.user)


def connect() -> None:
    """Connect the receivers."""
    user_logged_in.connect(take_roles_on_sign_in, dispatch_uid="take-roles-on-sign-in")
    email_confirmed.connect(take_roles_on_proof, dispatch_uid="take-roles-on-proof")
    post_save.connect(vouch_for_superuser, sender=User, dispatch_uid="vouch-for-superuser")
