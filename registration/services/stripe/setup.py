"""Setting a conference's account up: whether its keys work and what they lack, and the address that Stripe calls."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import stripe
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import Conference, User
from conference.settings import get_config
from conference.stripe_keys import PUBLISHABLE, SECRET, errors_of, fits, is_live
from registration.models import Payment, SalesSettings
from registration.queries.balances import RECEIVED
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.client import ask, client_for
from registration.services.stripe.events import wanted_kinds
from registration.stripe_errors import KeyMayNotError, NotThereError, StripeProblemError

WEBHOOK_MADE = "registration.webhook_made"


@dataclass(frozen=True)
class Check:
    """What the keys open: the account's id, its country and currency, live or test; `problems` are sentences."""

    account: str = ""
    country: str = ""
    currency: str = ""
    livemode: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Whether nothing is wrong."""
        return not self.problems


def check(conference: Conference) -> Check:
    """Ask Stripe what the stored keys may do, and return what is wrong in words. Call it outside transactions.

    The account is remembered the first time only, so that keys of another one are told at every further check.
    """
    secret, publishable = conference.stripe_secret_key or "", conference.stripe_publishable_key or ""
    problems = _of_keys(secret, publishable)
    live = is_live(secret)
    if secret and not fits(SECRET, secret):
        return Check(problems=tuple(problems))
    try:
        account = ask(client_for(conference).v1.accounts.retrieve_current)
    except KeyMayNotError:
        account = {}  # a restricted key need not see the account
    except StripeProblemError as problem:
        return Check(livemode=live, problems=(*problems, str(problem)))
    problems += _of_account(conference, account) + _of_rights(conference) + _of_webhook(conference)
    sales = sales_of(conference)
    if account and not sales.stripe_account_id:
        sales.stripe_account_id = account["id"]
        sales.save(update_fields=["stripe_account_id"])
    return Check(
        account=account.get("id", ""),
        country=account.get("country") or "",
        currency=(account.get("default_currency") or "").upper(),
        livemode=live,
        problems=tuple(problems),
    )


def keys_changed(conference: Conference) -> None:
    """Forget the account after other keys were stored, unless real money was paid there: the next check remembers the new one.

    Rehearsals often have an account of their own; but what was really paid can only go back from where it is.
    """
    live = Payment.objects.filter(order__conference=conference, livemode=True, status__in=RECEIVED)
    if not live.exclude(stripe_payment_intent_id="").exists():
        SalesSettings.objects.filter(conference=conference).update(stripe_account_id="")


def make_webhook(conference: Conference, url: str, *, by: User | None = None) -> str:
    """Make the endpoint at Stripe that calls `url`, store its secret, and return its id; with `by` it is logged.

    An endpoint that we made before is deleted afterwards, so that nothing is told twice. Raises `StripeProblemError`.
    Call it outside transactions.
    """
    endpoints = client_for(conference).v1.webhook_endpoints
    made = ask(
        endpoints.create,
        params={
            "url": url,
            "enabled_events": wanted_kinds(),
            "api_version": get_config().stripe.api_version or stripe.api_version,
            "description": conference.slug,
            "metadata": {"conference": conference.slug},
        },
    )
    conference.stripe_webhook_secret = made["secret"]
    conference.save(update_fields=["stripe_webhook_secret", "updated_at"])
    sales = sales_of(conference)
    old, sales.stripe_webhook_id = sales.stripe_webhook_id, made["id"]
    sales.save(update_fields=["stripe_webhook_id"])
    if by is not None:
        log(conference, WEBHOOK_MADE, user=by, data={"url": url})
    if old:
        with suppress(NotThereError):  # deleted by hand, or in another account
            ask(endpoints.delete, old)
    return made["id"]


def _of_keys(secret: str, publishable: str) -> list[str]:
    errors = errors_of({PUBLISHABLE: publishable, SECRET: secret})
    problems = [sentence for found in errors.values() for error in found for sentence in error.messages]
    if not publishable:
        problems.append(_("The publishable key is missing: the payment page needs it."))
    return problems


def _of_account(conference: Conference, account: dict) -> list[str]:
    problems = []
    if account and not account.get("charges_enabled"):
        problems.append(_("The account may not take payments yet: Stripe's dashboard says what is missing."))
    known = sales_of(conference).stripe_account_id
    if account and known and known != account["id"]:
        problems.append(
            _(
                "These keys belong to another account than before (%(known)s): what was paid there can only be given "
                "back with its own keys."
            )
            % {"known": known}
        )
    return problems


def _of_rights(conference: Conference) -> list[str]:
    """Return which rights a restricted key lacks; reading shows it without changing anything."""
    v1 = client_for(conference).v1
    lists: tuple[tuple[str, Callable], ...] = (
        (_("payments (PaymentIntents)"), v1.payment_intents.list),
        (_("charges"), v1.charges.list),
        (_("refunds"), v1.refunds.list),
        (_("balance transactions (for Stripe’s fees)"), v1.balance_transactions.list),
        (_("disputes"), v1.disputes.list),
        (_("webhook endpoints"), v1.webhook_endpoints.list),
    )
    missing = [name for name, call in lists if not _may(call)]
    if not missing:
        return []
    return [_("The restricted key lacks rights: %(rights)s.") % {"rights": ", ".join(missing)}]


def _may(call: Callable) -> bool:
    try:
        ask(call, params={"limit": 1})
    except KeyMayNotError:
        return False
    return True


def _of_webhook(conference: Conference) -> list[str]:
    if not conference.stripe_webhook_secret:
        return [_("There is no webhook yet: paid orders are noticed late. Make it with one click.")]
    endpoint = sales_of(conference).stripe_webhook_id
    if not endpoint:
        return []
    try:
        found = ask(client_for(conference).v1.webhook_endpoints.retrieve, endpoint)
    except NotThereError:
        return [_("The webhook is gone at Stripe: make it again.")]
    except KeyMayNotError:
        return []
    if found["status"] != "enabled":
        return [_("The webhook is switched off at Stripe: switch it on there, or make it again.")]
    return []
