"""How django-allauth's second steps fit the house: their secrets are encrypted like all others."""

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction

from conference import encryption, scope

SECRET_KEYS = ("secret", "seed")


class MFAAdapter(DefaultMFAAdapter):
    """Encrypts the secrets of authenticator apps and recovery codes; names the conference in the app."""

    def encrypt(self, text: str) -> str:
        """Return what is stored."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret again."""
        return encryption.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the name under which an authenticator app lists the account."""
        conference = scope.conference_of_site(self.request)
        return conference.name if conference else settings.WAGTAIL_SITE_NAME


@transaction.atomic
def rotate_secrets() -> int:
    """Encrypt all stored secrets anew with the first key; return how many. `ValueError` when one cannot be opened."""
    number = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        data, changed = dict(row.data), False
        for key in SECRET_KEYS:
            if key in data:
                data[key] = encryption.rotate(data[key])
                changed = True
        if "migrated_codes" in data:
            data["migrated_codes"] = [encryption.rotate(code) for code in data["migrated_codes"]]
            changed = True
        if changed:
            row.data = data
            row.save(update_fields=["data"])
            number += 1
    return number
