"""The one way to Stripe: a client per conference, and `ask`, which is patient and names what went wrong.

Nothing here keeps a lock: `ask` refuses to run inside a transaction.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import stripe
from django.conf import settings
from django.db import transaction

from conference.models import Conference
from conference.settings import get_config
from conference.stripe_keys import PUBLISHABLE, SECRET, errors_of, fits, is_live
from registration.stripe_errors import BusyError, LiveKeyAtStandInError, NoKeysError, named

STRIPE = "https://api.stripe.com"
CONNECT_SECONDS, READ_SECONDS = 5, 25
RETRIES = 2  # by Stripe's library: broken connections, conflicts, errors of the server
# by us, because the library does not: Stripe asks to slow down
BUSY_TRIES = 4
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 4.0
PAGE = 100

# in more detail the library writes answers into the log, and with them client secrets and webhook secrets
logging.getLogger("stripe").setLevel(logging.WARNING)
# keeps connections open; sessions are per thread
_http = stripe.RequestsClient(timeout=(CONNECT_SECONDS, READ_SECONDS))


def client_for(conference: Conference) -> stripe.StripeClient:
    """Return a client that speaks for the conference's account; a `StripeProblemError` when its key cannot be used."""
    if not fits(SECRET, conference.stripe_secret_key):
        raise NoKeysError
    if livemode(conference) and is_stand_in():
        raise LiveKeyAtStandInError
    return stripe.StripeClient(
        conference.stripe_secret_key,
        base_addresses={"api": settings.STRIPE_API_BASE, "files": settings.STRIPE_API_BASE},
        stripe_version=get_config().stripe.api_version or None,
        max_network_retries=RETRIES,
        http_client=_http,
    )


def is_stand_in() -> bool:
    """Return whether the settings name a stand-in instead of Stripe."""
    return settings.STRIPE_API_BASE.rstrip("/") != STRIPE


def has_keys(conference: Conference) -> bool:
    """Return whether buyers can pay by card: both keys are there, each in its field, and of one mode."""
    keys = {name: getattr(conference, name) for name in (PUBLISHABLE, SECRET)}
    return all(keys.values()) and not errors_of(keys)


def livemode(conference: Conference) -> bool:
    """Return whether the conference's key moves real money."""
    return is_live(conference.stripe_secret_key)


def ask(call: Callable[..., Any], *arguments: str, params: Mapping[str, Any] | None = None, key: str = "") -> dict:
    """Return Stripe's answer to one request as plain values; a `StripeProblemError` says in one sentence why there is none.

    `call` is a method of a client's service, `key` the idempotency key of a request that makes something. Must not be
    called inside a transaction: `RuntimeError`.
    """
    with transaction.atomic(durable=True):
        pass  # no lock may wait for an answer from outside
    options = {"idempotency_key": key} if key else {}
    for left in range(BUSY_TRIES - 1, -1, -1):
        try:
            return call(*arguments, params=dict(params or {}), options=options).to_dict()
        except stripe.StripeError as error:
            problem = named(error)
            if not isinstance(problem, BusyError) or not left:
                # without the cause: it carries the request's headers, and with them the key
                raise problem from None
            time.sleep(_pause(BUSY_TRIES - left, error))
    raise AssertionError("unreachable: the last try returns or raises")


def ask_all(call: Callable[..., Any], *, params: Mapping[str, Any]) -> Iterator[dict]:
    """Yield all objects of a list, page by page."""
    asked = {"limit": PAGE, **params}
    while True:
        page = ask(call, params=asked)
        yield from page["data"]
        if not page["has_more"] or not page["data"]:
            return
        asked["starting_after"] = page["data"][-1]["id"]


def _pause(number: int, error: stripe.StripeError) -> float:
    """Return the seconds before try `number` + 1: what Stripe asks for, else twice as long each time, never too long."""
    wished = str((error.headers or {}).get("retry-after", ""))
    if wished.isdigit():
        return min(float(wished), LONGEST_PAUSE)
    return min(FIRST_PAUSE * 2 ** (number - 1), LONGEST_PAUSE) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret
