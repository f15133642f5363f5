"""Encryption of single values with the keys of the encrypted fields, for libraries that keep secrets of their own."""

from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from encrypted_fields.fields import EncryptedFieldMixin


def encrypt(text: str) -> str:
    """Return the text encrypted with the current keys."""
    return cipher().encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """Return the plain text; `ValueError` when none of the keys opens it."""
    try:
        return cipher().decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("none of SECRET_KEY, SECRET_KEY_FALLBACKS and SALT_KEY opens this value") from error


def rotate(token: str) -> str:
    """Return the same secret encrypted with the first of the keys; `ValueError` when none of them opens it."""
    try:
        return cipher().rotate(token.encode()).decode()
    except InvalidToken as error:
        raise ValueError("none of SECRET_KEY, SECRET_KEY_FALLBACKS and SALT_KEY opens this value") from error


def cipher() -> MultiFernet:
    """Return what encrypts with the first key and decrypts with all of them, as the encrypted fields do."""
    return _cipher(settings.SECRET_KEY, tuple(settings.SECRET_KEY_FALLBACKS), tuple(settings.SALT_KEY))


@lru_cache(maxsize=4)
def _cipher(*_keys: object) -> MultiFernet:
    # deriving the keys takes tenths of a second; the settings are arguments so that a change makes new ones
    return MultiFernet([Fernet(key) for key in EncryptedFieldMixin().keys])
