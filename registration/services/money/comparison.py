"""One comparison of a conference's account at Stripe with its orders, step by step."""

import datetime as dt
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.errors import NotYetKnownError
from registration.models import Discrepancy, Dispute, Order, Payment, Refund
from registration.queries.balances import RECEIVED
from registration.services.money import discrepancies
from registration.services.money.disputes import record_dispute
from registration.services.money.settle import settle
from registration.services.refunds import sending as refund_send
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.client import ask, ask_all, client_for, livemode
from registration.services.stripe.objects import (
    SUCCEEDED,
    UNPAID,
    fetch_dispute,
    fetch_intent,
    id_of,
    moment,
    read_dispute,
    read_refund,
)
from registration.stripe_errors import NotThereError, RefusedError

logger = logging.getLogger(__name__)

# clocks differ, and objects appear in lists a little late
OVERLAP = dt.timedelta(hours=1)
FIRST_TIME, MONTH = dt.timedelta(days=30), dt.timedelta(days=30)
# so long a page may take between making an intent and writing down which
IN_THE_MAKING = dt.timedelta(minutes=10)
STUCK = dt.timedelta(days=1)
STRIPE = Payment.Method.STRIPE


@dataclass
class Report:
    """What a comparison did: objects looked at, payments and refunds brought up to date, differences that are new.

    `failed` are the payments at Stripe that could not be settled; the log says why.
    """

    looked_at: int = 0
    changed: int = 0
    found: int = 0
    failed: list[str] = field(default_factory=list)

    def sentence(self) -> str:
        """Return it in one line."""
        done = _("%(looked)d looked at, %(changed)d brought up to date, %(found)d new differences.") % {
            "looked": self.looked_at,
            "changed": self.changed,
            "found": self.found,
        }
        if not self.failed:
            return done
        return f"{done} " + _("Could not be settled: %(payments)s.") % {"payments": ", ".join(self.failed)}


class Comparison:
    """One run over one account; `since` is how far back the lists of Stripe are read."""

    def __init__(self, conference: Conference, days: int | None) -> None:
        self.conference, self.report = conference, Report()
        self.sales = sales_of(conference)
        self.began = timezone.now()
        last = self.sales.stripe_reconciled_at
        reach = dt.timedelta(days=days) if days else FIRST_TIME
        self.since = last - OVERLAP if last and not days else self.began - reach
        self.stripe = client_for(conference).v1
        self.is_live = livemode(conference)
        self.seen: set[str] = set()

    def run(self) -> Report:
        """Look at everything, the orders' side first."""
        before = self._differences()
        refund_send.send_waiting()
        self._settle_all(self._open_here())
        self._settle_all(self._unlike_at_stripe())
        self._settle_all(self._refunded_unlike())
        self._settle_all(self._without_fee())
        self._disputes()
        self._missing()
        self._stuck()
        self.report.found = self._differences() - before
        self.sales.stripe_reconciled_at = self.began
        self.sales.save(update_fields=["stripe_reconciled_at"])
        return self.report

    def _differences(self) -> int:
        return Discrepancy.objects.filter(conference=self.conference).count()

    def _payments(self) -> QuerySet[Payment]:
        return Payment.objects.filter(order__conference=self.conference, livemode=self.is_live).exclude(
            stripe_payment_intent_id=""
        )

    def _settle_all(self, intents: Iterable[str]) -> None:
        for intent_id in intents:
            if intent_id and intent_id not in self.seen:
                self.seen.add(intent_id)
                self._settle(intent_id)

    def _settle(self, intent_id: str) -> None:
        self.report.looked_at += 1
        before = self._state(intent_id)
        try:
            intent = fetch_intent(self.conference, intent_id)
        except NotThereError:
            return  # `_missing` tells of it
        try:
            with transaction.atomic():
                settle(self.conference, intent)
        except NotYetKnownError:
            return
        except Exception:
            # one order that cannot be settled must not keep the others from being looked at
            logger.exception("payment %s could not be settled", intent_id)
            self.report.failed.append(intent_id)
            return
        self.report.changed += self._state(intent_id) != before

    def _state(self, intent_id: str) -> list:
        rows = Payment.objects.filter(order__conference=self.conference, stripe_payment_intent_id=intent_id)
        return [
            *rows.values_list("status", "amount", "fee", "order__status"),
            *Refund.objects.filter(payment__in=rows).order_by("pk").values_list("pk", "status"),
        ]

    def _open_here(self) -> Iterator[str]:
        """Yield the intents that wait here, whatever their age."""
        waiting = self._payments().filter(status__in=(Payment.Status.PENDING, Payment.Status.PROCESSING))
        yield from waiting.values_list("stripe_payment_intent_id", flat=True)

    def _unlike_at_stripe(self) -> Iterator[str]:
        """Yield the intents that took money which is not recorded; cancel those that nobody can be meant to pay."""
        for intent in ask_all(self.stripe.payment_intents.list, params={"created": {"gte": self._since()}}):
            self.report.looked_at += 1
            known = self._payments().filter(stripe_payment_intent_id=intent["id"]).first()
            if intent["status"] == SUCCEEDED and (known is None or known.status not in RECEIVED):
                yield intent["id"]
            elif intent["status"] in UNPAID and self._is_left_over(intent, known):
                self._cancel(intent["id"])

    def _is_left_over(self, intent: dict, known: Payment | None) -> bool:
        """Return whether an unpaid intent is ours and nobody pays it any more: given up, or its answer was lost."""
        ours = (intent.get("metadata") or {}).get("conference") == self.conference.slug
        is_old = self.began - moment(intent["created"]) > IN_THE_MAKING
        if known is not None:
            return known.status == Payment.Status.FAILED or not self._waits(known)
        return ours and is_old

    def _waits(self, payment: Payment) -> bool:
        return payment.order.status == Order.Status.PENDING

    def _cancel(self, intent_id: str) -> None:
        try:
            ask(self.stripe.payment_intents.cancel, intent_id)
            self.report.changed += 1
        except RefusedError:
            self._settle_all([intent_id])

    def _refunded_unlike(self) -> Iterator[str]:
        """Yield the intents with refunds that are not recorded, or not like that."""
        for found in ask_all(self.stripe.refunds.list, params={"created": {"gte": self._since()}}):
            self.report.looked_at += 1
            refund = read_refund(found)
            known = Refund.objects.filter(stripe_refund_id=refund.id, order__conference=self.conference).first()
            if known is None or known.status != refund.status:
                yield id_of(found.get("payment_intent"))

    def _without_fee(self) -> Iterator[str]:
        """Yield the intents of payments of which Stripe's fee is not known yet."""
        bare = self._payments().filter(status__in=RECEIVED, fee__isnull=True, received_at__gte=self.since - MONTH)
        yield from bare.values_list("stripe_payment_intent_id", flat=True)

    def _disputes(self) -> None:
        found = {
            dispute["id"]: read_dispute(dispute)
            for dispute in ask_all(self.stripe.disputes.list, params={"created": {"gte": self._since()}})
        }
        still_open = Dispute.objects.filter(payment__order__conference=self.conference, closed_at__isnull=True)
        for dispute_id in still_open.values_list("stripe_dispute_id", flat=True):
            if dispute_id not in found:
                found[dispute_id] = fetch_dispute(self.conference, dispute_id)
        for dispute in found.values():
            self.report.looked_at += 1
            if not self._is_of_another(dispute.intent):
                with transaction.atomic():
                    record_dispute(self.conference, dispute)

    def _is_of_another(self, intent_id: str) -> bool:
        """Return whether the account is shared, and this is another conference's."""
        others = Payment.objects.filter(~Q(order__conference=self.conference), stripe_payment_intent_id=intent_id)
        return bool(intent_id) and others.exists()

    def _missing(self) -> None:
        """Note payments of this time that Stripe does not have."""
        recorded = self._payments().filter(method=STRIPE, status__in=RECEIVED, received_at__gte=self.since)
        charges = {
            id_of(charge.get("payment_intent"))
            for charge in ask_all(
                self.stripe.charges.list, params={"created": {"gte": self._since() - int(OVERLAP.total_seconds())}}
            )
            if charge["status"] == SUCCEEDED
        }
        for payment in recorded.exclude(stripe_payment_intent_id__in=charges).select_related("order"):
            self.report.looked_at += 1
            if not self._stripe_has(payment):
                with transaction.atomic():
                    self._note_missing(payment)

    def _stripe_has(self, payment: Payment) -> bool:
        try:
            return fetch_intent(self.conference, payment.stripe_payment_intent_id).status == SUCCEEDED
        except NotThereError:
            return False

    def _note_missing(self, payment: Payment) -> None:
        discrepancies.note(
            self.conference,
            Discrepancy.Kind.MISSING_PAYMENT,
            stripe_id=payment.stripe_payment_intent_id,
            order=payment.order,
            payment=payment,
            amount=payment.amount,
            currency=payment.order.currency,
            detail=_("The payment is recorded here, but Stripe does not have it."),
        )

    def _stuck(self) -> None:
        """Note refunds that Stripe could not be asked for since yesterday."""
        unsent = refund_send.unsent().filter(order__conference=self.conference, created_at__lt=self.began - STUCK)
        for refund in unsent:
            with transaction.atomic():
                discrepancies.note(
                    self.conference,
                    Discrepancy.Kind.FAILED_REFUND,
                    stripe_id=f"refund-{refund.pk}",
                    order=refund.order,
                    payment=refund.payment,
                    amount=refund.amount,
                    currency=refund.order.currency,
                    detail=_("Stripe could not be asked for this refund since yesterday. It is still tried."),
                )

    def _since(self) -> int:
        return int(self.since.timestamp())
