"""What Stripe tells by webhook: each event is kept once, and processed once, however often and in whichever order it comes.

An event is only a trigger: the object it names is fetched, outside of any lock, and what it is now decides. Its effect
and the mark "done" are one transaction; the sentence about it is written afterwards.
"""

import datetime as dt
import logging
import traceback
from collections.abc import Callable, Mapping

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference import extension
from conference.models import Conference, User
from registration.errors import NotYetKnownError
from registration.models import EventProcessingException, StripeEvent
from registration.services.money.disputes import record_dispute
from registration.services.money.settle import settle
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.client import ask, client_for
from registration.services.stripe.objects import fetch_dispute, fetch_intent, id_of
from registration.services.time_box import in_time
from registration.stripe_errors import NotThereError, without_secrets

logger = logging.getLogger(__name__)

RETRIED = "registration.event_retried"
MOST_ATTEMPTS = 16  # the pauses double: the last try is about three weeks after the first
KEEP_PAYLOADS = dt.timedelta(days=90)
KINDS = (
    "payment_intent.succeeded",
    "payment_intent.processing",
    "payment_intent.payment_failed",
    "payment_intent.canceled",
    "charge.updated",
    "charge.refunded",
    "charge.refund.updated",
    "refund.created",
    "refund.updated",
    "refund.failed",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
)
# what an event of a kind makes us do once its object was fetched: returns a sentence
Effect = Callable[[], str]


def wanted_kinds() -> list[str]:
    """Return the kinds of events that Stripe shall send: ours, and those of upper floors."""
    return [*KINDS, *(kind for kind, _handler in extension.webhook_kinds.items())]


def keep(conference: Conference, payload: Mapping) -> StripeEvent:
    """Store a verified event, or return the row that has it."""
    thing = payload["data"]["object"]
    event, is_new = StripeEvent.objects.get_or_create(
        conference=conference,
        stripe_id=payload["id"],
        defaults={
            "kind": payload["type"],
            "livemode": payload["livemode"],
            "payload": payload,
            "api_version": payload.get("api_version") or "",
            "object_id": id_of(thing.get("id")),
            "customer_id": id_of(thing.get("customer")),
        },
    )
    if is_new:
        sales = sales_of(conference)
        sales.stripe_last_event_at = timezone.now()
        sales.save(update_fields=["stripe_last_event_at"])
    return event


def process(event: StripeEvent) -> None:
    """Do once what an event means. Whatever goes wrong is kept with the event and raised again; nothing of it is done."""
    if event.processed:
        return
    try:
        effect = _effect_of(event)
        with transaction.atomic():
            row = StripeEvent.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)
            if row.processed:
                return
            row.processed, row.attempts = True, row.attempts + 1
            # before the effect, which may lock the stock: then the commit follows at once
            row.save(update_fields=["processed", "attempts"])
            outcome = effect()
    except Exception as error:
        _keep_failure(event, error)
        raise
    StripeEvent.objects.filter(pk=event.pk).update(outcome=outcome[:300])


def retry_event(event: StripeEvent, *, by: User) -> str:
    """Process a failed event again because somebody asks for it; return what came of it. Raises what goes wrong."""
    log(instance=event, action=RETRIED, user=by, data={"event": event.stripe_id, "kind": event.kind})
    event.refresh_from_db()
    process(event)
    event.refresh_from_db()
    return event.outcome


def retry_due() -> str:
    """Process failed events again whose pause is over; return one line, or ""."""
    failed = StripeEvent.objects.filter(processed=False, attempts__lt=MOST_ATTEMPTS).select_related("conference")
    due = [event for event in failed.order_by("pk") if _is_due(event)]
    done = sum(_try(event) for event in in_time(due))
    return f"{done} of {len(due)} Stripe events processed" if due else ""


def empty_old_payloads() -> str:
    """Empty what old events said, which holds personal data; that they came stays. Return one line, or ""."""
    old = StripeEvent.objects.filter(processed=True, created_at__lt=timezone.now() - KEEP_PAYLOADS)
    emptied = old.exclude(payload={}).update(payload={}, customer_id="")
    return f"{emptied} old Stripe events emptied" if emptied else ""


def _try(event: StripeEvent) -> bool:
    try:
        process(event)
    except Exception:  # noqa: BLE001 - it is kept with the event, and the others go on
        return False
    return True


def _is_due(event: StripeEvent) -> bool:
    pause = dt.timedelta(minutes=2 ** min(event.attempts, MOST_ATTEMPTS) - 1)
    return event.created_at + pause <= timezone.now()


def _effect_of(event: StripeEvent) -> Effect:
    """Fetch what an event is about, and return what is to be done about it in a transaction."""
    conference = event.conference
    if event.kind in extension.webhook_kinds:
        return extension.webhook_kinds.get(event.kind)(event)
    if event.kind not in KINDS:
        return lambda: _("Nothing to do for this kind.")
    if event.kind.startswith("charge.dispute."):
        dispute = fetch_dispute(conference, event.object_id)
        intent = fetch_intent(conference, dispute.intent) if dispute.intent else None
        return lambda: " ".join([settle(conference, intent) if intent else "", record_dispute(conference, dispute)])
    intent_id = _intent_of(event)
    if not intent_id:
        return lambda: _("It is about no payment of this kind.")
    intent = fetch_intent(conference, intent_id)
    return lambda: settle(conference, intent)


def _intent_of(event: StripeEvent) -> str:
    if event.kind.startswith("payment_intent."):
        return event.object_id
    thing = event.payload["data"]["object"]
    if "payment_intent" in thing:
        return id_of(thing["payment_intent"])
    charge = id_of(thing.get("charge"))
    if not charge:
        return ""
    return id_of(ask(client_for(event.conference).v1.charges.retrieve, charge).get("payment_intent"))


def _keep_failure(event: StripeEvent, error: Exception) -> None:
    StripeEvent.objects.filter(pk=event.pk).update(attempts=F("attempts") + 1)
    message = without_secrets(str(error) or type(error).__name__)
    if isinstance(error, NotThereError):
        message = _(
            "This account has no such object: the webhook and the key belong to different accounts. %(why)s"
        ) % {"why": message}
    trace = "".join(traceback.format_exception(error))
    EventProcessingException.objects.create(
        event=event,
        data=f"{event.kind} {event.object_id}",
        message=message[:500],
        traceback="" if isinstance(error, NotYetKnownError) else without_secrets(trace),
    )
    logger.warning("Stripe event %s (%s) failed: %s", event.stripe_id, event.kind, message)
