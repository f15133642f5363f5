"""What follows when people sign in or accounts are made."""

from allauth.account.models import EmailAddress
from django.db.models.signals import post_save

from conference.models import User


def vouch_for_superuser(instance: User, created: bool, raw: bool = False, **_kwargs: object) -> None:
    """Count a new superuser's address as verified: the operator typed it, and mail may not work yet."""
    if created and instance.is_superuser and not raw:
        EmailAddress.objects.get_or_create(
            user=instance, email=instance.email.lower(), defaults={"verified": True, "primary": True}
        )


def connect() -> None:
    """Connect the receivers."""
    post_save.connect(vouch_for_superuser, sender=User, dispatch_uid="vouch-for-superuser")
