"""What can go wrong when Stripe is asked: one class and one plain sentence for each, ready to be shown.

No message ever holds a key: what Stripe says is shown only without anything that looks like one.
"""

import re

import stripe
from django.utils.translation import gettext as _

SECRETS = re.compile(r"\b(?:sk|rk|pk|whsec|ek)_[A-Za-z0-9_*.…-]+|\bpi_\w+_secret_\w+")
TAKES_TOO_LONG = "lock_timeout"
CONFLICT = 409


def without_secrets(text: str) -> str:
    """Return a text in which keys, webhook secrets and client secrets are replaced by dots."""
    return SECRETS.sub("…", text)


class StripeProblemError(Exception):
    """Anything that kept Stripe from doing what it was asked. `str(problem)` is one sentence; `code` is Stripe's word."""

    code = ""

    @property
    def may_have_happened(self) -> bool:
        """Whether Stripe may have done it all the same: then only asking again with the same key finds out."""
        return False


class NoKeysError(StripeProblemError):
    """The conference has no secret key."""

    def __init__(self) -> None:
        super().__init__(_("Paying by card is not set up: this conference has no Stripe keys yet."))


class LiveKeyAtStandInError(StripeProblemError):
    """A key that moves real money would be handed to a stand-in."""

    def __init__(self) -> None:
        super().__init__(_("This installation talks to a stand-in for Stripe: use test keys here, never live ones."))


class WrongKeyError(StripeProblemError):
    """Stripe does not know the key."""

    def __init__(self) -> None:
        super().__init__(_("Stripe does not accept the secret key. Copy it again from your Stripe dashboard."))


class KeyMayNotError(StripeProblemError):
    """A restricted key lacks a right."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _("The Stripe key is restricted and lacks a right: %(detail)s") % {"detail": without_secrets(detail)}
        )


class UnreachableError(StripeProblemError):
    """No answer, or half of one: nobody knows what Stripe did."""

    def __init__(self) -> None:
        super().__init__(_("Stripe cannot be reached just now. Please try again in a minute."))

    @property
    def may_have_happened(self) -> bool:
        """The request may have arrived although the answer did not."""
        return True


class BusyError(StripeProblemError):
    """Stripe asks for patience; nothing was done."""

    def __init__(self) -> None:
        super().__init__(_("Stripe is busy just now. Please try again in a minute."))


class FailingError(StripeProblemError):
    """Stripe keeps answering with an error of its own."""

    def __init__(self) -> None:
        super().__init__(_("Stripe has a problem of its own just now. Please try again in a few minutes."))

    @property
    def may_have_happened(self) -> bool:
        """An error of the server says nothing about what it did before."""
        return True


class OtherRequestSameKeyError(StripeProblemError):
    """An idempotency key was used before for a request with other values."""

    def __init__(self) -> None:
        super().__init__(_("Stripe was asked for something else under the same name. Please try again."))


class RefusedError(StripeProblemError):
    """Stripe understood and said no; `code` tells why."""

    def __init__(self, detail: str, code: str = "") -> None:
        super().__init__(_("Stripe refused: %(detail)s") % {"detail": without_secrets(detail)})
        self.code = code


class NotThereError(RefusedError):
    """The object does not exist in the account whose key was used."""


def named(error: stripe.StripeError) -> StripeProblemError:
    """Return our name for an error of Stripe's library."""
    code = getattr(error, "code", None) or ""
    if isinstance(error, stripe.AuthenticationError):
        return WrongKeyError()
    if isinstance(error, stripe.PermissionError):
        return KeyMayNotError(error.user_message or "")
    if isinstance(error, stripe.APIConnectionError):
        return UnreachableError()
    # a conflict: the first request with the same key is still being worked on
    if isinstance(error, stripe.RateLimitError) or error.http_status == CONFLICT or code == TAKES_TOO_LONG:
        return BusyError()
    if isinstance(error, stripe.IdempotencyError):
        return OtherRequestSameKeyError()
    if isinstance(error, stripe.InvalidRequestError | stripe.CardError):
        kind = NotThereError if code == "resource_missing" and error.http_status == 404 else RefusedError
        return kind(error.user_message or "", code)
    return FailingError()
